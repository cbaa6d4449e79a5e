#pragma once

#include <string>
#include <vector>

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/lower/relation.h"
#include "engine/sources/json_inference.h"

namespace engine {

// Rows of texts that are records of JSON, as Spark's reader makes them of the strings of a data frame: a text
// is one record, or an array of records; of what follows it nothing is read. Blank ones are none. Of the
// options the mode and the column of bad records count.
// https://spark.apache.org/docs/latest/sql-data-sources-json.html
struct JsonTexts {
  JsonOptions options;
  std::vector<Field> columns;
};

// Finds the columns that texts have together. One thread.
class JsonTextsInference {
 public:
  explicit JsonTextsInference(const JsonOptions& options) : options_(options), inference_(options) {}

  base::Result<void> add(std::optional<std::string_view> text);
  base::Result<std::vector<Field>> columns() const { return inference_.columns(); }

 private:
  const JsonOptions& options_;
  JsonInference inference_;
};

// A FROM item of the columns, of the rows of a relation that is one column of texts. `texts` outlives the
// query.
TableRef json_texts_table(const JsonTexts& texts, Lowered input);
void register_json_texts(duckdb::ExtensionLoader& loader);

}  // namespace engine
