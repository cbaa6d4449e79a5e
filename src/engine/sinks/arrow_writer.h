#pragma once

#include <memory>
#include <string>

struct ArrowArray;
struct ArrowSchema;

namespace engine {

// Messages of Arrow's stream format, one after another: the schema, batches of its rows, the end. One thread.
// https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format
class ArrowWriter {
 public:
  ArrowWriter();
  ~ArrowWriter();

  void write_schema(const ArrowSchema& schema);
  void write_rows(const ArrowSchema& schema, const ArrowArray& rows);
  void write_end();

  std::string take();  // the bytes since the last time

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace engine
