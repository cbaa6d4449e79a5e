#include "spark/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/known_settings.h"

namespace spark_door {
namespace {

std::string in_quotes(std::string_view key) {
  return fmt::format("\"{}\"", key);
}

base::Result<void> check_modifiable(const std::string& key) {
  if (is_static(key))
    return plan::spark_error("CANNOT_MODIFY_STATIC_CONFIG",
                             "Cannot modify the value of the static Spark config: <key>.",
                             {{"key", in_quotes(key)}});
  if (is_of_the_cluster(key))
    return plan::spark_error("CANNOT_MODIFY_CONFIG",
                             "Cannot modify the value of the Spark config: <key>.\nSee also "
                             "'<docroot>/sql-migration-guide.html#ddl-statements'.",
                             {{"key", in_quotes(key)}, {"docroot", "https://spark.apache.org/docs/latest"}});
  return {};
}

base::Error invalid(const std::string& key, const std::string& value, std::string_view why,
                    std::string_view text, std::vector<std::pair<std::string, std::string>> parameters) {
  parameters.insert(parameters.begin(), {{"confValue", value}, {"confName", key}});
  return plan::spark_error(
      fmt::format("INVALID_CONF_VALUE.{}", why),
      fmt::format("The value '<confValue>' in the config \"<confName>\" is invalid. {}", text),
      std::move(parameters));
}

base::Error requirement(const std::string& key, const std::string& value, std::string requirement) {
  return invalid(key, value, "REQUIREMENT", "<confRequirement>",
                 {{"confRequirement", std::move(requirement)}});
}

// What Spark calls the type of a setting, by the way its default is written: 10485760b, 300000ms. Empty: any
// text.
std::string_view type_of(std::string_view known) {
  if (known == "true" || known == "false") return "boolean";
  if (base::parse_int(known)) return "int";
  const std::size_t digits = known.find_first_not_of("0123456789");
  if (digits == 0 || digits == known.npos) return "";
  const std::string_view unit = known.substr(digits);
  return unit == "b" ? "bytes in BYTE" : unit == "ms" ? "time in SECONDS" : "";
}

// A number and, perhaps, a unit: 100MB, -1, 5min.
bool is_quantity(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  return digits > 0 &&
         std::ranges::all_of(text.substr(digits), [](unsigned char c) { return std::isalpha(c); });
}

bool fits(std::string_view type, std::string_view value) {
  if (type.empty()) return true;
  if (type == "boolean") return base::iequals(value, "true") || base::iequals(value, "false");
  return type == "int" ? base::parse_int(value).has_value() : is_quantity(value);
}

bool is_one_of(std::string_view words, std::string_view value) {
  return std::ranges::any_of(base::split(words, ','),
                             [&](auto word) { return base::iequals(base::trim(word), value); });
}

// A key whose default is a boolean or a number takes no other; some take a few words.
base::Result<void> check_type(const std::string& key, const std::string& value) {
  const std::string_view trimmed = base::trim(value);
  if (const auto words = words_of(key); words && !is_one_of(*words, trimmed))
    return invalid(key, value, "OUT_OF_RANGE_OF_OPTIONS", "It should be one of '<confOptions>'.",
                   {{"confOptions", std::string(*words)}});
  const std::string_view type = type_of(default_of(key).value_or(""));
  if (!fits(type, trimmed))
    return invalid(key, value, "TYPE_MISMATCH", "It should be a/an '<confType>' value.",
                   {{"confType", std::string(type)}});
  if (key == "spark.sql.shuffle.partitions" && *base::parse_int(trimmed) <= 0)
    return requirement(key, value, "The value of spark.sql.shuffle.partitions must be positive");
  return {};
}

base::Result<void> check_supported(const std::string& key, const std::string& value) {
  const auto only = only_value_of(key);
  if (!only || base::iequals(*only, base::trim(value))) return {};
  if (only->empty()) return requirement(key, value, "No value is supported yet.");
  return requirement(key, value, fmt::format("Only '{}' is supported yet.", *only));
}

}  // namespace

base::Error no_time_zone(const std::string& value) {
  return invalid(std::string(kTimeZone), value, "TIME_ZONE", "Cannot resolve the given timezone.", {});
}

base::Result<void> Settings::set(const std::string& key, const std::string& value) {
  TRY(check_modifiable(key));
  TRY(check_type(key, value));
  TRY(check_supported(key, value));
  values_[key] = value;
  return {};
}

base::Result<void> Settings::unset(const std::string& key) {
  TRY(check_modifiable(key));
  values_.erase(key);
  return {};
}

// Unset means what the server says, or the default, of the keys that have one here.
std::optional<std::string> Settings::find(std::string_view key) const {
  for (const Values* values : {&values_, &of_the_server_})
    if (const auto found = values->find(key); found != values->end()) return found->second;
  const auto known = default_of(key);
  return known ? std::optional(std::string(*known)) : std::nullopt;
}

base::Result<std::string> Settings::get(const std::string& key) const {
  std::optional<std::string> value = find(key);
  if (value) return *std::move(value);
  return plan::spark_error("SQL_CONF_NOT_FOUND",
                           "The SQL config <sqlConf> cannot be found. Please verify that the config exists.",
                           {{"sqlConf", in_quotes(key)}});
}

bool Settings::is_on(std::string_view key) const {
  return base::iequals(base::trim(find(key).value_or("")), "true");
}

std::map<std::string, std::string> Settings::all() const {
  std::map<std::string, std::string> all(values_.begin(), values_.end());
  all.insert(of_the_server_.begin(), of_the_server_.end());
  return all;
}

std::map<std::string, std::string> Settings::of_python() const {
  std::map<std::string, std::string> settings;
  for (const char* prefix : {"spark.sql.execution.", "spark.sql.legacy.execution.", "spark.sql.pyspark."}) {
    for (const auto& [key, value] : values_)
      if (key.starts_with(prefix)) settings.emplace(key, value);
    settings.merge(defaults_below(prefix));
  }
  return settings;
}

std::map<std::string, std::string> Settings::of_the_engine() const {
  std::map<std::string, std::string> settings;
  for (const char* key : {plan::kMapKeyDedupPolicy, plan::kAllowPrecisionLoss, plan::kPivotMaxValues,
                          plan::kTransposeMaxValues})
    if (const auto set = values_.find(std::string_view(key)); set != values_.end())
      settings.emplace(key, base::trim(set->second));
  return settings;
}

// No for a key that Spark does not know, which set() takes all the same, as there.
bool is_modifiable(std::string_view key) {
  return is_known(key) && !is_static(key) && !only_value_of(key);
}

}  // namespace spark_door
