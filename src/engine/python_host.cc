#include "engine/python_host.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <boost/json.hpp>

#include "engine/python_interpreter.h"

namespace engine {
namespace {

constexpr int kControlFd = 3;
constexpr std::size_t kMostPacketBytes = 1 << 16;
constexpr std::size_t kLastLines = 5;
constexpr std::chrono::seconds kStartPatience{60};  // modules come from a cold disk

// What a host may take to answer; one that user code has stopped never does.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::seconds kFilePatience{60};  // an archive is unpacked
constexpr std::chrono::seconds kMoment{1};         // for a killed one to end
constexpr std::size_t kMostEnded = 1000;           // children that one packet names

struct Sockets {
  base::Fd ours;
  base::Fd theirs;
};
base::Result<Sockets> make_sockets(int type) {
  int ends[2];
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0)
    return base::errno_failure("making sockets for a Python process");
  return Sockets{base::Fd(ends[0]), base::Fd(ends[1])};
}

bool send_packet(int socket, const std::string& packet, int file = -1) {
  iovec part{const_cast<char*>(packet.data()), packet.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (file >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &file, sizeof file);
  }
  return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

// Empty: it is no object. User code runs beside whoever said it, so it is not relied upon.
boost::json::object parsed(const std::string& packet) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(packet, error);
  return !error && value.is_object() ? value.get_object() : boost::json::object();
}

// A wait status of a process that should not have ended.
std::string describe_status(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("was killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

std::string python_isolation(const PythonOptions& options) {
  std::string said;
  std::map<std::string, std::string> environment;
  if (const char* method = std::getenv("DOVETAIL_SANDBOX_METHOD"))
    environment.emplace("DOVETAIL_SANDBOX_METHOD", method);
  const auto probe = runtime::Child::spawn({
      .program = options.sandbox.string(),
      .arguments = {options.hidden.string()},
      .environment = std::move(environment),
      .files = {},
      .on_line = [&](std::string_view line) { said = line; },
  });
  if (!probe.ok()) return probe.error().message;
  (*probe)->wait();
  return said;
}

base::Result<std::unique_ptr<PythonHost>> PythonHost::start(const PythonOptions& options,
                                                            runtime::MemoryBounder& bounder,
                                                            std::stop_token stop) {
  PythonInterpreter interpreter = TRY(find_interpreter(options, stop));
  std::vector<std::string> arguments = {fmt::format("--wait-for={}", kControlFd)};
  for (const std::string& file : interpreter.files) arguments.push_back("--keep=" + file);
  arguments.insert(arguments.end(),
                   {options.hidden.string(), interpreter.program, "-s", "-m", "dovetail_worker"});
  Sockets control = TRY(make_sockets(SOCK_SEQPACKET));
  std::unique_ptr<PythonHost> host(new PythonHost(std::move(control.ours)));
  auto child = runtime::Child::spawn({
      .program = options.sandbox.string(),
      .arguments = std::move(arguments),
      .environment = std::move(interpreter.environment),
      .files = {{control.theirs.get(), kControlFd}},
      .on_line = [self = host.get()](std::string_view line) { self->take_line(line); },
  });
  if (!child.ok()) return no_python(options, child.error().message);
  host->child_ = *std::move(child);
  control.theirs.reset();
  TRY(host->child_->bound_memory(bounder, options.memory_bytes));
  const std::stop_callback on_stop(stop, [&] { host->child_->kill(); });
  TRY(host->await_ready(options));
  return host;
}

base::Result<void> PythonHost::await_ready(const PythonOptions& options) {
  // It forks from here on: what it forks is bounded too.
  const auto packet = send_packet(control_.get(), "go") ? receive(kStartPatience) : describe_death();
  if (!packet.ok()) return no_python(options, packet.error().message);
  const boost::json::object said = parsed(*packet);
  if (const auto* module = said.if_contains("missing"); module != nullptr && module->is_string())
    return no_python(
        options, fmt::format("the module {} is missing (`{} -m pip install pyspark pyarrow pandas` has all "
                             "that is needed)",
                             std::string_view(module->get_string()), options.program));
  spdlog::info("user Python: {}", boost::json::serialize(said));
  return {};
}

base::Result<void> PythonHost::give(const SessionFiles& files) {
  std::lock_guard lock(mutex_);
  for (const auto& [name, file] : files) {
    if (name.starts_with(kCachedRows) || given_.contains(name)) continue;
    const boost::json::object request = {{"file", name}};
    if (!send_packet(control_.get(), boost::json::serialize(request), file->file.get()))
      return describe_death();
    const boost::json::object said = parsed(TRY(receive(kFilePatience)));
    if (const auto* why = said.if_contains("failed"); why != nullptr && why->is_string())
      return base::refusal(
          "BadData", 400,
          fmt::format("The artifact '{}' cannot be used: {}", name, std::string_view(why->get_string())));
    given_.insert(name);
  }
  return {};
}

base::Result<PythonHost::Stream> PythonHost::open() {
  Sockets stream = TRY(make_sockets(SOCK_STREAM));
  std::lock_guard lock(mutex_);
  const std::int64_t id = next_id_++;
  if (!send_packet(control_.get(), fmt::format("{{\"start\": {}}}", id), stream.theirs.get()))
    return describe_death();
  const boost::json::object said = parsed(TRY(receive(kPatience)));
  if (const auto* why = said.if_contains("failed"); why != nullptr && why->is_string())
    return base::failure("starting a Python process: {}", std::string_view(why->get_string()));
  return Stream{id, std::move(stream.ours)};
}

std::optional<std::string> PythonHost::end(const std::vector<std::int64_t>& ids) {
  std::lock_guard lock(mutex_);
  std::optional<std::string> first;
  for (std::size_t at = 0; at < ids.size(); at += kMostEnded) {
    const std::span part = std::span(ids).subspan(at, std::min(kMostEnded, ids.size() - at));
    const auto told = end_some(part);
    if (!first) first = told;
  }
  return first;
}

std::optional<std::string> PythonHost::end_some(std::span<const std::int64_t> ids) {
  if (!send_packet(control_.get(), fmt::format("{{\"end\": [{}]}}", fmt::join(ids, ", "))))
    return describe_death().message;
  const auto packet = receive(kPatience);
  if (!packet.ok()) return packet.error().message;
  const boost::json::object said = parsed(*packet);
  const auto* ended = said.if_contains("ended");
  if (ended == nullptr || !ended->is_array()) return "is of a host that answers nonsense";
  for (const auto& child : ended->get_array()) {
    const bool pair = child.is_array() && child.get_array().size() == 2 && child.get_array()[1].is_int64();
    const auto status = pair ? static_cast<int>(child.get_array()[1].get_int64()) : 0;
    if (status != 0) return describe_status(status);
  }
  return std::nullopt;
}

base::Result<std::string> PythonHost::receive(std::chrono::milliseconds patience) {
  pollfd waiting{.fd = control_.get(), .events = POLLIN};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) == 0) {
    child_->kill();
    child_->wait_for(kMoment);  // the next run sees that it is gone
    return base::failure("it does not answer");
  }
  std::string packet(kMostPacketBytes, '\0');
  ssize_t count = 0;
  do count = ::recv(control_.get(), packet.data(), packet.size(), 0);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return describe_death();
  packet.resize(static_cast<std::size_t>(count));
  return packet;
}

base::Error PythonHost::describe_death() {
  const auto end = child_->wait_for(kMoment);
  if (!end) child_->kill();  // it is of no use to anyone
  const std::lock_guard lock(lines_mutex_);
  std::string output;
  for (const std::string& line : last_lines_) output += "\n  " + line;
  return base::failure("it {}{}{}", end ? end->describe() : "closed its channel",
                       output.empty() ? "" : "; the last it said:", output);
}

void PythonHost::take_line(std::string_view line) {
  spdlog::info("user Python: {}", line);
  const std::lock_guard lock(lines_mutex_);
  last_lines_.emplace_back(line);
  if (last_lines_.size() > kLastLines) last_lines_.pop_front();
}

}  // namespace engine
