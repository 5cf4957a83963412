#pragma once

namespace amtslotse::booking::sql {

// Name of a file system for sqlite3_open_v2 that sends what a commit appends to the write-ahead log in one write before
// the log is made durable; SQLite itself writes twice for each page. It also lets the log grow by a megabyte at a time,
// so that most commits need not make a new length durable too. For connections with synchronous=FULL only: what was not
// made durable is not read by others. Thread-safe.
const char* GatheredLog();

}  // namespace amtslotse::booking::sql
