// Who can read a file with a secret.
#pragma once

#include <sys/types.h>

namespace amtslotse::keys {

// Whether somebody beside the process `self` and the file's owner can read or change it. In Kubernetes such files
// belong to root, and the process reads them by its group; so the group may read a file of somebody else's.
constexpr bool IsOpenToOthers(mode_t mode, uid_t owner, uid_t self) {
  constexpr mode_t kAnythingButGroupReads = 037;
  return (mode & (owner == self ? 077 : kAnythingButGroupReads)) != 0;
}

}  // namespace amtslotse::keys
