#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sinks/value_text.h"

// What the writers of a table's files of text have in common. They write what the reader of the table's SerDe
// (engine/sources) gives back as the values that it was written of; a value that it would not is refused, so
// that none is lost.
namespace engine {

// Fails the run: `UnwritableValue`, with the name of the column and what of it the table cannot hold.
[[noreturn]] void raise_unwritable(std::string_view column, std::string_view what);

// Appends a value that is not NULL in the text that Hive's SerDes and OpenX's read: numbers as Java prints
// them, decimals without exponent, 2024-01-05, 2024-01-05 10:11:12.5 (an instant in UTC), years beyond 9999
// without a sign. Not for nested types and binary.
void append_hive_value(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                       std::string_view column);

// Refuses a line that is longer than readers take and, where no header stands before it, one that as the
// first of a file would pass for something else than UTF-8. `row`: with its end.
enum class Header { None, Line };
void check_line(std::string_view row, Header header, const std::vector<std::string>& names);

// A header is skipped by whoever reads the table; only its one line counts.
void check_header(const std::vector<std::string>& names);

}  // namespace engine
