#pragma once

#include "engine/functions/cast.h"
#include "engine/sources/json_options.h"

namespace engine {

// parse_json_options(), for a reader of the session: texts without a zone are times of its zone.
base::Result<JsonOptions> json_reader_options(const std::string& format,
                                              const std::map<std::string, std::string>& options,
                                              const Session& session);

}  // namespace engine
