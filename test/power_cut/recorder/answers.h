#pragma once

#include <sys/uio.h>

#include <span>

namespace power_cut {

// Records, before the call, that bytes are about to leave on a TCP connection: from here on the peer may rely
// on what they say. Nothing happens for any other descriptor.
void record_answer(int fd, std::span<const iovec> data);

}  // namespace power_cut
