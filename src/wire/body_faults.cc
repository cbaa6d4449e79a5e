#include "wire/body_faults.h"

#include "base/body_faults.h"

namespace wire {
namespace {

struct Words {
  std::string_view fault;
  std::string_view s3_code;
  std::string_view s3_message;  // empty: as the fault has it
  std::string_view json_code;   // what API gateways of AWS say for its JSON services
  int json_status;
};

constexpr Words kWords[] = {
    {base::kBodyTooLarge, "MaxMessageLengthExceeded", "Your request was too big.",
     "RequestEntityTooLargeException", 413},
    {base::kBodyTooSlow, "RequestTimeout",
     "Your socket connection to the server was not read from or written to within the timeout period. Idle "
     "connections "
     "will be closed.",
     "RequestTimeoutException", 408},
    {base::kBodyIncomplete, "IncompleteBody",
     "You did not provide the number of bytes specified by the Content-Length HTTP header.",
     "SerializationException", 400},
    {base::kBodyBroken, "InvalidRequest", "", "SerializationException", 400},
};

}  // namespace

base::Error in_words_of(const ServiceInfo& info, const base::Error& error) {
  for (const Words& words : kWords) {
    if (error.code != words.fault) continue;
    if (info.protocol != Protocol::RestXml)
      return base::refusal(std::string(words.json_code), words.json_status, error.message);
    return base::refusal(std::string(words.s3_code), 400,
                         words.s3_message.empty() ? error.message : std::string(words.s3_message));
  }
  return error;
}

}  // namespace wire
