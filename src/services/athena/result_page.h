#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace services::athena {

// Rows of a result file from one place on. Nothing in a cell: NULL.
struct ResultPage {
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::optional<std::int64_t> next_offset;  // where the next row begins; nothing: there is none
};

// Reads at most `max_rows` rows of a result CSV of `size` bytes, from the byte `offset` where a row begins:
// as much work as the page is long. The form is the one Athena writes: every value quoted, quotes doubled,
// NULL an empty field without quotes, lines end with \n. Refuses an offset outside of the file; another form
// is a failure.
base::Result<ResultPage> read_result_page(int fd, std::int64_t size, std::int64_t offset, int max_rows);

}  // namespace services::athena
