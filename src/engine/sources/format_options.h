#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/storage/charset.h"

// What options of Spark's readers and writers of files have in common
// (https://spark.apache.org/docs/latest/sql-data-sources.html), by Spark's rules and with its refusals.
namespace engine {

// Whether an option, in lower case, is one of Spark's that says nothing of files of this format, to read or
// to write them: `header` of Parquet. It is accepted, as Spark accepts it; a name that Spark does not know
// either is taken for a slip, and refused.
bool is_of_other_format(std::string_view format, std::string_view option);

// Java's Boolean in Scala's words: true or false in any case.
base::Result<bool> spark_boolean(const std::string& value);
// The same of options that have a message of their own: header, inferSchema, quoteAll.
base::Result<bool> spark_flag(std::string_view option, const std::string& value);
base::Result<std::int64_t> spark_integer(std::string_view option, const std::string& value);
// A sample of files is taken by no reader here: all rows are looked at. What is no ratio is refused.
base::Result<void> check_sampling_ratio(const std::string& value);

// Of one character, which has to be ASCII here; nothing: the empty text, or NUL.
base::Result<std::optional<char>> spark_character(std::string_view option, const std::string& value);
// What stands between fields: any text that is not empty, with \t, \\ and their like.
base::Result<std::string> spark_delimiter(const std::string& value);
// What ends the lines of CSV: one or two characters. Of JSON and text: any that are not empty.
base::Result<std::string> csv_line_end(const std::string& value);
base::Result<std::string> line_end(const std::string& value);
// `asked_by`: what Spark calls the options: CSVOptions.
base::Result<Charset> spark_charset(const std::string& value, std::string_view asked_by);
// Months and days have English names.
base::Result<void> check_locale(const std::string& value);

// Days and times before 1582 are of the calendar that is used today, whoever wrote them.
base::Result<void> check_rebase_mode(std::string_view format, std::string_view option,
                                     const std::string& value);
// A boolean of Avro's.
base::Result<bool> avro_boolean(std::string_view option, const std::string& value);

// An option that Spark has and we have not, or not with this value.
base::Error no_such_option(std::string_view format, std::string_view option, std::string_view value,
                           std::string_view why);

}  // namespace engine
