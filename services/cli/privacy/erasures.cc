#include "services/cli/privacy/erasures.h"

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "keys/key_ring.h"
#include "services/rpc/call.h"

namespace amtslotse::cli {
namespace {

using booking::v1::Booking;

constexpr std::chrono::seconds kLimit{30};

// Calls `use` with the operator's list; what it returns.
template <class Use>
auto WithList(const Installation& installation, Use use) -> decltype(use(std::declval<booking::ErasureList&>())) {
  const auto keys = keys::KeyRing::Load(installation.KeyRing("booking"), installation.data);
  if (!keys.ok()) return keys.status();
  booking::ErasureList list(installation.keys / "erasures", *keys);
  return use(list);
}

std::filesystem::path NotedByBooking(const Installation& installation) {
  return installation.Store("booking") / booking::kErasuresFile;
}

bool NothingRemembered(const Installation& installation) {
  return !std::filesystem::exists(installation.keys / "erasures") &&
         !std::filesystem::exists(NotedByBooking(installation));
}

}  // namespace

absl::Status Remember(const Installation& installation, const Erasure& erasure,
                      std::chrono::system_clock::time_point now) {
  return WithList(installation, [&](booking::ErasureList& list) {
    return list.Add(erasure, std::chrono::floor<std::chrono::seconds>(now));
  });
}

absl::Status TakeOverErasures(const Installation& installation) {
  if (!std::filesystem::exists(NotedByBooking(installation))) return absl::OkStatus();
  return WithList(installation,
                  [&](booking::ErasureList& list) { return list.TakeOver(NotedByBooking(installation)); });
}

absl::StatusOr<std::vector<Erasure>> Remembered(const Installation& installation) {
  if (NothingRemembered(installation)) return std::vector<Erasure>();
  if (auto status = TakeOverErasures(installation); !status.ok()) return status;
  auto erasures = WithList(installation, [](booking::ErasureList& list) { return list.Read(); });
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
