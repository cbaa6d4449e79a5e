#include <algorithm>
#include <unordered_set>

#include "engine/functions/nested_functions.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"

// Comparisons of arrays, maps and rows, and what is done with the items of arrays by comparing them:
// https://trino.io/docs/435/functions/array.html. Each kernel takes values of one type, whatever it is.
namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::ListVector;
using duckdb::Vector;

[[noreturn]] void indeterminate(const char* function) {
  raise(base::refusal("NOT_SUPPORTED", 400,
                      "NOT_SUPPORTED: " + std::string(function) +
                          " does not support arrays with elements that are null or contain null"));
}

// Runs work(a, b, row, result) on the rows where neither is NULL; the others are NULL.
template <typename Work>
duckdb::scalar_function_t of_both(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
    const Values a = values_of(input.data[0], input.size()), b = values_of(input.data[1], input.size());
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (idx_t row = 0; row < input.size(); ++row) {
      if (is_null(a, row) || is_null(b, row))
        FlatVector::SetNull(result, row, true);
      else
        work(a, b, row, result);
    }
    if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

template <typename T>
void put(Vector& result, idx_t row, T value) {
  FlatVector::GetData<T>(result)[row] = value;
}

void put(Vector& result, idx_t row, Equality equality) {
  if (equality == Equality::Unknown)
    FlatVector::SetNull(result, row, true);
  else
    put(result, row, equality == Equality::Yes);
}

void same_values(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const Values a = values_of(input.data[0], input.size()), b = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) put(result, row, same(a, row, b, row));
}

