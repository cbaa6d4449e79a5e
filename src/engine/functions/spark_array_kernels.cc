#include <fmt/format.h>

#include "engine/functions/nested_values.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/trino_kernels.h"
#include "engine/storage/raise.h"
#include "plan/spark_error.h"

// Arrays whose items are picked from another by two numbers.
namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::ListVector;
using duckdb::Vector;

[[noreturn]] void fail(const char* code, const std::string& message) {
  raise(base::refusal(code, 400, fmt::format("[{}] {}", code, message)));
}

[[noreturn]] void index_of_zero() {
  fail("INVALID_INDEX_OF_ZERO",
       "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).");
}

void check_length(const char* function, std::int64_t length) {
  if (length > kMostItems)
    fail("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION",
         fmt::format("Can't create array with {} elements which exceeding the array size limit {}, the "
                     "function `{}` was called.",
                     length, kMostItems, function));
}

// Items of a source behind each other at the end of the result; some at a time, however many they become.
class Items {
 public:
  Items(Vector& result, const Vector& source) : result_(result), source_(source) {}

  void add(idx_t row, std::int64_t times = 1) {
    for (; times > 0; --times) {
      chosen_[count_++] = static_cast<duckdb::sel_t>(row);
      if (count_ == chosen_.size()) flush();
    }
  }
  void flush() {
    if (count_ > 0) ListVector::Append(result_, source_, duckdb::SelectionVector(chosen_.data()), count_);
    count_ = 0;
  }

 private:
  Vector& result_;
  const Vector& source_;
  std::array<duckdb::sel_t, STANDARD_VECTOR_SIZE> chosen_;
  std::size_t count_ = 0;
};

// The list ends with the new item and a NULL. Places count from 1, or from the end below 0; what is missing
// before or behind is NULL.
void insert(duckdb::list_entry_t list, std::int64_t place, std::int64_t, Items& items) {
  if (place == 0) index_of_zero();
  const auto length = static_cast<std::int64_t>(list.length) - 2;
  const idx_t item = list.offset + list.length - 2, null = item + 1;
  const std::int64_t at = place > 0 ? place - 1 : length + place + 1;  // of the new item, from 0
  check_length("array_insert", std::max(length, std::abs(at)) + 1);
  if (at < 0) {
    items.add(item);
    items.add(null, -at);
  }
  for (std::int64_t i = 0; i < std::max(length, at); ++i) {
    if (i == at) items.add(item);
    items.add(i < length ? list.offset + static_cast<idx_t>(i) : null);
  }
  if (at >= length) items.add(item);
}

void repeat(duckdb::list_entry_t list, std::int64_t count, std::int64_t, Items& items) {
  if (count > kMostItems)
    fail("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER",
         fmt::format(
             "Can't create array with {} elements which exceeding the array size limit {}, the value of "
             "parameter(s) `count` in the function `array_repeat` is invalid.",
             count, kMostItems));
  items.add(list.offset, count);
}

void slice(duckdb::list_entry_t list, std::int64_t start, std::int64_t length, Items& items) {
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
    items.add(list.offset + static_cast<idx_t>(i));
}

// NULL where the list or a number is.
template <void (*pick)(duckdb::list_entry_t, std::int64_t, std::int64_t, Items&)>
void picking(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const Values lists = values_of(input.data[0], input.size());
  std::array<duckdb::UnifiedVectorFormat, 2> numbers;
  for (const std::size_t i : {0, 1}) input.data[i + 1].ToUnifiedFormat(input.size(), numbers[i]);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  Items items(result, ListVector::GetEntry(input.data[0]));
  for (idx_t row = 0; row < input.size(); ++row) {
    const idx_t first = numbers[0].sel->get_index(row), second = numbers[1].sel->get_index(row);
    if (is_null(lists, row) || !numbers[0].validity.RowIsValid(first) ||
        !numbers[1].validity.RowIsValid(second)) {
      FlatVector::SetNull(result, row, true);
      continue;
    }
    const idx_t begin = ListVector::GetListSize(result);
    pick(list_at(lists, row), detail::get<std::int64_t>(numbers[0], first),
         detail::get<std::int64_t>(numbers[1], second), items);
    items.flush();
    FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, ListVector::GetListSize(result) - begin};
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

void add(duckdb::ExtensionLoader& loader, const char* name, duckdb::scalar_function_t work) {
  duckdb::ScalarFunction function(name, {Type::ANY, Type::BIGINT, Type::BIGINT}, Type::ANY, std::move(work));
  function.SetBindCallback(bind_as_first);
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

std::optional<std::int64_t> nonzero(std::int64_t index) {
  if (index == 0) index_of_zero();
  return index;
}

[[noreturn]] void raise_out_of_bounds(std::string_view condition, std::string_view function,
                                      std::int64_t index, std::int64_t size) {
  raise(plan::spark_error(
      condition,
      fmt::format("The index <indexValue> is out of bounds. The array has <arraySize> elements. Use {} to "
                  "tolerate accessing element at invalid index and return NULL instead.",
                  function),
      {{"indexValue", std::to_string(index)}, {"arraySize", std::to_string(size)}}));
}

// An index in Spark's ANSI mode, counted from `first`, as DuckDB counts, from 1.
std::optional<std::int64_t> index_within(std::int64_t index, std::int64_t size, std::int64_t first) {
  if (index < first || index - first >= size)
    raise_out_of_bounds("INVALID_ARRAY_INDEX", "the SQL function `get()`", index, size);
  return index - first + 1;
}

// The same of element_at, from 1, or from the end below 0.
std::optional<std::int64_t> element_within(std::int64_t index, std::int64_t size) {
  nonzero(index);
  if (index > size || index < -size)
    raise_out_of_bounds("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", "`try_element_at`", index, size);
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
  register_fallible(loader, "dovetail_index_within", {Type::BIGINT, Type::BIGINT, Type::BIGINT}, Type::BIGINT,
                    row_kernel<std::int64_t, std::int64_t, std::int64_t>(index_within));
  register_fallible(loader, "dovetail_element_within", {Type::BIGINT, Type::BIGINT}, Type::BIGINT,
                    row_kernel<std::int64_t, std::int64_t>(element_within));
  register_fallible(loader, "dovetail_comparison", {Type::BIGINT}, Type::BIGINT, comparison);
}

}  // namespace engine
