#include "engine/python_host.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "base/text.h"

namespace engine {
namespace {

constexpr int kControlFd = 3;
constexpr std::size_t kMostPacketBytes = 1 << 16;
constexpr std::size_t kLastLines = 5;
constexpr std::chrono::seconds kStartPatience{60};  // modules come from a cold disk

// What the interpreter needs to find itself and its modules; no credentials of the server's.
constexpr std::string_view kInherited[] = {
    "PATH", "HOME",       "LANG",       "LC_ALL",      "LC_CTYPE",
    "TZ",   "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH"};

std::map<std::string, std::string> environment(const PythonOptions& options) {
  std::map<std::string, std::string> out;
  for (const std::string_view name : kInherited)
    if (const char* value = std::getenv(std::string(name).c_str())) out.emplace(name, value);
  std::string& path = out["PYTHONPATH"];
  path = path.empty() ? options.library.string() : options.library.string() + ":" + path;
  out["PYTHONUNBUFFERED"] = "1";
  out["SPARK_SIMPLIFIED_TRACEBACK"] = "1";
  out["PYTHONHASHSEED"] = "0";   // as Spark's executors have it: hashes are equal in all processes
  out["OMP_NUM_THREADS"] = "1";  // there is a process for each thread of the engine's
  return out;
}

std::optional<std::string> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");
  for (const std::string_view folder : base::split(path == nullptr ? "" : path, ':')) {
    const std::string candidate = fmt::format("{}/{}", folder, name);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

base::Error no_python(const std::string& program, std::string_view why) {
  return base::refusal(
      "PYTHON_WORKER_UNAVAILABLE", 400,
      fmt::format(
          "[PYTHON_WORKER_UNAVAILABLE] Functions in Python cannot be run: {}. They run in `{}`; `dovetail "
          "serve --python PROGRAM` names another interpreter.",
          why, program));
}

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
  return ::sendmsg(socket, &message, MSG_NOSIGNAL) >= 0;
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
  const auto probe = runtime::Child::spawn({
      .program = options.sandbox.string(),
      .arguments = {options.hidden.string()},
      .environment = {},
      .files = {},
      .on_line = [&](std::string_view line) { said = line; },
  });
  if (!probe.ok()) return probe.error().message;
  (*probe)->wait();
  return said;
}

base::Result<std::unique_ptr<PythonHost>> PythonHost::start(const PythonOptions& options,
                                                            runtime::MemoryBounder& bounder) {
  const auto program = find_program(options.program);
  if (!program) return no_python(options.program, "there is no such program");
  Sockets control = TRY(make_sockets(SOCK_SEQPACKET));
  std::unique_ptr<PythonHost> host(new PythonHost(std::move(control.ours)));
  auto child = runtime::Child::spawn({
      .program = options.sandbox.string(),
      .arguments = {options.hidden.string(), *program, "-m", "dovetail_worker"},
      .environment = environment(options),
      .files = {{control.theirs.get(), kControlFd}},
      .on_line = [self = host.get()](std::string_view line) { self->take_line(line); },
  });
  if (!child.ok()) return no_python(options.program, child.error().message);
  host->child_ = *std::move(child);
  control.theirs.reset();
  TRY(host->child_->bound_memory(bounder, options.memory_bytes));
  TRY(host->await_ready(options));
  return host;
}

base::Result<void> PythonHost::await_ready(const PythonOptions& options) {
  pollfd waiting{.fd = control_.get(), .events = POLLIN};
  const auto packet =
      ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(kStartPatience).count())) > 0
          ? receive()
          : base::failure("it does not become ready");
  if (!packet.ok()) return no_python(options.program, packet.error().message);
  const boost::json::object said = parsed(*packet);
  if (const auto* module = said.if_contains("missing"); module != nullptr && module->is_string())
    return no_python(
        options.program,
        fmt::format("the module {} is missing (`{} -m pip install pyspark pyarrow pandas` has all "
                    "that is needed)",
                    std::string_view(module->get_string()), options.program));
  spdlog::info("user Python: {}", boost::json::serialize(said));
  return {};
}

base::Result<PythonHost::Stream> PythonHost::open() {
  Sockets stream = TRY(make_sockets(SOCK_STREAM));
  std::lock_guard lock(mutex_);
  const std::int64_t id = next_id_++;
  if (!send_packet(control_.get(), fmt::format("{{\"start\": {}}}", id), stream.theirs.get()))
    return describe_death();
  return Stream{id, std::move(stream.ours)};
}

std::optional<std::string> PythonHost::end(const std::vector<std::int64_t>& ids) {
  std::lock_guard lock(mutex_);
  if (!send_packet(control_.get(), fmt::format("{{\"end\": [{}]}}", fmt::join(ids, ", "))))
    return describe_death().message;
  const auto packet = receive();
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

base::Result<std::string> PythonHost::receive() {
  std::string packet(kMostPacketBytes, '\0');
  ssize_t count = 0;
  do count = ::recv(control_.get(), packet.data(), packet.size(), 0);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return describe_death();
  packet.resize(static_cast<std::size_t>(count));
  return packet;
}

base::Error PythonHost::describe_death() {
  constexpr std::chrono::seconds kPatience{1};
  const auto end = child_->wait_for(kPatience);
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
