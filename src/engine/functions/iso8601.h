#pragma once

#include <string_view>

#include "engine/functions/time_fields.h"

namespace engine {

// https://www.joda.org/joda-time/apidocs/org/joda/time/format/ISODateTimeFormat.html: dateTimeParser() and
// dateElementParser(). A day of a month, of a year or of a week, whole or cut short; a time behind a T, whose
// last unit may have a fraction; an offset. Raises in Joda's words.
ReadTime read_iso_timestamp(std::string_view text);
ReadTime read_iso_date(std::string_view text);

}  // namespace engine
