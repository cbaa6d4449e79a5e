#pragma once

#include "engine/sources/avro_values.h"
#include "engine/sources/row_files.h"

namespace engine {

// The Avro files of one Read. A thread scans the blocks that begin in its part.
class AvroFiles final : public RowFiles {
 public:
  struct Options {
    AvroTypePtr schema;  // that the reader was given; null: each file's own
    AvroMatch::By match = AvroMatch::By::Name;
  };
  AvroFiles(RunStorage& storage, std::vector<SourceFile> files, std::vector<std::string> partition_columns,
            std::shared_ptr<ReadCounters> counters, Options options)
      : RowFiles(storage, std::move(files), std::move(partition_columns), std::move(counters)),
        options_(std::move(options)) {}

  std::unique_ptr<PartRows> open(const FilePart& part, const std::vector<std::size_t>& wanted) const override;

 protected:
  const char* format() const override { return "avro"; }
  std::vector<Field> columns_of(const SourceFile& file) const override;

 private:
  const Options options_;
};

// The columns of rows of a schema, as Spark has them. `where`: what messages name.
base::Result<std::vector<Field>> avro_columns(const AvroType& schema, const std::string& where);

}  // namespace engine
