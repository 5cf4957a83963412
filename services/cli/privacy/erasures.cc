#include "services/cli/privacy/erasures.h"

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "booking/erasure_table.h"
#include "booking/sql/postgres.h"
#include "keys/key_ring.h"
#include "services/cli/key_file.h"
#include "services/cli/privacy/traces.h"
#include "services/rpc/call.h"

namespace amtslotse::cli {
namespace {

using booking::v1::Booking;

constexpr std::chrono::seconds kLimit{30};

constexpr const char* kDatabaseSetting = "BOOKING_ERASURES_DATABASE";

// Calls `use` with the operator's list and its keys; what it returns.
template <class Use>
auto WithList(const Installation& installation, Use use)
    -> decltype(use(std::declval<booking::ErasureList&>(), std::declval<const keys::KeyRing&>())) {
  const auto keys = LoadKeys(installation.KeyRing("booking"), installation.data);
  if (!keys.ok()) return keys.status();
  booking::ErasureFile list(installation.keys / "erasures", *keys);
  return use(list, *keys);
}

std::filesystem::path NotedByBooking(const Installation& installation) {
  return installation.Store("booking") / booking::kErasuresFile;
}

absl::Status TakeOverFromDatabase(const std::string& connection, booking::ErasureList& into,
                                  const keys::KeyRing& keys) {
  const auto database = booking::sql::OpenPostgres({.connection = connection, .connections = 1});
  if (!database.ok()) return database.status();
  const auto table = booking::ErasureTable::Open(**database, keys);
  if (!table.ok()) return table.status();
  const auto lines = (*table)->Lines();
  return lines.ok() ? into.TakeOver(*lines) : lines.status();
}

}  // namespace

absl::Status Remember(const Installation& installation, const Erasure& erasure,
                      std::chrono::system_clock::time_point now) {
  return WithList(installation, [&](booking::ErasureList& list, const keys::KeyRing&) {
    return list.Add(erasure, std::chrono::floor<std::chrono::seconds>(now));
  });
}

absl::Status TakeOverErasures(const Installation& installation) {
  const std::string database = DatabaseSetting(kDatabaseSetting);
  if (database.empty() && !std::filesystem::exists(NotedByBooking(installation))) return absl::OkStatus();
  return WithList(installation, [&](booking::ErasureList& list, const keys::KeyRing& keys) -> absl::Status {
    const auto lines = booking::ErasureFile(NotedByBooking(installation), keys).Lines();
    if (!lines.ok()) return lines.status();
    if (auto taken = list.TakeOver(*lines); !taken.ok()) return taken;
    if (database.empty()) return absl::OkStatus();
    if (auto taken = TakeOverFromDatabase(database, list, keys); !taken.ok())
      return absl::Status(taken.code(), std::string(kDatabaseSetting) + ": " + std::string(taken.message()));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Erasure>> Remembered(const Installation& installation) {
  if (auto status = TakeOverErasures(installation); !status.ok()) return status;
  if (!std::filesystem::exists(installation.keys / "erasures")) return std::vector<Erasure>();
  auto erasures = WithList(installation, [](booking::ErasureList& list, const keys::KeyRing&) { return list.Read(); });
  if (absl::IsDataLoss(erasures.status()))
    return absl::DataLossError((installation.keys / "erasures").native() +
                               ": lässt sich nicht öffnen; aus der Sicherung der Schlüssel zurückholen");
  return erasures;
}

absl::StatusOr<Erased> Erase(const ServiceAccess& access, const Erasure& erasure) {
  const auto booking = Booking::NewStub(access.Channel("booking"));
  booking::v1::ErasePersonRequest request;
  request.set_municipality_id(erasure.municipality);
  request.mutable_contact()->set_email(erasure.email);
  request.mutable_contact()->set_telephone(erasure.telephone);
  request.set_reason(erasure.reason);
  const auto erased = rpc::Call(*booking, &Booking::StubInterface::ErasePerson, request,
                                access.Administrator(erasure.municipality, kLimit),
                                {.method = "Booking/ErasePerson", .repeatable = true, .timeout = kLimit});
  if (!erased.ok()) return erased.status();
  return Erased{erased->erased(), erased->cancelled()};
}

}  // namespace amtslotse::cli
