#include "spark/errors.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "base/random.h"
#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/engine_errors.h"
#include "spark/rpc_status.pb.h"
#include "spark/sql_states.h"

namespace spark_door {
namespace {

using spark::connect::FetchErrorDetailsResponse;

// A trailer of HTTP/2 may have 8 KiB in all, in base64.
constexpr std::size_t kMostTrailerBytes = 4096;

struct ClassRow {
  std::string_view code;  // an error class, or what it begins with
  std::string_view java_class;
};

// https://spark.apache.org/docs/latest/sql-error-conditions.html; all others are of the analysis. The first
// row that fits decides, so an exception stands before what it is an exception from: PARSE_MODE_ before
// PARSE_.
constexpr std::array kClasses = std::to_array<ClassRow>({
    {"PARSE_MODE_UNSUPPORTED", "org.apache.spark.sql.AnalysisException"},
    {"MALFORMED_RECORD_IN_PARSING", "org.apache.spark.SparkException"},
    {"PARSE_", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"UNCLOSED_BRACKETED_COMMENT", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_STATEMENT_OR_CLAUSE", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_SET_SYNTAX", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_TEMP_OBJ_QUALIFIER", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH",
     "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE",
     "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"DESCRIBE_JSON_NOT_EXTENDED", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"UNSUPPORTED_FEATURE.SET_TABLE_PROPERTY", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"_LEGACY_ERROR_TEMP_00", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"UNSUPPORTED_FEATURE.CREATE_PIPELINE_", "org.apache.spark.SparkUnsupportedOperationException"},
    {"INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"REMAINDER_BY_ZERO", "org.apache.spark.SparkArithmeticException"},
    {"BINARY_ARITHMETIC_OVERFLOW", "org.apache.spark.SparkArithmeticException"},
    {"DATETIME_FIELD_OUT_OF_BOUNDS", "org.apache.spark.SparkDateTimeException"},
    {"CANNOT_PARSE_TIMESTAMP", "org.apache.spark.SparkDateTimeException"},
    {"ILLEGAL_DAY_OF_WEEK", "org.apache.spark.SparkIllegalArgumentException"},
    {"INVALID_FRACTION_OF_SECOND", "org.apache.spark.SparkDateTimeException"},
    {"INVALID_URL", "org.apache.spark.SparkIllegalArgumentException"},
    {"DIVIDE_BY_ZERO", "org.apache.spark.SparkArithmeticException"},
    {"INTERVAL_", "org.apache.spark.SparkArithmeticException"},
    {"INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING", "org.apache.spark.SparkIllegalArgumentException"},
    {"NOT_ALLOWED_IN_PIPE_OPERATOR_WHERE", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS",
     "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE",
     "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"ARITHMETIC_OVERFLOW", "org.apache.spark.SparkArithmeticException"},
    {"CAST_OVERFLOW", "org.apache.spark.SparkArithmeticException"},
    {"NUMERIC_VALUE_OUT_OF_RANGE", "org.apache.spark.SparkArithmeticException"},
    {"CAST_INVALID_INPUT", "org.apache.spark.SparkNumberFormatException"},
    {"INVALID_ARRAY_INDEX", "org.apache.spark.SparkArrayIndexOutOfBoundsException"},
    {"INVALID_HANDLE", "org.apache.spark.SparkSQLException"},
    {"OPERATION_CANCELED", "org.apache.spark.SparkSQLException"},
    {"SQL_CONF_NOT_FOUND", "org.apache.spark.SparkNoSuchElementException"},
    {"INVALID_CONF_VALUE", "org.apache.spark.SparkIllegalArgumentException"},
    {"CODEC_NOT_AVAILABLE", "org.apache.spark.SparkIllegalArgumentException"},
    {"CODEC_SHORT_NAME_NOT_FOUND", "org.apache.spark.SparkIllegalArgumentException"},
    {"UNRECOGNIZED_STATISTIC", "org.apache.spark.SparkIllegalArgumentException"},
    {"SCALAR_SUBQUERY_TOO_MANY_ROWS", "org.apache.spark.SparkException"},
    {"UNSUPPORTED_PARTITION_TRANSFORM", "org.apache.spark.SparkUnsupportedOperationException"},
    {"UNSUPPORTED_DATATYPE", "org.apache.spark.SparkUnsupportedOperationException"},
    {"UNSUPPORTED_OPERATION", "org.apache.spark.SparkUnsupportedOperationException"},
    {"TASK_WRITE_FAILED", "org.apache.spark.SparkException"},
    {"FAILED_READ_FILE", "org.apache.spark.SparkException"},
    {"UNABLE_TO_ACQUIRE_MEMORY", "org.apache.spark.memory.SparkOutOfMemoryError"},
    {"CONFLICTING_DIRECTORY_STRUCTURES", "org.apache.spark.SparkRuntimeException"},
    {"USER_RAISED_EXCEPTION", "org.apache.spark.SparkRuntimeException"},
    {"CANNOT_DECODE_URL", "org.apache.spark.SparkIllegalArgumentException"},
    {"INVALID_TIMEZONE", "org.apache.spark.SparkDateTimeException"},
    {"CONVERSION_INVALID_INPUT", "org.apache.spark.SparkIllegalArgumentException"},
    {"DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "org.apache.spark.SparkArithmeticException"},
    {"INVALID_BITMAP_POSITION", "org.apache.spark.SparkArrayIndexOutOfBoundsException"},
    {"INVALID_FORMAT.MISMATCH_INPUT", "org.apache.spark.SparkIllegalArgumentException"},
    {"INVALID_PARAMETER_VALUE.BINARY_FORMAT", "org.apache.spark.sql.AnalysisException"},
    {"INVALID_PARAMETER_VALUE.HMAC_", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_PARAMETER_VALUE.PATTERN", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_PARAMETER_VALUE.START", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_PARAMETER_VALUE.LENGTH", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_INDEX_OF_ZERO", "org.apache.spark.SparkRuntimeException"},
    {"COMPARATOR_RETURNS_NULL", "org.apache.spark.SparkRuntimeException"},
    {"COLLECTION_SIZE_LIMIT_EXCEEDED", "org.apache.spark.SparkRuntimeException"},
    {"DUPLICATED_MAP_KEY", "org.apache.spark.SparkRuntimeException"},
    {"NULL_MAP_KEY", "org.apache.spark.SparkRuntimeException"},
    {"_LEGACY_ERROR_TEMP_2128", "org.apache.spark.SparkRuntimeException"},
    {"_LEGACY_ERROR_TEMP_2146", "org.apache.spark.SparkRuntimeException"},
    {"OPTION_VALUE_EXCEEDS_ONE_CHARACTER", "org.apache.spark.SparkRuntimeException"},
    {"INVALID_DELIMITER_VALUE", "org.apache.spark.SparkIllegalArgumentException"},
    {"INVALID_LINE_SEPARATOR", "org.apache.spark.SparkIllegalArgumentException"},
    {"_LEGACY_ERROR_TEMP_3242", "org.apache.spark.SparkIllegalArgumentException"},
    {"PYTHON_EXCEPTION", "org.apache.spark.api.python.PythonException"},
    {"PYTHON_WORKER_", "org.apache.spark.SparkException"},
    {"INVALID_PARAMETER_VALUE", "org.apache.spark.SparkIllegalArgumentException"},
    {"MALFORMED_CHARACTER_CODING", "org.apache.spark.SparkRuntimeException"},
});

constexpr std::string_view kAnalysis = "org.apache.spark.sql.AnalysisException";
constexpr std::string_view kInternal = "org.apache.spark.SparkException";

// What an exception class of ours is to Python, where that is not itself: PySpark raises the first class of
// the hierarchy that it knows, and knows few of Spark's own.
std::string_view java_parent(std::string_view java_class) {
  if (java_class.ends_with("ArithmeticException")) return "java.lang.ArithmeticException";
  if (java_class.ends_with("NumberFormatException")) return "java.lang.NumberFormatException";
  if (java_class.ends_with("ArrayIndexOutOfBoundsException"))
    return "java.lang.ArrayIndexOutOfBoundsException";
  if (java_class.ends_with("DateTimeException")) return "java.time.DateTimeException";
  if (java_class.ends_with("UnsupportedOperationException")) return "java.lang.UnsupportedOperationException";
  if (java_class.ends_with("IllegalArgumentException")) return "java.lang.IllegalArgumentException";
  if (java_class.ends_with("ParseException")) return kAnalysis;
  if (java_class.ends_with("SparkRuntimeException")) return "java.lang.RuntimeException";
  return kInternal;
}

// It hangs on what the text was to become.
std::string_view class_of_cast(const base::Error& error) {
  for (const auto& [name, value] : error.details) {
    if (name != "targetType") continue;
    if (value.starts_with("\"TIMESTAMP") || value == "\"DATE\"")
      return "org.apache.spark.SparkDateTimeException";
    if (value == "\"BOOLEAN\"") return "org.apache.spark.SparkRuntimeException";
  }
  return "org.apache.spark.SparkNumberFormatException";
}

// It hangs on what a table cannot do: UPDATE and MERGE fail where they would be run, all others before.
std::string_view class_of_table_operation(const base::Error& error) {
  for (const auto& [name, value] : error.details)
    if (name == "operation" && (value == "UPDATE TABLE" || value == "MERGE INTO TABLE"))
      return "org.apache.spark.SparkUnsupportedOperationException";
  return kAnalysis;
}

std::string_view java_class_of(const base::Error& error) {
  if (error.fault != base::Error::Fault::Caller) return kInternal;
  if (error.code == plan::kIllegalArgument) return "java.lang.IllegalArgumentException";
  if (error.code == "CAST_INVALID_INPUT") return class_of_cast(error);
  if (error.code == "UNSUPPORTED_FEATURE.TABLE_OPERATION") return class_of_table_operation(error);
  for (const ClassRow& row : kClasses)
    if (std::string_view(error.code).starts_with(row.code)) return row.java_class;
  return kAnalysis;
}

// Java's own exceptions have none.
bool has_condition(const base::Error& error) {
  return error.fault != base::Error::Fault::Caller ||
         (!error.code.empty() && error.code != plan::kIllegalArgument);
}

std::string condition_of(const base::Error& error) {
  return error.code.empty() ? "INTERNAL_ERROR" : error.code;
}

// Where a query's text is at fault, its place comes last: behind "; line 1 pos 7" or " (line 1, pos 7)", or
// the text itself.
std::size_t end_of_text(std::string_view message) {
  static constexpr std::string_view kPlaces[] = {"; line ", " (line ", "\n== SQL =="};
  std::size_t end = message.size();
  for (const std::string_view place : kPlaces) end = std::min(end, message.rfind(place));
  return end;
}

std::string message_of(const base::Error& error) {
  if (!has_condition(error)) return error.message;
  std::string message = error.message.starts_with('[') || error.code.starts_with("_LEGACY")
                            ? error.message
                            : fmt::format("[{}] {}", condition_of(error), error.message);
  const std::string_view state = sql_state(condition_of(error));
  if (!state.empty() && message.find("SQLSTATE: ") == message.npos)
    message.insert(end_of_text(message), fmt::format(" SQLSTATE: {}", state));
  return message;
}

// Cut between two characters.
std::string beginning_of(const std::string& text, std::size_t most) {
  std::size_t size = std::min(text.size(), most);
  while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

google::rpc::ErrorInfo info_of(const FetchErrorDetailsResponse::Error& details) {
  google::rpc::ErrorInfo info;
  info.set_reason(details.error_type_hierarchy(0));
  info.set_domain("org.apache.spark");
  boost::json::array classes;
  for (const auto& name : details.error_type_hierarchy()) classes.emplace_back(name);
  auto& metadata = *info.mutable_metadata();
  metadata["classes"] = boost::json::serialize(classes);
  const auto& throwable = details.spark_throwable();
  if (throwable.has_error_class()) metadata["errorClass"] = throwable.error_class();
  if (throwable.has_sql_state()) metadata["sqlState"] = throwable.sql_state();
  boost::json::object parameters;
  for (const auto& [name, value] : throwable.message_parameters()) parameters[name] = value;
  if (throwable.has_error_class())
    metadata[std::string("messageParameters")] = boost::json::serialize(parameters);
  return info;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

}  // namespace

// 1. What there is to say: class, message, condition, SQLSTATE, parameters.
// 2. All of it goes into the trailer if it fits; else its beginning does, with an id, and the rest waits for
// FetchErrorDetails.
// 3. The status itself is INTERNAL whatever happened: clients look into the details.
grpc::Status Errors::to_status(const base::Error& given) {
  const base::Error error = in_sparks_terms(given);
  Details details;
  const std::string_view java_class = java_class_of(error);
  details.add_error_type_hierarchy(std::string(java_class));
  details.add_error_type_hierarchy(std::string(java_parent(java_class)));
  details.set_message(message_of(error));
  auto& throwable = *details.mutable_spark_throwable();
  if (has_condition(error)) throwable.set_error_class(condition_of(error));
  if (const auto state = sql_state(throwable.error_class()); !state.empty())
    throwable.set_sql_state(std::string(state));
  for (const auto& [name, value] : error.details) (*throwable.mutable_message_parameters())[name] = value;

  google::rpc::Status status;
  status.set_code(grpc::StatusCode::INTERNAL);
  google::rpc::ErrorInfo info = info_of(details);
  std::string message = details.message();
  if (message.size() + info.ByteSizeLong() > kMostTrailerBytes) {
    const std::string id = base::random_uuid();
    message = beginning_of(message, kMostTrailerBytes / 2);
    info.mutable_metadata()->erase("messageParameters");
    (*info.mutable_metadata())["errorId"] = id;
    std::lock_guard lock(mutex_);
    kept_.emplace_back(id, std::move(details));
    // The oldest goes: a client asks right away or not at all.
    if (kept_.size() > kMostKept) kept_.pop_front();
  }
  status.set_message(message);
  status.add_details()->PackFrom(info);
  return {grpc::StatusCode::INTERNAL, message, status.SerializeAsString()};
}

void Errors::fill_details(const std::string& id, FetchErrorDetailsResponse& response) {
  std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(kept_, id, [](const auto& kept) { return kept.first; });
  if (found == kept_.end()) return;
  response.set_root_error_idx(0);
  *response.add_errors() = found->second;
}

base::Error invalid_handle(std::string_view what, std::string_view handle, std::string_view message) {
  const std::string code = fmt::format("INVALID_HANDLE.{}", what);
  return base::refusal(
      code, 400, fmt::format("[{}] The handle {} is invalid. {} SQLSTATE: HY000", code, handle, message));
}

std::string choice_of(const google::protobuf::Message& message, const char* oneof) {
  const auto* reflection = message.GetReflection();
  if (const auto* field =
          reflection->GetOneofFieldDescriptor(message, message.GetDescriptor()->FindOneofByName(oneof)))
    return field->name();
  const auto& unknown = reflection->GetUnknownFields(message);
  return unknown.empty() ? "nothing" : fmt::format("field {}", unknown.field(0).number());
}

base::Result<void> check_handle(std::string_view handle) {
  if (is_uuid(handle)) return {};
  return invalid_handle("FORMAT", handle,
                        "Handle must be an UUID string of the format '00112233-4455-6677-8899-aabbccddeeff'");
}

base::Error not_supported(std::string_view what) {
  return base::refusal("UNSUPPORTED_FEATURE", 400,
                       fmt::format("[UNSUPPORTED_FEATURE] {} is not supported yet.", what));
}

}  // namespace spark_door
