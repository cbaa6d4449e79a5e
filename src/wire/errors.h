#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace wire {

struct ServiceInfo;

// Further members of an error, by name. One made by header_detail() is sent as a header instead.
using ErrorDetails = std::vector<std::pair<std::string, std::string>>;

inline std::pair<std::string, std::string> header_detail(std::string_view header, std::string value) {
  return {"header:" + std::string(header), std::move(value)};
}

// What the generated factories of api::<service>::errors return.
base::Error modelled(std::string_view code, int status, std::string message, ErrorDetails details);

base::Error bad_uri();  // a broken %-escape, or no UTF-8

// What an operation says that no handler overrides.
base::Error unanswered(const ServiceInfo& info, std::string_view operation);

}  // namespace wire
