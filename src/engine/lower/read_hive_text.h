#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/functions/hive_text.h"
#include "engine/lower/relation.h"
#include "engine/sources/csv_options.h"

namespace engine {

// What the options of LazySimpleSerDe say of the texts in a column.
HiveTextForm hive_text_form(const CsvOptions& options);

// What LazySimpleSerDe makes of the texts of a file's fields, nested ones too; the partition columns, which
// stand last, stay texts.
base::Result<std::vector<Typed>> hive_text_values(const Columns& texts, std::size_t partition_columns,
                                                  const std::optional<std::vector<Field>>& schema,
                                                  const std::map<std::string, std::string>& options);

}  // namespace engine
