#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/uuid.html. A value of type uuid is its text, in lower case, which sorts
// as the number does.
namespace engine {
namespace {

using View = std::string_view;

constexpr std::size_t kLength = 36;
constexpr std::size_t kBytes = 16;

[[noreturn]] void refuse(const std::string& message) {
  raise(base::refusal("INVALID_CAST_ARGUMENT", 400, "INVALID_CAST_ARGUMENT: " + message));
}

bool is_hex(View text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == View::npos;
}

// Five numbers between hyphens. Java reads some of other lengths, which Trino then refuses for that.
bool is_uuid(View text) {
  const std::vector<View> parts = base::split(text, '-');
  return text.size() <= kLength && parts.size() == 5 && std::ranges::all_of(parts, is_hex);
}

std::optional<std::string> uuid_of_text(View text) {
  if (!is_uuid(text)) refuse(fmt::format("Cannot cast value to UUID: {}", text));
  if (text.size() != kLength) refuse(fmt::format("Invalid UUID string length: {}", text.size()));
  const std::vector<View> parts = base::split(text, '-');
  const bool in_place =
      parts[0].size() == 8 && parts[1].size() == 4 && parts[2].size() == 4 && parts[3].size() == 4;
  if (!in_place) refuse(fmt::format("Cannot cast value to UUID: {}", text));
  return base::to_lower(text);
}

std::optional<std::string> uuid_of_bytes(View bytes) {
  if (bytes.size() != kBytes) refuse(fmt::format("Invalid UUID binary length: {}", bytes.size()));
  std::string text = base::to_hex(bytes);
  for (const std::size_t hyphen : {8, 13, 18, 23}) text.insert(hyphen, "-");
  return text;
}

}  // namespace

std::vector<TrinoKernel> uuid_kernels() {
  return {
      {"trino.uuid_of_text", {Type::VARCHAR}, Type::VARCHAR, row_kernel<View>(uuid_of_text)},
      {"trino.uuid_of_bytes", {Type::BLOB}, Type::VARCHAR, row_kernel<View>(uuid_of_bytes)},
  };
}

}  // namespace engine
