#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/csv_options.h"

namespace engine {

// What the texts of CSV files are worth to Spark's reader, which is stricter than a cast.
// https://spark.apache.org/docs/latest/sql-data-sources-csv.html
void register_csv_values(duckdb::ExtensionLoader& loader);

// The text, as a cast takes it, or NULL where the reader finds no value of the type: ' 1' and '1.5' are no
// integers, 't' is no boolean, a time that names a zone is none without one.
Tree csv_value_tree(Tree text, const Type& type, const CsvOptions& options);

bool is_csv_whole(std::string_view text);
bool is_csv_boolean(std::string_view text);
// Of Java's, with its words for what is no number and Spark's usual ones; a cast knows more of them.
bool is_csv_double(std::string_view text);
// The same, with the words that the options say.
bool is_csv_double(std::string_view text, const CsvOptions& options);
bool has_usual_words(const CsvOptions& options);  // for what is no number

}  // namespace engine
