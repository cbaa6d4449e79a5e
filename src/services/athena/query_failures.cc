#include "services/athena/query_failures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace services::athena {
namespace {

struct Kind {
  std::string_view code;   // of the error as sql/, the engine or the lake names it; a prefix
  std::string_view shown;  // as Athena names it; empty: the same
  int category;
  int type;
  std::string_view message = "";  // Trino's, where the engine's is another
};

// Types: 1000 user, 1001 data, 1004 schema, 1006 syntax, 1103 table property, 1106 function argument, 1109
// path, 1110 table, 1301 entity, 1303 function, 1306 bucket, 1501 permission of S3; 0 resources; 401 writing
// results.
constexpr std::array kKinds = std::to_array<Kind>({
    {"SYNTAX_ERROR", "", 2, 1006},
    {"INVALID_LITERAL", "", 2, 1006},
    {"COLUMN_NOT_FOUND", "", 2, 1006},
    {"AMBIGUOUS_NAME", "", 2, 1006},
    {"TYPE_MISMATCH", "", 2, 1006},
    {"NESTED_AGGREGATION", "", 2, 1006},
    {"MISSING_GROUP_BY", "", 2, 1006},
    {"EXPRESSION_NOT_", "", 2, 1006},
    {"INVALID_PARAMETER_USAGE", "", 2, 1006},
    {"INVALID_PREPARED_STATEMENT", "", 2, 1006},
    {"NOT_FOUND", "", 2, 1301},
    {"DUPLICATE_COLUMN_NAME", "", 2, 1006},
    {"INVALID_COLUMN_REFERENCE", "", 2, 1006},
    {"TABLE_NOT_FOUND", "", 2, 1110},
    {"SCHEMA_NOT_FOUND", "", 2, 1301},
    {"CATALOG_NOT_FOUND", "", 2, 1301},
    {"FUNCTION_NOT_FOUND", "", 2, 1303},
    {"INVALID_FUNCTION_ARGUMENT", "", 2, 1106},
    {"HIVE_PARTITION_SCHEMA_MISMATCH", "", 2, 1004},
    {"HIVE_INVALID_PARTITION_VALUE", "", 2, 1004},
    {"HIVE_INVALID_METADATA", "", 2, 1004},
    {"HIVE_METASTORE_ERROR", "", 2, 1004},
    {"INVALID_TABLE_PROPERTY", "", 2, 1103},
    {"BUCKET_NOT_FOUND", "HIVE_UNKNOWN_ERROR", 2, 1306},
    {"NoSuchBucket", "HIVE_UNKNOWN_ERROR", 2, 1306},
    {"DIVIDE_BY_ZERO", "DIVISION_BY_ZERO", 2, 1000},
    {"INVALID_CAST_ARGUMENT", "", 2, 1000},
    {"HIVE_UNSUPPORTED_FORMAT", "", 2, 1200},
    {"PERMISSION_DENIED", "", 2, 1501},
    {"DIVISION_BY_ZERO", "", 2, 1000},
    {"NOT_SUPPORTED", "", 2, 1200},
    {"UNSUPPORTED_FEATURE", "NOT_SUPPORTED", 2, 1200},
    {"UnsupportedOption", "HIVE_UNSUPPORTED_FORMAT", 2, 1200},
    {"ARITHMETIC_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE", 2, 1000},
    {"BINARY_ARITHMETIC_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE", 2, 1000},
    {"NUMERIC_VALUE_OUT_OF_RANGE", "NUMERIC_VALUE_OUT_OF_RANGE", 2, 1000},
    {"BadData", "HIVE_BAD_DATA", 2, 1001},
    {"DATATYPE_MISMATCH", "TYPE_MISMATCH", 2, 1006},
    {"INCOMPATIBLE_COLUMN_TYPE", "TYPE_MISMATCH", 2, 1006},
    {"CAST_", "INVALID_CAST_ARGUMENT", 2, 1000},
    {"UNRESOLVED_ROUTINE", "FUNCTION_NOT_FOUND", 2, 1303},
    {"WRONG_NUM_ARGS", "FUNCTION_NOT_FOUND", 2, 1303},
    {"UNRESOLVED_COLUMN", "COLUMN_NOT_FOUND", 2, 1006},
    {"SCALAR_SUBQUERY_TOO_MANY_ROWS", "SUBQUERY_MULTIPLE_ROWS", 2, 1000,
     "Scalar sub-query has returned multiple rows"},
    {"OutOfMemory", "EXCEEDED_LOCAL_MEMORY_LIMIT", 1, 0},
});

// Spark's errors begin with their class in brackets, which says nothing to who writes Trino's SQL.
std::string_view without_class(std::string_view message) {
  const std::size_t end = message.starts_with('[') ? message.find("] ") : std::string_view::npos;
  return end == std::string_view::npos ? message : message.substr(end + 2);
}

}  // namespace

QueryFailure failure_of(const base::Error& error) {
  if (error.fault == base::Error::Fault::World) {
    return {.category = 1,
            .type = 9999,
            .retryable = true,
            .message = "GENERIC_INTERNAL_ERROR: " + error.message};
  }
  const auto kind =
      std::ranges::find_if(kKinds, [&](const Kind& k) { return error.code.starts_with(k.code); });
  const bool known = kind != kKinds.end();
  const std::string_view own = without_class(error.message);
  const bool of_spark = own.size() != error.message.size();
  const std::string_view message = known && !kind->message.empty() ? kind->message : own;
  const std::string shown(known && !kind->shown.empty() ? kind->shown
                          : of_spark && !known          ? "NOT_SUPPORTED"
                                                        : std::string_view(error.code));
  return {.category = known ? kind->category : 2,
          .type = known ? kind->type : 1000,
          .retryable = false,
          .message = fmt::format("{}{}", message.starts_with(shown + ":") ? "" : shown + ": ", message)};
}

}  // namespace services::athena
