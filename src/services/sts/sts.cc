#include "services/sts/sts.h"

#include "api/sts/types.h"
#include "wire/principals.h"

namespace services::sts {

// The user id of a root user is the account's number.
base::Result<api::sts::GetCallerIdentityResponse> Sts::get_caller_identity(
    const wire::RequestContext& context, const api::sts::GetCallerIdentityRequest&) {
  return api::sts::GetCallerIdentityResponse{
      .user_id = context.account, .account = context.account, .arn = wire::caller_arn(context)};
}

}  // namespace services::sts
