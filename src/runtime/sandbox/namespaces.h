#pragma once

#include <functional>

namespace sandbox {

// Whether the process, which the server's user owns, gets a user namespace too, and with it the privilege to
// make the others. Root may make them without.
enum class UserNamespace { Own, TheServers };

// Enters namespaces of its own for mounts, processes and System V's objects, and goes on as their first
// process: `first` is run there, in a fork. This process, outside, stays behind: it ends as that one does,
// which does not survive it. False: this kernel allows none.
bool in_namespaces(UserNamespace user, const std::function<int()>& first);

}  // namespace sandbox
