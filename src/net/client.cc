#include "net/client.h"

#include <boost/beast/core/tcp_stream.hpp>

#include "base/text.h"
#include "net/asio.h"

namespace net {
namespace {

constexpr std::uint64_t kLargestAnswer = 8 << 20;

using AnswerParser = http::response_parser<http::string_body>;

// The time limit is of connecting, sending and reading together; the system's look-up of the name has its
// own.
asio::awaitable<error_code> exchange(const Endpoint& endpoint, http::request<http::empty_body> request,
                                     std::chrono::milliseconds time_limit, AnswerParser& parser) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  const auto [unknown, addresses] =
      co_await resolver.async_resolve(endpoint.host, std::to_string(endpoint.port), kAsTuple);
  if (unknown) co_return unknown;
  beast::tcp_stream stream(executor);
  stream.expires_after(time_limit);
  const auto [unconnected, address] = co_await stream.async_connect(addresses, kAsTuple);
  if (unconnected) co_return unconnected;
  const auto [unsent, sent] = co_await http::async_write(stream, request, kAsTuple);
  if (unsent) co_return unsent;
  beast::flat_buffer buffer;
  const auto [unread, got] = co_await http::async_read(stream, buffer, parser, kAsTuple);
  co_return unread;
}

}  // namespace

base::Result<Endpoint> Endpoint::parse(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  const auto wrong = [&] {
    return base::failure("{} is not an endpoint; write it like http://127.0.0.1:4566", url);
  };
  std::string_view rest = url;
  if (!base::iequals(rest.substr(0, kScheme.size()), kScheme)) return wrong();
  rest.remove_prefix(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  Endpoint endpoint;
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == std::string_view::npos) return wrong();
  const std::size_t colon = rest.find(':', bracket);
  const std::string_view host = rest.substr(0, colon);
  endpoint.host = bracket > 0 ? host.substr(1, bracket - 1) : host;
  if (colon != std::string_view::npos) {
    const auto port = base::parse_int(rest.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) return wrong();
    endpoint.port = static_cast<std::uint16_t>(*port);
  }
  if (endpoint.host.empty() || endpoint.host.find('/') != std::string::npos) return wrong();
  return endpoint;
}

// One exchange on a connection of its own, in the caller's thread. Redirects are given back as they are.
base::Result<Answer> fetch(const Endpoint& endpoint, std::string method, std::string target,
                           std::chrono::milliseconds time_limit) {
  http::request<http::empty_body> request;
  request.method_string(method);
  request.target(target);
  const bool v6 = endpoint.host.find(':') != std::string::npos;
  request.set(http::field::host,
              fmt::format("{}{}{}:{}", v6 ? "[" : "", endpoint.host, v6 ? "]" : "", endpoint.port));
  request.keep_alive(false);
  AnswerParser parser;
  parser.body_limit(kLargestAnswer);
  error_code error;
  asio::io_context context(1);
  asio::co_spawn(context, exchange(endpoint, std::move(request), time_limit, parser),
                 [&error](const std::exception_ptr&, error_code result) { error = result; });
  context.run();
  if (error) return base::failure("asking {} port {}: {}", endpoint.host, endpoint.port, error.message());
  Answer answer{.status = static_cast<int>(parser.get().result_int()),
                .body = std::move(parser.get().body())};
  for (const auto& field : parser.get())
    answer.headers.add(std::string(field.name_string().data(), field.name_string().size()),
                       std::string(field.value().data(), field.value().size()));
  return answer;
}

}  // namespace net
