#include "server/server.h"

#include <optional>

#include "base/file.h"
#include "base/log.h"
#include "net/server.h"
#include "server/admin_routes.h"
#include "server/host_check.h"
#include "server/platform.h"
#include "server/request_chain.h"
#include "server/status.h"
#include "wire/authenticator.h"

namespace server {
namespace {

// How long a reset waits for the requests under way, holding new ones back.
constexpr std::chrono::seconds kResetPatience{5};

// A disk with less than this is called full.
constexpr std::int64_t kLeastFreeBytes = 1 << 20;

}  // namespace

struct Server::State {
  State(Configuration configuration, const base::Clock& clock, store::DataFolder folder,
        wire::Authenticator authenticator)
      : configuration(std::move(configuration)),
        clock(clock),
        folder(std::move(folder)),
        authenticator(std::move(authenticator)),
        admin{.allow_reset = this->configuration.allow_reset,
              .strict = this->configuration.strict,
              .condition = [this] { return condition(); },
              .status_json = [this] { return to_json(status()); },
              .run_json = [this](const std::string& run_id) { return run_json(run_id); },
              .reset = [this] { return reset(); }},
        chain(
            HostNames(this->configuration.listen.host, this->configuration.host_names), this->authenticator,
            table, [this](net::Request& request) { return answer_admin(admin, request); }, metrics) {}

  base::Result<void> open_platform();
  base::Result<void> reset();
  Condition condition();
  Status status();
  Status own_status() const;
  base::Result<std::optional<std::string>> run_json(const std::string& run_id);
  base::Result<void> write_ready_file();

  const Configuration configuration;
  const base::Clock& clock;
  const std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  store::DataFolder folder;
  wire::Authenticator authenticator;
  std::unique_ptr<Platform> platform;  // null only while a reset is alone, or after one that failed
  std::vector<std::unique_ptr<wire::Service>> unavailable;  // stand in for the platform's services then
  ServiceTable table;
  Metrics metrics;
  AdminActions admin;
  RequestChain chain;
  std::unique_ptr<net::Server> http;  // last: its handlers use all of the above
};

base::Result<void> Server::State::open_platform() {
  platform = TRY(Platform::open(folder, configuration, clock));
  table.services = platform->services();
  if (unavailable.empty())
    for (const wire::Service* service : table.services)
      unavailable.push_back(wire::make_unavailable(service->info()));
  return {};
}

base::Result<void> Server::State::reset() {
  const Gate::Pass alone = table.gate.enter_alone(kResetPatience);
  if (!alone)
    return base::refusal("", 503,
                         "Requests are under way and do not end; nothing was reset. Try again later.");
  table.services.clear();
  for (const auto& service : unavailable) table.services.push_back(service.get());
  platform.reset();
  TRY(Platform::erase(folder));
  TRY(open_platform());
  spdlog::info("reset: the data folder is empty");
  return {};
}

// Neither waits at the gate, so that they answer whatever holds it.
Condition Server::State::condition() {
  const Gate::Pass pass = table.gate.try_enter();
  if (!pass) return Condition::Waiting;
  return platform ? Condition::Ok : Condition::Failed;
}

Status Server::State::status() {
  Status status = own_status();
  const Gate::Pass pass = table.gate.try_enter();
  if (!pass) {
    status.condition = Condition::Waiting;
    return status;
  }
  if (!platform) {
    status.condition = Condition::Failed;
  } else if (status.disk_free_bytes < kLeastFreeBytes || !platform->has_room()) {
    status.condition = Condition::DiskFull;
  }
  if (platform) status.spark_url = platform->spark_url();
  const net::Server::Load load = http->load();
  const Platform::Work work = platform ? platform->work() : Platform::Work();
  status.load = {.working = work.running,
                 .waiting = work.waiting,
                 .idle_workers = work.idle_workers,
                 .memory_bound = work.memory_bound,
                 .python_isolation = work.python_isolation,
                 .memory_bytes = work.memory_bytes,
                 .leased_bytes = work.leased_bytes,
                 .connections = load.connections,
                 .request_threads = load.handler_threads};
  return status;
}

// What can be told without the platform.
Status Server::State::own_status() const {
  return {.version = DOVETAIL_VERSION,
          .data_folder = folder.path().string(),
          .disk_free_bytes = free_bytes(folder.path()),
          .uptime_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(),
          .slots = configuration.slots,
          .requests = metrics.requests,
          .refused_requests = metrics.refused,
          .failed_requests = metrics.failed,
          .pss_bytes = own_pss_bytes()};
}

base::Result<std::optional<std::string>> Server::State::run_json(const std::string& run_id) {
  const Gate::Pass pass = table.gate.try_enter();
  if (!pass || !platform) return base::refusal("", 503, "The server is not answering now. Try again later.");
  return platform->run_json(run_id);
}

base::Result<void> Server::State::write_ready_file() {
  if (configuration.ready_file.empty()) return {};
  return base::replace_file(std::filesystem::absolute(configuration.ready_file), http->url() + "\n");
}

base::Result<std::unique_ptr<Server>> Server::start(Configuration configuration, const base::Clock& clock) {
  if (configuration.strict && configuration.allow_reset)
    return base::failure(
        "--strict and --allow-reset do not go together: a reset is not signed, and anybody on this machine "
        "could "
        "empty a server that otherwise answers to listed keys only");
  wire::Authenticator::Options identities{.strict = configuration.strict,
                                          .default_account = configuration.account};
  if (!configuration.credentials.empty())
    identities.listed = TRY(wire::CredentialList::load(configuration.credentials));
  // The port first: a server that cannot have it leaves no data folder behind.
  auto http =
      TRY(net::Server::listen({.host = configuration.listen.host, .port = configuration.listen.port}, clock));
  store::DataFolder folder = TRY(store::DataFolder::open(configuration.data));
  auto state = std::make_unique<State>(std::move(configuration), clock, std::move(folder),
                                       wire::Authenticator(std::move(identities), clock));
  TRY(state->open_platform());
  // Requests that come at once wait behind the gate until all is in its place.
  Gate::Pass alone = state->table.gate.enter_alone(kResetPatience);  // there is nobody yet
  state->http = std::move(http);
  state->http->serve([state = state.get()](net::Request& request) { return state->chain.answer(request); });
  alone.reset();  // who reads the ready file finds nothing closed
  TRY(state->write_ready_file());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  stop(std::chrono::milliseconds(0));
}

std::string Server::url() const {
  return state_->http->url();
}

void Server::stop(std::chrono::milliseconds patience) {
  if (state_->http == nullptr) return;
  std::error_code ignored;
  if (!state_->configuration.ready_file.empty())
    std::filesystem::remove(state_->configuration.ready_file, ignored);
  state_->http->stop(patience);
  state_->http.reset();
  state_->table.services.clear();
  state_->platform.reset();
}

}  // namespace server
