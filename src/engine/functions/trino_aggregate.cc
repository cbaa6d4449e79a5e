#include <fmt/format.h>

#include "engine/functions/aggregate.h"
#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"

// Trino's aggregates that Spark lacks, or has with another meaning:
// https://trino.io/docs/435/functions/aggregate.html. Many collect values with DuckDB's `list`, in the order
// and with the condition of the call, and finish what it gives.
namespace engine {
namespace {

using duckdb::ExpressionType;
using duckdb::Value;

Tree are_present(const Tree& a, const Tree& b) {
  return conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(present_tree(a), present_tree(b)));
}

Tree text(std::string_view value) {
  return constant_tree(Value(std::string(value)));
}

// Values are told apart by what they are made of: two times of one instant would be two.
base::Result<void> refuse_zoned(const Call& call, const Type& type) {
  if (!holds_zoned(type)) return {};
  return unsupported(fmt::format("{}{} of timestamps with time zone", call.distinct ? "DISTINCT in " : "",
                                 call.name.substr(call.name.find('.') + 1)));
}

// All values, NULLs too.
base::Result<Typed> array_aggregate(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  if (call.distinct) TRY(refuse_zoned(call, type));
  return Typed{aggregate_tree(call, "list", trees(std::move(call.arguments[0].tree)), call.distinct), type,
               std::move(name)};
}

// listagg(text, separator, truncate, filler, with count)
base::Result<Typed> list_aggregate(Call& call) {
  std::string name = call_name(call);
  auto value = TRY(argument_as(call, 0, Type::VARCHAR));
  auto present = present_tree(value);
  Trees parts =
      trees(aggregate_tree(call, "list", trees(std::move(value)), call.distinct, std::move(present)),
            TRY(argument_as(call, 1, Type::VARCHAR)), TRY(argument_as(call, 2, Type::BOOLEAN)),
            TRY(argument_as(call, 3, Type::VARCHAR)), TRY(argument_as(call, 4, Type::BOOLEAN)));
  return Typed{call_tree("dovetail_listagg", std::move(parts)), Type::VARCHAR, std::move(name)};
}

// The pairs of key and value, without those whose key is NULL.
base::Result<Tree> entries_of(Call& call) {
  if (call.distinct && !call.orders.empty())
    return base::refusal("NOT_SUPPORTED", 400,
                         fmt::format("NOT_SUPPORTED: {} with both DISTINCT and ORDER BY is not supported yet",
                                     call.name.substr(call.name.find('.') + 1)));
  TRY(refuse_zoned(call, call.arguments[0].type));
  if (call.distinct) TRY(refuse_zoned(call, call.arguments[1].type));
  auto present = present_tree(call.arguments[0].tree);
  std::vector<std::pair<std::string, Tree>> entry;
  entry.emplace_back("key", std::move(call.arguments[0].tree));
  entry.emplace_back("value", std::move(call.arguments[1].tree));
  return aggregate_tree(call, "list", trees(struct_tree(std::move(entry))), call.distinct,
                        std::move(present));
}

base::Result<Typed> map_aggregate(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::MAP(call.arguments[0].type, call.arguments[1].type);
  auto entries = TRY(entries_of(call));
  return Typed{call_tree("dovetail_map_of_entries", trees(std::move(entries))), type, std::move(name)};
}

base::Result<Typed> multimap_aggregate(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::MAP(call.arguments[0].type, Type::LIST(call.arguments[1].type));
  auto entries = TRY(entries_of(call));
  return Typed{call_tree("dovetail_multimap_of_entries", trees(std::move(entries))), type, std::move(name)};
}

// Of the same keys in several maps, the first that comes stays.
base::Result<Typed> map_union(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  if (type.id() != duckdb::LogicalTypeId::MAP) return wrong_type(call, 0, "MAP");
  TRY(refuse_zoned(call, call.distinct ? type : duckdb::MapType::KeyType(type)));
  auto& map = call.arguments[0].tree;
  auto present = present_tree(map);
  auto entries = call_tree("map_entries", trees(std::move(map)));
  auto lists = aggregate_tree(call, "list", trees(std::move(entries)), call.distinct, std::move(present));
  auto flat = call_tree("flatten", trees(std::move(lists)));
  return Typed{call_tree("dovetail_map_of_entries", trees(std::move(flat))), type, std::move(name)};
}

// How often each value comes, NULL apart. DuckDB's histogram is lost where a NaN is among the values.
Tree counts_of(Call& call, std::size_t argument) {
  auto& value = call.arguments[argument];
  const Type type = Type::MAP(value.type, Type::BIGINT);
  if (is_fractional(value.type) || value.type.IsNested()) {
    auto present = present_tree(value.tree);
    auto values =
        aggregate_tree(call, "list", trees(std::move(value.tree)), call.distinct, std::move(present));
    return call_tree("dovetail_counts_of_items", trees(std::move(values)));
  }
  return cast_tree(aggregate_tree(call, "histogram", trees(std::move(value.tree)), call.distinct), type);
}

base::Result<Typed> histogram(Call& call) {
  std::string name = call_name(call);
  TRY(refuse_zoned(call, call.arguments[0].type));
  const Type type = Type::MAP(call.arguments[0].type, Type::BIGINT);
  return Typed{counts_of(call, 0), type, std::move(name)};
}

// approx_most_frequent(buckets, value, capacity). All values are counted, so that the answer is exact: what
// Trino may estimate beyond its capacity is no less here.
base::Result<Typed> most_frequent(Call& call) {
  std::string name = call_name(call);
  TRY(refuse_zoned(call, call.arguments[1].type));
  const Type type = Type::MAP(call.arguments[1].type, Type::BIGINT);
  const char* item = "dovetail_counted";
  const auto turned = [&](Tree list, const char* first, const char* first_from, const char* second,
                          const char* second_from) {
    std::vector<std::pair<std::string, Tree>> fields;
    fields.emplace_back(first, field_tree(column_tree(item), first_from));
    fields.emplace_back(second, field_tree(column_tree(item), second_from));
    return transform_tree(std::move(list), item, struct_tree(std::move(fields)));
  };
  auto buckets = call_tree("dovetail_checked_buckets", trees(TRY(argument_as(call, 0, Type::BIGINT))));
  auto most = call_tree("least", trees(std::move(buckets), TRY(argument_as(call, 2, Type::BIGINT))));
  auto counted =
      turned(call_tree("map_entries", trees(counts_of(call, 1))), "times", "value", "counted", "key");
  auto sorted = call_tree("list_reverse_sort", trees(std::move(counted)));
  auto first =
      call_tree("list_slice", trees(std::move(sorted), constant_tree(Value::BIGINT(1)), std::move(most)));
  auto entries = turned(std::move(first), "key", "counted", "value", "times");
  return Typed{call_tree("map_from_entries", trees(std::move(entries))), type, std::move(name)};
}

Tree negated(Tree number) {
  return call_tree("-", trees(std::move(number)));
}

// NaN is DuckDB's greatest value, and what Trino passes over where there are others: the greatest number is
// the least of the negated ones.
base::Result<Typed> greatest(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto numbers = trees(negated(std::move(call.arguments[0].tree)));
  return Typed{negated(aggregate_tree(call, "min", std::move(numbers), false)), type, std::move(name)};
}
base::Result<Typed> at_least(Call& call) {
  return at_extreme(call, "arg_min_null");
}
base::Result<Typed> at_greatest(Call& call) {
  if (!is_fractional(call.arguments[1].type)) return at_extreme(call, "arg_max_null");
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto arguments = trees(std::move(call.arguments[0].tree), negated(std::move(call.arguments[1].tree)));
  return Typed{aggregate_tree(call, "arg_min_null", std::move(arguments), false), type, std::move(name)};
}

// min(value, n): the n least, in their order.
base::Result<Typed> several(Call& call, const char* function, const char* trino) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto count = TRY(argument_as(call, 1, Type::BIGINT));
  auto present = are_present(call.arguments[0].tree, count);
  auto most = call_tree("dovetail_checked_most", trees(std::move(count), text(trino)));
  auto arguments = trees(std::move(call.arguments[0].tree), std::move(most));
  return Typed{aggregate_tree(call, function, std::move(arguments), call.distinct, std::move(present)), type,
               std::move(name)};
}
base::Result<Typed> several_least(Call& call) {
  return several(call, "min", "min");
}
base::Result<Typed> several_greatest(Call& call) {
  if (!is_fractional(call.arguments[0].type)) return several(call, "max", "max");
  call.arguments[0].tree = negated(std::move(call.arguments[0].tree));
  auto least = TRY(several(call, "min", "max"));
  const char* item = "dovetail_number";
  least.tree = transform_tree(std::move(least.tree), item, negated(column_tree(item)));
  return least;
}

