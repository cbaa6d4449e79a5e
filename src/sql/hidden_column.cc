#include "sql/hidden_column.h"

#include "base/text.h"
#include "plan/file_columns.h"
#include "sql/typed.h"

namespace sql {

std::vector<HiddenColumn> hidden_columns_of(std::string_view query) {
  if (query.find('$') == std::string_view::npos) return {};
  std::vector<HiddenColumn> columns = {
      {kPath, varchar_type()}, {kFileSize, {TypeKind::Bigint}}, {kFileModifiedTime, zoned_timestamp_type()}};
  std::erase_if(columns, [text = base::to_lower(query)](const HiddenColumn& column) {
    return text.find(column.name) == std::string::npos;
  });
  return columns;
}

std::vector<HiddenColumn> spark_hidden_columns_of(std::string_view query) {
  if (base::to_lower(query).find(plan::kFileMetadata) == std::string::npos) return {};
  return {{std::string(plan::kFileMetadata), kDeferred}};
}

std::string read_type(const Type& type) {
  return to_spark(type.kind == TypeKind::TimestampWithZone ? timestamp_type() : type);
}

}  // namespace sql
