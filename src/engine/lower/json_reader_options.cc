#include "engine/lower/json_reader_options.h"

#include "engine/sources/text_times.h"
#include "engine/storage/raise.h"

namespace engine {

base::Result<JsonOptions> json_reader_options(const std::string& format,
                                              const std::map<std::string, std::string>& options,
                                              const Session& session) {
  JsonOptions result = TRY(parse_json_options(format, options));
  if (result.times.zone.empty()) result.times.zone = session.time_zone;
  try {
    result.text_times = std::make_shared<const TextTimes>(result.times);
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
  return result;
}

}  // namespace engine
