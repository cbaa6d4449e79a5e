#include "net/request_body.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <future>

#include "base/text.h"

namespace net {

RequestBody::RequestBody(TimedSocket& socket, beast::flat_buffer& buffer, RequestParser& parser,
                         const Limits& limits)
    : socket_(socket), buffer_(buffer), parser_(parser), limits_(limits), chunked_(parser.chunked()) {
  left_ = static_cast<std::int64_t>(parser.content_length().value_or(0));
  if (!chunked_ && left_ == 0) state_ = State::AtEnd;
  const auto expect = parser.get()[http::field::expect];
  if (state_ == State::Open && base::iequals({expect.data(), expect.size()}, "100-continue"))
    expectation_ = Expectation::Waits;
}

base::Result<std::size_t> RequestBody::read(std::span<char> into) {
  if (state_ == State::Open && !into.empty()) {
    received_ = 0;
    if (!chunked_) count(take_buffered(into));
    if (!chunked_ && received_ == 0) count(take_ready(into));
    if (received_ == 0) {
      std::promise<void> done;
      asio::co_spawn(socket_->get_executor(), receive(into),
                     [&done](std::exception_ptr) { done.set_value(); });
      done.get_future().wait();
    }
    if (state_ != State::Broken) return received_;
  }
  if (state_ == State::Broken) return explain(error_);
  return std::size_t{0};
}

std::size_t RequestBody::take_buffered(std::span<char> into) {
  const std::size_t size = std::min({into.size(), buffer_.size(), static_cast<std::size_t>(left_)});
  std::memcpy(into.data(), buffer_.data().data(), size);
  buffer_.consume(size);
  return size;
}

// Bytes that have arrived need no trip through the connection's thread. A client that waits for "100
// Continue" has none.
std::size_t RequestBody::take_ready(std::span<char> into) {
  if (expectation_ == Expectation::Waits) return 0;
  const std::size_t size = std::min(into.size(), static_cast<std::size_t>(left_));
  const ssize_t count = ::recv(socket_->native_handle(), into.data(), size, MSG_DONTWAIT);
  return count > 0 ? static_cast<std::size_t>(count) : 0;  // errors show themselves again in receive()
}

void RequestBody::count(std::size_t bytes) {
  received_ += bytes;
  left_ -= static_cast<std::int64_t>(bytes);
  if (left_ == 0) state_ = State::AtEnd;
}

std::optional<std::int64_t> RequestBody::remaining() const {
  if (state_ == State::AtEnd) return 0;
  if (chunked_ || state_ == State::Broken) return std::nullopt;
  return left_;
}

asio::awaitable<bool> RequestBody::drain(std::int64_t limit) {
  if (remaining().value_or(0) > limit) co_return false;
  std::vector<char> discarded(64 * 1024);
  while (state_ == State::Open && limit > 0) {
    received_ = 0;
    if (!chunked_) count(take_buffered(discarded));
    if (received_ == 0) co_await receive(discarded);
    limit -= static_cast<std::int64_t>(received_);
  }
  co_return state_ == State::AtEnd;
}

asio::awaitable<void> RequestBody::receive(std::span<char> into) {
  socket_.expires_after(limits_.stall);
  error_ = co_await send_continue();
  if (!error_ && chunked_) error_ = co_await receive_chunked(into);
  if (!error_ && !chunked_) error_ = co_await receive_counted(into);
  error_ = socket_.explain(error_);
  socket_.expires_never();
  if (error_) state_ = State::Broken;
}

// RFC 9110, section 10.1.1: whoever expects 100-continue is told to go on when its body is wanted, unless it
// is coming already.
asio::awaitable<error_code> RequestBody::send_continue() {
  if (expectation_ != Expectation::Waits) co_return error_code();
  expectation_ = Expectation::Met;
  if (buffer_.size() > 0) co_return error_code();
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto [error, sent] = co_await asio::async_write(*socket_, asio::buffer(kContinue), kAsTuple);
  co_return error;
}

asio::awaitable<error_code> RequestBody::receive_counted(std::span<char> into) {
  const std::size_t wanted = std::min(into.size(), static_cast<std::size_t>(left_));
  const auto [error, size] = co_await socket_->async_read_some(asio::buffer(into.data(), wanted), kAsTuple);
  count(size);
  co_return error;
}

asio::awaitable<error_code> RequestBody::receive_chunked(std::span<char> into) {
  for (;;) {
    auto& body = parser_.get().body();
    body.data = into.data();
    body.size = into.size();
    const auto [error, size] = co_await http::async_read_some(*socket_, buffer_, parser_, kAsTuple);
    received_ = into.size() - body.size;
    if (parser_.is_done()) {
      state_ = State::AtEnd;
      co_return error_code();
    }
    if (error && error != http::error::need_buffer) co_return error;
    if (received_ > 0) co_return error_code();
  }
}

base::Error RequestBody::explain(error_code error) const {
  if (error == beast::error::timeout)
    return base::refusal(
        "RequestTimeout", 400,
        "Your socket connection to the server was not read from or written to within the timeout period. "
        "Idle connections will be closed.");
  if (error == asio::error::eof || error == http::error::partial_message ||
      error == asio::error::connection_reset)
    return base::refusal(
        "IncompleteBody", 400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header.");
  return base::refusal("InvalidRequest", 400,
                       fmt::format("The request body cannot be read: {}.", error.message()));
}

}  // namespace net
