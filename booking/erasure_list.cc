#include "booking/erasure_list.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "keys/randomness.h"

namespace amtslotse::booking {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kErasureContext = "erasures";

std::vector<SealedErasure> ReadSealed(const fs::path& file) {
  std::vector<SealedErasure> lines;
  std::ifstream in(file);
  for (SealedErasure line; in >> line.since >> line.sealed;) lines.push_back(line);
  return lines;
}

// Beside it first, durably, then in its place.
absl::Status WriteSealed(const fs::path& file, const std::vector<SealedErasure>& lines) {
  std::string text;
  for (const SealedErasure& line : lines) text += fmt::format("{} {}\n", line.since, line.sealed);
  const fs::path fresh = file.native() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const int reason = errno;
  if (fd >= 0) ::close(fd);
  std::error_code failed;
  if (written) fs::rename(fresh, file, failed);
  if (written && !failed) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      fmt::format("{}: {}", file.native(), failed ? failed.message() : std::strerror(reason)));
}

bool SamePerson(const ErasedPerson& a, const ErasedPerson& b) {
  return a.municipality == b.municipality && a.email == b.email && a.telephone == b.telephone;
}

}  // namespace

SealedErasure ErasureList::Seal(const ErasedPerson& person, std::chrono::sys_seconds now) const {
  const json entry{{"municipality", person.municipality},
                   {"email", person.email},
                   {"telephone", person.telephone},
                   {"reason", person.reason}};
  keys::SystemRandomness random;
  const std::string text = entry.dump(-1, ' ', false, json::error_handler_t::replace);
  return {now.time_since_epoch().count(), keys::Base64Url(keys_.Seal(text, kErasureContext, random))};
}

std::optional<ErasedPerson> ErasureList::Open(const SealedErasure& line) const {
  const auto plain = keys_.Open(keys::FromBase64Url(line.sealed).value_or(""), kErasureContext);
  const json entry = plain.ok() ? json::parse(*plain, nullptr, /*allow_exceptions=*/false) : json();
  if (!entry.is_object()) return std::nullopt;
  return ErasedPerson{entry.value("municipality", ""), entry.value("email", ""), entry.value("telephone", ""),
                      entry.value("reason", "")};
}

absl::StatusOr<std::vector<ErasedPerson>> ErasureList::Read() const {
  const auto lines = Lines();
  if (!lines.ok()) return lines.status();
  std::vector<ErasedPerson> persons;
  for (const SealedErasure& line : *lines) {
    const auto noted = Open(line);
    if (!noted) return absl::DataLossError("the list of erasures: cannot be opened with these keys");
    const auto same = [&](const ErasedPerson& one) { return SamePerson(one, *noted); };
    if (std::none_of(persons.begin(), persons.end(), same)) persons.push_back(*noted);
  }
  return persons;
}

absl::Status ErasureFile::Add(const ErasedPerson& person, std::chrono::sys_seconds now) {
  const std::scoped_lock lock(writing_);
  std::vector<SealedErasure> lines = ReadSealed(file_);
  const auto oldest = (now - kErasuresKept).time_since_epoch().count();
  std::erase_if(lines, [&](const SealedErasure& line) {
    const auto noted = Open(line);
    return line.since < oldest || (noted && SamePerson(*noted, person));
  });
  lines.push_back(Seal(person, now));
  return WriteSealed(file_, lines);
}

absl::Status ErasureFile::TakeOver(const std::vector<SealedErasure>& more) {
  const std::scoped_lock lock(writing_);
  std::vector<SealedErasure> lines = ReadSealed(file_);
  const auto known = lines.size();
  for (const SealedErasure& line : more) {
    const auto same = [&](const SealedErasure& one) { return one.sealed == line.sealed; };
    if (std::none_of(lines.begin(), lines.end(), same)) lines.push_back(line);
  }
  return lines.size() == known ? absl::OkStatus() : WriteSealed(file_, lines);
}

absl::StatusOr<std::vector<SealedErasure>> ErasureFile::Lines() const { return ReadSealed(file_); }

}  // namespace amtslotse::booking
