#include <algorithm>

#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"

// Parts of arrays and their order by a comparison of the query's:
// https://trino.io/docs/435/functions/array.html
namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::ListVector;
using duckdb::Vector;

using Places = std::vector<std::vector<idx_t>>;  // of items, in lists that stand in a list

// All ways to choose so many of them, in the order of their places.
Places combinations(idx_t count, std::int64_t size) {
  constexpr std::int64_t kMostItems = 5, kMostCombinations = 100'000;
  if (size < 0) refuse_argument("combination size must not be negative: " + std::to_string(size));
  if (size > kMostItems) refuse_argument("combination size must not exceed 5: " + std::to_string(size));
  const auto wanted = static_cast<idx_t>(size);
  if (wanted > count) return {};
  std::int64_t ways = 1;
  for (idx_t i = 0; i < wanted && ways <= kMostCombinations; ++i)
    ways = ways * static_cast<std::int64_t>(count - i) / static_cast<std::int64_t>(i + 1);
  if (ways > kMostCombinations) refuse_argument("combinations exceed max size");
  Places all;
  std::vector<idx_t> chosen(wanted);
  for (idx_t i = 0; i < wanted; ++i) chosen[i] = i;
  for (;;) {
    all.push_back(chosen);
    idx_t i = wanted;
    while (i > 0 && chosen[i - 1] == count - wanted + i - 1) --i;
    if (i == 0) return all;
    ++chosen[i - 1];
    for (; i < wanted; ++i) chosen[i] = chosen[i - 1] + 1;
  }
}

// Each run of so many neighbours; all of them, where there are fewer.
Places ngrams(idx_t count, std::int64_t size) {
  if (size <= 0) refuse_argument("N must be positive");
  const auto length = static_cast<idx_t>(std::min(size, static_cast<std::int64_t>(count)));
  constexpr idx_t kMost = 10'000'000;
  if (length * (count - length + 1) > kMost) refuse_argument("ngrams exceed max size");
  Places all;
  for (idx_t from = 0; from + length <= count; ++from) {
    std::vector<idx_t> run(length);
    for (idx_t i = 0; i < length; ++i) run[i] = from + i;
    all.push_back(std::move(run));
  }
  return all;
}

// Lists of the items at the places that `choose` gives for the length of a list and a number.
template <typename Choose>
duckdb::scalar_function_t choosing(Choose choose) {
  return [choose](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
    const Values lists = values_of(input.data[0], input.size()),
                 sizes = values_of(input.data[1], input.size());
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    Vector& inner = ListVector::GetEntry(result);
    for (idx_t row = 0; row < input.size(); ++row) {
      if (is_null(lists, row) || is_null(sizes, row)) {
        FlatVector::SetNull(result, row, true);
        continue;
      }
      const auto list = list_at(lists, row);
      const auto size = duckdb::UnifiedVectorFormat::GetData<std::int64_t>(
          sizes.unified)[sizes.unified.sel->get_index(row)];
      const Places places = choose(list.length, size);
      const idx_t begin = ListVector::GetListSize(result);
      ListVector::Reserve(result, begin + places.size());
      for (std::size_t i = 0; i < places.size(); ++i) {
        duckdb::SelectionVector chosen(std::max<std::size_t>(1, places[i].size()));
        for (std::size_t k = 0; k < places[i].size(); ++k) chosen.set_index(k, list.offset + places[i][k]);
        const idx_t start = ListVector::GetListSize(inner);
        if (!places[i].empty())
          ListVector::Append(inner, ListVector::GetEntry(input.data[0]), chosen, places[i].size());
        FlatVector::GetData<duckdb::list_entry_t>(inner)[begin + i] = {start, places[i].size()};
      }
      ListVector::SetListSize(result, begin + places.size());
      FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, places.size()};
    }
    if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

// An array and what the comparison says to each pair of its items, the first item's pairs first.
void sort_by(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const Values lists = values_of(input.data[0], input.size()),
               answers = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  const Values& signs = answers.children[0];
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(lists, row) || is_null(answers, row)) {
      FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto list = list_at(lists, row), said = list_at(answers, row);
    const auto less = [&](idx_t a, idx_t b) {
      const idx_t at = said.offset + a * list.length + b;
      const bool null = is_null(signs, at);
      const std::int32_t sign = null ? 2
                                     : duckdb::UnifiedVectorFormat::GetData<std::int32_t>(
                                           signs.unified)[signs.unified.sel->get_index(at)];
      if (sign < -1 || sign > 1) refuse_argument("Lambda comparator must return either -1, 0, or 1");
      return sign < 0;
    };
    std::vector<idx_t> order(list.length);
    for (idx_t i = 0; i < list.length; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), less);
    duckdb::SelectionVector chosen(std::max<idx_t>(1, list.length));
    for (idx_t i = 0; i < list.length; ++i) chosen.set_index(i, list.offset + order[i]);
    const idx_t begin = ListVector::GetListSize(result);
    if (list.length > 0) ListVector::Append(result, ListVector::GetEntry(input.data[0]), chosen, list.length);
    FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, list.length};
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

