#include "services/athena/refusals.h"

#include "api/athena/errors.h"

namespace services::athena {

base::Error invalid_request(std::string message, std::string athena_error_code) {
  return api::athena::errors::invalid_request_exception(std::move(message),
                                                        {{"AthenaErrorCode", std::move(athena_error_code)}});
}

}  // namespace services::athena
