#pragma once

#include <boost/json.hpp>

#include "wire/shape.h"

namespace apigen_test {

// Structs as JSON under the model's member names, without any protocol: what the tests compare with. Times
// are microseconds, blobs base64, streams their text. Independent of the codecs under test.
boost::json::value dump(const wire::Shape& shape, const void* value);
void fill(const wire::Shape& shape, const boost::json::value& json, void* into);

}  // namespace apigen_test
