#include <fmt/format.h>

#include <algorithm>

#include "engine/functions/characters.h"
#include "engine/functions/json_conversion.h"
#include "engine/functions/json_path_evaluation.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"

// JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_ARRAY and JSON_OBJECT:
// https://trino.io/docs/435/functions/json.html The SQL front-end (sql/json_form.cc) writes their clauses as
// constants. Variables are a list of names, each before its value; values of SQL's are texts of
// parse_json_argument().
namespace engine {
namespace {

using View = std::string_view;
using Text = std::optional<std::string>;

// The arguments of one row, none of them NULL.
struct Row {
  const std::vector<Values>& columns;
  idx_t row;

  View text(std::size_t column) const { return text_at(columns[column], row); }
  bool flag(std::size_t column) const {
    const auto& format = columns[column].unified;
    return duckdb::UnifiedVectorFormat::GetData<bool>(format)[format.sel->get_index(row)];
  }
  std::vector<std::optional<View>> list(std::size_t column) const {
    std::vector<std::optional<View>> items;
    const auto range = list_at(columns[column], row);
    const Values& values = columns[column].children[0];
    for (idx_t at = range.offset; at < range.offset + range.length; ++at)
      items.push_back(is_null(values, at) ? std::nullopt : std::optional(text_at(values, at)));
    return items;
  }

 private:
  static View text_at(const Values& texts, idx_t at) {
    const auto& format = texts.unified;
    return view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format)[format.sel->get_index(at)]);
  }
};

