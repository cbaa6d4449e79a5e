#pragma once

#include <initializer_list>
#include <string_view>

#include "base/result.h"

namespace google::protobuf {
class Message;
}

namespace engine {

// Every field of a plan is consumed or refused: whoever lowers a message says here which of its fields it
// uses. Any other field that is set, one of a newer protocol too, is refused by its name. Messages inside are
// for whoever lowers them.
base::Result<void> consume_only(const google::protobuf::Message& message,
                                std::initializer_list<std::string_view> fields);

// The same for a message that is one of several: the one that is set is for whoever lowers it; `beside` are
// used too.
base::Result<void> consume_choice(const google::protobuf::Message& message,
                                  std::initializer_list<std::string_view> beside = {});
// The refusal of the one that is set, by its name.
base::Error unsupported_choice(const google::protobuf::Message& message);

// The same for names that stand for a choice: "join_type = JOIN_TYPE_LEFT_ANTI".
base::Error unsupported(std::string_view what);

}  // namespace engine
