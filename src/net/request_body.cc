#include "net/request_body.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <future>

#include "base/body_faults.h"
#include "base/text.h"

namespace net {

RequestBody::RequestBody(TimedSocket& socket, beast::flat_buffer& buffer, RequestParser& parser,
                         const Limits& limits, ThreadPool& pool)
    : socket_(socket),
      buffer_(buffer),
      parser_(parser),
      limits_(limits),
      pool_(pool),
      chunked_(parser.chunked()) {
  left_ = static_cast<std::int64_t>(parser.content_length().value_or(0));
  const auto expect = parser.get()[http::field::expect];
  // RFC 9110, section 10.1.1: from a client of HTTP/1.0 it is ignored.
  if (parser.get().version() >= 11 && base::iequals({expect.data(), expect.size()}, "100-continue"))
    expectation_ = Expectation::Waits;
  // An empty body that a client announces so is told to go on too: botocore that got its answer without
  // misreads the connection's next one, and sits there until its own time is up.
  if (!chunked_ && left_ == 0 && expectation_ == Expectation::None) state_ = State::AtEnd;
}

base::Result<std::size_t> RequestBody::read(std::span<char> into) {
  if (state_ == State::Open && !into.empty()) {
    received_ = 0;
    if (!chunked_) count(take_buffered(into));
    if (!chunked_ && received_ == 0) count(take_ready(into));
    if (received_ == 0) wait_for_bytes(into);
    if (state_ != State::Broken) return received_;
  }
  if (state_ == State::Broken) return explain(error_);
  return std::size_t{0};
}

void RequestBody::wait_for_bytes(std::span<char> into) {
  std::promise<void> done;
  asio::co_spawn(socket_->get_executor(), receive(into), [&](const std::exception_ptr& thrown) {
    if (thrown) break_off(make_error_code(boost::system::errc::not_enough_memory));
    done.set_value();
  });
  const ThreadPool::Waiting waiting(pool_);
  done.get_future().wait();
}

void RequestBody::break_off(error_code error) {
  error_ = error;
  state_ = State::Broken;
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
  arrived_ += static_cast<std::int64_t>(bytes);
  left_ -= static_cast<std::int64_t>(bytes);
  if (left_ == 0) state_ = State::AtEnd;
}

// A client that still waits for "100 Continue" may send its body or not, and the end of a chunked one is
// nowhere told: nobody could say where the next request begins.
bool RequestBody::can_drain(std::int64_t limit) const {
  if (state_ == State::AtEnd) return true;
  return state_ == State::Open && !chunked_ && expectation_ != Expectation::Waits && left_ <= limit;
}

asio::awaitable<bool> RequestBody::drain() {
  std::vector<char> discarded(64 * 1024);
  while (state_ == State::Open) {
    received_ = 0;
    count(take_buffered(discarded));
    if (received_ == 0) co_await receive(discarded);
  }
  co_return state_ == State::AtEnd;
}

// How long the next bytes may be waited for.
std::chrono::milliseconds RequestBody::patience() const {
  const std::chrono::milliseconds earned(arrived_ / limits_.body_rate * 1000);
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(waited_);
  return std::min(limits_.stall, limits_.body_time + earned - waited);
}

asio::awaitable<void> RequestBody::receive(std::span<char> into) {
  const auto began = std::chrono::steady_clock::now();
  socket_.expires_after(patience());
  error_code error = co_await send_continue();
  if (!error && chunked_) error = co_await receive_chunked(into);
  if (!error && !chunked_) error = co_await receive_counted(into);
  error = socket_.explain(error);
  socket_.expires_never();
  waited_ += std::chrono::steady_clock::now() - began;
  if (error) break_off(error);
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
    arrived_ += static_cast<std::int64_t>(received_);
    if (parser_.is_done()) {
      state_ = State::AtEnd;
      co_return error_code();
    }
    if (error && error != http::error::need_buffer) co_return error;
    if (received_ > 0) co_return error_code();
  }
}

base::Error RequestBody::explain(error_code error) const {
  const auto fault = [](std::string_view code, std::string message) {
    return base::refusal(std::string(code), 400, std::move(message));
  };
  if (error == beast::error::timeout)
    return fault(base::kBodyTooSlow, "The request's body did not arrive in time.");
  if (error == asio::error::eof || error == http::error::partial_message ||
      error == asio::error::connection_reset)
    return fault(base::kBodyIncomplete, "The request's body ended before its end.");
  return fault(base::kBodyBroken, fmt::format("The request body cannot be read: {}.", error.message()));
}

}  // namespace net
