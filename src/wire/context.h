#pragma once

#include <string>

#include "wire/trailing_checksum.h"

namespace wire {

// Who calls, and where: what every operation gets beside its decoded input. State is kept apart by account
// and region.
struct RequestContext {
  std::string account;  // 12 digits
  std::string region;
  std::string request_id;
  std::string host;  // as the client named the server, with port: for URLs in answers
  const TrailingChecksum* trailing_checksum = nullptr;  // of the body, if one is announced
};

}  // namespace wire
