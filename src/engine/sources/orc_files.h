#pragma once

#include "engine/sources/row_files.h"

namespace engine {

// What a plan calls them: Spark's source and, with columns by their places, a table of Hive's SerDe, as
// Athena reads it (https://docs.aws.amazon.com/athena/latest/ug/handling-schema-updates-chapter.html).
inline constexpr std::string_view kHiveOrc = "hive.orc";
inline bool is_orc_format(std::string_view format) {
  return format == "orc" || format == kHiveOrc;
}

// The ORC files of one Read. A thread scans the stripes that begin in its part. Columns are found by their
// names, whatever their case, or, where the files have but the names that Hive made up (_col0, _col1), by
// their places; `by_place`: always by these. What a file lacks is NULL.
class OrcFiles final : public RowFiles {
 public:
  enum class Columns { ByName, ByPlace };
  OrcFiles(RunStorage& storage, std::vector<SourceFile> files, std::vector<std::string> partition_columns,
           std::shared_ptr<ReadCounters> counters, Columns columns)
      : RowFiles(storage, std::move(files), std::move(partition_columns), std::move(counters)),
        places_(columns) {}

  std::unique_ptr<PartRows> open(const FilePart& part, const std::vector<std::size_t>& wanted) const override;

 protected:
  const char* format() const override { return "orc"; }
  std::vector<Field> columns_of(const SourceFile& file) const override;

 private:
  const Columns places_;
};

}  // namespace engine
