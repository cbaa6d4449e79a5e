#pragma once

namespace google::protobuf {
class MessageLite;
namespace io {
class ZeroCopyInputStream;
}
}  // namespace google::protobuf

namespace plan {

// Reads a message from all of the bytes, in which so many messages may stand in each other on one path:
// protobuf's own limit of 100 is less than a long sum takes, or a data frame that was changed fifty times.
// False: they nest deeper, or are no such message.
bool parse_nested(google::protobuf::MessageLite& into, google::protobuf::io::ZeroCopyInputStream& bytes,
                  int most_nesting);

}  // namespace plan
