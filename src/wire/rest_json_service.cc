#include "wire/rest_json_service.h"

#include "wire/answers.h"
#include "wire/rest_exchange.h"
#include "wire/rest_route.h"

namespace wire {
namespace {

// What is no route of the service is, in the words of its protocol, no operation of it.
base::Result<Route> route_of(const ServiceTable& table, const net::Request& request) {
  auto route = find_route(table, request);
  if (route.ok() || route.error().code != "MethodNotAllowed") return route;
  return base::refusal("UnknownOperationException", 404, "");
}

}  // namespace

base::Result<net::Response> RestJsonService::run(const RequestContext& context, net::Request& request) {
  const Route route = TRY(route_of(table_, request));
  RestExchange exchange(info(), context, route, request);
  return route.operation->invoke(handler_, context, exchange);
}

net::Response RestJsonService::handle(const RequestContext& context, net::Request& request) {
  auto response = run(context, request);
  if (!response.ok()) return rest_json_error(info(), context, response.error());
  add_json_ids(context, *response);
  return *std::move(response);
}

net::Response RestJsonService::refuse(const RequestContext& context, const net::Request&,
                                      const base::Error& error) {
  return rest_json_error(info(), context, error);
}

}  // namespace wire
