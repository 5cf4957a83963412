#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace amtslotse::tests {

// A PostgreSQL of our own in a temporary folder, on a unix socket. As root it runs as the user postgres, because it
// refuses to run as root. Stopped and removed at the end.
class PostgresServer {
 public:
  // durable: commits reach the disk, as in production; else as fast as tests can be.
  explicit PostgresServer(bool durable = false);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // libpq's connection string for a database that this call creates, empty.
  std::string NewDatabase();
  std::string Connection(const std::string& database) const;

  void Stop();  // at once, as by kill -9 of every backend
  void Start();

 private:
  std::filesystem::path folder_;
  bool durable_;
  pid_t process_ = -1;
  int databases_ = 0;
};

}  // namespace amtslotse::tests
