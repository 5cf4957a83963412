#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

namespace amtslotse::tests {
namespace {

std::filesystem::path Programs() {
  for (const char* version : {"18", "17", "16", "15"}) {
    const std::filesystem::path folder = std::filesystem::path("/usr/lib/postgresql") / version / "bin";
    if (std::filesystem::exists(folder / "initdb")) return folder;
  }
  throw std::runtime_error("PostgreSQL is not installed");
}

const passwd* PostgresUser() { return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; }

pid_t Spawn(std::vector<std::string> arguments) {
  const pid_t process = ::fork();
  if (process != 0) return process;
  if (const passwd* user = PostgresUser()) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test that is killed leaves no server behind
  const int null = ::open("/dev/null", O_RDWR);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null, descriptor);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

void MustSucceed(pid_t process, const char* what) {
  int status = 0;
  if (::waitpid(process, &status, 0) != process || status != 0) throw std::runtime_error(std::string(what) + " failed");
}

}  // namespace

PostgresServer::PostgresServer(bool durable) : durable_(durable) {
  std::string name = (std::filesystem::temp_directory_path() / "amtslotse-pg-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  if (const passwd* user = PostgresUser()) {
    if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown failed");
  }
  MustSucceed(Spawn({Programs() / "initdb", "-D", folder_ / "data", "-U", "amtslotse", "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"}),
              "initdb");
  Start();
}

PostgresServer::~PostgresServer() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::Start() {
  const std::string on = durable_ ? "on" : "off";
  process_ = Spawn({Programs() / "postgres", "-D", folder_ / "data", "-k", folder_, "-c", "listen_addresses=", "-c",
                    "fsync=" + on, "-c", "full_page_writes=" + on, "-c", "synchronous_commit=on", "-c",
                    "max_connections=200", "-c", "shared_buffers=64MB", "-c", "autovacuum_naptime=10s"});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (PQping(Connection("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("PostgreSQL does not answer");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PostgresServer::Stop() {
  if (process_ <= 0) return;
  ::kill(process_, SIGQUIT);  // immediate shutdown: no checkpoint, recovery at the next start
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

std::string PostgresServer::Connection(const std::string& database) const {
  return "host=" + folder_.string() + " user=amtslotse dbname=" + database;
}

std::string PostgresServer::NewDatabase() {
  const std::string name = "test" + std::to_string(++databases_);
  PGconn* connection = PQconnectdb(Connection("postgres").c_str());
  PGresult* result = PQexec(connection, ("CREATE DATABASE " + name).c_str());
  const bool created = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  PQfinish(connection);
  if (!created) throw std::runtime_error("no new database");
  return Connection(name);
}

}  // namespace amtslotse::tests
