#include "engine/python_hosts.h"

#include <pthread.h>

#include <algorithm>
#include <vector>

namespace engine {

base::Result<std::shared_ptr<PythonHost>> PythonHosts::of(const std::string& session, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  // Whoever comes while another starts it waits for that.
  if (!changed_.wait(lock, stop,
                     [&] { return !hosts_.contains(session) || hosts_[session].host != nullptr; }))
    return base::failure("the run was stopped");
  if (const auto known = hosts_.find(session); known != hosts_.end()) {
    known->second.last_use = std::chrono::steady_clock::now();
    if (known->second.host->is_alive()) return known->second.host;
    hosts_.erase(known);
  }
  // Its place is taken before the lock is given up: a start takes seconds, and others' sessions do not wait
  // for it.
  hosts_[session] = {nullptr, std::chrono::steady_clock::now()};
  lock.unlock();
  auto started = PythonHost::start(options_, bounder_, stop);
  lock.lock();
  changed_.notify_all();
  if (!started.ok()) {
    hosts_.erase(session);
    return std::move(started).error();
  }
  if (!retirer_.joinable()) retirer_ = std::jthread([this](std::stop_token stop) { retire(stop); });
  std::shared_ptr<PythonHost> host = *std::move(started);
  hosts_[session] = {host, std::chrono::steady_clock::now()};
  return host;
}

void PythonHosts::forget(const std::string& session) {
  std::shared_ptr<PythonHost> last;  // ended outside of the lock
  std::lock_guard lock(mutex_);
  const auto known = hosts_.find(session);
  if (known == hosts_.end() || known->second.host == nullptr) return;
  last = std::move(known->second.host);
  hosts_.erase(known);
}

std::map<std::string, PythonHosts::Entry>::iterator PythonHosts::least_lately_used() {
  const Time now = std::chrono::steady_clock::now();
  auto least = hosts_.end();
  for (auto entry = hosts_.begin(); entry != hosts_.end(); ++entry) {
    // This map's own pointer: no run holds it.
    const bool idle = entry->second.host.use_count() == 1;
    if (!idle) entry->second.last_use = now;
    if (idle && (least == hosts_.end() || entry->second.last_use < least->second.last_use)) least = entry;
  }
  return least;
}

void PythonHosts::retire(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "user Python");
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto least = least_lately_used();
    const Time now = std::chrono::steady_clock::now();
    if (least == hosts_.end()) {
      changed_.wait_until(lock, stop, now + idle_time_, [] { return false; });
    } else if (hosts_.size() <= kMost && least->second.last_use + idle_time_ > now) {
      changed_.wait_until(lock, stop, least->second.last_use + idle_time_,
                          [&] { return hosts_.size() > kMost; });
    } else {
      auto last = std::move(least->second.host);
      hosts_.erase(least);
      lock.unlock();
      last.reset();  // takes a moment
      lock.lock();
    }
  }
}

}  // namespace engine
