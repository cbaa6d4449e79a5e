#pragma once

#include <atomic>
#include <memory>

#include "base/clock.h"
#include "net/asio.h"
#include "net/request_body.h"
#include "net/response_writer.h"
#include "net/server.h"
#include "net/timed_socket.h"

namespace net {

// One client's connection: reads a request, runs the handler on the pool, writes the answer, and again. Lives
// on its own strand. Shared by its coroutine and by the server's list of connections, through which it is
// told to end.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Surroundings {
    ThreadPool& pool;
    const Handler& handler;
    const base::Clock& clock;
    const Limits& limits;
  };
  Connection(asio::ip::tcp::socket socket, const Surroundings& around);

  asio::awaitable<void> serve();
  asio::awaitable<void> turn_away();  // tells that there are too many connections

  // From any thread: says in every answer from now on that it is the last, ends the connection once no request
  // is under way, ends it at once.
  void end_behind_answer();
  void end_when_idle();
  void cut();

 private:
  enum class Heard { Request, Nothing, Nonsense };

  asio::awaitable<bool> serve_one();
  asio::awaitable<Heard> listen();
  asio::awaitable<bool> answer(RequestParser& parser);
  asio::awaitable<void> refuse(int status, std::string message);
  asio::awaitable<void> linger();

  TimedSocket socket_;
  const Surroundings around_;
  ResponseWriter writer_;
  // Bounded: Beast reads a chunk's extension and a trailer until they end, however long they are.
  beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  bool idle_ = false;
  std::atomic<bool> ending_ = false;
};

}  // namespace net
