#pragma once

#include <string>

#include "wire/context.h"

namespace services::glue {

// Whose catalog and jobs: state is kept apart by account and region.
struct Scope {
  std::string account;
  std::string region;

  static Scope of(const wire::RequestContext& context) { return {context.account, context.region}; }
  auto operator<=>(const Scope&) const = default;
};

}  // namespace services::glue
