#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/form.h"
#include "wire/input_check.h"
#include "wire/operation.h"
#include "wire/shape.h"

namespace wire {

// A structure from a form: members and elements by the parts of their names, `Name.member.N` (or, flattened,
// `Name.N`), entries of maps as `Name.entry.N.key` and `.value`. Values of another type and lists that are
// not numbered are the error of info.malformed_code; names that the model does not have are ignored, as AWS
// does; all else that is wrong goes to `check`.
base::Result<void> decode_query(const ServiceInfo& info, const Shape& shape, const FormNode& form,
                                InputCheck& check, void* into);

// <OPERATIONResponse> with the output, if there is one, in its wrapper, and the request's id.
std::string encode_query(const ServiceInfo& info, const Operation& operation, std::string_view request_id,
                         const void* output);

}  // namespace wire