// max_by(value, key, n). The values, which may be NULL, are handed on in structs, which are not.
base::Result<Typed> several_at(Call& call, const char* function, const char* trino) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto count = TRY(argument_as(call, 2, Type::BIGINT));
  auto present = are_present(call.arguments[1].tree, count);
  auto most = call_tree("dovetail_checked_most", trees(std::move(count), text(trino)));
  std::vector<std::pair<std::string, Tree>> fields;
  fields.emplace_back("value", std::move(call.arguments[0].tree));
  auto key = comparable(std::move(call.arguments[1].tree), call.arguments[1].type);
  auto arguments = trees(struct_tree(std::move(fields)), std::move(key), std::move(most));
  auto found = aggregate_tree(call, function, std::move(arguments), call.distinct, std::move(present));
  const char* item = "dovetail_found";
  return Typed{transform_tree(std::move(found), item, field_tree(column_tree(item), "value")), type,
               std::move(name)};
}
base::Result<Typed> several_at_least(Call& call) {
  return several_at(call, "arg_min", "min_by");
}
base::Result<Typed> several_at_greatest(Call& call) {
  if (!is_fractional(call.arguments[1].type)) return several_at(call, "arg_max", "max_by");
  call.arguments[1].tree = negated(std::move(call.arguments[1].tree));
  return several_at(call, "arg_min", "max_by");
}

