#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"

// https://spark.apache.org/docs/latest/api/sql/: where a text stands in another, and the parts of a text.
// Places are counted in characters from 1; 0: there is none.
#include "engine/functions/substring.h"

namespace engine {
namespace {

using View = std::string_view;

// Where the text stands behind the first (start - 1) characters.
std::optional<std::int32_t> locate(View part, View text, std::int32_t start) {
  if (start < 1) return 0;
  if (part.empty()) return 1;
  const View rest = substring_of(text, start, 2147483647);
  const std::size_t at = rest.find(part);
  if (at == View::npos) return 0;
  return static_cast<std::int32_t>(start + count_characters(rest.substr(0, at)));
}

// Among words between commas.
std::optional<std::int32_t> find_in_set(View word, View words) {
  if (word.find(',') != View::npos) return 0;
  std::int32_t place = 1;
  for (const View item : base::split(words, ',')) {
    if (item == word) return place;
    ++place;
  }
  return 0;
}

// The number of times that the delimiter stands in the text.
std::int64_t count_of(View text, View delimiter) {
  std::int64_t count = 0;
  for (std::size_t at = text.find(delimiter); at != View::npos;
       at = text.find(delimiter, at + delimiter.size()))
    ++count;
  return count;
}

// From 1, and from the end below 0; past the ends there is an empty one.
std::optional<View> split_part(View text, View delimiter, std::int32_t place) {
  if (place == 0)
    refuse_value(
        "INVALID_INDEX_OF_ZERO",
        "The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).");
  const std::int64_t parts = delimiter.empty() ? 1 : count_of(text, delimiter) + 1;
  std::int64_t skipped = place > 0 ? place - 1 : parts + place;
  if (skipped < 0 || skipped >= parts) return View();
  if (delimiter.empty()) return text;
  for (; skipped > 0; --skipped) text.remove_prefix(text.find(delimiter) + delimiter.size());
  return text.substr(0, text.find(delimiter));
}

// What stands before the delimiter's nth place; below 0, behind the nth from the end. Places may overlap.
std::optional<View> substring_index(View text, View delimiter, std::int32_t count) {
  if (delimiter.empty() || count == 0) return View();
  if (count > 0) {
    for (std::size_t from = 0;; ++from) {
      from = text.find(delimiter, from);
      if (from == View::npos) return text;
      if (--count == 0) return text.substr(0, from);
    }
  }
  for (std::size_t before = View::npos;; --before) {
    before = text.rfind(delimiter, before);
    if (before == View::npos) return text;
    if (++count == 0) return text.substr(before + delimiter.size());
    if (before == 0) return text;
  }
}

}  // namespace

std::vector<SparkKernel> spark_search_kernels() {
  const Type text = Type::VARCHAR, whole = Type::INTEGER;
  return {
      {"inner.locate", {text, text, whole}, whole, row_kernel<View, View, std::int32_t>(locate)},
      {"find_in_set", {text, text}, whole, row_kernel<View, View>(find_in_set)},
      {"split_part", {text, text, whole}, text, row_kernel<View, View, std::int32_t>(split_part), {}, true},
      {"substring_index", {text, text, whole}, text, row_kernel<View, View, std::int32_t>(substring_index)},
  };
}

}  // namespace engine
