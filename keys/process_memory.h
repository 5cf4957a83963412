#pragma once

namespace amtslotse::keys {

// First in every process that reads keys, passwords or tokens: from here on a crash writes none of its memory anywhere,
// and no other process of the same user can look into it. A limit of zero for core files is not enough where the kernel
// hands dumps to a program (core(5), "Piping core dumps to a program"), so the process is not dumpable either
// (PR_SET_DUMPABLE). Programs it starts inherit the limit, and say the other for themselves.
void KeepMemoryPrivate();

}  // namespace amtslotse::keys
