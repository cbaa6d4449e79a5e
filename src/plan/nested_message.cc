#include "plan/nested_message.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message_lite.h>

namespace plan {

bool parse_nested(google::protobuf::MessageLite& into, google::protobuf::io::ZeroCopyInputStream& bytes,
                  int most_nesting) {
  google::protobuf::io::CodedInputStream stream(&bytes);
  stream.SetRecursionLimit(most_nesting);
  return into.ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

}  // namespace plan
