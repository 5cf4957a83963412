#include "services/cli/privacy/kept.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "booking/codes.h"
#include "booking/person_kept.h"
#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "keys/key_ring.h"

namespace amtslotse::cli {
namespace {

class SystemClock final : public booking::Clock {
 public:
  booking::Instant Now() const override { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
};

}  // namespace

std::string BookingDatabase() {
  if (const char* given = std::getenv("BOOKING_DATABASE")) return given;
  const char* file = std::getenv("BOOKING_DATABASE_FILE");
  if (file == nullptr) return "";
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

absl::StatusOr<std::string> KeptOf(const Installation& installation, const Erasure& who) {
  const auto keys = keys::KeyRing::Load(installation.KeyRing("booking"), installation.Store("booking"));
  if (!keys.ok()) return keys.status();
  const std::string postgres = BookingDatabase();
  const auto database = postgres.empty() ? booking::sql::OpenSqlite({.path = installation.Store("booking") / "booking.db"})
                                         : booking::sql::OpenPostgres({.connection = postgres, .connections = 1});
  if (!database.ok()) return database.status();
  SystemClock clock;
  booking::SystemRandomness random;
  const auto store = booking::Store::Open(**database, *keys, clock, random);
  if (!store.ok()) return store.status();
  return booking::KeptOfPerson(**store, {.municipality = {who.municipality}, .email = who.email, .telephone = who.telephone,
                                         .reason = who.reason, .actor = {"cli"}});
}

}  // namespace amtslotse::cli
