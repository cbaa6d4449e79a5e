#include <fmt/format.h>

#include "engine/functions/nested_values.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/trino_kernels.h"

// Arrays whose items are picked from another by two numbers.
namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::ListVector;
using duckdb::Vector;
using Rows = std::vector<idx_t>;

[[noreturn]] void fail(const char* code, const std::string& message) {
  raise(base::refusal(code, 400, fmt::format("[{}] {}", code, message)));
}

[[noreturn]] void index_of_zero() {
  fail("INVALID_INDEX_OF_ZERO",
       "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).");
}

// What Spark bounds arrays by.
constexpr std::int64_t kMostItems = 2'147'483'632;

void check_length(const char* function, std::int64_t length) {
  if (length > kMostItems)
    fail("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION",
         fmt::format("Can't create array with {} elements which exceeding the array size limit {}, the "
                     "function `{}` was called.",
                     length, kMostItems, function));
}

// The list ends with the new item and a NULL. Places count from 1, or from the end below 0; what is missing
// before or behind is NULL.
void insert(duckdb::list_entry_t list, std::int64_t place, std::int64_t, Rows& rows) {
  if (place == 0) index_of_zero();
  const auto length = static_cast<std::int64_t>(list.length) - 2;
  const idx_t item = list.offset + list.length - 2, null = item + 1;
  const std::int64_t at = place > 0 ? place - 1 : length + place + 1;  // of the new item, from 0
  check_length("array_insert", std::max(length, std::abs(at)) + 1);
  if (at < 0) {
    rows.push_back(item);
    rows.insert(rows.end(), static_cast<std::size_t>(-at), null);
  }
  for (std::int64_t i = 0; i < std::max(length, at); ++i) {
    if (i == at) rows.push_back(item);
    rows.push_back(i < length ? list.offset + static_cast<idx_t>(i) : null);
  }
  if (at >= length) rows.push_back(item);
}

void repeat(duckdb::list_entry_t list, std::int64_t count, std::int64_t, Rows& rows) {
  check_length("array_repeat", count);
  rows.insert(rows.end(), static_cast<std::size_t>(std::max<std::int64_t>(count, 0)), list.offset);
}

void slice(duckdb::list_entry_t list, std::int64_t start, std::int64_t length, Rows& rows) {
  if (start == 0)
    fail(
        "INVALID_PARAMETER_VALUE.START",
        "The value of parameter(s) `start` in `slice` is invalid: Expects a positive or a negative value for "
        "`start`, but got 0.");
  if (length < 0)
    fail(
        "INVALID_PARAMETER_VALUE.LENGTH",
        fmt::format("The value of parameter(s) `length` in `slice` is invalid: Expects `length` greater than "
                    "or equal to 0, but got {}.",
                    length));
  const auto size = static_cast<std::int64_t>(list.length);
  const std::int64_t first = start > 0 ? start - 1 : size + start;
  if (first < 0) return;
  for (std::int64_t i = first; i < std::min(size, first + length); ++i)
    rows.push_back(list.offset + static_cast<idx_t>(i));
}

// NULL where the list or a number is.
template <void (*pick)(duckdb::list_entry_t, std::int64_t, std::int64_t, Rows&)>
void picking(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const Values lists = values_of(input.data[0], input.size());
  std::array<duckdb::UnifiedVectorFormat, 2> numbers;
  for (const std::size_t i : {0, 1}) input.data[i + 1].ToUnifiedFormat(input.size(), numbers[i]);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  Rows rows;
  std::vector<duckdb::sel_t> chosen;
  for (idx_t row = 0; row < input.size(); ++row) {
    const idx_t first = numbers[0].sel->get_index(row), second = numbers[1].sel->get_index(row);
    if (is_null(lists, row) || !numbers[0].validity.RowIsValid(first) ||
        !numbers[1].validity.RowIsValid(second)) {
      FlatVector::SetNull(result, row, true);
      continue;
    }
    rows.clear();
    pick(list_at(lists, row), detail::get<std::int64_t>(numbers[0], first),
         detail::get<std::int64_t>(numbers[1], second), rows);
    FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {ListVector::GetListSize(result), rows.size()};
    if (rows.empty()) continue;
    chosen.assign(rows.begin(), rows.end());
    ListVector::Append(result, ListVector::GetEntry(input.data[0]), duckdb::SelectionVector(chosen.data()),
                       rows.size());
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

void add(duckdb::ExtensionLoader& loader, const char* name, duckdb::scalar_function_t work) {
  duckdb::ScalarFunction function(name, {Type::ANY, Type::BIGINT, Type::BIGINT}, Type::ANY, std::move(work));
  function.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound,
                              duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    bound.arguments[0] = arguments[0]->return_type;
    bound.SetReturnType(arguments[0]->return_type);
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

std::optional<std::int64_t> nonzero(std::int64_t index) {
  if (index == 0) index_of_zero();
  return index;
}

// What array_sort's lambda says of two items.
void comparison(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  duckdb::UnifiedVectorFormat answers;
  input.data[0].ToUnifiedFormat(input.size(), answers);
  for (idx_t row = 0; row < input.size(); ++row)
    if (!answers.validity.RowIsValid(answers.sel->get_index(row)))
      fail("COMPARATOR_RETURNS_NULL",
           "The comparator has returned a NULL for a comparison. It should return a positive integer for "
           "\"greater than\", 0 for \"equal\" and a negative integer for \"less than\".");
  result.Reference(input.data[0]);
}

}  // namespace

void register_spark_array_kernels(duckdb::ExtensionLoader& loader) {
  add(loader, "dovetail_list_insert", picking<insert>);
  add(loader, "dovetail_list_repeat", picking<repeat>);
  add(loader, "dovetail_spark_slice", picking<slice>);
  register_fallible(loader, "dovetail_nonzero_index", {Type::BIGINT}, Type::BIGINT,
                    row_kernel<std::int64_t>(nonzero));
  register_fallible(loader, "dovetail_comparison", {Type::BIGINT}, Type::BIGINT, comparison);
}

}  // namespace engine
