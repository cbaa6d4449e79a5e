#include <cmath>
#include <map>

#include "engine/functions/cast.h"
#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"

// Maps: https://trino.io/docs/435/functions/map.html
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::ExpressionType;

Tree field_of(const std::string& column, const std::string& name) {
  return field_tree(column_tree(column), name);
}

// Every other text of a list, from the first or from the second on.
Tree every_other(const Tree& texts, std::int64_t from) {
  return call_tree("list_slice", texts->Copy(), number_tree(from), call_tree("len", texts->Copy()),
                   number_tree(2));
}

base::Result<Tree> split_entries(Call& call, const char* kernel) {
  Trees texts;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    texts.push_back(TRY(argument_as(call, i, Type::VARCHAR)));
  return call_tree(kernel, std::move(texts));
}

base::Result<Typed> split_to_map(Call& call) {
  std::string name = call_name(call);
  auto entries = TRY(split_entries(call, "dovetail_entries_of_map"));
  auto made = unless_null(std::move(entries), [](const Tree& parts) {
    return call_tree("map", every_other(parts, 1), every_other(parts, 2));
  });
  return Typed{std::move(made), Type::MAP(Type::VARCHAR, Type::VARCHAR), std::move(name)};
}

// Of keys and values in two lists: each key with the values that go with it.
Tree multimap_tree(const Tree& keys, const Tree& values) {
  return let_tree(call_tree("dovetail_list_distinct", keys->Copy()), [&](const Tree& different) {
    auto pairs = call_tree("list_zip", keys->Copy(), values->Copy());
    auto of_key = compare_tree(ExpressionType::COMPARE_NOT_DISTINCT_FROM,
                               call_tree("struct_extract", column_tree("dovetail_pair"), number_tree(1)),
                               column_tree("dovetail_key"));
    auto mine = call_tree("list_filter", std::move(pairs), lambda_tree({"dovetail_pair"}, std::move(of_key)));
    auto their_values =
        transform_tree(std::move(mine), "dovetail_mine",
                       call_tree("struct_extract", column_tree("dovetail_mine"), number_tree(2)));
    return call_tree("map", different->Copy(),
                     transform_tree(different->Copy(), "dovetail_key", std::move(their_values)));
  });
}

base::Result<Typed> split_to_multimap(Call& call) {
  std::string name = call_name(call);
  auto entries = TRY(split_entries(call, "dovetail_entries_of_multimap"));
  auto made = unless_null(std::move(entries), [](const Tree& parts) {
    return let_tree(every_other(parts, 1), [&](const Tree& keys) {
      return let_tree(every_other(parts, 2), [&](const Tree& values) { return multimap_tree(keys, values); });
    });
  });
  return Typed{std::move(made), Type::MAP(Type::VARCHAR, Type::LIST(Type::VARCHAR)), std::move(name)};
}

std::optional<bool> no_null_entry(std::int64_t entries, std::int64_t keys) {
  if (entries > 0) refuse_argument("map entry cannot be null");
  if (keys > 0) refuse_argument("map key cannot be null");
  return true;
}

// How many items of a list are NULL, by what `of` makes of each.
Tree nulls_in(const Tree& list, Tree of) {
  auto null = operator_tree(ExpressionType::OPERATOR_IS_NULL, trees(std::move(of)));
  auto nulls = call_tree("list_filter", list->Copy(), lambda_tree({"dovetail_item"}, std::move(null)));
  return cast_tree(call_tree("len", std::move(nulls)), Type::BIGINT);
}

base::Result<Typed> multimap_from_entries(Call& call) {
  const Type list = call.arguments[0].type;
  const bool rows = list.id() == Id::LIST && duckdb::ListType::GetChildType(list).id() == Id::STRUCT;
  if (!rows) return wrong_type(call, 0, "ARRAY of rows of two fields");
  const auto& fields = duckdb::StructType::GetChildTypes(duckdb::ListType::GetChildType(list));
  std::string name = call_name(call);
  const Type type = Type::MAP(fields[0].second, Type::LIST(fields[1].second));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& entries) {
    auto whole = call_tree("dovetail_no_null_entry", nulls_in(entries, column_tree("dovetail_item")),
                           nulls_in(entries, field_of("dovetail_item", fields[0].first)));
    auto keys = transform_tree(entries->Copy(), "dovetail_of", field_of("dovetail_of", fields[0].first));
    auto values = transform_tree(entries->Copy(), "dovetail_of", field_of("dovetail_of", fields[1].first));
    auto map = let_tree(std::move(keys), [&](const Tree& all_keys) {
      return let_tree(std::move(values),
                      [&](const Tree& all_values) { return multimap_tree(all_keys, all_values); });
    });
    return if_tree(std::move(whole), std::move(map), null_tree(type));
  });
  return Typed{std::move(made), type, std::move(name)};
}

