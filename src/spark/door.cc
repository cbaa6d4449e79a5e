#include "spark/door.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/server_posix.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"
#include "spark/service.h"

namespace spark_door {
namespace {

constexpr int kMostMessageBytes = 128 << 20;  // as Spark's own server takes them
constexpr int kBackOffMs = 100;
// From one look for what clients have left behind to the next.
constexpr std::chrono::milliseconds kSweep = std::chrono::seconds(30);

struct Listening {
  base::Fd socket;
  std::uint16_t port = 0;
};

// A port that nobody else has.
base::Result<Listening> listen_on(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0)
    return base::failure("the Spark door's address {}: {}", host, ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, ::freeaddrinfo);
  base::Fd socket(::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.get(), address->ai_addr, address->ai_addrlen) != 0 ||
      ::listen(socket.get(), SOMAXCONN) != 0)
    return base::errno_failure("listening on {}:{} for Spark's clients", host, port);
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0)
    return base::errno_failure("asking for the Spark door's port");
  const auto taken = bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                                 : reinterpret_cast<sockaddr_in&>(bound).sin_port;
  return Listening{std::move(socket), ntohs(taken)};
}

// What a session can read of the server, by Spark's names for it.
Settings::Values of_the_server(const Door::Options& options, const base::Clock& clock) {
  const std::string started = std::to_string(base::to_micros(clock.now()) / 1000);
  Settings::Values values{{"spark.app.id", "local-" + started},
                          {"spark.app.name", "Dovetail"},
                          {"spark.app.startTime", started},
                          {"spark.master", fmt::format("local[{}]", options.limits.threads)},
                          {"spark.sql.catalogImplementation", "hive"}};
  if (!options.warehouse.empty()) values.emplace(kWarehouse, options.warehouse);
  return values;
}

// The port is ours from the start; gRPC, with its threads and its memory, comes with the first client.
class GrpcDoor final : public Door {
 public:
  GrpcDoor(Options options, Listening listening, base::Fd stop, engine::Engine& engine, runtime::Slots& slots,
           Storage storage)
      : options_(std::move(options)),
        listening_(std::move(listening)),
        stop_(std::move(stop)),
        storage_(std::move(storage)),
        executor_(engine, storage_, slots, options_.limits, options_.spark_version),
        service_(executor_, options_.spark_version, Settings(of_the_server(options_, storage_.clock))),
        thread_([this] { accept_clients(); }) {}

  // 1. No client is accepted any more, and nobody else touches server_.
  // 2. Runs are told to end, and so the calls that wait for them.
  // 3. Shutdown() cancels what is left, and waits.
  ~GrpcDoor() override {
    const std::uint64_t one = 1;
    if (::write(stop_.get(), &one, sizeof one) < 0)
      spdlog::error("the Spark door does not hear that it is closed");
    thread_.join();
    service_.interrupt_all();
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
  }

  std::string url() const override {
    const bool v6 = options_.host.find(':') != std::string::npos;
    return fmt::format("sc://{}{}{}:{}", v6 ? "[" : "", options_.host, v6 ? "]" : "", listening_.port);
  }

 private:
  // Before the first client there is nothing to sweep, and the server sleeps.
  void accept_clients() {
    for (;;) {
      pollfd waiting[] = {{.fd = listening_.socket.get(), .events = POLLIN},
                          {.fd = stop_.get(), .events = POLLIN}};
      if (::poll(waiting, 2, server_ == nullptr ? -1 : int{kSweep.count()}) < 0) continue;  // a signal
      if ((waiting[1].revents & POLLIN) != 0) return;
      if ((waiting[0].revents & POLLIN) != 0) accept_client();
      if (storage_.clock.now() >= next_sweep_) {
        service_.expire_sessions();
        next_sweep_ = storage_.clock.now() + kSweep;
      }
    }
  }

  // A client that cannot be taken now, for want of descriptors, waits in the queue: without a pause poll()
  // would return at once, again and again.
  void accept_client() {
    const int client = ::accept4(listening_.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) {
      if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return;
      pollfd stop{.fd = stop_.get(), .events = POLLIN};
      ::poll(&stop, 1, kBackOffMs);
      return;
    }
    if (server_ == nullptr) start_server();
    // gRPC says so of sockets that it accepts itself; without it the small messages of a short answer wait
    // for one another's acknowledgement, 40 ms.
    const int yes = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // gRPC owns the socket from here.
    grpc::AddInsecureChannelFromFd(server_.get(), client);
  }

  void start_server() {
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(kMostMessageBytes);
    builder.SetMaxSendMessageSize(-1);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }

  const Options options_;
  const Listening listening_;
  const base::Fd stop_;  // an event
  const Storage storage_;
  Executor executor_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;  // of the thread until that has ended
  base::Timestamp next_sweep_;            // of the thread
  std::thread thread_;                    // last: it uses the rest
};

}  // namespace

base::Result<std::unique_ptr<Door>> Door::open(Options options, engine::Engine& engine, runtime::Slots& slots,
                                               Storage storage) {
  Listening listening = TRY(listen_on(options.host, options.port));
  base::Fd stop(::eventfd(0, EFD_CLOEXEC));
  if (!stop.valid()) return base::errno_failure("making an event for the Spark door");
  return std::unique_ptr<Door>(std::make_unique<GrpcDoor>(
      std::move(options), std::move(listening), std::move(stop), engine, slots, std::move(storage)));
}

}  // namespace spark_door
