#include "plan/text_rows.h"

#include <boost/json.hpp>

namespace plan {
namespace {

constexpr const char* kRow = "row of texts";

// [["2024", null], ...]
std::string json_of(const TextRows& rows) {
  boost::json::array all;
  for (const auto& row : rows) {
    boost::json::array& values = all.emplace_back(boost::json::array()).as_array();
    for (const auto& value : row) values.push_back(value ? boost::json::value(*value) : boost::json::value());
  }
  return boost::json::serialize(all);
}

}  // namespace

Relation text_rows(const TextRows& rows, const std::vector<Column>& columns, const std::string& place) {
  const std::string counter = place.empty() ? "place of the row" : place;
  Expression parsed = call("from_json", {literal(json_of(rows)), literal("array<array<string>>")});
  Relation exploded =
      project(std::nullopt, {aliases(call("posexplode", {std::move(parsed)}), {counter, kRow})});
  std::vector<Expression> values;
  if (!place.empty()) values.push_back(column(plan::quoted(place)));
  for (const Column& each : columns) {
    const auto index = static_cast<std::int32_t>(&each - columns.data());
    Expression text = item(column(plan::quoted(kRow)), literal(index));
    values.push_back(alias(cast(std::move(text), each.type), each.name));
  }
  return project(std::move(exploded), std::move(values));
}

}  // namespace plan
