#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/glue/types.h"
#include "base/clock.h"
#include "base/result.h"
#include "services/glue/data_catalog.h"

namespace plan {
class WriteReport;
class WrittenColumn;
}  // namespace plan

// How the Data Catalog describes the files that a run writes.
namespace services::glue {

enum class FileKind { Parquet, Csv, Json, Orc, Avro };

// Of files that a data source of this name reads, Spark's or a SerDe's (storage_format.h).
std::optional<FileKind> kind_of_source(std::string_view source);

bool is_text(FileKind files);
std::string_view name_of(FileKind files);            // as messages have it
std::string_view classification_of(FileKind files);  // as the parameter of that name has it
std::string_view serde_of(FileKind files);
std::map<std::string, std::string> table_parameters_of(FileKind files);  // the classification among them

std::vector<api::glue::Column> written_columns(
    const google::protobuf::RepeatedPtrField<plan::WrittenColumn>& written);

api::glue::StorageDescriptor storage_of_files(FileKind files, std::string location,
                                              std::vector<api::glue::Column> columns,
                                              bool compressed = false);

// The values of each partition that was written to.
std::set<std::vector<std::string>> written_partitions(const plan::WriteReport& written);

// Adds the partitions that were written to and are missing.
base::Result<void> add_written_partitions(store::Transaction& journal, const StoredTable& table,
                                          FileKind files, const plan::WriteReport& written,
                                          base::Timestamp now);

}  // namespace services::glue
