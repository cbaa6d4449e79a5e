#include "cli/runs_command.h"

#include "base/text.h"
#include "cli/ask_server.h"
#include "cli/lines.h"

namespace cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string text_of(const value& text) {
  return std::string(text.as_string());
}

// Its own time, or whose time its own is a part of.
std::string time_of(const object& node, const array& nodes) {
  if (!node.at("micros").is_null())
    return fmt::format("{:.3f} s", node.at("micros").to_number<double>() / 1e6);
  std::vector<std::string> names;
  for (const value& id : node.at("fused_into").as_array())
    for (const value& other : nodes)
      if (other.at("id") == id) names.push_back(text_of(other.at("name")));
  return names.empty() ? "not run" : "fused into " + base::join(names, ", ");
}

void print_nodes(const array& nodes) {
  std::vector<std::vector<std::string>> rows;
  for (const value& item : nodes) {
    const object& node = item.as_object();
    rows.push_back({text_of(node.at("name")), text_of(node.at("kind")),
                    node.at("rows").is_null() ? "-" : grouped(node.at("rows").to_number<std::int64_t>()),
                    node.at("bytes").is_null() ? "-" : size(node.at("bytes").to_number<double>()),
                    time_of(node, nodes)});
  }
  fmt::print("\n");
  print_table({"NODE", "KIND", "ROWS", "BYTES", "TIME"}, rows, {2, 3});
}

}  // namespace

base::Result<void> print_run(const std::string& endpoint, const std::string& run_id) {
  const object run = TRY(ask_server(endpoint, "/_dovetail/runs/" + base::percent_encode(run_id)));
  std::vector<Line> lines;
  const array* nodes = nullptr;
  for (const auto& [name, value] : run) {
    if (name == "nodes")
      nodes = value.if_array();
    else
      lines.push_back(line_of(std::string_view(name.data(), name.size()), value));
  }
  print_lines(lines);
  if (nodes != nullptr) print_nodes(*nodes);
  return {};
}

}  // namespace cli
