#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "engine/python/python_function.h"

namespace engine {

// The answer to a process that says what no worker says: user code runs in it, and may say anything.
[[noreturn]] void raise_nonsense(std::string_view what);

// The engine's end of a conversation with a process that runs a function of a user's
// (python/dovetail_worker/stream.py says what goes over the wire): rows go in and come out in Arrow's stream
// format. It raises the function's exceptions (PYTHON_EXCEPTION), and the end of a process that was not asked
// for (PYTHON_WORKER_EXITED). Blocks. One thread.
class PythonStream {
 public:
  // `schema`: the stream's first message. `arguments`: the columns that the function takes, by their places.
  PythonStream(const PythonFunction& function, std::string_view schema);

  // Whole messages, or the end of the stream. Only while the process waits for it: after next() gave nothing.
  void send(std::string_view messages);
  void send_end(std::string_view messages);  // and no more behind these

  // What the function makes of all that was sent, part by part; nothing: that was all, and it waits for more
  // or has ended.
  std::optional<std::string> next();
  bool is_over() const { return is_over_; }

 private:
  void send_bytes(std::string_view bytes);
  std::string receive(std::size_t size);
  std::size_t receive_size();

  base::Fd socket_;
  bool is_over_ = false;
};

}  // namespace engine
