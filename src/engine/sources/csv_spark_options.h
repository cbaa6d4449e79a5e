#pragma once

#include <map>
#include <string>

#include "engine/sources/csv_options.h"

namespace engine {

// Spark's two vocabularies of CsvOptions, `csv`
// (https://spark.apache.org/docs/latest/sql-data-sources-csv.html) and `text`. Names are of any case; those
// of other formats, and those that only say how files are written, have no effect. What a reader of ours
// cannot do is refused by name: charToEscapeQuoteEscaping other than the escape, unescapedQuoteHandling
// BACK_TO_DELIMITER and RAISE_ERROR, characters that are not ASCII for quote, escape and comment, months and
// days that are not English.
bool is_spark_csv(const std::string& format);
base::Result<CsvOptions> parse_spark_csv_options(const std::string& format,
                                                 const std::map<std::string, std::string>& options);

// PERMISSIVE, DROPMALFORMED, FAILFAST, as `format` has them in refusals.
base::Result<JsonOptions::Mode> spark_mode(std::string_view format, const std::string& value);

}  // namespace engine
