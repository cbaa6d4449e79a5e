#include "cli/ask_server.h"

#include "net/client.h"

namespace cli {
namespace {

constexpr std::chrono::seconds kTimeLimit{10};

}  // namespace

base::Result<boost::json::object> ask_server(const std::string& endpoint, const std::string& path) {
  const net::Endpoint server = TRY(net::Endpoint::parse(endpoint));
  const base::Result<net::Answer> answer = net::fetch(server, "GET", path, kTimeLimit);
  if (!answer.ok())
    return base::failure("{}; is a server running there? `dovetail serve` starts one",
                         answer.error().message);
  boost::system::error_code error;
  boost::json::value json = boost::json::parse(answer->body, error);
  if (error || !json.is_object())
    return base::failure("{} answered with status {}, and not like a Dovetail server", endpoint,
                         answer->status);
  if (answer->status == 200) return std::move(json.get_object());
  const boost::json::value* said = json.get_object().if_contains("message");
  if (said == nullptr || !said->is_string())
    return base::failure("{} answered with status {}, and not like a Dovetail server", endpoint,
                         answer->status);
  return base::failure("{}", std::string_view(said->get_string()));
}

}  // namespace cli
