#include "wire/errors.h"

#include "wire/service.h"

namespace wire {

base::Error modelled(std::string_view code, int status, std::string message, ErrorDetails details) {
  base::Error error = base::refusal(std::string(code), status, std::move(message));
  error.details = std::move(details);
  return error;
}

base::Error bad_uri() {
  return base::refusal("InvalidURI", 400, "Couldn't parse the specified URI.");
}

base::Error unanswered(const ServiceInfo& info, std::string_view operation) {
  return base::refusal(std::string(info.unanswered_code), info.unanswered_status,
                       fmt::format("{} is not supported by Dovetail yet", operation));
}

}  // namespace wire
