// A process that holds keys and crashes.
#include "keys/process_memory.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace amtslotse::keys {
namespace {

TEST(ProcessMemory, ACrashLeavesNoDump) {
  const pid_t child = ::fork();
  if (child == 0) {
    KeepMemoryPrivate();
    std::signal(SIGABRT, SIG_DFL);
    ::kill(::getpid(), SIGABRT);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(WCOREDUMP(status));
}

TEST(ProcessMemory, NeitherAFileNorAProgramThatTakesDumpsGetsIt) {
  const pid_t child = ::fork();
  if (child == 0) {
    KeepMemoryPrivate();
    rlimit limit{1, 1};
    ::getrlimit(RLIMIT_CORE, &limit);
    ::_exit(limit.rlim_max == 0 && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace amtslotse::keys
