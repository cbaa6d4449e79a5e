#include "cli/lines.h"

#include <algorithm>

namespace cli {

std::string duration(double seconds) {
  const auto total = static_cast<long>(seconds);
  if (total < 60) return fmt::format("{:.1f} s", seconds);
  if (total < 3600) return fmt::format("{} min {} s", total / 60, total % 60);
  return fmt::format("{} h {} min", total / 3600, total / 60 % 60);
}

std::string mebibytes(double bytes) {
  return fmt::format("{:.1f} MiB", bytes / (1 << 20));
}

std::string size(double bytes) {
  constexpr const char* kUnits[] = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return fmt::format("{:.0f} B", bytes);
  std::size_t unit = 0;
  for (bytes /= 1024; bytes >= 1024 && unit + 1 < std::size(kUnits); ++unit) bytes /= 1024;
  return fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

Line line_of(std::string_view name, const boost::json::value& value) {
  std::string label(name);
  std::string text = value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
  if (name.ends_with("_seconds")) {
    label.resize(label.size() - sizeof "_seconds" + 1);
    text = duration(value.to_number<double>());
  } else if (name.ends_with("_bytes")) {
    label.resize(label.size() - sizeof "_bytes" + 1);
    text = mebibytes(value.to_number<double>());
  }
  for (char& c : label)
    if (c == '_') c = ' ';
  return {std::move(label), std::move(text)};
}

void print_lines(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, line.first.size());
  for (const auto& [label, text] : lines) fmt::print("{:<{}}  {}\n", label, width, text);
}

void print_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                 const std::vector<std::size_t>& right) {
  std::vector<std::size_t> widths;
  for (const std::string& name : head) widths.push_back(name.size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool to_the_right = std::find(right.begin(), right.end(), i) != right.end();
      line += fmt::format("{}{:{}}", i == 0 ? "" : "  ",
                          to_the_right ? std::string(widths[i] - row[i].size(), ' ') + row[i] : row[i],
                          widths[i]);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  };
  print(head);
  for (const auto& row : rows) print(row);
}

}  // namespace cli
