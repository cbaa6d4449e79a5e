#include "engine/sinks/write_spec.h"

#include <fmt/format.h>

#include "base/random.h"

namespace engine {
namespace {

constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

std::string numeric_token() {
  return std::to_string(std::stoull(base::random_hex(4), nullptr, 16));
}

// The characters that Spark and Hive escape in folders, { but not }.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool escape =
        code < 0x20 || code == 0x7f || std::string_view("\"#%'*/:=?[\\]^{").find(c) != std::string_view::npos;
    if (escape)
      result += fmt::format("%{:02X}", code);
    else
      result += c;
  }
  return result;
}

}  // namespace

FileNames::FileNames(Style style, std::string suffix, std::int64_t now_millis)
    : style_(style),
      suffix_(std::move(suffix)),
      now_millis_(now_millis),
      unique_(style == Style::Glue ? numeric_token() : base::random_uuid()) {}

std::string FileNames::of_part(std::int64_t part, int number, bool partitioned) const {
  if (style_ == Style::Spark)
    return fmt::format("part-{:05}-{}{}c{:03}{}", part, unique_, partitioned ? '.' : '-', number, suffix_);
  return fmt::format("run-{}-part-block-0-{}-r-{:05}{}", now_millis_, unique_, part, suffix_);
}

std::string partition_folder(const std::vector<std::string>& columns,
                             const std::vector<std::optional<std::string>>& values) {
  std::string folder;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_null = !values[i] || values[i]->empty();
    folder += fmt::format("{}={}/", escaped(columns[i]),
                          is_null ? std::string(kNullPartition) : escaped(*values[i]));
  }
  return folder;
}

}  // namespace engine
