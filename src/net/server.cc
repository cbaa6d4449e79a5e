#include "net/server.h"

#include <fcntl.h>

#include <csignal>
#include <map>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "net/asio.h"
#include "net/connection.h"

namespace net {

using asio::ip::tcp;

struct Server::State {
  State(Options options, const base::Clock& clock)
      : options(std::move(options)),
        clock(clock),
        context(this->options.io_threads),
        acceptor(asio::make_strand(context)),
        pool({.max_threads = this->options.handler_threads}) {}

  base::Result<void> listen();
  asio::awaitable<void> accept();
  void take_in(tcp::socket socket);
  void adopt(tcp::socket socket);
  void run();
  bool ran_out();

  const Options options;
  const base::Clock& clock;
  Handler handler;  // set once, before anything is accepted
  asio::io_context context;
  tcp::acceptor acceptor;
  ThreadPool pool;  // its tasks hold executors of the context, to their very end
  tcp::endpoint endpoint;
  std::vector<std::thread> threads;

  std::mutex mutex;
  std::condition_variable connection_ended;
  std::map<Connection*, std::shared_ptr<Connection>> connections;
  int served = 0;  // of them
  int turned_away = 0;
  bool accepting = true;
};

namespace {

// Asio opens sockets that a spawned child would inherit.
void keep_from_children(int fd) {
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

}  // namespace

base::Result<void> Server::State::listen() {
  error_code error;
  const auto address = asio::ip::make_address(options.host, error);
  if (error) return base::failure("listening on {}: this is no IP address", options.host);
  endpoint = tcp::endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) keep_from_children(acceptor.native_handle());
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return base::failure("listening on {} port {}: {}", options.host, options.port, error.message());
  endpoint = acceptor.local_endpoint(error);
  return {};
}

asio::awaitable<void> Server::State::accept() {
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(asio::make_strand(context), kAsTuple);
    if (!error) {
      keep_from_children(socket.native_handle());
      take_in(std::move(socket));
    } else if (error != asio::error::operation_aborted) {
      // Mostly there are no descriptors left: the clients wait in the kernel's queue until some are free.
      spdlog::warn("accepting a connection: {}", error.message());
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kAsTuple);
    }
  }
}

// Without memory for one more connection, those that are there go on.
void Server::State::take_in(tcp::socket socket) {
  try {
    adopt(std::move(socket));
  } catch (const std::exception& exception) {
    spdlog::error("taking in a connection: {}", exception.what());
  }
}

void Server::State::adopt(tcp::socket socket) {
  const auto executor = socket.get_executor();
  auto connection = std::make_shared<Connection>(
      std::move(socket), Connection::Surroundings{pool, handler, clock, options.limits});
  bool room = false;
  {
    std::lock_guard lock(mutex);
    room = served < options.limits.connections;
    if (!accepting || (!room && turned_away == options.limits.turned_away)) return;
    connections.emplace(connection.get(), connection);
    ++(room ? served : turned_away);
  }
  asio::co_spawn(executor, room ? connection->serve() : connection->turn_away(),
                 [this, connection, room](const std::exception_ptr& thrown) {
                   if (thrown) spdlog::error("a connection ended with an exception");
                   std::lock_guard lock(mutex);
                   connections.erase(connection.get());
                   --(room ? served : turned_away);
                   connection_ended.notify_all();
                 });
}

void Server::State::run() {
  // sendfile to a client that went away would raise it; blocked, it is only an error code.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (!ran_out()) {
  }
}

// False: an exception came out of one piece of work, and the others are still to be done.
bool Server::State::ran_out() {
  try {
    context.run();
    return true;
  } catch (const std::exception& exception) {
    spdlog::error("an exception reached a thread of the server: {}", exception.what());
    return false;
  }
}

base::Result<std::unique_ptr<Server>> Server::listen(Options options, const base::Clock& clock) {
  auto state = std::make_unique<State>(std::move(options), clock);
  TRY(state->listen());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

void Server::serve(Handler handler) {
  State& state = *state_;
  state.handler = std::move(handler);
  asio::co_spawn(state.acceptor.get_executor(), state.accept(), asio::detached);
  for (int i = 0; i < state.options.io_threads; ++i) state.threads.emplace_back([&state] { state.run(); });
}

base::Result<std::unique_ptr<Server>> Server::start(Options options, const base::Clock& clock,
                                                    Handler handler) {
  auto server = TRY(listen(std::move(options), clock));
  server->serve(std::move(handler));
  return server;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  stop(std::chrono::milliseconds(0));
}

std::string Server::host() const {
  return state_->endpoint.address().to_string();
}

std::uint16_t Server::port() const {
  return state_->endpoint.port();
}

std::string Server::url() const {
  const bool v6 = state_->endpoint.address().is_v6();
  return fmt::format("http://{}{}{}:{}", v6 ? "[" : "", host(), v6 ? "]" : "", port());
}

void Server::stop(std::chrono::milliseconds patience) {
  State& state = *state_;
  asio::post(state.acceptor.get_executor(), [&state] {
    error_code ignored;
    state.acceptor.close(ignored);
  });
  std::unique_lock lock(state.mutex);
  state.accepting = false;
  const auto none_left = [&] { return state.connections.empty(); };
  // All are told before one is closed: who sees an end knows that no later answer promises to go on.
  for (const auto& [key, connection] : state.connections) connection->end_behind_answer();
  for (const auto& [key, connection] : state.connections) connection->end_when_idle();
  if (!state.connection_ended.wait_for(lock, patience, none_left)) {
    for (const auto& [key, connection] : state.connections) connection->cut();
    state.connection_ended.wait(lock, none_left);
  }
  lock.unlock();
  for (std::thread& thread : state.threads) thread.join();
  state.threads.clear();
}

Server::Load Server::load() const {
  std::lock_guard lock(state_->mutex);
  return {.connections = state_->served, .handler_threads = state_->pool.threads()};
}

}  // namespace net
