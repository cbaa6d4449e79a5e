#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace services::athena {

inline constexpr int kPageSize = 50;  // what Athena's lists hold at most

// Opaque tokens of lists: where the next page starts, encoded. A broken one is an InvalidRequestException.
std::string encode_token(const std::string& after);
base::Result<std::string> decode_token(const std::optional<std::string>& token);  // none: the first page

// Cuts a list that was read with one row more than the page holds, and gives the token of the next page.
template <typename Row, typename Key>
std::optional<std::string> cut_page(std::vector<Row>& rows, int limit, Key key) {
  if (std::ssize(rows) <= limit) return std::nullopt;
  rows.resize(static_cast<std::size_t>(limit));
  return encode_token(key(rows.back()));
}

// Puts a row that is always there, whether the journal has it or not, among those behind `after`, which stand
// in the order of their keys. `limit` rows stay.
template <typename Row, typename Key>
void put_in_page(std::vector<Row>& rows, Row row, const std::string& after, int limit, Key key) {
  if (key(row) > after) rows.insert(std::ranges::lower_bound(rows, key(row), {}, key), std::move(row));
  if (std::ssize(rows) > limit) rows.resize(static_cast<std::size_t>(limit));
}

// How many rows a request asks for; 0 and nothing mean a page's.
inline int page_limit(const std::optional<int>& max_results) {
  return max_results.value_or(0) > 0 ? *max_results : kPageSize;
}

}  // namespace services::athena
