#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "net/http.h"
#include "wire/context.h"
#include "wire/empty.h"
#include "wire/errors.h"
#include "wire/service.h"
#include "wire/shape.h"

namespace wire {

// One request under way, seen by the generated code that knows the C++ types: decode() fills the input or
// says why not; encode() takes the output's streams with it.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual base::Result<void> decode(void* input) = 0;
  virtual base::Result<net::Response> encode(void* output) = 0;
};

using Invoke = base::Result<net::Response> (*)(void* handler, const RequestContext& context,
                                               Exchange& exchange);

struct PathPart {
  enum class Kind : std::uint8_t { Literal, Label, Greedy };
  Kind kind;
  std::string_view text;  // the literal, or the label's member
};

struct QueryLiteral {
  std::string_view key;
  std::string_view value;  // empty: any, `?uploads`
};

// Success answers with `status` instead of the usual one when the output holds `member` (206 and
// ContentRange).
struct StatusRule {
  std::string_view member;
  int status;
};

// Where REST protocols find an operation, and what their answers look like.
struct HttpBinding {
  std::string_view method;
  std::span<const PathPart> path;
  std::span<const QueryLiteral> literals;              // in the model's URI: ?list-type=2
  std::span<const std::string_view> required_queries;  // members that must be there, by key
  std::span<const std::string_view> telling_headers;   // tell it from others of the same method and path
  int status = 200;
  std::span<const StatusRule> status_rules;
  std::string_view root;           // the answer's root element
  bool checksum_required = false;  // the body must come with Content-MD5 or a checksum
};

struct Operation {
  std::string_view name;
  Invoke invoke = nullptr;  // null: the model's, not answered by Dovetail
  const Shape* input = nullptr;
  const Shape* output = nullptr;
  const HttpBinding* http = nullptr;  // null for the protocols that are no REST
  std::string_view result_wrapper;    // the element around the output in the query protocol's answers
};

// What make_service binds to a handler.
struct ServiceTable {
  const ServiceInfo* info;
  std::span<const Operation> operations;  // every one of the service's model, sorted by name
};

// The operation of that name; null: the model has none.
const Operation* find_operation(const ServiceTable& table, std::string_view name);

// `handler` outlives the service.
std::unique_ptr<Service> make_service(const ServiceTable& table, void* handler);

template <typename T>
struct MethodTraits;
template <typename H, typename Out, typename In>
struct MethodTraits<base::Result<Out> (H::*)(const RequestContext&, const In&)> {
  using Handler = H;
  using Input = In;
};

// The one place where the untyped table meets the typed handler.
template <auto Method>
base::Result<net::Response> invoke(void* handler, const RequestContext& context, Exchange& exchange) {
  using Traits = MethodTraits<decltype(Method)>;
  typename Traits::Input input;
  TRY(exchange.decode(&input));
  auto output = TRY((static_cast<typename Traits::Handler*>(handler)->*Method)(context, input));
  return exchange.encode(&output);
}

}  // namespace wire
