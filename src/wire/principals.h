#pragma once

#include <string>

#include "wire/context.h"

namespace wire {

// The principal that a request was signed by. Identities are not enforced yet: every key of an account is as
// good as its root user's.
inline std::string caller_arn(const RequestContext& context) {
  return "arn:aws:iam::" + context.account + ":root";
}

}  // namespace wire
