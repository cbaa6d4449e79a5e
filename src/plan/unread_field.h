#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace google::protobuf {
class Message;
}

namespace plan {

// A field that is set of a message and is none of those that whoever asks reads, for the refusal to name: it
// would be lost without a word. One that not even the protocol's description knows is such too: it is a newer
// client's. Messages inside are for those who read them.
std::optional<std::string> unread_field(const google::protobuf::Message& message,
                                        std::span<const std::string_view> read);

}  // namespace plan
