#include "engine/storage/raise.h"

#include <new>

#include "duckdb/common/error_data.hpp"
#include "duckdb/common/exception.hpp"
#include "engine/storage/raised.h"
#include "engine/storage/run_storage.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

constexpr const char* kFault = "dovetail_fault";
constexpr const char* kCode = "dovetail_code";
constexpr const char* kStatus = "dovetail_status";
constexpr const char* kMessage = "dovetail_message";
constexpr std::string_view kDetail = "dovetail_detail_";  // and its name

// DuckDB prefixes and may reword messages, so ours travels beside it.
std::optional<base::Error> ours(const duckdb::ErrorData& data) {
  const auto& info = data.ExtraInfo();
  const auto message = info.find(kMessage);
  if (message == info.end()) return std::nullopt;
  base::Error error{
      .fault = info.at(kFault) == "caller" ? base::Error::Fault::Caller : base::Error::Fault::World,
      .code = info.at(kCode),
      .status = std::stoi(info.at(kStatus)),
      .message = message->second};
  for (const auto& [name, value] : info)
    if (std::string_view(name).starts_with(kDetail))
      error.details.emplace_back(name.substr(kDetail.size()), value);
  return error;
}

base::Error out_of_memory(const std::string& what) {
  return base::refusal("OutOfMemory", 400, "The run needs more memory than it may have: " + what);
}

// The first line: what follows is a trace of DuckDB's own code, or advice on settings that users do not have.
std::string shown(const duckdb::ErrorData& data) {
  const std::string message = RunStorage::shown(data.RawMessage());
  return message.substr(0, message.find('\n'));
}

// A scalar subquery with several rows, which DuckDB knows as an input like others.
bool is_several_rows(const duckdb::ErrorData& data) {
  return data.RawMessage().find("More than one row returned by a subquery") != std::string::npos;
}

}  // namespace

void raise(const base::Error& error) {
  duckdb::unordered_map<std::string, std::string> info = {
      {kFault, error.fault == base::Error::Fault::Caller ? "caller" : "world"},
      {kCode, error.code},
      {kStatus, std::to_string(error.status)},
      {kMessage, error.message}};
  for (const auto& [name, value] : error.details) info[std::string(kDetail) + name] = value;
  throw duckdb::Exception(info, duckdb::ExceptionType::INVALID_INPUT, error.message);
}

bool is_raised(const std::exception& exception) {
  return ours(duckdb::ErrorData(exception)).has_value();
}

// 1. Memory, which std has a type of its own for.
// 2. An error of ours, as it was raised.
// 3. What DuckDB says of the data or the plan is the caller's fault, by the kind of its exception.
// 4. All else is the engine's.
base::Error caught_error(const std::exception& exception) {
  if (dynamic_cast<const std::bad_alloc*>(&exception))
    return out_of_memory("nothing more could be allocated");
  const duckdb::ErrorData data(exception);
  if (auto error = ours(data)) return *std::move(error);
  if (is_several_rows(data))
    return plan::spark_error("SCALAR_SUBQUERY_TOO_MANY_ROWS",
                             "More than one row returned by a subquery used as an expression.", {});
  switch (data.Type()) {
    case duckdb::ExceptionType::OUT_OF_MEMORY:
      return out_of_memory(shown(data));
    case duckdb::ExceptionType::CONVERSION:
    case duckdb::ExceptionType::OUT_OF_RANGE:
    case duckdb::ExceptionType::INVALID_INPUT:
    case duckdb::ExceptionType::DIVIDE_BY_ZERO:
    case duckdb::ExceptionType::MISMATCH_TYPE:
      return base::refusal("BadData", 400, shown(data));
    case duckdb::ExceptionType::INVALID:  // thrown by the reader of Parquet as it is, without a type
      return base::refusal("BadData", 400, "A file is damaged: " + shown(data));
    case duckdb::ExceptionType::NOT_IMPLEMENTED:
      return base::refusal("UNSUPPORTED_FEATURE", 400, shown(data));
    default:
      return base::failure("the engine failed: {}", shown(data));
  }
}

}  // namespace engine
