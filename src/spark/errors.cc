#include "spark/errors.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "base/text.h"
#include "spark/rpc_status.pb.h"

namespace spark_door {
namespace {

struct ClassRow {
  std::string_view code;  // an error class, or what it begins with
  std::string_view java_class;
};

// https://spark.apache.org/docs/latest/sql-error-conditions.html; all others are of the analysis.
constexpr std::array kClasses = std::to_array<ClassRow>({
    {"PARSE_MODE_UNSUPPORTED", "org.apache.spark.sql.AnalysisException"},
    {"MALFORMED_RECORD_IN_PARSING", "org.apache.spark.SparkException"},
    {"PARSE_", "org.apache.spark.sql.catalyst.parser.ParseException"},
    {"DIVIDE_BY_ZERO", "org.apache.spark.SparkArithmeticException"},
    {"ARITHMETIC_OVERFLOW", "org.apache.spark.SparkArithmeticException"},
    {"CAST_OVERFLOW", "org.apache.spark.SparkArithmeticException"},
    {"NUMERIC_VALUE_OUT_OF_RANGE", "org.apache.spark.SparkArithmeticException"},
    {"CAST_INVALID_INPUT", "org.apache.spark.SparkNumberFormatException"},
    {"INVALID_ARRAY_INDEX", "org.apache.spark.SparkArrayIndexOutOfBoundsException"},
    {"INVALID_HANDLE", "org.apache.spark.SparkSQLException"},
    {"OPERATION_CANCELED", "org.apache.spark.SparkSQLException"},
    {"SQL_CONF_NOT_FOUND", "org.apache.spark.SparkNoSuchElementException"},
    {"UNSUPPORTED_OPERATION", "org.apache.spark.SparkUnsupportedOperationException"},
    {"CONFLICTING_DIRECTORY_STRUCTURES", "org.apache.spark.SparkRuntimeException"},
    {"USER_RAISED_EXCEPTION", "org.apache.spark.SparkRuntimeException"},
    {"CANNOT_DECODE_URL", "org.apache.spark.SparkIllegalArgumentException"},
    {"INVALID_TIMEZONE", "org.apache.spark.SparkDateTimeException"},
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
    {"_LEGACY_ERROR_TEMP_3242", "org.apache.spark.SparkIllegalArgumentException"},
    {"PYTHON_EXCEPTION", "org.apache.spark.api.python.PythonException"},
    {"PYTHON_WORKER_", "org.apache.spark.SparkException"},
    {"INVALID_PARAMETER_VALUE", "org.apache.spark.SparkIllegalArgumentException"},
    {"MALFORMED_CHARACTER_CODING", "org.apache.spark.SparkRuntimeException"},
});

constexpr std::string_view kAnalysis = "org.apache.spark.sql.AnalysisException";
constexpr std::string_view kInternal = "org.apache.spark.SparkException";

// What an exception class of ours is to Python, where that is not itself.
std::string_view java_parent(std::string_view java_class) {
  if (java_class.ends_with("ArithmeticException")) return "java.lang.ArithmeticException";
  if (java_class.ends_with("NumberFormatException")) return "java.lang.NumberFormatException";
  if (java_class.ends_with("ArrayIndexOutOfBoundsException"))
    return "java.lang.ArrayIndexOutOfBoundsException";
  if (java_class.ends_with("DateTimeException")) return "java.time.DateTimeException";
  if (java_class.ends_with("UnsupportedOperationException")) return "java.lang.UnsupportedOperationException";
  if (java_class.ends_with("IllegalArgumentException")) return "java.lang.IllegalArgumentException";
  if (java_class.ends_with("ParseException")) return kAnalysis;
  return kInternal;
}

std::string_view java_class_of(const base::Error& error) {
  if (error.fault != base::Error::Fault::Caller) return kInternal;
  for (const ClassRow& row : kClasses)
    if (std::string_view(error.code).starts_with(row.code)) return row.java_class;
  return kAnalysis;
}

}  // namespace

grpc::Status to_status(const base::Error& error) {
  const std::string_view java_class = java_class_of(error);
  const std::string code = error.code.empty() ? "INTERNAL_ERROR" : error.code;
  const std::string message =
      error.message.starts_with('[') ? error.message : fmt::format("[{}] {}", code, error.message);

  google::rpc::ErrorInfo info;
  info.set_reason(std::string(java_class));
  info.set_domain("org.apache.spark");
  const boost::json::array classes = {boost::json::string_view(java_class),
                                      boost::json::string_view(java_parent(java_class))};
  (*info.mutable_metadata())["classes"] = boost::json::serialize(classes);
  (*info.mutable_metadata())["errorClass"] = code;

  google::rpc::Status details;
  details.set_code(grpc::StatusCode::INTERNAL);
  details.set_message(message);
  details.add_details()->PackFrom(info);
  return {grpc::StatusCode::INTERNAL, message, details.SerializeAsString()};
}

base::Error invalid_handle(std::string_view what, std::string_view handle, std::string_view message) {
  const std::string code = fmt::format("INVALID_HANDLE.{}", what);
  return base::refusal(
      code, 400, fmt::format("[{}] The handle {} is invalid. {} SQLSTATE: HY000", code, handle, message));
}

base::Error not_supported(std::string_view what) {
  return base::refusal("UNSUPPORTED_FEATURE", 400,
                       fmt::format("[UNSUPPORTED_FEATURE] {} is not supported yet.", what));
}

}  // namespace spark_door
