#pragma once

#include <string>
#include <vector>

namespace sandbox {

// What a process in a mount namespace of its own gets to see.
struct View {
  std::string hidden;             // a folder that is not there
  std::vector<std::string> kept;  // files and folders that stay where others are covered
};

// Makes it so: all is read-only; /tmp, /var/tmp, /dev/shm, /run and the homes are empty folders of its own,
// but for what is kept, and gone with it; /proc shows the processes of its own namespace. False: a part of
// that cannot be had.
bool make_view(const View& view);

}  // namespace sandbox