// Work on one row; it is not asked where an argument is NULL.
template <typename Work>
duckdb::scalar_function_t json_kernel(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
    std::vector<Values> columns;
    bool constant = true;
    for (auto& column : input.data) {
      constant = constant && column.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
      columns.push_back(values_of(column, input.size()));
    }
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (idx_t row = 0; row < (constant ? 1 : input.size()); ++row) {
      const bool known =
          std::ranges::none_of(columns, [&](const Values& column) { return is_null(column, row); });
      const auto value = known ? work(Row{columns, row}) : decltype(work(Row{columns, row}))();
      if (value)
        detail::put(result, row, *value);
      else
        duckdb::FlatVector::SetNull(result, row, true);
    }
    if (constant) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

// The front-end has read the path before: it is a constant, and right. The last one is kept.
const plan::json_path::Path& compiled(View text) {
  struct Kept {
    std::string text;
    plan::json_path::Path path;
  };
  thread_local std::optional<Kept> kept;
  if (!kept || kept->text != text) {
    auto path = plan::json_path::parse(text);
    if (const auto* wrong = std::get_if<plan::json_path::Refusal>(&path))
      raise(base::refusal(wrong->code, 400, wrong->code + ": " + wrong->message));
    kept = Kept{std::string(text), std::get<plan::json_path::Path>(std::move(path))};
  }
  return kept->path;
}

base::Error failure(std::string_view code, std::string_view message) {
  return base::refusal(std::string(code), 400, fmt::format("{}: {}", code, message));
}
base::Error damaged_input() {
  return failure("JSON_INPUT_CONVERSION_ERROR", "conversion to JSON failed: ");
}
base::Error no_output(std::string_view why) {
  return failure("JSON_OUTPUT_CONVERSION_ERROR", fmt::format("conversion from JSON failed: {}", why));
}
base::Error no_value(std::string_view why) {
  return failure("JSON_VALUE_RESULT_ERROR", fmt::format("cannot extract SQL scalar from JSON: {}", why));
}

// NULL is JSON's null; of JSON (the text e) it is an empty sequence.
base::Result<std::vector<JsonVariable>> variables_of(const std::vector<std::optional<View>>& list) {
  std::vector<JsonVariable> variables;
  for (std::size_t i = 0; i + 1 < list.size(); i += 2) {
    JsonVariable variable{.name = std::string(list[i].value_or("")),
                          .item = JsonItem{.value = JsonItem::Null()}};
    if (const auto& given = list[i + 1]; given == "e") {
      variable.item.reset();
    } else if (given) {
      variable.item = parse_json_argument(*given);
      if (!variable.item) return damaged_input();
    }
    variables.push_back(std::move(variable));
  }
  return variables;
}

// Gives what the path of a call finds (its arguments: the input, the path, the variables) to `use`.
template <typename Use>
auto with_found(const Row& row, Use use) -> base::Result<typename decltype(use(JsonSequence()))::Value> {
  const auto variables = TRY(variables_of(row.list(2)));
  const auto document = parse_json(row.text(0));
  if (!document) return damaged_input();
  JsonPathEvaluation evaluation(compiled(row.text(1)), *document, variables);
  return use(TRY(evaluation.run()));
}

std::optional<bool> json_exists(const Row& row) {
  const auto found =
      with_found(row, [](const JsonSequence& items) { return base::Result<bool>(!items.empty()); });
  if (found.ok()) return *found;
  const View on_error = row.text(3);
  if (on_error == "error") raise(found.error());
  if (on_error == "unknown") return std::nullopt;
  return on_error == "true";
}

// What JSON_VALUE found: a text of its type, no value, or nothing at all.
struct Scalar {
  bool empty = false;
  Text text = {};
};

base::Result<Scalar> scalar_of(const JsonSequence& items, View type) {
  if (items.empty()) return Scalar{.empty = true};
  if (items.size() > 1) return no_value("JSON path found multiple items");
  const JsonItem& item = *items[0];
  if (item.is_null()) return Scalar{};
  if (item.is_container() || item.as<JsonItem::Missing>() != nullptr ||
      item.as<JsonItem::LongInteger>() != nullptr)
    return no_value("JSON path found an item that cannot be converted to an SQL value");
  Text text = JsonScalarType::parse(type).text_of(item);
  if (!text) {
    return no_value(
        fmt::format("Cannot cast value of type {} to declared return type of function JSON_VALUE: {}",
                    sql_type(item), type));
  }
  return Scalar{.text = std::move(text)};
}

// What a clause gives, NULL, its default, or an error.
Text value_on(View behavior, const std::optional<View>& otherwise, const base::Error& error) {
  if (behavior == "error") raise(error);
  if (behavior == "null" || !otherwise) return std::nullopt;
  return std::string(*otherwise);
}

// Arguments: ..., the type, ON EMPTY, ON ERROR, the defaults of the two as texts.
Text json_value(const Row& row) {
  const auto found =
      with_found(row, [&](const JsonSequence& items) { return scalar_of(items, row.text(3)); });
  if (found.ok() && !found->empty) return found->text;
  const auto defaults = row.list(6);
  if (found.ok()) return value_on(row.text(4), defaults[0], no_value("JSON path found no items"));
  return value_on(row.text(5), defaults[1], found.error());
}

constexpr std::size_t kMostText = std::size_t{256} << 20;

// A sequence as one JSON text. One item may stand in it many times, so that a short document may ask for a
// text of any length.
base::Result<std::string> json_text_of(const JsonSequence& items, View wrapper, bool quotes) {
  const bool wraps = wrapper == "unconditional" ||
                     (wrapper == "conditional" && (items.size() != 1 || !items[0]->is_container()));
  if (!wraps && items.size() != 1) return no_output("JSON path found multiple items");
  if (const auto* text = items[0]->as<std::string>(); text != nullptr && !wraps && !quotes) return *text;
  std::string made = wraps ? "[" : "";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) made += ',';
    write_json(*items[i], made);
    if (made.size() > kMostText)
      raise(failure("NOT_SUPPORTED", "JSON of more than 256 MiB of one row is not supported yet"));
  }
  return wraps ? made + ']' : made;
}

Text json_on(View behavior, const base::Error& error) {
  if (behavior == "error") raise(error);
  if (behavior == "null") return std::nullopt;
  return behavior == "array" ? "[]" : "{}";
}

