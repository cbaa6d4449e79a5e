#include <fmt/format.h>

#include "engine/functions/balanced_tree.h"
#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/registry.h"

namespace engine {
namespace {

base::Result<Trees> texts(Call& call) {
  Trees result;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    result.push_back(TRY(argument_as(call, i, Type::VARCHAR)));
  return result;
}

// A function of texts that DuckDB has under that name, with Spark's meaning.
base::Result<Typed> of_texts(Call& call, const char* function) {
  std::string name = call_name(call);
  return Typed{call_tree(function, TRY(texts(call))), Type::VARCHAR, std::move(name)};
}
base::Result<Typed> lower(Call& call) {
  return of_texts(call, "dovetail_spark_lower");
}
base::Result<Typed> upper(Call& call) {
  return of_texts(call, "dovetail_spark_upper");
}

Tree joined(Tree left, Tree right) {
  return call_tree("||", std::move(left), std::move(right));
}

base::Result<Typed> concat_bytes(Call& call) {
  std::string name = call_name(call);
  return Typed{balanced_tree(all_trees(call), joined), Type::BLOB, std::move(name)};
}

// NULL when any part is NULL; everything is made a text first, but arrays are one array and bytes bytes.
base::Result<Typed> concat(Call& call) {
  std::string name = call_name(call);
  if (!call.arguments.empty() && call.arguments[0].type.id() == duckdb::LogicalTypeId::LIST) {
    call.name = "trino.array_concat";
    if (call.arguments.size() > 1) return call_function(std::move(call));
    return std::move(call.arguments[0]);
  }
  const auto is_binary = [](const Typed& value) { return value.type.id() == duckdb::LogicalTypeId::BLOB; };
  if (!call.arguments.empty() && std::ranges::all_of(call.arguments, is_binary)) return concat_bytes(call);
  auto parts = TRY(texts(call));
  if (parts.empty()) return Typed{constant_tree(duckdb::Value("")), Type::VARCHAR, std::move(name)};
  return Typed{balanced_tree(std::move(parts), joined), Type::VARCHAR, std::move(name)};
}

// With one argument blanks (U+0020) go; with two, the first names the characters, as in TRIM(chars FROM
// text).
base::Result<Typed> trim_with(Call& call, const char* function, std::size_t text_index) {
  std::string name = call_name(call);
  auto parts = TRY(texts(call));
  Tree text = std::move(parts[parts.size() == 1 ? 0 : text_index]);
  Tree characters = parts.size() == 1 ? constant_tree(duckdb::Value(" ")) : std::move(parts[1 - text_index]);
  return Typed{call_tree(function, trees(std::move(text), std::move(characters))), Type::VARCHAR,
               std::move(name)};
}
base::Result<Typed> trim(Call& call) {
  return trim_with(call, "trim", 1);
}
base::Result<Typed> ltrim(Call& call) {
  return trim_with(call, "ltrim", 1);
}
base::Result<Typed> rtrim(Call& call) {
  return trim_with(call, "rtrim", 1);
}
base::Result<Typed> btrim(Call& call) {
  return trim_with(call, "trim", 0);
}

base::Result<Typed> length(Call& call) {
  std::string name = call_name(call);
  const bool binary = call.arguments[0].type.id() == duckdb::LogicalTypeId::BLOB;
  auto tree = binary ? call_tree("octet_length", std::move(call.arguments[0].tree))
                     : call_tree("length", TRY(argument_as(call, 0, Type::VARCHAR)));
  return Typed{cast_tree(std::move(tree), Type::INTEGER), Type::INTEGER, std::move(name)};
}

base::Result<Typed> substring_with(Call& call, const char* kernel, const Type& type) {
  std::string name = fmt::format("{}({}, {}, {})", call.name, call.arguments[0].name, call.arguments[1].name,
                                 call.arguments.size() > 2 ? call.arguments[2].name : "2147483647");
  auto text = TRY(argument_as(call, 0, type));
  auto start = TRY(argument_as(call, 1, Type::BIGINT));
  auto count = call.arguments.size() > 2
                   ? TRY(argument_as(call, 2, Type::BIGINT))
                   : constant_tree(duckdb::Value::BIGINT(std::numeric_limits<int32_t>::max()));
  return Typed{call_tree(kernel, trees(std::move(text), std::move(start), std::move(count))), type,
               std::move(name)};
}
base::Result<Typed> substring(Call& call) {
  if (call.arguments[0].type.id() == duckdb::LogicalTypeId::BLOB)
    return substring_with(call, "dovetail_substring_bytes", Type::BLOB);
  return substring_with(call, "dovetail_substring_spark", Type::VARCHAR);
}
base::Result<Typed> trino_substr(Call& call) {
  return substring_with(call, "dovetail_substring_trino", Type::VARCHAR);
}

base::Result<Typed> replace(Call& call) {
  if (call.arguments.size() == 2)
    call.arguments.push_back({constant_tree(duckdb::Value("")), Type::VARCHAR, ""});
  std::string name = call_name(call);
  auto parts = TRY(texts(call));
  return Typed{call_tree("replace", std::move(parts)), Type::VARCHAR, std::move(name)};
}

base::Result<Typed> is_true_of_texts(Call& call, const char* function) {
  std::string name = call_name(call);
  return Typed{call_tree(function, TRY(texts(call))), Type::BOOLEAN, std::move(name)};
}
base::Result<Typed> starts_with(Call& call) {
  return is_true_of_texts(call, "starts_with");
}
base::Result<Typed> ends_with(Call& call) {
  return is_true_of_texts(call, "ends_with");
}
base::Result<Typed> instr(Call& call) {
  std::string name = call_name(call);
  return Typed{cast_tree(call_tree("instr", TRY(texts(call))), Type::INTEGER), Type::INTEGER,
               std::move(name)};
}
base::Result<Typed> translate(Call& call) {
  return of_texts(call, "translate");
}
base::Result<Typed> reverse(Call& call) {
  if (call.arguments[0].type.id() == duckdb::LogicalTypeId::LIST) {
    call.name = "trino.array_reverse";
    return call_function(std::move(call));
  }
  return of_texts(call, "dovetail_reverse");
}

base::Result<Typed> contains(Call& call) {
  return is_true_of_texts(call, "contains");
}
base::Result<Typed> repeat(Call& call) {
  std::string name = call_name(call);
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  auto times = TRY(argument_as(call, 1, Type::INTEGER));
  return Typed{call_tree("repeat", trees(std::move(text), cast_tree(std::move(times), Type::BIGINT))),
               Type::VARCHAR, std::move(name)};
}

// The last characters: none for a number below 1.
base::Result<Typed> right(Call& call) {
  std::string name = call_name(call);
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  auto count = cast_tree(TRY(argument_as(call, 1, Type::INTEGER)), Type::BIGINT);
  auto part = unless_null(std::move(text), [&](const Tree& whole) {
    return let_tree(std::move(count), [&](const Tree& length) {
      auto none = constant_tree(duckdb::Value::BIGINT(0));
      return if_tree(
          compare_tree(duckdb::ExpressionType::COMPARE_LESSTHANOREQUALTO, length->Copy(), std::move(none)),
          constant_tree(duckdb::Value("")), call_tree("right", trees(whole->Copy(), length->Copy())));
    });
  });
  return Typed{std::move(part), Type::VARCHAR, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"startswith", 2, 2, starts_with},
    {"contains", 2, 2, contains},
    {"repeat", 2, 2, repeat},
    {"right", 2, 2, right},
    {"endswith", 2, 2, ends_with},
    {"instr", 2, 2, instr},
    {"translate", 3, 3, translate},
    {"reverse", 1, 1, reverse},
    {"trino.concat_bytes", 2, FunctionRow::kAnyNumber, concat_bytes},
    {"concat", 0, FunctionRow::kAnyNumber, concat},
    {"||", 2, 2, concat},
    {"lower", 1, 1, lower},
    {"lcase", 1, 1, lower},
    {"upper", 1, 1, upper},
    {"ucase", 1, 1, upper},
    {"trim", 1, 2, trim},
    {"ltrim", 1, 2, ltrim},
    {"rtrim", 1, 2, rtrim},
    {"btrim", 1, 2, btrim},
    {"length", 1, 1, length},
    {"char_length", 1, 1, length},
    {"character_length", 1, 1, length},
    {"substring", 2, 3, substring},
    {"substr", 2, 3, substring},
    {"replace", 2, 3, replace},
    {"trino.substr", 2, 3, trino_substr},
};

}  // namespace

std::span<const FunctionRow> string_functions() {
  return kRows;
}

}  // namespace engine
