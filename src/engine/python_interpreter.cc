#include "engine/python_interpreter.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <optional>

#include "base/text.h"

namespace engine {
namespace {

// What the interpreter needs to find itself and its modules, and which way user code is kept apart; no
// credentials of the server's.
constexpr std::string_view kInherited[] = {"PATH",
                                           "HOME",
                                           "LANG",
                                           "LC_ALL",
                                           "LC_CTYPE",
                                           "TZ",
                                           "PYTHONPATH",
                                           "PYTHONHOME",
                                           "VIRTUAL_ENV",
                                           "LD_LIBRARY_PATH",
                                           "DOVETAIL_SANDBOX_METHOD"};

constexpr const char* kQuestion =
    "import json, sys; print(json.dumps([sys.executable, sys.prefix, sys.base_prefix, *sys.path]))";

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

// The answer's texts; nothing: it is no such answer.
std::vector<std::string> texts(std::string_view answer) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(answer, error);
  std::vector<std::string> found;
  if (error || !value.is_array()) return found;
  for (const auto& item : value.get_array())
    if (item.is_string()) found.emplace_back(item.get_string());
  return found;
}

}  // namespace

base::Error no_python(const PythonOptions& options, std::string_view why) {
  return base::refusal(
      "PYTHON_WORKER_UNAVAILABLE", 400,
      fmt::format(
          "[PYTHON_WORKER_UNAVAILABLE] Functions in Python cannot be run: {}. They run in `{}`; `dovetail "
          "serve --python PROGRAM` names another interpreter.",
          why, options.program));
}

base::Result<PythonInterpreter> find_interpreter(const PythonOptions& options, std::stop_token stop) {
  const auto program = find_program(options.program);
  if (!program) return no_python(options, "there is no such program");
  PythonInterpreter found{.environment = environment(options)};
  std::string said;  // the last line of it
  const auto asked = runtime::Child::spawn({
      .program = *program,
      .arguments = {"-s", "-c", kQuestion},
      .environment = found.environment,
      .files = {},
      .on_line = [&](std::string_view line) { said = line; },
  });
  if (!asked.ok()) return no_python(options, asked.error().message);
  const auto end = (*asked)->wait(stop);
  if (!end) return no_python(options, "it was stopped");
  found.files = texts(said);
  if (found.files.empty())
    return no_python(options, fmt::format("it {} and said `{}`", end->describe(), said));
  found.program = found.files.front();
  for (const std::string_view folder : base::split(found.environment["LD_LIBRARY_PATH"], ':'))
    found.files.emplace_back(folder);
  return found;
}

}  // namespace engine