// The end of the name of a kernel for values of a type; null: there is none.
const char* kernel_word(const Type& type) {
  if (type == Type::BIGINT) return "bigint";
  if (type == Type::FLOAT) return "real";
  return type == Type::DOUBLE ? "double" : nullptr;
}

// (value, weight, percentage or percentages, accuracy)
base::Result<Typed> percentile(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  const char* word = kernel_word(type);
  if (word == nullptr) return wrong_type(call, 0, "BIGINT, FLOAT or DOUBLE");
  const bool one = call.arguments[2].type.id() != duckdb::LogicalTypeId::LIST;
  auto weight = TRY(argument_as(call, 1, Type::DOUBLE));
  auto accuracy = TRY(argument_as(call, 3, Type::DOUBLE));
  Tree percentages = TRY(argument_as(call, 2, one ? Type(Type::DOUBLE) : Type::LIST(Type::DOUBLE)));
  if (one)
    percentages = unless_null(std::move(percentages), [](const Tree& known) {
      return call_tree("list_value", trees(known->Copy()));
    });
  auto arguments = trees(std::move(call.arguments[0].tree), std::move(weight), std::move(percentages),
                         std::move(accuracy));
  auto found = aggregate_tree(call, std::string("dovetail_percentiles_of_") + word, std::move(arguments),
                              call.distinct);
  if (!one) return Typed{std::move(found), Type::LIST(type), std::move(name)};
  return Typed{call_tree("list_extract", trees(std::move(found), constant_tree(Value::BIGINT(1)))), type,
               std::move(name)};
}

