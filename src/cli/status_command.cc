#include "cli/status_command.h"

#include <boost/json.hpp>
#include <vector>

#include "net/client.h"

namespace cli {
namespace {

constexpr std::chrono::seconds kTimeLimit{10};

using Lines = std::vector<std::pair<std::string, std::string>>;

std::string text_of(const boost::json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

std::string duration(double seconds) {
  const auto total = static_cast<long>(seconds);
  if (total < 60) return fmt::format("{:.1f} s", seconds);
  if (total < 3600) return fmt::format("{} min {} s", total / 60, total % 60);
  return fmt::format("{} h {} min", total / 3600, total / 60 % 60);
}

std::string mebibytes(double bytes) {
  return fmt::format("{:.1f} MiB", bytes / (1 << 20));
}

// Names and units as a reader wants them; a member that is not known here is shown as it came, so that an
// older program can ask a newer server.
std::pair<std::string, std::string> line_of(std::string_view name, const boost::json::value& value) {
  std::string label(name);
  std::string text = text_of(value);
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

}  // namespace

base::Result<void> print_status(const std::string& endpoint) {
  const net::Endpoint server = TRY(net::Endpoint::parse(endpoint));
  const base::Result<net::Answer> answer = net::fetch(server, "GET", "/_dovetail/status", kTimeLimit);
  if (!answer.ok())
    return base::failure("{}; is a server running there? `dovetail serve` starts one",
                         answer.error().message);
  boost::system::error_code error;
  const boost::json::value status = boost::json::parse(answer->body, error);
  if (answer->status != 200 || error || !status.is_object())
    return base::failure("{} answered with status {}, and not like a Dovetail server", endpoint,
                         answer->status);
  Lines lines = {{"endpoint", endpoint}};
  for (const auto& [name, value] : status.get_object())
    lines.push_back(line_of(std::string_view(name.data(), name.size()), value));
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  for (const auto& [label, text] : lines) fmt::print("{:<{}}  {}\n", label, width, text);
  return {};
}

}  // namespace cli
