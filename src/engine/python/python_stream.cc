#include "engine/python/python_stream.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/json.hpp>
#include <cerrno>

#include "base/text.h"
#include "engine/error_codes.h"
#include "engine/storage/broker.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

static_assert(std::endian::native == std::endian::little, "sizes are sent as they lie in memory");

std::string size_bytes(std::size_t size) {
  const auto sent = static_cast<std::uint32_t>(size);
  return {reinterpret_cast<const char*>(&sent), sizeof sent};
}

boost::json::object described(const PythonTable& table) {
  boost::json::value asked;
  if (table.asked) {
    boost::json::array& arguments = asked.emplace_array();
    for (const PythonTable::Asked& argument : *table.asked)
      arguments.push_back(
          boost::json::object{{"constant", argument.is_constant}, {"table", argument.is_table}});
  }
  return {{"result", table.result},
          {"tables", boost::json::value_from(table.tables)},
          {"partitions", boost::json::value_from(table.partitions)},
          {"analysis", table.analysis ? boost::json::value(*table.analysis) : boost::json::value()},
          {"asked", std::move(asked)}};
}

// With its commands and the schema behind it.
std::string header(const PythonFunction& function, std::string_view schema) {
  boost::json::object settings;
  for (const auto& [key, value] : function.settings) settings[key] = value;
  settings["spark.sql.session.timeZone"] = function.time_zone;
  boost::json::array arguments;
  for (const auto& [column, name] : function.arguments)
    arguments.push_back({column, name.empty() ? boost::json::value() : boost::json::value(name)});
  boost::json::object told{{"eval_type", static_cast<std::int32_t>(function.kind)},
                           {"name", function.name},
                           {"python_version", function.python_version},
                           {"settings", std::move(settings)},
                           {"arguments", boost::json::array{std::move(arguments)}},
                           {"commands", boost::json::array{function.command.size()}}};
  if (function.table) told["table"] = described(*function.table);
  const std::string json = boost::json::serialize(told);
  return fmt::format("{}{}{}{}{}", size_bytes(json.size()), json, function.command, size_bytes(schema.size()),
                     schema);
}

// What user code may have sent instead.
constexpr std::size_t kMostFrameBytes = std::size_t{1} << 20;

[[noreturn]] void raise_death() {
  raise(base::refusal(kPythonWorkerExited, 400,
                      "[PYTHON_WORKER_EXITED] Python worker exited unexpectedly (crashed)."));
}

[[noreturn]] void raise_exception(const std::string& text) {
  if (!base::is_valid_utf8(text)) raise_nonsense("a text that is not UTF-8");
  raise(base::refusal(
      kPythonException, 400,
      fmt::format("[PYTHON_EXCEPTION] An exception was thrown from the Python worker:\n{}", text)));
}

}  // namespace

void raise_nonsense(std::string_view what) {
  raise(base::refusal(kPythonWorkerExited, 400,
                      fmt::format("[PYTHON_WORKER_EXITED] Python worker has sent {}.", what)));
}

PythonStream::PythonStream(const PythonFunction& function, std::string_view schema)
    : socket_(value_or_raise(function.broker.start_python())) {
  send_bytes(header(function, schema));
  while (next()) {
  }
}

void PythonStream::send(std::string_view messages) {
  send_bytes(size_bytes(messages.size()));
  send_bytes(messages);
}

void PythonStream::send_end(std::string_view messages) {
  send(messages);
  send_bytes(size_bytes(0));
}

// A frame: its kind (A: Arrow's bytes, W: the other side waits, D: it is done, E: an exception's text), four
// bytes of size, and that many bytes. User code shares the process that sends them, so nothing of a frame is
// taken on trust.
std::optional<std::string> PythonStream::next() {
  if (is_over_) return std::nullopt;
  const char kind = receive(1)[0];
  const std::size_t size = receive_size();
  if (size > kMostFrameBytes) raise_nonsense("a frame of too many bytes");
  std::string content = receive(size);
  switch (kind) {
    case 'A':
      return content;
    case 'W':
      return std::nullopt;
    case 'D':
      is_over_ = true;
      return std::nullopt;
    case 'E':
      raise_exception(content);
    default:
      raise_nonsense("what is no part of the conversation");
  }
}

void PythonStream::send_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) raise_death();
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string PythonStream::receive(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t have = 0; have < size;) {
    const ssize_t count = ::recv(socket_.get(), bytes.data() + have, size - have, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) raise_death();
    have += static_cast<std::size_t>(count);
  }
  return bytes;
}

std::size_t PythonStream::receive_size() {
  const std::string bytes = receive(sizeof(std::uint32_t));
  std::uint32_t size = 0;
  std::memcpy(&size, bytes.data(), sizeof size);
  return size;
}

}  // namespace engine
