#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/input_check.h"
#include "wire/shape.h"

namespace wire {

// A structure from a JSON document. Malformed text, nesting beyond 64 levels and values of another type are a
// SerializationException, as from AWS; members that the model does not have are ignored, as AWS does; all
// else that is wrong goes to `check`. An empty document is an empty structure.
base::Result<void> decode_json(const Shape& shape, std::string_view text, InputCheck& check, void* into);

std::string encode_json(const Shape& shape, const void* value);

// Appends `text` in quotes. Bytes that are no UTF-8 become U+FFFD: a document must stay readable.
void append_json_string(std::string& out, std::string_view text);

}  // namespace wire
