#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "duckdb/planner/expression.hpp"
#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_regexp.h"
#include "engine/functions/trino_kernels.h"
#include "plan/spark_error.h"
#include "plan/spark_settings.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// Of two values with one key.
enum class Twice { Fails, LastWins };

Twice twice_of(const Session& session) {
  return session.last_key_wins ? Twice::LastWins : Twice::Fails;
}

// A map of keys and values in two lists.
Tree map_tree(Tree keys, Tree values, Twice twice) {
  if (twice == Twice::LastWins)
    return call_tree("dovetail_map_of_last_values", std::move(keys), std::move(values));
  return call_tree("map", call_tree("dovetail_checked_keys", std::move(keys)), std::move(values));
}

std::optional<bool> as_many(std::int64_t keys, std::int64_t values) {
  if (keys != values)
    raise(base::refusal("_LEGACY_ERROR_TEMP_2128", 400,
                        "The key array and value array of MapData must have the same length."));
  return true;
}

base::Result<Typed> from_arrays(Call& call) {
  for (const std::size_t i : {0, 1}) TRY(check_list(call, i));
  std::string name = call_name(call);
  const Type type = Type::MAP(item_of(call.arguments[0].type), item_of(call.arguments[1].type));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& keys) {
    return unless_null(std::move(call.arguments[1].tree), [&](const Tree& values) {
      auto fit = call_tree("dovetail_map_of_as_many", size_of(keys), size_of(values));
      return if_tree(std::move(fit), map_tree(keys->Copy(), values->Copy(), twice_of(call.session)),
                     null_tree(type));
    });
  });
  return Typed{std::move(made), type, std::move(name)};
}

// map(key, value, ...)
base::Result<Typed> map(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() % 2 != 0)
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `map` requires 2n (n > 0) parameters.");
  Call keys{.name = "array", .session = call.session}, values{.name = "array", .session = call.session};
  for (std::size_t i = 0; i < call.arguments.size(); i += 2) {
    keys.arguments.push_back(std::move(call.arguments[i]));
    values.arguments.push_back(std::move(call.arguments[i + 1]));
  }
  auto all_keys = TRY(call_function(std::move(keys))), all_values = TRY(call_function(std::move(values)));
  const Type type = Type::MAP(item_of(all_keys.type), item_of(all_values.type));
  return Typed{map_tree(std::move(all_keys.tree), std::move(all_values.tree), twice_of(call.session)), type,
               std::move(name)};
}

Tree map_of_entries(const Tree& entries, Twice twice) {
  const auto part = [&](std::int64_t place) {
    auto value = call_tree("struct_extract_at", column_tree("dovetail_entry"), number_tree(place));
    return transform_tree(entries->Copy(), "dovetail_entry", std::move(value));
  };
  return map_tree(part(1), part(2), twice);
}

base::Result<Typed> from_entries(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type entry = item_of(call.arguments[0].type);
  if (entry.id() != Id::STRUCT || duckdb::StructType::GetChildCount(entry) != 2)
    return base::refusal("DATATYPE_MISMATCH.MAP_FROM_ENTRIES_WRONG_TYPE", 400,
                         "[DATATYPE_MISMATCH.MAP_FROM_ENTRIES_WRONG_TYPE] Cannot resolve \"" + name +
                             "\" due to data type mismatch: The `map_from_entries` is expected to be of type "
                             "\"ARRAY\" of pair \"STRUCT\", but it's " +
                             sql_name(call.arguments[0].type) + ".");
  const Type type =
      Type::MAP(duckdb::StructType::GetChildType(entry, 0), duckdb::StructType::GetChildType(entry, 1));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& entries) {
    auto known = call_tree("list_filter", entries->Copy(),
                           lambda_tree({"dovetail_entry"}, present_tree(column_tree("dovetail_entry"))));
    auto whole = compare_tree(duckdb::ExpressionType::COMPARE_EQUAL, call_tree("len", std::move(known)),
                              call_tree("len", entries->Copy()));
    return if_tree(std::move(whole), map_of_entries(entries, twice_of(call.session)), null_tree(type));
  });
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> concat(Call& call) {
  std::string name = call_name(call);
  Type type = Type::MAP(Type::VARCHAR, Type::VARCHAR);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    TRY(check_map(call, i));
    const Type& next = call.arguments[i].type;
    if (i == 0) type = next;
    const auto key =
        common_type(duckdb::MapType::KeyType(type), duckdb::MapType::KeyType(next), call.session);
    const auto value =
        common_type(duckdb::MapType::ValueType(type), duckdb::MapType::ValueType(next), call.session);
    if (!key || !value) return wrong_type(call, i, sql_name(type));
    type = Type::MAP(*key, *value);
  }
  Tree entries = cast_tree(call_tree("list_value", Trees()),
                           Type::LIST(Type::STRUCT({{"key", duckdb::MapType::KeyType(type)},
                                                    {"value", duckdb::MapType::ValueType(type)}})));
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    auto map = TRY(argument_as(call, i, type));
    entries = unless_null(std::move(entries), [&](const Tree& before) {
      return unless_null(std::move(map), [&](const Tree& behind) {
        return call_tree("list_concat", before->Copy(), call_tree("map_entries", behind->Copy()));
      });
    });
  }
  auto made =
      call.session.last_key_wins ? spark_map_of_last(std::move(entries)) : spark_map_of(std::move(entries));
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> contains_key(Call& call) {
  TRY(check_map(call, 0));
  if (is_null_type(call.arguments[1].type)) return null_type(call);
  std::string name = call_name(call);
  Call contains{.name = "array_contains", .session = call.session};
  const Type keys = Type::LIST(duckdb::MapType::KeyType(call.arguments[0].type));
  contains.arguments.push_back({call_tree("map_keys", std::move(call.arguments[0].tree)), keys, "keys"});
  contains.arguments.push_back(std::move(call.arguments[1]));
  auto made = TRY(call_function(std::move(contains)));
  made.name = std::move(name);
  return made;
}