// The lambda takes a struct of the key and of both values, NULL where a map lacks the key.
base::Result<Typed> map_zip_with(Call& call) {
  std::string name = call_name(call);
  for (const std::size_t i : {0, 1})
    if (call.arguments[i].type.id() != Id::MAP) return wrong_type(call, i, "MAP");
  const Type type = Type::MAP(duckdb::MapType::KeyType(call.arguments[0].type), call.arguments[2].type);
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& left) {
    return unless_null(std::move(call.arguments[1].tree), [&](const Tree& right) {
      auto all =
          call_tree("list_concat", call_tree("map_keys", left->Copy()), call_tree("map_keys", right->Copy()));
      return let_tree(call_tree("dovetail_list_distinct", std::move(all)), [&](const Tree& keys) {
        const auto value_in = [](const Tree& map) {
          return call_tree("map_extract_value", map->Copy(), column_tree("dovetail_key"));
        };
        std::vector<std::pair<std::string, Tree>> entry;
        entry.emplace_back("key", column_tree("dovetail_key"));
        entry.emplace_back("left", value_in(left));
        entry.emplace_back("right", value_in(right));
        auto entries = transform_tree(keys->Copy(), "dovetail_key", struct_tree(std::move(entry)));
        auto values = call_tree("list_transform", std::move(entries), std::move(call.arguments[2].tree));
        return call_tree("map", keys->Copy(), std::move(values));
      });
    });
  });
  return Typed{std::move(made), type, std::move(name)};
}

double value_at(const Values& values, idx_t row) {
  return duckdb::UnifiedVectorFormat::GetData<double>(values.unified)[values.unified.sel->get_index(row)];
}

// The numbers of a map from texts; nothing: one of them is NULL.
std::optional<std::map<std::string_view, double>> vector_at(const Values& maps, idx_t row) {
  const auto map = list_at(maps, row);
  const Values &keys = maps.children[0].children[0], &values = maps.children[0].children[1];
  std::map<std::string_view, double> result;
  for (idx_t k = map.offset; k < map.offset + map.length; ++k) {
    if (is_null(values, k)) return std::nullopt;
    const auto& key =
        duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(keys.unified)[keys.unified.sel->get_index(k)];
    result.emplace(view(key), value_at(values, k));
  }
  return result;
}

double length_of(const std::map<std::string_view, double>& numbers) {
  double sum = 0;
  for (const auto& [key, value] : numbers) sum += value * value;
  return std::sqrt(sum);
}

void cosine_similarity(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values a = values_of(input.data[0], input.size()), b = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    const bool null = is_null(a, row) || is_null(b, row);
    const auto left = null ? std::nullopt : vector_at(a, row);
    const auto right = null ? std::nullopt : vector_at(b, row);
    if (!left || !right) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    double product = 0;
    for (const auto& [key, value] : *left) {
      const auto other = right->find(key);
      if (other != right->end()) product += value * other->second;
    }
    duckdb::FlatVector::GetData<double>(result)[row] = product / (length_of(*left) * length_of(*right));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

base::Result<Typed> cosine(Call& call) {
  std::string name = call_name(call);
  const Type numbers = Type::MAP(Type::VARCHAR, Type::DOUBLE);
  auto left = TRY(argument_as(call, 0, numbers));
  auto right = TRY(argument_as(call, 1, numbers));
  return Typed{call_tree("dovetail_cosine_similarity", std::move(left), std::move(right)), Type::DOUBLE,
               std::move(name)};
}

// map(keys, values)
base::Result<Typed> map_of_arrays(Call& call) {
  TRY(check_list(call, 0));
  TRY(check_list(call, 1));
  std::string name = call_name(call);
  const Type type = Type::MAP(item_of(call.arguments[0].type), item_of(call.arguments[1].type));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& keys) {
    return unless_null(std::move(call.arguments[1].tree), [&](const Tree& values) {
      auto different = call_tree("len", call_tree("list_distinct", trees(keys->Copy())));
      auto differ = call_tree("dovetail_keys_differ", size_of(keys), std::move(different), keys->Copy());
      auto fit = call_tree("dovetail_as_many", trees(size_of(keys), size_of(values)));
      auto both = conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(std::move(fit), std::move(differ)));
      return if_tree(std::move(both), call_tree("map", trees(keys->Copy(), values->Copy())), null_tree(type));
    });
  });
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> map_keys(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(duckdb::MapType::KeyType(call.arguments[0].type));
  return Typed{call_tree("map_keys", all_trees(call)), type, std::move(name)};
}
base::Result<Typed> map_values(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(duckdb::MapType::ValueType(call.arguments[0].type));
  return Typed{call_tree("map_values", all_trees(call)), type, std::move(name)};
}

