#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace services::glue {

// Opaque tokens of lists: where the next page starts, encoded. A broken one is an InvalidInputException.
std::string encode_token(const std::string& after);
base::Result<std::string> decode_token(const std::optional<std::string>& token);  // none: the first page
// Of lists whose rows are known by a number, 1 or more.
base::Result<std::optional<std::int64_t>> decode_number_token(const std::optional<std::string>& token);

// Cuts a list that was read with one row more than the page holds, and gives the token of the next page.
template <typename Row, typename Key>
std::optional<std::string> cut_page(std::vector<Row>& rows, std::size_t limit, Key key) {
  if (rows.size() <= limit) return std::nullopt;
  rows.resize(limit);
  return encode_token(key(rows.back()));
}

}  // namespace services::glue
