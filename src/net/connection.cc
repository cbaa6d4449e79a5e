#include "net/connection.h"

#include <netinet/tcp.h>

#include <limits>

#include "base/log.h"
#include "base/text.h"

namespace net {
namespace {

constexpr std::size_t kReadAhead = 64 * 1024;  // what is read at once of what follows a header section
constexpr std::int64_t kLingerBytes =
    256 << 20;  // a client that still sends after this much is not waiting for an answer

// Splits the request's target. False: it is neither a path, nor an absolute URL, nor `*`.
bool take_target(std::string_view target, Request& request) {
  if (base::iequals(target.substr(0, 7),
                    "http://")) {  // RFC 9112, section 3.2.2: its authority replaces Host
    target.remove_prefix(7);
    const std::size_t path = std::min(target.find_first_of("/?"), target.size());
    request.headers.set("Host", std::string(target.substr(0, path)));
    target.remove_prefix(path);
    if (target.empty() || target.front() == '?') {
      request.path = "/";
      request.query = target.empty() ? "" : target.substr(1);
      return true;
    }
  }
  if (target != "*" && !target.starts_with('/')) return false;
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  return true;
}

// Beast's own errors are about the bytes; those of the system are about the socket.
bool is_nonsense(error_code error) {
  return error.category() == make_error_code(http::error::bad_method).category();
}

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// RFC 9112, section 6. How long a body is must be beyond doubt: what one server takes for a body is a request
// to another. Empty: it is.
std::string framing_fault(const RequestParser& parser) {
  const auto& message = parser.get();
  const auto encodings = message.equal_range(http::field::transfer_encoding);
  const auto count = std::distance(encodings.first, encodings.second);
  if (count > 1 || (count == 1 && !base::iequals(view(encodings.first->value()), "chunked")))
    return "The only Transfer-Encoding that is understood here is chunked.";
  if (count == 1 && message.version() < 11) return "HTTP/1.0 knows no Transfer-Encoding.";
  if (count == 1 && message.count(http::field::content_length) > 0)
    return "A request has a Transfer-Encoding or a Content-Length, not both.";
  if (parser.content_length().value_or(0) > std::numeric_limits<std::int64_t>::max())
    return "The Content-Length is larger than any body can be.";
  return {};
}

std::optional<Request> make_request(const RequestParser& parser) {
  const auto& message = parser.get();
  Request request;
  request.method = view(message.method_string());
  for (const auto& field : message)
    request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
  if (const auto length = parser.content_length())
    request.content_length = static_cast<std::int64_t>(*length);
  if (!take_target(view(message.target()), request)) return std::nullopt;
  // Request line and fields as they were sent, but for optional white space around values.
  request.header_section_size =
      request.method.size() + message.target().size() + sizeof "  HTTP/1.1\r\n\r\n" - 1;
  for (const auto& [name, value] : request.headers.fields())
    request.header_section_size += name.size() + value.size() + sizeof ": \r\n" - 1;
  return request;
}

// Handlers do not throw; a library below them that does must not take the other requests along.
Response guarded(const Handler& handler, Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& exception) {
    spdlog::error("{} {}: an exception reached the server: {}", request.method, request.path,
                  exception.what());
    return {.status = 500, .body = std::string("Internal error.\n")};
  }
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, const Surroundings& around)
    : socket_(std::move(socket)),
      around_(around),
      writer_(socket_, around.pool, around.clock, around.limits),
      buffer_(around.limits.header_section + kReadAhead) {
  error_code ignored;
  socket_->set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<void> Connection::serve() {
  const auto keep = shared_from_this();
  while (co_await serve_one()) {
  }
  error_code ignored;
  socket_->close(ignored);
}

asio::awaitable<void> Connection::turn_away() {
  const auto keep = shared_from_this();
  co_await refuse(503, "Too many connections; close some, or try again.");
  co_await linger();
  error_code ignored;
  socket_->close(ignored);
}

void Connection::end_behind_answer() {
  ending_ = true;
}

void Connection::end_when_idle() {
  end_behind_answer();
  asio::post(socket_->get_executor(), [self = shared_from_this()] {
    error_code ignored;
    if (self->idle_) self->socket_->cancel(ignored);
  });
}

void Connection::cut() {
  ending_ = true;
  // Shut down, not closed: a handler's thread may hold the descriptor's number.
  asio::post(socket_->get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->socket_->shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  });
}

asio::awaitable<bool> Connection::serve_one() {
  const Heard heard = co_await listen();
  if (heard == Heard::Request) co_return co_await answer(*parser_);
  if (heard == Heard::Nonsense) co_await linger();
  co_return false;
}

asio::awaitable<Connection::Heard> Connection::listen() {
  if (buffer_.size() == 0) {
    idle_ = true;
    if (ending_) co_return Heard::Nothing;
    socket_.expires_after(around_.limits.idle);
    const auto [error, size] = co_await socket_->async_read_some(buffer_.prepare(8 * 1024), kAsTuple);
    idle_ = false;
    buffer_.commit(size);
    if (error) co_return Heard::Nothing;
  }
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(around_.limits.header_section));
  parser_->body_limit(boost::none);
  socket_.expires_after(around_.limits.header_time);
  const auto [read_error, size] = co_await http::async_read_header(*socket_, buffer_, *parser_, kAsTuple);
  const error_code error = socket_.explain(read_error);
  socket_.expires_never();
  if (!error) co_return Heard::Request;
  if (error == http::error::end_of_stream) co_return Heard::Nothing;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    co_await refuse(431, fmt::format("The request's header section is longer than {} bytes.",
                                     around_.limits.header_section));
  } else if (error == beast::error::timeout) {
    co_await refuse(408, "The request's header section did not arrive in time.");
  } else if (is_nonsense(error)) {
    co_await refuse(400, fmt::format("This is not an HTTP/1.1 request: {}.", error.message()));
  } else {
    co_return Heard::Nothing;  // the socket broke
  }
  co_return Heard::Nonsense;
}