std::optional<std::int64_t> trimmed_length(std::int64_t length, std::int64_t cut) {
  if (cut < 0) refuse_argument("size must not be negative: " + std::to_string(cut));
  if (cut > length)
    refuse_argument("size must not exceed array cardinality " + std::to_string(length) + ": " +
                    std::to_string(cut));
  return length - cut;
}

// The comparison is asked about each pair of items, so that their number is bounded.
std::optional<std::int64_t> comparable_length(std::int64_t length) {
  constexpr std::int64_t kMost = 2'000;
  if (length > kMost)
    raise(
        base::refusal("NOT_SUPPORTED", 400,
                      "NOT_SUPPORTED: array_sort of more than 2000 items by a lambda is not supported yet"));
  return length;
}

base::Result<Typed> lists_of(Call& call, const char* kernel) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto size = TRY(argument_as(call, 1, Type::BIGINT));
  const Type type = Type::LIST(call.arguments[0].type);
  return Typed{call_tree(kernel, std::move(call.arguments[0].tree), std::move(size)), type, std::move(name)};
}
base::Result<Typed> choose_combinations(Call& call) {
  return lists_of(call, "dovetail_combinations");
}
base::Result<Typed> choose_ngrams(Call& call) {
  return lists_of(call, "dovetail_ngrams");
}

base::Result<Typed> trim_array(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto cut = TRY(argument_as(call, 1, Type::BIGINT));
  auto kept = let_tree(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto length = call_tree("dovetail_trimmed_length", size_of(list), std::move(cut));
    return call_tree("list_slice", list->Copy(), number_tree(1), std::move(length));
  });
  return Typed{std::move(kept), type, std::move(name)};
}

// The lambda takes a pair of items.
base::Result<Typed> array_sort_by(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto sorted = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto first = call_tree("list_extract", list->Copy(), column_tree("dovetail_first"));
    auto pair = call_tree("row", std::move(first), column_tree("dovetail_second"));
    auto row = transform_tree(list->Copy(), "dovetail_second", std::move(pair));
    auto length = call_tree("dovetail_comparable_length", size_of(list));
    auto places = call_tree("generate_series", number_tree(1), std::move(length));
    auto pairs = call_tree("flatten", transform_tree(std::move(places), "dovetail_first", std::move(row)));
    auto signs = call_tree("list_transform", std::move(pairs), std::move(call.arguments[1].tree));
    return call_tree("dovetail_list_sort_by", list->Copy(), std::move(signs));
  });
  return Typed{std::move(sorted), type, std::move(name)};
}

// How often each item is there; NULLs are not counted.
base::Result<Typed> array_histogram(Call& call) {
  TRY(check_list(call, 0));
  if (holds_zoned(call.arguments[0].type)) return unsupported("a histogram of timestamps with time zone");
  std::string name = call_name(call);
  const Type type = Type::MAP(item_of(call.arguments[0].type), Type::BIGINT);
  auto counted = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto counts = call_tree("list_aggregate", list->Copy(), constant_tree(duckdb::Value("histogram")));
    return operator_tree(
        duckdb::ExpressionType::OPERATOR_COALESCE,
        trees(cast_tree(std::move(counts), type), cast_tree(call_tree("map", Trees()), type)));
  });
  return Typed{std::move(counted), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.combinations", 2, 2, choose_combinations},
    {"trino.ngrams", 2, 2, choose_ngrams},
    {"trino.trim_array", 2, 2, trim_array},
    {"trino.array_sort_by", 2, 2, array_sort_by},
    {"trino.array_histogram", 1, 1, array_histogram},
};

void add(duckdb::ExtensionLoader& loader, const char* name, const Type& second, bool nests,
         duckdb::scalar_function_t work) {
  duckdb::ScalarFunction function(name, {Type::ANY, second}, Type::ANY, std::move(work));
  using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
  if (nests) {
    function.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound, Arguments& arguments) {
      bound.arguments[0] = arguments[0]->return_type;
      bound.SetReturnType(Type::LIST(arguments[0]->return_type));
      return duckdb::unique_ptr<duckdb::FunctionData>();
    });
  } else {
    function.SetBindCallback(bind_as_first);
  }
  function.SetNullHandling(duckdb::FunctionNullHandling::SPECIAL_HANDLING);
  function.SetFallible();
  loader.RegisterFunction(std::move(function));
}

}  // namespace

std::span<const FunctionRow> array_functions() {
  return kRows;
}

void register_array_kernels(duckdb::ExtensionLoader& loader) {
  const Type number = Type::BIGINT;
  add(loader, "dovetail_combinations", number, true, choosing(combinations));
  add(loader, "dovetail_ngrams", number, true, choosing(ngrams));
  add(loader, "dovetail_list_sort_by", Type::LIST(Type::INTEGER), false, sort_by);
  register_fallible(loader, "dovetail_trimmed_length", {number, number}, number,
                    row_kernel<std::int64_t, std::int64_t>(trimmed_length));
  register_fallible(loader, "dovetail_comparable_length", {number}, number,
                    row_kernel<std::int64_t>(comparable_length));
}

}  // namespace engine