// trino.qdigest(value, weight, accuracy)
base::Result<Typed> qdigest(Call& call) {
  std::string name = call_name(call);
  const char* word = kernel_word(call.arguments[0].type);
  if (word == nullptr) return wrong_type(call, 0, "BIGINT, FLOAT or DOUBLE");
  auto weight = TRY(argument_as(call, 1, Type::DOUBLE));
  auto accuracy = TRY(argument_as(call, 2, Type::DOUBLE));
  auto arguments = trees(std::move(call.arguments[0].tree), std::move(weight), std::move(accuracy));
  auto made =
      aggregate_tree(call, std::string("dovetail_qdigest_of_") + word, std::move(arguments), call.distinct);
  return Typed{std::move(made), Type::BLOB, std::move(name)};
}

// trino.tdigest(value, weight)
base::Result<Typed> tdigest(Call& call) {
  std::string name = call_name(call);
  auto arguments = trees(TRY(argument_as(call, 0, Type::DOUBLE)), TRY(argument_as(call, 1, Type::DOUBLE)));
  auto made = aggregate_tree(call, "dovetail_tdigest", std::move(arguments), call.distinct);
  return Typed{std::move(made), Type::BLOB, std::move(name)};
}

// Of sets, or of digests of one type: the kernel has the function's name.
base::Result<Typed> merged(Call& call) {
  std::string name = call_name(call);
  const std::string kernel = fmt::format("dovetail_{}", call.name.substr(std::string_view("trino.").size()));
  auto made = aggregate_tree(call, kernel, trees(TRY(argument_as(call, 0, Type::BLOB))), call.distinct);
  return Typed{std::move(made), Type::BLOB, std::move(name)};
}

// Of numbers, or of bytes.
base::Result<Typed> set_digest(Call& call) {
  std::string name = call_name(call);
  const bool numbers = call.arguments[0].type == Type::BIGINT;
  auto value = TRY(argument_as(call, 0, numbers ? Type::BIGINT : Type::BLOB));
  const char* kernel = numbers ? "dovetail_set_digest_of_numbers" : "dovetail_set_digest_of_bytes";
  return Typed{aggregate_tree(call, kernel, trees(std::move(value)), call.distinct), Type::BLOB,
               std::move(name)};
}

// (value, standard error)
base::Result<Typed> approximate_set(Call& call) {
  std::string name = call_name(call);
  auto made = distinct_count_tree(call, TRY(argument_as(call, 1, Type::DOUBLE)), "dovetail_distinct_set");
  return Typed{std::move(made), Type::BLOB, std::move(name)};
}

// (value, greatest standard error)
base::Result<Typed> approximate_distinct(Call& call) {
  std::string name = call_name(call);
  auto error = call_tree("dovetail_checked_error", trees(TRY(argument_as(call, 1, Type::DOUBLE))));
  return Typed{distinct_count_tree(call, std::move(error)), Type::BIGINT, std::move(name)};
}

// (buckets, value, weight)
base::Result<Typed> numeric_histogram(Call& call) {
  std::string name = call_name(call);
  auto arguments = trees(TRY(argument_as(call, 0, Type::BIGINT)), TRY(argument_as(call, 1, Type::DOUBLE)),
                         TRY(argument_as(call, 2, Type::DOUBLE)));
  return Typed{aggregate_tree(call, "dovetail_numeric_histogram", std::move(arguments), call.distinct),
               Type::MAP(Type::DOUBLE, Type::DOUBLE), std::move(name)};
}

// A function of DuckDB or a kernel over values of one type, that gives one of it.
template <const char* const& function, duckdb::LogicalTypeId type>
base::Result<Typed> over(Call& call) {
  std::string name = call_name(call);
  auto value = TRY(argument_as(call, 0, Type(type)));
  return Typed{aggregate_tree(call, function, trees(std::move(value)), call.distinct), Type(type),
               std::move(name)};
}
constexpr const char* kSkewness = "dovetail_trino_skewness";
constexpr const char* kKurtosis = "dovetail_trino_kurtosis";
constexpr const char* kGeometricMean = "dovetail_geometric_mean";
constexpr const char* kBitAnd = "bit_and";
constexpr const char* kBitOr = "bit_or";

