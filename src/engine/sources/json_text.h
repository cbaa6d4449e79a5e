#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/text_input.h"

namespace engine {

// A JSON text, in memory or in a file, walked byte by byte; of a file only what is being looked at is held.
// What goes wrong in the file, or a value that is longer than is allowed, ends the text: state() tells. One
// thread.
class JsonText {
 public:
  enum class Comments { None, Skipped };  // between values and inside of them
  explicit JsonText(std::string_view text, Comments comments = Comments::None)
      : view_(text), comments_(comments) {}
  explicit JsonText(std::shared_ptr<TextInput> file, Comments comments = Comments::None)
      : file_(std::move(file)), comments_(comments) {}

  int peek();  // the byte here; -1: the end
  void step() { ++position_; }
  void skip_blanks();

  // Takes the value that begins here, by its brackets and quotes alone: whether it is JSON is not looked at.
  // False: there is none, or it has no end. The text of it, or of what there is of it, is valid until the
  // next step.
  bool skip_value();
  bool take_value(std::string_view& text);
  std::string_view rest();  // as much of it as a record may be

  std::int64_t offset() const { return offset_ + static_cast<std::int64_t>(position_); }
  const base::Result<void>& state() const { return state_; }

 private:
  bool fetch();
  bool check_length(std::size_t bytes, std::size_t from);  // of what begins there in the view
  bool skip_text();
  bool skip_comment();
  bool skip_nested();

  std::shared_ptr<TextInput> file_;
  std::string buffer_;
  std::string_view view_;  // all of the text in memory, or the buffer
  const Comments comments_;
  std::size_t position_ = 0;         // in the view
  std::optional<std::size_t> kept_;  // from where on the view has to stay
  std::int64_t offset_ = 0;          // of the view, in the text
  base::Result<void> state_;
};

}  // namespace engine
