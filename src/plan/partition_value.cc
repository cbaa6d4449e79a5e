#include "plan/partition_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "plan/partition_key_type.h"

namespace plan {
namespace {

template <typename Integer>
bool is_integer(std::string_view text) {
  const auto value = base::parse_int(text);
  return value && *value >= std::numeric_limits<Integer>::min() &&
         *value <= std::numeric_limits<Integer>::max();
}

bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(),
                    [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; });
}

bool is_value_of(const std::string& hive_type, std::string_view text) {
  const std::string type = base::to_lower(base::trim(hive_type));
  if (type == "tinyint" || type == "byte") return is_integer<std::int8_t>(text);
  if (type == "smallint" || type == "short") return is_integer<std::int16_t>(text);
  if (type == "int" || type == "integer") return is_integer<std::int32_t>(text);
  if (type == "bigint" || type == "long") return is_integer<std::int64_t>(text);
  if (type == "boolean") return base::iequals(text, "true") || base::iequals(text, "false");
  if (type == "date") return is_date(text);
  return is_value_of(partition_key_type(type), text);
}

}  // namespace

base::Result<void> check_partition_value(const Column& key, std::string_view value) {
  if (is_value_of(key.type, value)) return {};
  return base::refusal("HIVE_INVALID_PARTITION_VALUE", 400,
                       fmt::format("Invalid partition value '{}' for {} partition key: {}={}", value,
                                   key.type, key.name, value));
}

base::Result<void> check_partition_values(const std::vector<Column>& keys,
                                          const std::vector<std::optional<std::string>>& values) {
  for (std::size_t i = 0; i < std::min(keys.size(), values.size()); ++i)
    if (values[i]) TRY(check_partition_value(keys[i], *values[i]));
  return {};
}

}  // namespace plan
