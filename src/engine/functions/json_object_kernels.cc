#include <set>

#include "base/text.h"
#include "engine/functions/conversions.h"
#include "engine/functions/spark_json.h"
#include "engine/functions/trino_kernels.h"
#include "engine/sources/json_cursor.h"

// What is taken out of texts of JSON by a path or a name, as Spark takes it:
// https://spark.apache.org/docs/latest/api/sql/#get_json_object
namespace engine {
namespace {

using Kind = JsonCursor::Kind;
using View = std::string_view;

struct Step {
  enum class What { Name, Element, EachElement };
  What what;
  std::string name = {};
  std::size_t index = 0;
};
using Steps = std::vector<Step>;
using Path = std::span<const Step>;

// $, then .name, ['name'], [3], [*]. Nothing: it is no path.
std::optional<Steps> parse_path(View text) {
  if (!base::take(text, '$')) return std::nullopt;
  Steps steps;
  while (!text.empty()) {
    const bool bracket = base::take(text, '[');
    if (!bracket && !base::take(text, '.')) return std::nullopt;
    std::string name;
    if (bracket && base::take(text, '\'')) {
      const auto end = text.find_first_of("'?");
      if (end == View::npos || end == 0 || !text.substr(end).starts_with("']")) return std::nullopt;
      name = text.substr(0, end);
      text.remove_prefix(end + 2);
    } else if (bracket) {
      const auto end = text.find(']');
      const View inside = text.substr(0, end);
      if (end == View::npos || inside.empty()) return std::nullopt;
      text.remove_prefix(end + 1);
      if (inside == "*") {
        steps.push_back({Step::What::EachElement});
        continue;
      }
      if (!std::ranges::all_of(inside, base::is_digit)) return std::nullopt;
      const auto index = base::parse_int(inside);
      if (!index) return std::nullopt;
      steps.push_back({.what = Step::What::Element, .index = static_cast<std::size_t>(*index)});
      continue;
    } else {
      const auto end = std::min(text.find_first_of(".[\n"), text.size());
      if (end == 0) return std::nullopt;
      name = text.substr(0, end);
      text.remove_prefix(end);
    }
    if (name == "*") return std::nullopt;  // Spark finds nothing by it
    steps.push_back({.what = Step::What::Name, .name = std::move(name)});
  }
  return steps;
}

// Appends the value, without blanks between its parts.
void append_compact(JsonCursor& cursor, std::string& out) {
  std::string name;
  bool first = true;
  const Kind kind = cursor.kind();
  switch (kind) {
    case Kind::Object:
      out += '{';
      for (cursor.enter(); cursor.next_name(name); first = false) {
        if (!first) out += ',';
        append_json_text(out, name);
        out += ':';
        append_compact(cursor, out);
      }
      out += '}';
      return;
    case Kind::Array:
      out += '[';
      for (cursor.enter(); cursor.next_element(); first = false) {
        if (!first) out += ',';
        append_compact(cursor, out);
      }
      out += ']';
      return;
    case Kind::Text:
      return append_json_text(out, cursor.scalar());
    case Kind::Fraction: {
      const auto number = text_to_double(cursor.scalar());
      if (number) out += double_to_text(*number);
      return;
    }
    default:
      out += cursor.scalar();
  }
}

// How a value is written: a text without quotes at the end of the path; as JSON; arrays item by item.
enum class Style { Raw, Quoted, Flat };

// What is found: JSON values with commas between them, or the text of a single one.
struct Output {
  std::string text;
  bool needs_comma = false;