// Each entry a struct, with the names that it is asked for.
base::Result<Typed> map_entries(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type;
  std::vector<std::pair<std::string, Tree>> fields;
  fields.emplace_back("field0", field_tree(column_tree("dovetail_entry"), "key"));
  fields.emplace_back("field1", field_tree(column_tree("dovetail_entry"), "value"));
  const Type entry =
      Type::STRUCT({{"field0", duckdb::MapType::KeyType(map)}, {"field1", duckdb::MapType::ValueType(map)}});
  return Typed{transform_tree(call_tree("map_entries", all_trees(call)), "dovetail_entry",
                              struct_tree(std::move(fields))),
               Type::LIST(entry), std::move(name)};
}

// Of entries that are structs of two fields.
base::Result<Typed> map_from_entries(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type entry = item_of(call.arguments[0].type);
  if (entry.id() != Id::STRUCT || duckdb::StructType::GetChildCount(entry) != 2)
    return wrong_type(call, 0, "ARRAY of rows of two fields");
  const Type type =
      Type::MAP(duckdb::StructType::GetChildType(entry, 0), duckdb::StructType::GetChildType(entry, 1));
  const auto& fields = duckdb::StructType::GetChildTypes(entry);
  std::vector<std::pair<std::string, Tree>> parts;
  parts.emplace_back("key", field_tree(column_tree("dovetail_pair"), fields[0].first));
  parts.emplace_back("value", field_tree(column_tree("dovetail_pair"), fields[1].first));
  auto entries =
      transform_tree(std::move(call.arguments[0].tree), "dovetail_pair", struct_tree(std::move(parts)));
  return Typed{map_of(std::move(entries)), type, std::move(name)};
}

// Later maps win; NULL when any is NULL.
base::Result<Typed> map_concat(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  TRY(check_map(call, 0));
  Tree result = std::move(call.arguments[0].tree);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    TRY(check_map(call, i));
    auto next = TRY(argument_as(call, i, type));
    result = unless_null(std::move(result), [&](const Tree& before) {
      return unless_null(std::move(next), [&](const Tree& behind) {
        return call_tree("map_concat", trees(before->Copy(), behind->Copy()));
      });
    });
  }
  return Typed{std::move(result), type, std::move(name)};
}

base::Result<Typed> spark_map_entries(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type;
  const Type entry =
      Type::STRUCT({{"key", duckdb::MapType::KeyType(map)}, {"value", duckdb::MapType::ValueType(map)}});
  return Typed{call_tree("map_entries", all_trees(call)), Type::LIST(entry), std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"map_keys", 1, 1, map_keys},
    {"map_values", 1, 1, map_values},
    {"map_entries", 1, 1, spark_map_entries},
    {"trino.map", 2, 2, map_of_arrays},
    {"trino.map_keys", 1, 1, map_keys},
    {"trino.map_values", 1, 1, map_values},
    {"trino.map_entries", 1, 1, map_entries},
    {"trino.map_from_entries", 1, 1, map_from_entries},
    {"trino.map_concat", 2, FunctionRow::kAnyNumber, map_concat},
    {"trino.cosine_similarity", 2, 2, cosine},
    {"trino.split_to_map", 3, 3, split_to_map},
    {"trino.split_to_multimap", 3, 3, split_to_multimap},
    {"trino.multimap_from_entries", 1, 1, multimap_from_entries},
    {"trino.map_zip_with", 3, 3, map_zip_with},
};

}  // namespace

Tree map_of(Tree entries) {
  return unless_null(std::move(entries), [&](const Tree& list) {
    auto keys =
        transform_tree(list->Copy(), "dovetail_entry", field_tree(column_tree("dovetail_entry"), "key"));
    auto differ = let_tree(std::move(keys), [&](const Tree& known) {
      auto different = call_tree("len", call_tree("list_distinct", trees(known->Copy())));
      return call_tree("dovetail_keys_differ", size_of(known), std::move(different), known->Copy());
    });
    return if_tree(std::move(differ), call_tree("map_from_entries", trees(list->Copy())),
                   null_tree(Type::SQLNULL));
  });
}

std::span<const FunctionRow> map_functions() {
  return kRows;
}

void register_map_kernels(duckdb::ExtensionLoader& loader) {
  const Type numbers = Type::MAP(Type::VARCHAR, Type::DOUBLE);
  register_kernel(loader,
                  {"dovetail_cosine_similarity", {numbers, numbers}, Type::DOUBLE, cosine_similarity});
  register_fallible(loader, "dovetail_no_null_entry", {Type::BIGINT, Type::BIGINT}, Type::BOOLEAN,
                    row_kernel<std::int64_t, std::int64_t>(no_null_entry));
}

}  // namespace engine
