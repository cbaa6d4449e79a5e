#include "engine/functions/zoned_timestamp.h"

#include "duckdb/common/type_visitor.hpp"
#include "duckdb/common/vector_operations/vector_operations.hpp"
#include "duckdb/main/database.hpp"
#include "duckdb/planner/collation_binding.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"
#include "engine/functions/kernel.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

constexpr const char* kAlias = "timestamp with time zone";
constexpr std::int64_t kMostMs = (std::int64_t{1} << (63 - TimeZone::kBits)) - 1;

duckdb::ScalarFunction instant_function() {
  return {"dovetail_instant",
          {zoned_type()},
          Type::BIGINT,
          [](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
            duckdb::UnaryExecutor::Execute<std::int64_t, std::int64_t>(
                input.data[0], result, input.size(),
                [](std::int64_t packed) { return packed >> TimeZone::kBits; });
          }};
}

// Puts the entries of each map in the order of their keys.
void sort_entries(duckdb::Vector& maps, duckdb::idx_t count) {
  auto& entries = duckdb::ListVector::GetEntry(maps);
  const duckdb::idx_t size = duckdb::ListVector::GetListSize(maps);
  const Values values = values_of(entries, size);
  const Values& keys = values.children[0];
  duckdb::SelectionVector order_of(size);
  for (duckdb::idx_t i = 0; i < size; ++i) order_of.set_index(i, i);
  for (duckdb::idx_t row = 0; row < count; ++row) {
    if (duckdb::FlatVector::IsNull(maps, row)) continue;
    const auto map = duckdb::FlatVector::GetData<duckdb::list_entry_t>(maps)[row];
    auto* begin = order_of.data() + map.offset;
    std::stable_sort(begin, begin + map.length, [&](auto a, auto b) { return order(keys, a, keys, b) < 0; });
  }
  entries.Slice(order_of, size);
  entries.Flatten(size);
}

// Makes instants of all zoned timestamps in a vector of its own, and gives maps one order.
void shift(duckdb::Vector& values, const Type& type, duckdb::idx_t count) {
  if (is_zoned(type)) {
    auto* packed = duckdb::FlatVector::GetData<std::int64_t>(values);
    for (duckdb::idx_t i = 0; i < count; ++i) packed[i] >>= TimeZone::kBits;
  } else if (type.InternalType() == duckdb::PhysicalType::STRUCT) {
    const auto& fields = duckdb::StructVector::GetEntries(values);
    for (std::size_t i = 0; i < fields.size(); ++i)
      shift(*fields[i], duckdb::StructType::GetChildType(type, i), count);
  } else if (type.InternalType() == duckdb::PhysicalType::LIST) {
    shift(duckdb::ListVector::GetEntry(values), duckdb::ListType::GetChildType(type),
          duckdb::ListVector::GetListSize(values));
    if (type.id() == duckdb::LogicalTypeId::MAP) sort_entries(values, count);
  }
}

Type with_instants(const Type& type) {
  return duckdb::TypeVisitor::VisitReplace(
      type, [](const Type& part) { return is_zoned(part) ? Type(Type::BIGINT) : part; });
}

duckdb::ScalarFunction instants_function(const Type& type) {
  return {"dovetail_instants",
          {type},
          with_instants(type),
          [type](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
            result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
            duckdb::VectorOperations::Copy(input.data[0], result, input.size(), 0, 0);
            shift(result, type, input.size());
          }};
}

// DuckDB asks this wherever it compares values, orders or groups by them, as it asks for the collations of
// texts.
bool push_instant(duckdb::ClientContext&, duckdb::unique_ptr<duckdb::Expression>& source, const Type& type,
                  duckdb::CollationType) {
  const auto is_map = [](const Type& part) { return part.id() == duckdb::LogicalTypeId::MAP; };
  if (!holds_zoned(type) && !duckdb::TypeVisitor::Contains(type, is_map)) return false;
  auto function = is_zoned(type) ? instant_function() : instants_function(type);
  duckdb::vector<duckdb::unique_ptr<duckdb::Expression>> arguments;
  arguments.push_back(std::move(source));
  const Type gives = function.GetReturnType();
  source = duckdb::make_uniq<duckdb::BoundFunctionExpression>(gives, std::move(function),
                                                              std::move(arguments), nullptr);
  return true;
}

}  // namespace

bool fits_zoned(std::int64_t utc_ms) {
  return utc_ms >= -kMostMs - 1 && utc_ms <= kMostMs;
}

std::int64_t ZonedTimestamp::packed() const {
  if (!fits_zoned(utc_ms)) refuse_argument("Millis overflow: " + std::to_string(utc_ms));
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(utc_ms) << TimeZone::kBits) | zone.number();
}

Type zoned_type() {
  Type type = Type::BIGINT;
  type.SetAlias(kAlias);
  return type;
}

bool is_zoned(const Type& type) {
  return type.id() == duckdb::LogicalTypeId::BIGINT && type.HasAlias() && type.GetAlias() == kAlias;
}

bool holds_zoned(const Type& type) {
  return duckdb::TypeVisitor::Contains(type, is_zoned);
}

Tree comparable(Tree value, const Type& type) {
  return is_zoned(type) ? call_tree("dovetail_instant", std::move(value)) : std::move(value);
}

std::string zoned_text(std::int64_t packed) {
  const auto value = ZonedTimestamp::of(packed);
  return micros_to_millis_text(value.local_ms() * 1000) + ' ' + value.zone.name();
}

void register_zoned_timestamps(duckdb::DatabaseInstance& database, duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(instant_function());
  duckdb::CollationBinding::Get(database).RegisterCollation(duckdb::CollationCallback(push_instant));
}

}  // namespace engine