// The values themselves, but NULL for those that do not equal themselves: what has NULL or NaN inside.
void whole_values(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const idx_t count = input.size();
  const Values values = values_of(input.data[0], count);
  duckdb::VectorOperations::Copy(input.data[0], result, count, 0, 0);
  for (idx_t row = 0; row < count; ++row)
    if (!is_null(values, row) && equal(values, row, values, row) != Equality::Yes)
      FlatVector::SetNull(result, row, true);
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// How a value is looked for among items, none of them NULL: as Trino's = does it, or as Spark compares
// values, whose NaN is NaN and whose NULL inside is NULL.
using Compare = Equality (*)(const Values& a, idx_t i, const Values& b, idx_t j);

Equality same_as(const Values& a, idx_t i, const Values& b, idx_t j) {
  return same(a, i, b, j) ? Equality::Yes : Equality::No;
}

template <Compare compare>
Equality contains(const Values& lists, const Values& wanted, idx_t row) {
  const auto list = list_at(lists, row);
  const Values& items = lists.children[0];
  bool unknown = false;
  for (idx_t k = list.offset; k < list.offset + list.length; ++k) {
    const bool null = is_null(items, k);
    const Equality found = null ? Equality::Unknown : compare(items, k, wanted, row);
    if (found == Equality::Yes) return found;
    if (!null && found == Equality::Unknown) indeterminate("contains");
    unknown = unknown || null;
  }
  return unknown ? Equality::Unknown : Equality::No;
}

template <Compare compare>
std::int64_t position(const Values& lists, const Values& wanted, idx_t row) {
  const auto list = list_at(lists, row);
  for (idx_t k = 0; k < list.length; ++k) {
    if (is_null(lists.children[0], list.offset + k)) continue;
    const Equality found = compare(lists.children[0], list.offset + k, wanted, row);
    if (found == Equality::Unknown) indeterminate("array_position");
    if (found == Equality::Yes) return static_cast<std::int64_t>(k) + 1;
  }
  return 0;
}

// Makes the lists of a result, each of items of the lists that are given.
class ListMaker {
 public:
  ListMaker(Vector& result, idx_t row)
      : result_(result), row_(row), begin_(ListVector::GetListSize(result)) {}

  // The rows of the lists' items, in that order.
  void append(Vector& lists, const std::vector<idx_t>& rows) {
    duckdb::SelectionVector chosen(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) chosen.set_index(i, rows[i]);
    if (!rows.empty()) ListVector::Append(result_, ListVector::GetEntry(lists), chosen, rows.size());
  }
  void finish() {
    put(result_, row_, duckdb::list_entry_t(begin_, ListVector::GetListSize(result_) - begin_));
  }

 private:
  Vector& result_;
  const idx_t row_;
  const idx_t begin_;
};

// Items that are unlike each other.
class Items {
 public:
  explicit Items(const Values& values) : set_(16, Hash{values}, Same{values}) {}
  bool add(idx_t row) { return set_.insert(row).second; }
  bool has(idx_t row) const { return set_.contains(row); }

 private:
  struct Hash {
    const Values& values;
    std::size_t operator()(idx_t row) const { return hash_of(values, row); }
  };
  struct Same {
    const Values& values;
    bool operator()(idx_t a, idx_t b) const { return same(values, a, values, b); }
  };
  std::unordered_set<idx_t, Hash, Same> set_;
};

// Which items of a list stay.
template <typename Choose>
duckdb::scalar_function_t choosing(Choose choose) {
  return [choose](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
    const Values lists = values_of(input.data[0], input.size());
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (idx_t row = 0; row < input.size(); ++row) {
      if (is_null(lists, row)) {
        FlatVector::SetNull(result, row, true);
        continue;
      }
      ListMaker maker(result, row);
      maker.append(input.data[0], choose(lists.children[0], list_at(lists, row)));
      maker.finish();
    }
    if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

std::vector<idx_t> different(const Values& items, duckdb::list_entry_t list) {
  Items seen(items);
  std::vector<idx_t> kept;
  for (idx_t k = list.offset; k < list.offset + list.length; ++k) {
    if (seen.add(k)) kept.push_back(k);
  }
  return kept;
}

// NULLs come last.
template <InnerNulls nulls, int direction>
std::vector<idx_t> sorted(const Values& items, duckdb::list_entry_t list) {
  std::vector<idx_t> rows;
  for (idx_t k = list.offset; k < list.offset + list.length; ++k) rows.push_back(k);
  const auto end =
      std::stable_partition(rows.begin(), rows.end(), [&](idx_t row) { return !is_null(items, row); });
  std::stable_sort(rows.begin(), end,
                   [&](idx_t a, idx_t b) { return order(items, a, items, b, nulls) * direction < 0; });
  return rows;
}

// Spark's ascending order, of sort_array, has NULLs first.
std::vector<idx_t> sorted_behind_nulls(const Values& items, duckdb::list_entry_t list) {
  auto rows = sorted<InnerNulls::First, 1>(items, list);
  std::ranges::stable_partition(rows, [&](idx_t row) { return is_null(items, row); });
  return rows;
}

// The least or greatest item, as a list of one; of none, or with a NULL among them, an empty one. A NaN gives
// way to a number.
template <int direction>
std::vector<idx_t> extreme(const Values& items, duckdb::list_entry_t list) {
  const auto is_nan = [&](idx_t row) { return equal(items, row, items, row) == Equality::No; };
  std::optional<idx_t> best;
  for (idx_t k = list.offset; k < list.offset + list.length; ++k) {
    if (is_null(items, k)) return {};
    if (!best || is_nan(*best) || (!is_nan(k) && order(items, k, items, *best) * direction > 0)) best = k;
  }
  return best ? std::vector{*best} : std::vector<idx_t>();
}

// The items that are not equal to the value; NULLs stay.
template <Compare compare>
void remove(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const Values lists = values_of(input.data[0], input.size()),
               unwanted = values_of(input.data[1], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(lists, row) || is_null(unwanted, row)) {
      FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto list = list_at(lists, row);
    std::vector<idx_t> kept;
    for (idx_t k = list.offset; k < list.offset + list.length; ++k) {
      const bool null = is_null(lists.children[0], k);
      const Equality found = null ? Equality::No : compare(lists.children[0], k, unwanted, row);
      if (found == Equality::Unknown) indeterminate("array_remove");
      if (found == Equality::No) kept.push_back(k);
    }
    ListMaker maker(result, row);
    maker.append(input.data[0], kept);
    maker.finish();
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// Of two lists that stand behind each other in one: the sets that SQL makes of them. The second argument is
// how long the first is.
enum class Sets { Intersect, Except };

template <Sets sets>
std::vector<idx_t> combined(const Values& items, duckdb::list_entry_t first, duckdb::list_entry_t second) {
  Items others(items), taken(items);
  for (idx_t k = second.offset; k < second.offset + second.length; ++k) others.add(k);
  std::vector<idx_t> kept;
  for (idx_t k = first.offset; k < first.offset + first.length; ++k) {
    if (others.has(k) == (sets == Sets::Intersect) && taken.add(k)) kept.push_back(k);
  }
  return kept;
}

template <typename Use>
duckdb::scalar_function_t of_halves(Use use) {
  return [use](duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
    const Values lists = values_of(input.data[0], input.size()),
                 sizes = values_of(input.data[1], input.size());
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (idx_t row = 0; row < input.size(); ++row) {
      if (is_null(lists, row) || is_null(sizes, row)) {
        FlatVector::SetNull(result, row, true);
        continue;
      }
      const auto whole = list_at(lists, row);
      const auto size = static_cast<idx_t>(duckdb::UnifiedVectorFormat::GetData<std::int64_t>(
          sizes.unified)[sizes.unified.sel->get_index(row)]);
      use(input.data[0], lists.children[0], duckdb::list_entry_t(whole.offset, size),
          duckdb::list_entry_t(whole.offset + size, whole.length - size), row, result);
    }
    if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

template <Sets sets>
void combine(Vector& lists, const Values& items, duckdb::list_entry_t first, duckdb::list_entry_t second,
             idx_t row, Vector& result) {
  ListMaker maker(result, row);
  maker.append(lists, combined<sets>(items, first, second));
  maker.finish();
}

// Whether a value stands in both; unknown where none does, and some is NULL.
void overlap(Vector&, const Values& items, duckdb::list_entry_t first, duckdb::list_entry_t second, idx_t row,
             Vector& result) {
  Items others(items);
  bool null = false;
  for (idx_t k = second.offset; k < second.offset + second.length; ++k) {
    null = null || is_null(items, k);
    if (!is_null(items, k)) others.add(k);
  }
  bool found = false;
  for (idx_t k = first.offset; k < first.offset + first.length; ++k) {
    null = null || is_null(items, k);
    found = found || (!is_null(items, k) && others.has(k));
  }
  const bool unknown = null && !found && first.length > 0 && second.length > 0;
  put(result, row, found ? Equality::Yes : unknown ? Equality::Unknown : Equality::No);
}

void contains_sequence(Vector&, const Values& items, duckdb::list_entry_t list, duckdb::list_entry_t wanted,
                       idx_t row, Vector& result) {
  bool found = wanted.length == 0;
  for (idx_t from = 0; !found && from + wanted.length <= list.length; ++from) {
    found = true;
    for (idx_t k = 0; found && k < wanted.length; ++k)
      found = same(items, list.offset + from + k, items, wanted.offset + k);
  }
  put(result, row, found);
}

// The type of what is given: the arguments' own, of the first of them, or a fixed one.
void add(duckdb::ExtensionLoader& loader, const std::string& name, std::size_t count,
         std::optional<Type> gives, duckdb::scalar_function_t work) {
  duckdb::ScalarFunction function(name, duckdb::vector<Type>(count, Type::ANY), gives.value_or(Type::ANY),
                                  std::move(work));
  function.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound,
                              duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) bound.arguments[i] = arguments[i]->return_type;
    if (bound.GetReturnType().id() == duckdb::LogicalTypeId::ANY)
      bound.SetReturnType(arguments[0]->return_type);
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  function.SetNullHandling(duckdb::FunctionNullHandling::SPECIAL_HANDLING);
  function.SetFallible();
  loader.RegisterFunction(std::move(function));
}

template <Compare compare>
void add_searches(duckdb::ExtensionLoader& loader, const std::string& suffix) {
  add(loader, "dovetail_contains" + suffix, 2, Type(Type::BOOLEAN),
      of_both([](const Values& a, const Values& b, idx_t row, Vector& result) {
        put(result, row, contains<compare>(a, b, row));
      }));
  add(loader, "dovetail_position" + suffix, 2, Type(Type::BIGINT),
      of_both([](const Values& a, const Values& b, idx_t row, Vector& result) {
        put(result, row, position<compare>(a, b, row));
      }));
  add(loader, "dovetail_list_remove" + suffix, 2, std::nullopt, remove<compare>);
}

}  // namespace

void register_nested_kernels(duckdb::ExtensionLoader& loader) {
  add_searches<equal>(loader, "");
  add_searches<same_as>(loader, "_same");
  const Type truth = Type::BOOLEAN;
  add(loader, "dovetail_equal", 2, truth,
      of_both([](const Values& a, const Values& b, idx_t row, Vector& result) {
        put(result, row, equal(a, row, b, row));
      }));
  add(loader, "dovetail_order", 2, Type(Type::INTEGER),
      of_both([](const Values& a, const Values& b, idx_t row, Vector& result) {
        put(result, row, order(a, row, b, row));
      }));
  add(loader, "dovetail_spark_order", 2, Type(Type::INTEGER),
      of_both([](const Values& a, const Values& b, idx_t row, Vector& result) {
        put(result, row, order(a, row, b, row, InnerNulls::First));
      }));
  add(loader, "dovetail_same", 2, truth, same_values);
  add(loader, "dovetail_whole", 1, std::nullopt, whole_values);
  add(loader, "dovetail_list_distinct", 1, std::nullopt, choosing(different));
  add(loader, "dovetail_list_sort", 1, std::nullopt, choosing(sorted<InnerNulls::Refuse, 1>));
  add(loader, "dovetail_spark_sort", 1, std::nullopt, choosing(sorted<InnerNulls::First, 1>));
  add(loader, "dovetail_spark_sort_down", 1, std::nullopt, choosing(sorted<InnerNulls::First, -1>));
  add(loader, "dovetail_spark_sort_nulls_first", 1, std::nullopt, choosing(sorted_behind_nulls));
  add(loader, "dovetail_list_least", 1, std::nullopt, choosing(extreme<-1>));
  add(loader, "dovetail_list_greatest", 1, std::nullopt, choosing(extreme<1>));
  add(loader, "dovetail_list_intersect", 2, std::nullopt, of_halves(combine<Sets::Intersect>));
  add(loader, "dovetail_list_except", 2, std::nullopt, of_halves(combine<Sets::Except>));
  add(loader, "dovetail_lists_overlap", 2, truth, of_halves(overlap));
  add(loader, "dovetail_contains_sequence", 2, truth, of_halves(contains_sequence));
}

}  // namespace engine
