#include "base/error.h"

#include <cstring>

namespace base {

Error errno_failure_text(int errno_value, std::string doing) {
  char buffer[128];
  return Error{.message = fmt::format("{}: {}", doing, strerror_r(errno_value, buffer, sizeof buffer))};
}

}  // namespace base