// Arguments: ..., the wrapper, whether texts keep their quotes, ON EMPTY, ON ERROR.
Text json_query(const Row& row) {
  const auto found = with_found(row, [&](const JsonSequence& items) -> base::Result<Text> {
    if (items.empty()) return Text();
    return Text(TRY(json_text_of(items, row.text(3), row.flag(4))));
  });
  if (!found.ok()) return json_on(row.text(6), found.error());
  return *found ? *found : json_on(row.text(5), no_output("JSON path found no items"));
}

// Nothing: it is left out.
Text json_of_argument(const std::optional<View>& argument, bool keeps_nulls) {
  if (!argument) return keeps_nulls ? Text("null") : std::nullopt;
  const auto item = parse_json_argument(*argument);
  if (!item) raise(damaged_input());
  std::string text;
  write_json(*item, text);
  return text;
}

// Arguments: the values, whether NULLs stay.
Text json_array(const Row& row) {
  std::string made = "[";
  for (const auto& argument : row.list(0)) {
    const Text item = json_of_argument(argument, row.flag(1));
    if (item) made += (made.size() > 1 ? "," : "") + *item;
  }
  return made + ']';
}

// Java's String.hashCode, spread as its HashMap spreads it.
std::uint32_t java_hash(View text) {
  std::uint32_t hash = 0;
  for (const char32_t point : code_points(text)) {
    if (point > 0xffff) {
      hash = hash * 31 + (0xd800 + ((point - 0x10000) >> 10));
      hash = hash * 31 + (0xdc00 + ((point - 0x10000) & 0x3ff));
    } else {
      hash = hash * 31 + point;
    }
  }
  return hash ^ (hash >> 16);
}

struct Member {
  std::string key;
  std::string json;
};

// The order of Trino's members is that of a HashMap of Java's: by the last bits of their hashes.
void order_as_java(std::vector<Member>& members) {
  std::uint32_t buckets = 16;
  while (members.size() * 4 > std::size_t{buckets} * 3) buckets *= 2;
  std::ranges::stable_sort(members, {},
                           [&](const Member& member) { return java_hash(member.key) & (buckets - 1); });
}

void refuse_twice(const std::vector<Member>& members, bool unique) {
  std::vector<View> keys;
  for (const Member& member : members) keys.push_back(member.key);
  std::ranges::sort(keys);
  if (std::ranges::adjacent_find(keys) == keys.end()) return;
  if (unique) refuse_argument("duplicate key passed to JSON_OBJECT function");
  raise(failure("NOT_SUPPORTED", "cannot construct a JSON object with duplicate key"));
}

// Arguments: the keys, the values, whether NULLs stay, whether keys must differ.
Text json_object(const Row& row) {
  const auto keys = row.list(0), values = row.list(1);
  std::vector<Member> members;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!keys[i]) refuse_argument("null value passed for JSON object key to JSON_OBJECT function");
    if (Text json = json_of_argument(values[i], row.flag(2)))
      members.push_back({std::string(*keys[i]), *std::move(json)});
  }
  refuse_twice(members, row.flag(3));
  order_as_java(members);
  std::string made = "{";
  for (const Member& member : members)
    made += (made.size() > 1 ? "," : "") + quoted_json(member.key) + ':' + member.json;
  return made + '}';
}

}  // namespace

std::vector<TrinoKernel> sql_json_kernels() {
  const Type text = Type::VARCHAR, flag = Type::BOOLEAN, texts = Type::LIST(text);
  return {
      {"trino.json_exists", {text, text, texts, text}, flag, json_kernel(json_exists)},
      {"trino.json_value", {text, text, texts, text, text, text, texts}, text, json_kernel(json_value)},
      {"trino.json_query", {text, text, texts, text, flag, text, text}, text, json_kernel(json_query)},
      {"trino.json_array", {texts, flag}, text, json_kernel(json_array)},
      {"trino.json_object", {texts, texts, flag, flag}, text, json_kernel(json_object)},
  };
}

}  // namespace engine
