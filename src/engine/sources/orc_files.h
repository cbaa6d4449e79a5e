#pragma once

#include <mutex>

#include "engine/sources/row_files.h"

namespace engine {

struct OrcTail;

// What a plan calls them: Spark's source and, with columns by their places, a table of Hive's SerDe, as
// Athena reads it (https://docs.aws.amazon.com/athena/latest/ug/handling-schema-updates-chapter.html).
inline constexpr std::string_view kHiveOrc = "hive.orc";
inline bool is_orc_format(std::string_view format) {
  return format == "orc" || format == kHiveOrc;
}

// The ORC files of one Read. A thread scans the stripes that begin in its part. Columns are found by their
// names, whatever their case, or, where the files have but the names that Hive made up (_col0, _col1), by
// their places; Columns::ByPlace: always by these. What a file lacks is NULL.
class OrcFiles final : public RowFiles {
 public:
  enum class Columns { ByName, ByPlace };
  OrcFiles(RunStorage& storage, std::vector<SourceFile> files, std::vector<std::string> partition_columns,
           std::shared_ptr<ReadCounters> counters, Columns columns)
      : RowFiles(storage, std::move(files), std::move(partition_columns), std::move(counters)),
        places_(columns),
        tails_(std::make_unique<KeptTail[]>(this->files().size())) {}

  std::unique_ptr<PartRows> open(const FilePart& part, const std::vector<std::size_t>& wanted) const override;

 protected:
  const char* format() const override { return "orc"; }
  std::vector<Field> columns_of(const SourceFile& file) const override;

 private:
  // What a file says of itself, which the first thread that scans a part of it reads for all.
  struct KeptTail {
    std::mutex mutex;
    std::shared_ptr<const OrcTail> tail;
  };
  std::shared_ptr<const OrcTail> tail_of(const FilePart& part, const InputFile& file) const;

  const Columns places_;
  const std::unique_ptr<KeptTail[]> tails_;  // by file
};

}  // namespace engine
