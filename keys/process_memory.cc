#include "keys/process_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace amtslotse::keys {

void KeepMemoryPrivate() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace amtslotse::keys
