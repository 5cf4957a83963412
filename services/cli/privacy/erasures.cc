#include "services/cli/privacy/erasures.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "keys/key_ring.h"
#include "services/rpc/call.h"

namespace amtslotse::cli {
namespace {

using booking::v1::Booking;
using dialogue::v1::Dialogue;
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
  const std::string file = ListOf(installation).native();
  std::string text;
  for (const Line& line : lines) text += fmt::format("{} {}\n", line.since, line.sealed);
  const int fd = ::open((file + ".new").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!written || ::rename((file + ".new").c_str(), file.c_str()) != 0)
    return absl::ResourceExhaustedError(file + ": lässt sich nicht schreiben");
  return absl::OkStatus();
}

template <class Keep>
std::string Only(std::string_view text, const Keep& keep) {
  std::string kept;
  for (const char c : text)
    if (keep(c)) kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return kept;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Written in whichever way: +49 431 77 88 and 0431/7788 end the same.
bool Mentions(const dialogue::v1::GetHandOverResponse& kept, const Erasure& erasure) {
  std::vector<std::string_view> texts{kept.hand_over().telephone()};
  for (const auto& message : kept.transcript()) texts.push_back(message.text());
  for (const auto& note : kept.notes()) texts.push_back(note.text());
  const auto all = [](char) { return true; };
  const std::string email = Only(erasure.email, all);
  std::string number = Only(erasure.telephone, IsDigit);
  if (number.size() > 8) number.erase(0, number.size() - 8);
  return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
    return (!email.empty() && Only(text, all).find(email) != std::string::npos) ||
           (number.size() >= 6 && Only(text, IsDigit).find(number) != std::string::npos);
  });
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

absl::StatusOr<unsigned> EraseHandOvers(const ServiceAccess& access, const Erasure& erasure) {
  const auto dialogue = Dialogue::NewStub(access.Channel("dialogue"));
  const rpc::Caller caller = access.Administrator(erasure.municipality, kLimit);
  const auto call = [&](auto method, const auto& request, const char* name) {
    return rpc::Call(*dialogue, method, request, caller, {.method = name, .repeatable = true, .timeout = kLimit});
  };
  dialogue::v1::ListHandOversRequest list;
  list.set_municipality_id(erasure.municipality);
  const auto all = call(&Dialogue::StubInterface::ListHandOvers, list, "Dialogue/ListHandOvers");
  if (!all.ok()) return all.status();
  unsigned erased = 0;
  for (const auto& one : all->hand_overs()) {
    dialogue::v1::GetHandOverRequest get;
    get.set_municipality_id(erasure.municipality);
    get.set_hand_over_id(one.id());
    const auto kept = call(&Dialogue::StubInterface::GetHandOver, get, "Dialogue/GetHandOver");
    if (absl::IsNotFound(kept.status())) continue;
    if (!kept.ok()) return kept.status();
    if (!Mentions(*kept, erasure)) continue;
    dialogue::v1::DeleteHandOverRequest remove;
    remove.set_municipality_id(erasure.municipality);
    remove.set_hand_over_id(one.id());
    const auto removed = call(&Dialogue::StubInterface::DeleteHandOver, remove, "Dialogue/DeleteHandOver");
    if (!removed.ok()) return removed.status();
    ++erased;
  }
  return erased;
}

}  // namespace amtslotse::cli
