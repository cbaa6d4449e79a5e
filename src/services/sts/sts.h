#pragma once

#include "api/sts/handler.h"

namespace services::sts {

// AWS STS: who a caller is. There are no users and roles yet: whoever signs with a key of an account may do
// in it what its root user may, and that is who the caller is told to be. Stateless, called from many
// threads.
class Sts final : public api::sts::Handler {
 public:
  // sts.cc
  base::Result<api::sts::GetCallerIdentityResponse> get_caller_identity(
      const wire::RequestContext& context, const api::sts::GetCallerIdentityRequest& request) override;
};

}  // namespace services::sts
