#pragma once

// What the coroutines of this module share of Asio and Beast. Only .cc files of net/ and its inner headers
// include it.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "net/thread_pool.h"

namespace net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

// A co_await with this token gives (error_code, ...) instead of throwing.
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

// Runs a blocking function on the pool while the coroutine waits. The coroutine's executor must be a strand
// (or one thread).
template <typename Function>
asio::awaitable<void> run_on(ThreadPool& pool, Function& function) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer finished(executor, asio::steady_timer::time_point::max());
  pool.submit([&function, &finished, executor] {
    function();
    // Posted through the strand, it runs after the wait below has begun.
    asio::post(executor, [&finished] { finished.cancel(); });
  });
  co_await finished.async_wait(kAsTuple);
}

}  // namespace net
