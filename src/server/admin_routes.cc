#include "server/admin_routes.h"

#include "base/log.h"

namespace server {
namespace {

net::Response json(int status, std::string text) {
  net::Response response{.status = status, .body = std::move(text) + "\n"};
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

net::Response message(int status, std::string_view text) {
  return json(status, fmt::format(R"({{"message":"{}"}})", text));
}

net::Response wrong_method(std::string_view allowed) {
  net::Response response = message(405, "The path is right, the method is not.");
  response.headers.add("Allow", std::string(allowed));
  return response;
}

net::Response health(const AdminActions& actions) {
  const Condition condition = actions.condition();
  return json(condition == Condition::Ok ? 200 : 503,
              fmt::format(R"({{"status":"{}"}})", name_of(condition)));
}

net::Response status(const AdminActions& actions) {
  return json(200, actions.status_json());
}

net::Response reset(const AdminActions& actions) {
  if (!actions.allow_reset)
    return message(403, "This server keeps its data: it was started without --allow-reset.");
  const base::Result<void> done = actions.reset();
  if (done.ok()) return json(200, R"({"status":"empty"})");
  if (done.error().fault == base::Error::Fault::Caller)
    return message(done.error().status, done.error().message);
  spdlog::error("resetting: {}", done.error().message);
  return message(
      500, "The reset failed; the server's log says why. Until one succeeds, AWS's calls are answered 503.");
}

net::Response run(const AdminActions& actions, const std::string& id) {
  if (actions.strict)
    return message(403,
                   "With --strict a run is shown only to who signs for its account: ask Glue's GetJobRun.");
  const base::Result<std::optional<std::string>> found = actions.run_json(id);
  if (found.ok() && *found) return json(200, **found);
  if (found.ok()) return message(404, "There is no job run of that id.");
  if (found.error().fault == base::Error::Fault::Caller)
    return message(found.error().status, found.error().message);
  spdlog::error("describing a job run: {}", found.error().message);
  return message(500, "The run could not be looked up; the server's log says why.");
}

constexpr std::string_view kRuns = "/_dovetail/runs/";

struct Route {
  std::string_view method;
  std::string_view path;
  net::Response (*answer)(const AdminActions&);
};

constexpr Route kRoutes[] = {
    {"GET", "/_dovetail/health", health},
    {"GET", "/_dovetail/status", status},
    {"POST", "/_dovetail/reset", reset},
};

}  // namespace

net::Response answer_admin(const AdminActions& actions, net::Request& request) {
  if (request.path.starts_with(kRuns))
    return request.method == "GET" ? run(actions, request.path.substr(kRuns.size())) : wrong_method("GET");
  for (const Route& route : kRoutes)
    if (request.path == route.path)
      return request.method == route.method ? route.answer(actions) : wrong_method(route.method);
  return message(404,
                 "There are /_dovetail/health, /_dovetail/status, /_dovetail/runs/RUN_ID and, by POST, "
                 "/_dovetail/reset.");
}

}  // namespace server