// reduce_agg(value, state, (state, value) -> state): over the values in one go, so that there are no two
// states to be combined.
base::Result<Typed> reduce_aggregate(Call& call) {
  std::string name = call_name(call);
  auto present = present_tree(call.arguments[0].tree);
  const Type item = call.arguments[0].type, type = call.arguments[1].type;
  Tree values = aggregate_tree(call, "list", trees(std::move(call.arguments[0].tree)), call.distinct,
                               std::move(present));
  return Typed{reduce_tree(std::move(values), item, std::move(call.arguments[1].tree), type,
                           std::move(call.arguments[2].tree)),
               type, std::move(name)};
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
base::Result<Typed> checksum(Call& call) {
  std::string name = call_name(call);
  auto hashes = trees(call_tree("dovetail_row_hash", trees(std::move(call.arguments[0].tree))));
  auto sum = aggregate_tree(call, "sum", std::move(hashes), call.distinct);
  return Typed{call_tree("dovetail_checksum", trees(std::move(sum))), Type::BLOB, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.array_agg", 1, 1, array_aggregate, kAggregate},
    {"trino.listagg", 5, 5, list_aggregate, kAggregate},
    {"trino.map_agg", 2, 2, map_aggregate, kAggregate},
    {"trino.multimap_agg", 2, 2, multimap_aggregate, kAggregate},
    {"trino.map_union", 1, 1, map_union, kAggregate},
    {"trino.histogram", 1, 1, histogram, kAggregate},
    {"trino.approx_most_frequent", 3, 3, most_frequent, kAggregate},
    {"trino.max", 1, 1, greatest, kAggregate},
    {"trino.min_by", 2, 2, at_least, kAggregate},
    {"trino.max_by", 2, 2, at_greatest, kAggregate},
    {"trino.min_n", 2, 2, several_least, kAggregate},
    {"trino.max_n", 2, 2, several_greatest, kAggregate},
    {"trino.min_by_n", 3, 3, several_at_least, kAggregate},
    {"trino.max_by_n", 3, 3, several_at_greatest, kAggregate},
    {"trino.approx_percentile", 4, 4, percentile, kAggregate},
    {"trino.approx_distinct", 2, 2, approximate_distinct, kAggregate},
    {"trino.approx_set", 2, 2, approximate_set, kAggregate},
    {"trino.merge_sets", 1, 1, merged, kAggregate},
    {"trino.set_digest", 1, 1, set_digest, kAggregate},
    {"trino.merge_set_digests", 1, 1, merged, kAggregate},
    {"trino.tdigest", 2, 2, tdigest, kAggregate},
    {"trino.merge_tdigests", 1, 1, merged, kAggregate},
    {"trino.qdigest", 3, 3, qdigest, kAggregate},
    {"trino.merge_qdigests_of_bigint", 1, 1, merged, kAggregate},
    {"trino.merge_qdigests_of_real", 1, 1, merged, kAggregate},
    {"trino.merge_qdigests_of_double", 1, 1, merged, kAggregate},
    {"trino.numeric_histogram", 3, 3, numeric_histogram, kAggregate},
    {"trino.skewness", 1, 1, over<kSkewness, Type::DOUBLE>, kAggregate},
    {"trino.kurtosis", 1, 1, over<kKurtosis, Type::DOUBLE>, kAggregate},
    {"trino.geometric_mean", 1, 1, over<kGeometricMean, Type::DOUBLE>, kAggregate},
    {"trino.checksum", 1, 1, checksum, kAggregate},
    {"trino.bitwise_and_agg", 1, 1, over<kBitAnd, Type::BIGINT>, kAggregate},
    {"trino.bitwise_or_agg", 1, 1, over<kBitOr, Type::BIGINT>, kAggregate},
    {"trino.reduce_agg", 3, 3, reduce_aggregate, kAggregate},
};

}  // namespace

std::span<const FunctionRow> trino_aggregate_functions() {
  return kRows;
}

}  // namespace engine
