#include "spark/engine_errors.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/write_failed.h"

namespace spark_door {
namespace {

constexpr std::string_view kSchemes[] = {"s3://", "file:/"};

bool is_of(const base::Error& error, std::string_view code) {
  return error.fault == base::Error::Fault::Caller && error.code == code;
}

// The file that a message is about: it ends where the sentence goes on. Empty: it names none.
std::string file_in(std::string_view message) {
  std::size_t begin = message.npos;
  for (const std::string_view scheme : kSchemes) begin = std::min(begin, message.find(scheme));
  if (begin == message.npos) return "";
  static constexpr std::string_view kBehind[] = {": ", " line ", " is ", " ends ", ", ", ". "};
  if (const char before = begin == 0 ? ' ' : message[begin - 1]; before == '\'' || before == '"')
    return std::string(message.substr(begin, message.find(before, begin) - begin));
  std::size_t end = message.size();
  for (const std::string_view behind : kBehind) end = std::min(end, message.find(behind, begin));
  std::string file(message.substr(begin, end - begin));
  if (file.ends_with('.') || file.ends_with(':')) file.pop_back();
  return file;
}

base::Error renamed(base::Error error, std::string condition, std::string_view first) {
  error.code = std::move(condition);
  error.message = fmt::format("{} {}", first, error.message);
  return error;
}

// FAILED_READ_FILE where a file is named. What is left is a value that is none of its type.
base::Error of_bad_data(base::Error error) {
  const std::string file = file_in(error.message);
  if (file.empty()) {
    error.code = "CONVERSION_INVALID_INPUT";
    return error;
  }
  error.details.emplace_back("path", file);
  return renamed(std::move(error), "FAILED_READ_FILE.NO_HINT",
                 fmt::format("Encountered error while reading file {}.", file));
}

}  // namespace

base::Error in_sparks_terms(base::Error error) {
  if (is_of(error, "UnsupportedOption"))
    return renamed(std::move(error), "UNSUPPORTED_FEATURE", "The feature is not supported:");
  if (is_of(error, "BadData")) return of_bad_data(std::move(error));
  if (is_of(error, "UnwritableValue")) error.code = "TASK_WRITE_FAILED";
  if (is_of(error, "OutOfMemory")) error.code = "UNABLE_TO_ACQUIRE_MEMORY";
  return error;
}

base::Error in_sparks_terms_of_write(base::Error error, const std::string& path) {
  const bool of_rows =
      is_of(error, "UnwritableValue") || (is_of(error, "BadData") && file_in(error.message).empty());
  return of_rows ? plan::write_failed(path, error.message) : in_sparks_terms(std::move(error));
}

}  // namespace spark_door
