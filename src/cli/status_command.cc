#include "cli/status_command.h"

#include "cli/ask_server.h"
#include "cli/lines.h"

namespace cli {

base::Result<void> print_status(const std::string& endpoint) {
  std::vector<Line> lines = {{"endpoint", endpoint}};
  for (const auto& [name, value] : TRY(ask_server(endpoint, "/_dovetail/status")))
    lines.push_back(line_of(std::string_view(name.data(), name.size()), value));
  print_lines(lines);
  return {};
}

}  // namespace cli