asio::awaitable<bool> Connection::answer(RequestParser& parser) {
  std::string fault = framing_fault(parser);
  std::optional<Request> request = make_request(parser);
  if (!request) fault = "The request's target is neither a path nor an http:// URL.";
  if (!fault.empty()) {
    co_await refuse(400, std::move(fault));
    co_await linger();
    co_return false;
  }
  RequestBody body(socket_, buffer_, parser, around_.limits, around_.pool);
  request->body = &body;
  std::optional<Response> response;
  auto handle = [&] { response.emplace(guarded(around_.handler, *request)); };
  co_await run_on(around_.pool, handle);

  const bool keep = parser.keep_alive() && body.can_drain(around_.limits.unread_body) && !ending_;
  const ResponseWriter::Form form{.head_only = request->method == "HEAD",
                                  .can_chunk = parser.get().version() >= 11,
                                  .keep_alive = keep ? KeepAlive::Yes : KeepAlive::No};
  const bool written = co_await writer_.write(*std::move(response), form);
  if (!written) co_return false;
  if (keep && co_await body.drain()) co_return true;
  if (!body.at_end()) co_await linger();
  co_return false;
}

asio::awaitable<void> Connection::refuse(int status, std::string message) {
  Response response{.status = status, .body = message + "\n"};
  response.headers.add("Content-Type", "text/plain");
  co_await writer_.write(std::move(response), {.keep_alive = KeepAlive::No});
}

// Closing a socket with unread bytes resets the connection, and the client may never see the answer: so what
// it still sends is read away for a while.
asio::awaitable<void> Connection::linger() {
  error_code ignored;
  socket_->shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  socket_.expires_after(around_.limits.linger);
  std::vector<char> discarded(64 * 1024);
  for (std::int64_t left = kLingerBytes; left > 0;) {
    const auto [error, size] = co_await socket_->async_read_some(asio::buffer(discarded), kAsTuple);
    if (error) break;
    left -= static_cast<std::int64_t>(size);
  }
}

}  // namespace net
