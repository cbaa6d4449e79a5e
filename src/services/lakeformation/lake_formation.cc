#include "services/lakeformation/lake_formation.h"

#include "api/lakeformation/types.h"
#include "wire/principals.h"

namespace services::lakeformation {

base::Result<api::lakeformation::GetDataLakePrincipalResponse> LakeFormation::get_data_lake_principal(
    const wire::RequestContext& context, const api::lakeformation::GetDataLakePrincipalRequest&) {
  return api::lakeformation::GetDataLakePrincipalResponse{.identity = wire::caller_arn(context)};
}

}  // namespace services::lakeformation
