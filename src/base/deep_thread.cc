#include "base/deep_thread.h"

#include <memory>
#include <utility>

namespace base {
namespace {

constexpr std::size_t kStackBytes = std::size_t{256} << 20;

using Work = std::function<void()>;

void* run(void* argument) {
  const std::unique_ptr<Work> work(static_cast<Work*>(argument));
  (*work)();
  return nullptr;
}

}  // namespace

Result<void> DeepThread::start(Work work) {
  auto owned = std::make_unique<Work>(std::move(work));
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_t thread{};
  errno = pthread_create(&thread, &attributes, run, owned.get());
  pthread_attr_destroy(&attributes);
  if (errno != 0) return errno_failure("starting a thread with a deep stack");
  (void)owned.release();  // the thread's now
  thread_ = thread;
  return {};
}

void DeepThread::join() {
  if (thread_) pthread_join(*std::exchange(thread_, std::nullopt), nullptr);
}

void DeepThread::detach() {
  if (thread_) pthread_detach(*std::exchange(thread_, std::nullopt));
}

}  // namespace base
