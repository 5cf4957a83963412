#include "services/cli/privacy/erasures.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "keys/key_ring.h"
#include "services/cli/whole_file.h"
#include "services/rpc/call.h"

namespace amtslotse::cli {
namespace {

using booking::v1::Booking;
using nlohmann::json;

constexpr const char* kContext = "erasures";
constexpr std::chrono::seconds kLimit{30};

std::filesystem::path ListOf(const Installation& installation) { return installation.keys / "erasures"; }

struct Line {
  long long since = 0;  // Unix seconds
  std::string sealed;   // base64url
};

// One a line: when, and the sealed rest.
std::vector<Line> ReadLines(const Installation& installation) {
  std::vector<Line> lines;
  std::ifstream in(ListOf(installation));
  for (Line line; in >> line.since >> line.sealed;) lines.push_back(line);
  return lines;
}

absl::Status WriteLines(const Installation& installation, const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) text += fmt::format("{} {}\n", line.since, line.sealed);
  return WriteWhole(ListOf(installation), text, 0600);
}

}  // namespace

absl::Status Remember(const Installation& installation, const Erasure& erasure, std::chrono::system_clock::time_point now) {
  const auto keys = keys::KeyRing::Load(installation.KeyRing("booking"), installation.data);
  if (!keys.ok()) return keys.status();
  keys::SystemRandomness random;
  std::vector<Line> lines = ReadLines(installation);
  const auto oldest = std::chrono::system_clock::to_time_t(now - kErasuresKept);
  std::erase_if(lines, [&](const Line& line) { return line.since < oldest; });
  const json entry{{"municipality", erasure.municipality}, {"email", erasure.email}, {"telephone", erasure.telephone}, {"reason", erasure.reason}};
  lines.push_back({std::chrono::system_clock::to_time_t(now), keys::Base64Url(keys->Seal(entry.dump(), kContext, random))});
  return WriteLines(installation, lines);
}

absl::StatusOr<std::vector<Erasure>> Remembered(const Installation& installation) {
  std::vector<Erasure> erasures;
  const std::vector<Line> lines = ReadLines(installation);
  if (lines.empty()) return erasures;
  const auto keys = keys::KeyRing::Load(installation.KeyRing("booking"), installation.data);
  if (!keys.ok()) return keys.status();
  for (const Line& line : lines) {
    const auto bytes = keys::FromBase64Url(line.sealed);
    const auto plain = keys->Open(bytes.value_or(""), kContext);
    if (!plain.ok()) return absl::DataLossError(ListOf(installation).native() + ": lässt sich nicht öffnen; aus der Sicherung der Schlüssel zurückholen");
    const json entry = json::parse(*plain, nullptr, /*allow_exceptions=*/false);
    if (!entry.is_object()) return absl::DataLossError(ListOf(installation).native() + ": beschädigt");
    erasures.push_back({entry.value("municipality", ""), entry.value("email", ""), entry.value("telephone", ""), entry.value("reason", "")});
  }
  return erasures;
}

absl::StatusOr<Erased> Erase(const ServiceAccess& access, const Erasure& erasure) {
  const auto booking = Booking::NewStub(access.Channel("booking"));
  booking::v1::ErasePersonRequest request;
  request.set_municipality_id(erasure.municipality);
  request.mutable_contact()->set_email(erasure.email);
  request.mutable_contact()->set_telephone(erasure.telephone);
  request.set_reason(erasure.reason);
  const auto erased = rpc::Call(*booking, &Booking::StubInterface::ErasePerson, request, access.Administrator(erasure.municipality, kLimit),
                                {.method = "Booking/ErasePerson", .repeatable = true, .timeout = kLimit});
  if (!erased.ok()) return erased.status();
  return Erased{erased->erased(), erased->cancelled()};
}

}  // namespace amtslotse::cli
