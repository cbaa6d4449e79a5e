#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "net/http.h"
#include "server/status.h"

namespace server {

// What the administration routes need of the server.
struct AdminActions {
  bool allow_reset = false;
  bool strict = false;  // what belongs to an account is not told: nothing here is signed
  std::function<Condition()> condition;
  std::function<std::string()> status_json;
  std::function<base::Result<std::optional<std::string>>(const std::string& run_id)> run_json;
  std::function<base::Result<void>()> reset;
};

// GET /_dovetail/health, GET /_dovetail/status, GET /_dovetail/runs/RUN_ID, POST /_dovetail/reset. No AWS
// service has such a path: a bucket's name holds no underscore. Not signed; Host and Origin have been
// checked. Health is 200 while AWS's calls are answered, and 503 otherwise.
net::Response answer_admin(const AdminActions& actions, net::Request& request);

}  // namespace server
