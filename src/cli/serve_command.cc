#include "cli/serve_command.h"

#include <malloc.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>

#include <csignal>

#include "base/clock.h"
#include "base/fd.h"
#include "base/log.h"
#include "server/server.h"

namespace cli {
namespace {

constexpr std::chrono::seconds kPatience{20};  // for requests under way when the server is asked to end

constexpr int kStopSignals[] = {SIGTERM, SIGINT};

// A signal handler can reach nothing but a global: the event that the main thread waits for.
int stop_event = -1;

void on_stop_signal(int signal) {
  const std::uint64_t one = 1;
  if (::write(stop_event, &one, sizeof one) < 0) ::_exit(128 + signal);
  // Whoever asks again, by whichever signal, does not want to wait.
  struct sigaction once {};
  once.sa_handler = SIG_DFL;
  for (const int next : kStopSignals) ::sigaction(next, &once, nullptr);
}

// Handlers rather than a blocked mask: children inherit a mask, but not a handler.
base::Result<base::Fd> catch_stop_signals() {
  base::Fd event(::eventfd(0, EFD_CLOEXEC));
  if (!event.valid()) return base::errno_failure("making an event for signals");
  stop_event = event.get();
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : kStopSignals)
    if (::sigaction(signal, &action, nullptr) != 0) return base::errno_failure("catching signal {}", signal);
  return event;
}

void wait_for(const base::Fd& event) {
  pollfd waiting{.fd = event.get(), .events = POLLIN};
  while (::poll(&waiting, 1, -1) < 0 && errno == EINTR) {
  }
}

void use_the_limits_we_may() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  // Threads that come and go would each leave a heap of their own behind.
  ::mallopt(M_ARENA_MAX, 2);
}

}  // namespace

base::Result<void> serve(server::Configuration configuration) {
  use_the_limits_we_may();
  const base::Fd stop = TRY(catch_stop_signals());
  const std::string data = configuration.data.string();
  const base::SystemClock clock;
  const auto running = TRY(server::Server::start(std::move(configuration), clock));
  spdlog::info("Dovetail answers on {}, data in {}", running->url(), data);
  wait_for(stop);
  spdlog::info("stopping: requests under way may take {} s more", kPatience.count());
  running->stop(kPatience);
  return {};
}

}  // namespace cli
