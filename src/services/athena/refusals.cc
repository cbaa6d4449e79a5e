#include "services/athena/refusals.h"

#include "api/athena/errors.h"
#include "base/result.h"

namespace services::athena {

base::Error invalid_request(std::string message, std::string athena_error_code) {
  return api::athena::errors::invalid_request_exception(std::move(message),
                                                        {{"AthenaErrorCode", std::move(athena_error_code)}});
}

base::Error query_canceled() {
  return base::refusal("USER_CANCELED", 400, "Query was canceled");
}

}  // namespace services::athena
