#pragma once

#include "api/lakeformation/handler.h"

namespace services::lakeformation {

// AWS Lake Formation: so far, as whom it knows a caller. Stateless, called from many threads.
class LakeFormation final : public api::lakeformation::Handler {
 public:
  // lake_formation.cc
  base::Result<api::lakeformation::GetDataLakePrincipalResponse> get_data_lake_principal(
      const wire::RequestContext& context,
      const api::lakeformation::GetDataLakePrincipalRequest& request) override;
};

}  // namespace services::lakeformation
