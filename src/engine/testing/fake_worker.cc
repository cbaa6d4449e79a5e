// A worker that speaks the protocol and runs nothing: the test says what it does, by the option "behaviour"
// of the program's first write. Its report's first write gives its process id as the number of rows.
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/file.h"
#include "engine/channel.h"
#include "engine/worker_protocol.pb.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

class FakeWorker {
 public:
  int serve() {
    protocol::ToServer ready;
    ready.mutable_ready();
    send(ready);
    protocol::ToWorker message;
    while (receive(message)) run(message.run());
    return 0;
  }

 private:
  struct Opened {
    std::string content_id;
    std::string error;
    base::Fd file;
  };

  void run(const protocol::Run& run) {
    const auto& options = run.program().writes(0).options();
    const auto found = options.find("behaviour");
    const std::string behaviour = found == options.end() ? "write" : found->second;
    if (behaviour == "write") return write_files(run, 0);
    if (behaviour == "lie about a size") return write_files(run, 1);
    if (behaviour == "copy") return copy(run);
    if (behaviour == "steal") return steal();
    if (behaviour == "leave a content unnamed") return (void)(ask_new(), finish({}));
    if (behaviour == "stage what it was not given") return stage_unknown(run);
    if (behaviour == "refuse")
      return fail("BadData", "s3://lake/in/a.csv, line 3: a quote is not closed.", true);
    if (behaviour == "fail") return fail("", "the library threw", false);
    if (behaviour == "crash") return crash();
    if (behaviour == "exit") std::_Exit(3);
    if (behaviour == "eat memory") return eat_memory();
    if (behaviour == "grow") return grow();
    if (behaviour == "babble") return babble();
    if (behaviour == "close the channel") return close_channel();
    if (behaviour == "progress") return progress();
    hang();
  }

  void write_files(const protocol::Run& run, int lie) {
    plan::Report report;
    for (const auto& write : run.program().writes()) {
      const std::string text = fmt::format("{} threads, {}", run.threads(), run.time_zone());
      const Opened content = ask_new();
      if (!base::write_fully(content.file.get(), text).ok()) std::abort();
      stage(write.path() + "part-0", content.content_id, text, lie);
      auto& written = *report.add_writes();
      written.set_rows(::getpid());
      written.add_files()->set_uri(write.path() + "part-0");
    }
    finish(report);
  }

  void copy(const protocol::Run& run) {
    std::string text;
    for (const auto& object : run.program().inputs(0).objects()) {
      const Opened content = ask_open(object.content_id());
      char buffer[100];
      const ssize_t count = ::read(content.file.get(), buffer, sizeof buffer);
      text.append(buffer, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    const Opened content = ask_new();
    if (!base::write_fully(content.file.get(), text).ok()) std::abort();
    stage(run.program().writes(0).path() + "part-0", content.content_id, text, 0);
    finish({});
  }

  void steal() {
    const Opened content = ask_open("1-2");
    fail("Stolen", content.file.valid() ? "got it" : content.error, true);
  }

  void stage_unknown(const protocol::Run& run) {
    stage(run.program().writes(0).path() + "part-0", "17-4", "", 0);
    finish({});
  }

  void crash() {
    std::puts("first this went wrong\nthen that");
    std::fflush(stdout);
    std::signal(SIGSEGV, SIG_DFL);  // a sanitizer would answer it otherwise
    std::raise(SIGSEGV);
  }

  void eat_memory() {
    std::vector<std::string> eaten;
    for (;;) eaten.emplace_back(16 << 20, 'x');
  }

  // Keeps half a gigabyte when the run is over.
  void grow() {
    kept_.assign(512 << 20, 'x');
    finish({});
  }

  void babble() {
    if (!base::write_fully(kChannelFd, "this is no message, whatever it may look like").ok()) std::abort();
    ::pause();
  }

  void close_channel() {
    channel_.shut_down();
    ::pause();
  }

  void progress() {
    for (const double fraction : {0.25, 0.75, 0.5, 1.5}) {
      protocol::ToServer message;
      message.mutable_progress()->set_fraction(fraction);
      message.mutable_progress()->set_rows_read(7);
      send(message);
    }
    finish({});
  }

  void hang() {
    protocol::ToServer message;
    message.mutable_progress()->set_fraction(0.1);
    send(message);
    ::pause();
  }

  void stage(const std::string& uri, const std::string& content_id, const std::string& text, int lie) {
    protocol::ToServer message;
    auto& object = *message.mutable_stage_object();
    object.set_uri(uri);
    object.set_content_id(content_id);
    object.set_size(static_cast<std::int64_t>(text.size()) + lie);
    object.set_md5(base::digest(base::DigestAlgorithm::Md5, text));
    object.set_crc64nvme(base::digest(base::DigestAlgorithm::Crc64Nvme, text));
    object.set_content_type("text/plain");
    send(message);
  }

  void finish(const plan::Report& report) {
    protocol::ToServer message;
    *message.mutable_finished()->mutable_report() = report;
    send(message);
  }

  void fail(const std::string& code, const std::string& text, bool caller_fault) {
    protocol::ToServer message;
    message.mutable_failed()->set_code(code);
    message.mutable_failed()->set_message(text);
    message.mutable_failed()->set_caller_fault(caller_fault);
    send(message);
  }

  Opened ask_new() {
    protocol::ToServer message;
    message.mutable_request()->mutable_new_content();
    return ask(message);
  }

  Opened ask_open(const std::string& content_id) {
    protocol::ToServer message;
    message.mutable_request()->mutable_open_content()->set_content_id(content_id);
    return ask(message);
  }

  Opened ask(const protocol::ToServer& question) {
    send(question);
    protocol::ToWorker reply;
    auto received = channel_.receive(reply);
    if (!received.ok() || received->at_end) std::_Exit(0);
    Opened opened{reply.answer().content_id(), reply.answer().error().message(), {}};
    if (!received->files.empty()) opened.file = std::move(received->files[0]);
    return opened;
  }

  void send(const protocol::ToServer& message) {
    if (!channel_.send(message).ok()) std::_Exit(0);  // the server is gone
  }

  bool receive(protocol::ToWorker& message) {
    const auto received = channel_.receive(message);
    return received.ok() && !received->at_end;
  }

  Channel channel_{base::Fd(kChannelFd)};
  std::string kept_;
};

}  // namespace
}  // namespace engine

int main() {
  return engine::FakeWorker().serve();
}
