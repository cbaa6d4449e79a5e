#pragma once

namespace power_cut {

// Records that all that was recorded of this file so far is on the disk.
void record_synced_now(int fd);

}  // namespace power_cut
