#pragma once

#include <boost/json.hpp>
#include <string>

#include "base/result.h"

namespace cli {

// The JSON object that a running server answers to a GET of one of its own routes. An error says what to do,
// or, when the server has refused, what it said.
base::Result<boost::json::object> ask_server(const std::string& endpoint, const std::string& path);

}  // namespace cli
