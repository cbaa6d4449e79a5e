#include "base/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace base {
namespace {

template <typename View>
std::size_t distance(View a, View b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j)
      diagonal =
          std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])}));
  }
  return row[b.size()];
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  return distance(a, b);
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  return distance(a, b);
}

// A band along the diagonal: what is further from it than `most` is further apart.
std::optional<std::size_t> edit_distance_within(std::u32string_view a, std::u32string_view b,
                                                std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return std::nullopt;
  if (most >= b.size()) return distance(a, b);
  const std::size_t far = most + 1;
  std::vector<std::size_t> row(b.size() + 1, far);
  std::iota(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(far), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t begin = i > most ? i - most : 1, end = std::min(b.size(), i + most);
    std::size_t diagonal = std::exchange(row[begin - 1], begin == 1 ? std::min(i, far) : far);
    std::size_t least = row[begin - 1];
    for (std::size_t j = begin; j <= end; ++j) {
      const std::size_t next = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]), far});
      diagonal = std::exchange(row[j], next);
      least = std::min(least, next);
    }
    if (least > most) return std::nullopt;
  }
  return row[b.size()] > most ? std::nullopt : std::optional(row[b.size()]);
}

}  // namespace base
