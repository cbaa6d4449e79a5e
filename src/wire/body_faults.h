#pragma once

#include "base/error.h"
#include "wire/service.h"

namespace wire {

// A fault of base/body_faults.h as the service names it; any other error as it is.
base::Error in_words_of(const ServiceInfo& info, const base::Error& error);

}  // namespace wire
