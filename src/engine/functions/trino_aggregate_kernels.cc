#include <ranges>

#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"

// What the trees of trino_aggregate.cc check and join behind the aggregates of DuckDB.
namespace engine {
namespace {

constexpr std::size_t kMostBytes = 1048576;  // of what LISTAGG gives

struct Overflow {
  bool truncate;
  std::string_view filler;
  bool with_count;
};

// The texts with the separator between them. What does not fit fails, or is left out: of a group of any size,
// no more is copied than is given.
template <typename Texts>
std::string joined(const Texts& texts, std::string_view separator, const Overflow& overflow) {
  std::string result;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string_view text = texts[i];
    if (result.size() + (i > 0 ? separator.size() : 0) + text.size() <= kMostBytes) {
      if (i > 0) result += separator;
      result += text;
      continue;
    }
    if (!overflow.truncate)
      raise(base::refusal("EXCEEDED_FUNCTION_MEMORY_LIMIT", 400,
                          "EXCEEDED_FUNCTION_MEMORY_LIMIT: Concatenated string has the length in bytes "
                          "larger than the maximum output length " +
                              std::to_string(kMostBytes)));
    if (i > 0) result += separator;
    result += overflow.filler;
    if (overflow.with_count) result += "(" + std::to_string(texts.size() - i) + ")";
    return result;
  }
  return result;
}

// The items of a list of texts, where they are.
auto texts_of(const Values& lists, idx_t row) {
  const Values& items = lists.children[0];
  const auto list = list_at(lists, row);
  return std::views::iota(list.offset, list.offset + list.length) |
         std::views::transform([&items](idx_t place) {
           const auto& text = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(
               items.unified)[items.unified.sel->get_index(place)];
           return std::string_view(text.GetData(), text.GetSize());
         });
}

// (texts, separator, truncate, filler, with count)
void listagg(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  const Values lists = values_of(input.data[0], input.size());
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(lists, row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const std::string separator = duckdb::StringValue::Get(input.GetValue(1, row));
    const std::string filler = duckdb::StringValue::Get(input.GetValue(3, row));
    const Overflow overflow{duckdb::BooleanValue::Get(input.GetValue(2, row)), filler,
                            duckdb::BooleanValue::Get(input.GetValue(4, row))};
    detail::put(result, row, joined(texts_of(lists, row), separator, overflow));
  }
}

// Of min, max, min_by or max_by: how many values are asked for.
std::optional<int64_t> checked_most(int64_t count, std::string_view function) {
  constexpr int64_t kMost = 10'000;
  const bool by = function.ends_with("_by");
  const std::string what = by ? "third argument of " + std::string(function)
                              : "second argument of " + std::string(function) + "_n";
  if (count <= 0) refuse_argument(what + (by ? " must be a positive integer" : " must be positive"));
  if (count > kMost)
    refuse_argument(what + " must be less than or equal to 10000; found " + std::to_string(count));
  return count;
}

std::optional<int64_t> checked_buckets(int64_t count) {
  if (count < 2) refuse_argument("approx_most_frequent bucket count must be greater than one");
  return count;
}

std::optional<double> checked_error(double error) {
  if (!(error >= 0.0040625 && error <= 0.26))
    refuse_argument("Max standard error must be in [0.0040625, 0.26]: " + double_to_text(error));
  return error;
}

}  // namespace

void register_trino_aggregate_kernels(duckdb::ExtensionLoader& loader) {
  const Type text = Type::VARCHAR;
  register_fallible(loader, "dovetail_listagg", {Type::LIST(text), text, Type::BOOLEAN, text, Type::BOOLEAN},
                    text, listagg);
  register_fallible(loader, "dovetail_checked_most", {Type::BIGINT, text}, Type::BIGINT,
                    row_kernel<int64_t, std::string_view>(checked_most));
  register_fallible(loader, "dovetail_checked_error", {Type::DOUBLE}, Type::DOUBLE,
                    row_kernel<double>(checked_error));
  register_fallible(loader, "dovetail_checked_buckets", {Type::BIGINT}, Type::BIGINT,
                    row_kernel<int64_t>(checked_buckets));
}

}  // namespace engine
