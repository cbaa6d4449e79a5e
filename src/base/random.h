#pragma once

#include <cstddef>
#include <string>

namespace base {

// Lower-case hexadecimal of `bytes` random bytes from the operating system.
std::string random_hex(std::size_t bytes);

// A random UUID, version 4, in its 36-character form.
std::string random_uuid();

}  // namespace base
