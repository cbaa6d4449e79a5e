#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/http.h"

namespace net {

// Answers one request. Runs on a thread of the server's pool, may block, and reads the body as far as it
// likes.
using Handler = std::function<Response(Request&)>;

// What a client may take of a server.
struct Limits {
  int connections = 1000;  // one more is told 503 and closed
  int turned_away = 100;   // connections that are being told so; one more is closed in silence
  std::size_t header_section = 64 * 1024;  // bytes; more is told 431
  std::int64_t unread_body =
      1 << 20;  // a body that the handler left is read away up to this, so that the connection lives on
  std::chrono::milliseconds idle{75'000};  // between two requests
  std::chrono::milliseconds header_time{
      20'000};                              // from a request's first byte to the end of its header section
  std::chrono::milliseconds stall{20'000};  // a body of a request or an answer that does not move
  std::chrono::milliseconds body_time{30'000};  // how long a handler waits for a request's body in all,
  std::int64_t body_rate = 500;                 // and a second more for each so many bytes that came
  std::chrono::milliseconds linger{
      5'000};  // how long a refused client's bytes are read away, so that it sees why
};

// An HTTP/1.1 server on one address. Connections are coroutines on a few threads; handlers run on a pool
// whose threads come on demand and go when idle. Request bodies stream into the handler, answers stream out
// of files and sources. Requests of one connection are answered one after the other. It speaks no TLS and no
// HTTP/2. Thread-safe.
class Server {
 public:
  struct Options {
    std::string host = "127.0.0.1";  // an address, no name
    std::uint16_t port = 0;          // 0: one that is free
    int io_threads = 2;
    int handler_threads = 64;
    Limits limits;
  };
  // Takes the port; who connects waits until serve(). `clock` writes the Date header.
  static base::Result<std::unique_ptr<Server>> listen(Options options, const base::Clock& clock);
  void serve(Handler handler);  // once
  // Both at once.
  static base::Result<std::unique_ptr<Server>> start(Options options, const base::Clock& clock,
                                                     Handler handler);
  ~Server();  // stops without patience

  std::string host() const;
  std::uint16_t port() const;
  std::string url() const;  // http://127.0.0.1:4566, http://[::1]:4566

  // Accepts no more, closes idle connections and lets the requests under way end; after `patience` their
  // connections are cut. Returns once no handler runs.
  void stop(std::chrono::milliseconds patience);

  struct Load {
    int connections = 0;  // those that are served
    int handler_threads = 0;
  };
  Load load() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace net
