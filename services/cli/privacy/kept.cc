#include "services/cli/privacy/kept.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "booking/codes.h"
#include "booking/person_kept.h"
#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "keys/key_ring.h"
#include "services/cli/backup.h"
#include "services/cli/key_file.h"
#include "services/cli/privacy/traces.h"

namespace amtslotse::cli {
namespace {

class SystemClock final : public booking::Clock {
 public:
  booking::Instant Now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

// The file has one writer, the running process: this is a copy of this moment, gone afterwards.
class Copy {
 public:
  explicit Copy(const Installation& installation) : folder_(installation.data / fmt::format("export-{}", ::getpid())) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failed);
  }
  ~Copy() {
    std::error_code failed;
    std::filesystem::remove_all(folder_, failed);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  std::filesystem::path file() const { return folder_ / "booking.db"; }

 private:
  std::filesystem::path folder_;
};

absl::StatusOr<std::string> KeptByBooking(const Installation& installation, const Erasure& who) {
  const auto keys = LoadKeys(installation.KeyRing("booking"), installation.Store("booking"));
  if (!keys.ok()) return keys.status();
  const std::string postgres = DatabaseSetting("BOOKING_DATABASE");
  const Copy copy(installation);
  if (postgres.empty()) {
    if (auto status = CopyDatabase(installation.Store("booking") / "booking.db", copy.file()); !status.ok())
      return status;
  }
  const auto database = postgres.empty() ? booking::sql::OpenSqlite({.path = copy.file()})
                                         : booking::sql::OpenPostgres({.connection = postgres, .connections = 1});
  if (!database.ok()) return database.status();
  SystemClock clock;
  booking::SystemRandomness random;
  const auto store = booking::Store::Open(**database, *keys, clock, random);
  if (!store.ok()) return store.status();
  return booking::KeptOfPerson(**store, {.municipality = {who.municipality},
                                         .email = who.email,
                                         .telephone = who.telephone,
                                         .reason = who.reason,
                                         .actor = {"cli"}});
}

}  // namespace

absl::StatusOr<std::string> KeptOf(const Installation& installation, const ServiceAccess& access, const Erasure& who) {
  const auto booking = KeptByBooking(installation, who);
  if (!booking.ok()) return booking.status();
  auto traces = TracesOf(installation, access, who);
  if (!traces.ok()) return traces.status();
  auto kept = nlohmann::json::parse(*booking);
  kept.update(*traces);
  return kept.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace amtslotse::cli
