#pragma once

#include <optional>
#include <string>
#include <vector>

namespace engine {

// Rows of cells as DataFrame.show() prints them
// (https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.show.html):
// at most `most` of them, with a line that says so where there are more; cells longer than `truncate` are cut
// (0: none is).
struct TableText {
  std::vector<std::string> names;
  int most = 20;
  int truncate = 20;
  enum class Layout { Table, Vertical, Html };  // vertical: a line for each cell
  Layout layout = Layout::Table;
};
std::string table_text(const TableText& format, std::vector<std::vector<std::string>> rows);

}  // namespace engine
