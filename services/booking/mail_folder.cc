#include "services/booking/mail_folder.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>

#include "booking/folding.h"
#include "booking/message_texts.h"
#include "booking/person_kept.h"

namespace amtslotse::booking {
namespace {

namespace fs = std::filesystem;

// Ours alone: somebody may name a folder that holds other things. One that is being written has ".new" at its end.
std::optional<Instant> WrittenAt(const fs::path& file) {
  const std::string name = file.filename().native();
  if (!name.ends_with(".eml") && !name.ends_with(".eml.new")) return std::nullopt;
  std::istringstream stream(name);
  Instant time;
  stream >> date::parse("%Y-%m-%d-%H%M%S-", time);
  return stream.fail() ? std::nullopt : std::optional(time);
}

absl::Status RemoveThose(const std::string& folder, const std::function<bool(const fs::path&, Instant)>& unwanted) {
  std::error_code error;
  if (folder.empty() || !fs::exists(folder, error)) return absl::OkStatus();
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    const auto written = WrittenAt(file->path());
    std::error_code removing;
    if (written && unwanted(file->path(), *written)) fs::remove(file->path(), removing);
    if (removing) return absl::InternalError(fmt::format("{}: {}", folder, removing.message()));
  }
  return error ? absl::InternalError(fmt::format("{}: {}", folder, error.message())) : absl::OkStatus();
}

// Headers are ASCII, an address is never broken (booking/mail.cc).
bool IsBetween(const fs::path& file, const std::set<std::string>& addresses) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line) && line.size() > 1;) {
    const auto open = line.rfind('<');
    const auto close = line.rfind('>');
    if (open == line.npos || close == line.npos || close < open) continue;
    if (addresses.contains(FoldEmail(line.substr(open + 1, close - open - 1)))) return true;
  }
  return false;
}

}  // namespace

std::string MailFileName(const Notification& notification, Instant now) {
  return fmt::format("{}-{}-{}", date::format("%Y-%m-%d-%H%M%S", now), KindWord(notification.kind), notification.id);
}

absl::Status TidyMailFolder(const std::string& folder, Instant now) {
  return RemoveThose(folder, [&](const fs::path&, Instant written) { return written < now - kMailFilesKept; });
}

absl::Status ForgetMails(const std::string& folder, const std::set<std::string>& addresses) {
  std::set<std::string> folded;
  for (const std::string& address : addresses)
    if (!address.empty()) folded.insert(FoldEmail(address));
  return RemoveThose(folder, [&](const fs::path& file, Instant) { return IsBetween(file, folded); });
}

absl::StatusOr<PersonErased> ErasePersonAndMails(Store& store, const ErasePersonRequest& who,
                                                 const std::string& folder) {
  if (folder.empty()) return store.ErasePerson(who);
  // Afterwards nobody knows any more which addresses belonged to a telephone number.
  auto addresses = EmailsOfPerson(store, who);
  if (!addresses.ok()) return addresses.status();
  auto erased = store.ErasePerson(who);
  if (!erased.ok()) return erased;
  addresses->insert(who.email);
  if (auto status = ForgetMails(folder, *addresses); !status.ok()) return status;
  return erased;
}

}  // namespace amtslotse::booking
