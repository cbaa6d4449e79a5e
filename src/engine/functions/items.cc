#include "engine/functions/items.h"

#include <fmt/format.h>

#include "engine/functions/call_errors.h"
#include "engine/functions/nested.h"

namespace engine {
namespace {

using duckdb::ExpressionType;
using Id = duckdb::LogicalTypeId;

base::Error wrong_key(const Typed& value, const Typed& key) {
  return base::refusal("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", 400,
                       fmt::format("[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve \"{}[{}]\" due "
                                   "to data type mismatch: the key has the type \"{}\".",
                                   value.name, key.name, sql_name(key.type)));
}

// DuckDB counts from 1, and from the end below 0.
Tree item_of_list(Tree list, Tree index, const Type& type, const Session& session) {
  if (session.ansi)  // what is out of bounds is an error
    return let_tree(std::move(list), [&](const Tree& items) {
      auto size = cast_tree(call_tree("len", items->Copy()), Type::BIGINT);
      auto place = call_tree("dovetail_index_within", std::move(index), std::move(size), number_tree(0));
      return call_tree("list_extract", items->Copy(), std::move(place));
    });
  return unless_null(std::move(index), [&](const Tree& place) {
    const auto number = [](std::int64_t value) { return constant_tree(duckdb::Value::BIGINT(value)); };
    auto next = call_tree("+", trees(place->Copy(), number(1)));
    return if_tree(compare_tree(ExpressionType::COMPARE_GREATERTHANOREQUALTO, place->Copy(), number(0)),
                   call_tree("list_extract", trees(std::move(list), std::move(next))), null_tree(type));
  });
}

}  // namespace

base::Result<Typed> item_of(Typed value, Typed key, const Session& session) {
  std::string name = fmt::format("{}[{}]", value.name, key.name);
  if (value.type.id() == Id::LIST) {
    if (!is_integral(key.type) && !is_null_type(key.type)) return wrong_key(value, key);
    const Type type = duckdb::ListType::GetChildType(value.type);
    key = TRY(coerce(std::move(key), Type::BIGINT, session));
    return Typed{item_of_list(std::move(value.tree), std::move(key.tree), type, session), type,
                 std::move(name)};
  }
  if (value.type.id() != Id::MAP) return no_part(value);
  const Type key_type = duckdb::MapType::KeyType(value.type), type = duckdb::MapType::ValueType(value.type);
  const auto common = common_type(key.type, key_type, session);
  if (!common || *common != key_type) return wrong_key(value, key);
  key = TRY(coerce(std::move(key), key_type, session));
  return Typed{call_tree("map_extract_value", trees(std::move(value.tree), std::move(key.tree))), type,
               std::move(name)};
}

}  // namespace engine
