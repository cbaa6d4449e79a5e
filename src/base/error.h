#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

// Why an operation did not do what was asked. A plain value: cheap to move, made by the factories below or by
// the generated ones of a service (api::glue::errors::...). Our own bugs never become an Error: see assert.h.
struct Error {
  enum class Fault {
    Caller,  // the request is refused; code, status and message are meant for the caller
    World,   // a disk, a socket, a child process failed; logged once at the edge, shown as an internal error
  };

  Fault fault = Fault::World;
  std::string code;     // the protocol's name of the error ("NoSuchKey"); empty for the world's faults
  int status = 500;     // the HTTP status that goes with the code
  std::string message;  // whole sentences for the reader: what, where, and what to do about it
  std::vector<std::pair<std::string, std::string>> details;  // further named members, in the order shown

  // Prefixes what was being done to the message: "opening the journal: No space left on device".
  Error&& context(std::string_view doing) && {
    message = fmt::format("{}: {}", doing, message);
    return std::move(*this);
  }
};

// The world's fault, in words.
template <typename... Args>
Error failure(fmt::format_string<Args...> format, Args&&... args) {
  return Error{.message = fmt::format(format, std::forward<Args>(args)...)};
}

// The world's fault, as errno tells it; say what was being done: errno_failure("opening {}", path).
Error errno_failure_text(int errno_value, std::string doing);
template <typename... Args>
Error errno_failure(fmt::format_string<Args...> format, Args&&... args);

// The caller's fault, with the protocol's code and HTTP status.
inline Error refusal(std::string code, int status, std::string message) {
  return Error{.fault = Error::Fault::Caller,
               .code = std::move(code),
               .status = status,
               .message = std::move(message)};
}

}  // namespace base

#include <cerrno>

template <typename... Args>
base::Error base::errno_failure(fmt::format_string<Args...> format, Args&&... args) {
  const int errno_value = errno;  // formatting may change it
  return errno_failure_text(errno_value, fmt::format(format, std::forward<Args>(args)...));
}
