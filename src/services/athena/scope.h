#pragma once

#include <string>

#include "wire/context.h"

namespace services::athena {

// Whose queries and workgroups: state is kept apart by account and region.
struct Scope {
  std::string account;
  std::string region;

  static Scope of(const wire::RequestContext& context) { return {context.account, context.region}; }
};

}  // namespace services::athena