// Keys and values in turn; a part without a value has NULL for it.
std::optional<Texts> split_entries(std::string_view text, std::string_view between_entries,
                                   std::string_view before_value) {
  Texts parts;
  for (const auto& entry : split_by(text, between_entries, -1)) {
    constexpr std::int32_t kKeyAndValue = 2;
    Texts pair = split_by(*entry, before_value, kKeyAndValue);
    pair.resize(kKeyAndValue);
    std::ranges::move(pair, std::back_inserter(parts));
  }
  return parts;
}

base::Result<Typed> from_text(Call& call) {
  const char* separators[] = {",", ":"};
  std::string name = call_name(call);
  name.pop_back();
  for (std::size_t i = call.arguments.size(); i < 3; ++i) name.append(", ").append(separators[i - 1]);
  name += ")";
  Trees texts;
  for (std::size_t i = 0; i < 3; ++i)
    texts.push_back(i < call.arguments.size() ? TRY(argument_as(call, i, Type::VARCHAR))
                                              : constant_tree(duckdb::Value(separators[i - 1])));
  auto parts = call_tree("dovetail_split_entries", std::move(texts));
  auto made = unless_null(std::move(parts), [&](const Tree& list) {
    const auto every_other = [&](std::int64_t from) {
      return call_tree("list_slice", list->Copy(), number_tree(from), call_tree("len", list->Copy()),
                       number_tree(2));
    };
    return map_tree(every_other(1), every_other(2), twice_of(call.session));
  });
  return Typed{std::move(made), Type::MAP(Type::VARCHAR, Type::VARCHAR), std::move(name)};
}

base::Result<Typed> zip_with(Call& call) {
  for (const std::size_t i : {0, 1}) TRY(check_map(call, i));
  Call zipped{.name = "trino.map_zip_with", .session = call.session};
  std::string name = call_name(call);
  for (auto& argument : call.arguments) zipped.arguments.push_back(std::move(argument));
  auto made = TRY(call_function(std::move(zipped)));
  made.name = std::move(name);
  return made;
}

constexpr FunctionRow kRows[] = {
    {"map", 0, FunctionRow::kAnyNumber, map}, {"map_from_arrays", 2, 2, from_arrays},
    {"map_from_entries", 1, 1, from_entries}, {"map_concat", 0, FunctionRow::kAnyNumber, concat},
    {"map_contains_key", 2, 2, contains_key}, {"map_zip_with", 3, 3, zip_with},
    {"str_to_map", 1, 3, from_text},
};

[[noreturn]] void duplicate_key(const duckdb::Value& key) {
  raise(plan::spark_error(
      "DUPLICATED_MAP_KEY",
      "Duplicate map key <key> was found, please check the input data.\nIf you want to remove the duplicated "
      "keys, you can set <mapKeyDedupPolicy> to \"LAST_WIN\" so that the key inserted at last takes "
      "precedence.",
      {{"key", key.ToString()}, {"mapKeyDedupPolicy", fmt::format("\"{}\"", plan::kMapKeyDedupPolicy)}}));
}

struct KeyHash {
  const Values& values;
  std::size_t operator()(idx_t row) const { return hash_of(values, row); }
};
struct KeySame {
  const Values& values;
  bool operator()(idx_t a, idx_t b) const { return same(values, a, values, b); }
};

void check_keys(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values lists = values_of(input.data[0], input.size());
  const Values& keys = lists.children[0];
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(lists, row)) continue;
    const auto list = list_at(lists, row);
    std::unordered_set<idx_t, KeyHash, KeySame> seen(list.length, KeyHash{keys}, KeySame{keys});
    for (idx_t key = list.offset; key < list.offset + list.length; ++key) {
      if (is_null(keys, key))
        raise(base::refusal("NULL_MAP_KEY", 400, "[NULL_MAP_KEY] Cannot use null as map key."));
      if (!seen.insert(key).second) duplicate_key(duckdb::ListVector::GetEntry(input.data[0]).GetValue(key));
    }
  }
  result.Reference(input.data[0]);
}

}  // namespace

Tree spark_map_of(Tree entries) {
  return unless_null(std::move(entries), [](const Tree& list) { return map_of_entries(list, Twice::Fails); });
}

Tree spark_map_of_last(Tree entries) {
  return unless_null(std::move(entries),
                     [](const Tree& list) { return map_of_entries(list, Twice::LastWins); });
}

std::span<const FunctionRow> spark_map_functions() {
  return kRows;
}

void register_spark_map_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction checked("dovetail_checked_keys", {Type::ANY}, Type::ANY, check_keys);
  checked.SetBindCallback(bind_as_first);
  checked.SetFallible();
  register_kernel(loader, std::move(checked));
  register_fallible(loader, "dovetail_map_of_as_many", {Type::BIGINT, Type::BIGINT}, Type::BOOLEAN,
                    row_kernel<std::int64_t, std::int64_t>(as_many));
  register_fallible(loader, "dovetail_split_entries", {Type::VARCHAR, Type::VARCHAR, Type::VARCHAR},
                    Type::LIST(Type::VARCHAR),
                    row_kernel<std::string_view, std::string_view, std::string_view>(split_entries));
}

}  // namespace engine