  void separate() {
    if (needs_comma) text += ',';
    needs_comma = true;
  }
};

bool evaluate(JsonCursor& cursor, Path path, Style style, Output& out);

// An array of what is found in the items.
bool evaluate_items(JsonCursor& cursor, Path path, Style inner, Output& out) {
  out.separate();
  Output items;
  bool found = false;
  for (cursor.enter(); cursor.next_element();) found |= evaluate(cursor, path, inner, items);
  out.text += "[" + items.text + "]";
  return found;
}

// What is found in the items: an array of it where it is more than one value.
bool evaluate_each(JsonCursor& cursor, Path path, Style style, Output& out) {
  Output items;
  int found = 0;
  for (cursor.enter(); cursor.next_element();)
    found += evaluate(cursor, path, style == Style::Raw ? Style::Quoted : Style::Flat, items);
  if (found == 0) return false;
  out.separate();
  out.text += found > 1 ? "[" + items.text + "]" : items.text;
  return true;
}

bool evaluate_array(JsonCursor& cursor, Path path, Style style, Output& out) {
  using What = Step::What;
  const Step& step = path[0];
  if (step.what == What::EachElement) {
    if (path.size() > 1 && path[1].what == What::EachElement)
      return evaluate_items(cursor, path.subspan(2), Style::Flat, out);
    return style == Style::Quoted ? evaluate_items(cursor, path.subspan(1), Style::Quoted, out)
                                  : evaluate_each(cursor, path.subspan(1), style, out);
  }
  if (step.what != What::Element) return cursor.skip(), false;
  const bool each = path.size() > 1 && path[1].what == What::EachElement;
  bool found = false;
  std::size_t place = 0;
  for (cursor.enter(); cursor.next_element(); ++place) {
    if (place == step.index)
      found = evaluate(cursor, path.subspan(1), each ? Style::Quoted : style, out);
    else
      cursor.skip();
  }
  return found;
}

bool evaluate_object(JsonCursor& cursor, Path path, Style style, Output& out) {
  const Step& step = path[0];
  std::string name;
  bool found = false;
  for (cursor.enter(); cursor.next_name(name);) {
    const bool meant = step.what == Step::What::Name && name == step.name;
    if (found || !meant || cursor.kind() == Kind::Null)
      cursor.skip();
    else
      found = evaluate(cursor, path.subspan(1), style, out);
  }
  return found;
}

// Takes the cursor's value; whether the path led to anything.
bool evaluate(JsonCursor& cursor, Path path, Style style, Output& out) {
  const Kind kind = cursor.kind();
  if (path.empty() && kind == Kind::Array && style == Style::Flat) {
    bool found = false;
    for (cursor.enter(); cursor.next_element();) found |= evaluate(cursor, path, style, out);
    return found;
  }
  if (path.empty()) {
    out.separate();
    if (kind == Kind::Text && style == Style::Raw)
      out.text += cursor.scalar();
    else
      append_compact(cursor, out.text);
    return true;
  }
  if (kind == Kind::Object) return evaluate_object(cursor, path, style, out);
  if (kind == Kind::Array) return evaluate_array(cursor, path, style, out);
  cursor.skip();
  return false;
}

std::optional<std::string> get_object(View json, View path) {
  const auto steps = parse_path(path);
  if (!steps) return std::nullopt;
  JsonCursor cursor(json);
  if (cursor.kind() == Kind::End || cursor.kind() == Kind::Bad) return std::nullopt;
  Output out;
  const bool found = evaluate(cursor, *steps, Style::Raw, out);
  return found && cursor.ok() ? std::optional(std::move(out.text)) : std::nullopt;
}

std::optional<std::int32_t> array_length(View json) {
  JsonCursor cursor(json);
  if (cursor.kind() != Kind::Array) return std::nullopt;
  std::int32_t length = 0;
  for (cursor.enter(); cursor.next_element(); ++length) cursor.skip();
  return cursor.ok() ? std::optional(length) : std::nullopt;
}

std::optional<Texts> object_keys(View json) {
  JsonCursor cursor(json);
  if (cursor.kind() != Kind::Object) return std::nullopt;
  Texts keys;
  std::string name;
  for (cursor.enter(); cursor.next_name(name); cursor.skip()) keys.emplace_back(name);
  return cursor.ok() ? std::optional(std::move(keys)) : std::nullopt;
}

// The fields of these names; all are NULL where it is no object.
Texts fields_of(View json, const Texts& names) {
  Texts fields(names.size());
  JsonCursor cursor(json);
  if (cursor.kind() != Kind::Object) return fields;
  std::string name;
  for (cursor.enter(); cursor.next_name(name);) {
    const auto meant = std::ranges::find(names, std::optional(name));
    if (meant == names.end() || cursor.kind() == Kind::Null) {
      cursor.skip();
      continue;
    }
    std::string text;
    if (cursor.kind() == Kind::Text)
      text = cursor.scalar();
    else
      append_compact(cursor, text);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == name) fields[i] = text;
  }
  return cursor.ok() ? fields : Texts(names.size());
}

// (text, names): a list as long as that of the names.
void tuple(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat texts, lists, names;
  input.data[0].ToUnifiedFormat(input.size(), texts);
  input.data[1].ToUnifiedFormat(input.size(), lists);
  auto& items = duckdb::ListVector::GetEntry(input.data[1]);
  items.ToUnifiedFormat(duckdb::ListVector::GetListSize(input.data[1]), names);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  Texts wanted;
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    const auto list =
        duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(lists)[lists.sel->get_index(row)];
    wanted.clear();
    for (duckdb::idx_t i = list.offset; i < list.offset + list.length; ++i) {
      const auto at = names.sel->get_index(i);
      wanted.push_back(names.validity.RowIsValid(at)
                           ? std::optional(std::string(detail::get<View>(names, at)))
                           : std::nullopt);
    }
    const auto at = texts.sel->get_index(row);
    detail::put(result, row,
                texts.validity.RowIsValid(at) ? fields_of(detail::get<View>(texts, at), wanted)
                                              : Texts(wanted.size()));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

}  // namespace

void register_json_object_kernels(duckdb::ExtensionLoader& loader) {
  const Type text = Type::VARCHAR;
  register_kernel(loader,
                  {"dovetail_get_json_object", {text, text}, text, row_kernel<View, View>(get_object)});
  register_kernel(loader,
                  {"dovetail_spark_json_length", {text}, Type::INTEGER, row_kernel<View>(array_length)});
  register_kernel(loader,
                  {"dovetail_json_object_keys", {text}, Type::LIST(text), row_kernel<View>(object_keys)});
  register_kernel(loader, {"dovetail_json_tuple", {text, Type::LIST(text)}, Type::LIST(text), tuple});
}

}  // namespace engine
