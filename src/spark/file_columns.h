#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "plan/program.pb.h"

namespace spark_door {

// A URI as Hadoop's Path shows it: what RFC 2396 has no place for is percent-encoded, other scripts are not.
std::string encoded_uri(std::string_view uri);
// The same with an empty host where it is local: file:///...
std::string encoded_url(std::string_view uri);

// What Reads tell of their files, where the plan asks (plan/file_columns.h), as partition columns behind the
// others.
void declare_file_columns(plan::PinnedInput& input);
// Their values. The scheme is the one by which the user names the place: s3, s3a, s3n; empty: the URI's own.
void add_file_columns(plan::PinnedObject& object, std::string_view scheme, base::Timestamp modified_at);

}  // namespace spark_door
