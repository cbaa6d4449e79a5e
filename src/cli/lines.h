#pragma once

#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cli {

// What commands print: facts, a line each, and tables.
using Line = std::pair<std::string, std::string>;

std::string duration(double seconds);
std::string mebibytes(double bytes);
std::string size(double bytes);            // in the unit that fits: 812 B, 3.4 KiB
std::string grouped(std::int64_t number);  // 68,883

// A member of a server's answer as a line, with the name and the unit that a reader wants; one that is not
// known here is shown as it came, so that an older program can ask a newer server.
Line line_of(std::string_view name, const boost::json::value& value);
void print_lines(const std::vector<Line>& lines);

// Rows of as many texts as the head has. Columns are aligned; those of `right` (by number) to the right.
void print_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right);

}  // namespace cli
