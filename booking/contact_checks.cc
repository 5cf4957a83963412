#include <fmt/format.h>

#include <algorithm>

#include "booking/folding.h"
#include "booking/store_parts.h"
#include "nlu/text/fold.h"

// What is told of a person: whether it is complete and usable, and by which hashes it is found again.
namespace amtslotse::booking {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // what nlu::Nfc writes for bytes that are not UTF-8

absl::Status CheckText(const char* name, const std::string& text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return absl::InvalidArgumentError(fmt::format("{}: longer than {} bytes", name, max_bytes));
  }
  const bool control =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (control) return absl::InvalidArgumentError(fmt::format("{}: control characters", name));
  if (text.find(kReplacement) == std::string::npos && nlu::Nfc(text).find(kReplacement) != std::string::npos) {
    return absl::InvalidArgumentError(fmt::format("{}: not UTF-8", name));
  }
  return absl::OkStatus();
}

// One address that a mail server could take; whether it exists only a mail can tell.
bool LooksLikeEmail(const std::string& email) {
  const std::size_t at = email.find('@');
  if (at == 0 || at == std::string::npos || at + 3 > email.size() || email.find('@', at + 1) != std::string::npos) {
    return false;
  }
  const std::string domain = email.substr(at + 1);
  return email.find_first_of(" \t\",;:<>()[]\\") == std::string::npos && domain.find('.') != std::string::npos &&
         domain.front() != '.' && domain.back() != '.' && domain.find("..") == std::string::npos;
}

bool LooksLikeTelephone(const std::string& telephone) {
  const std::string digits = FoldTelephone(telephone);
  return digits.size() >= 5 && digits.size() <= 17 &&
         telephone.find_first_not_of("0123456789+ -/()") == std::string::npos;
}

}  // namespace

PersonHashes HashesOf(const KeyRing& keys, const std::string& municipality, const Contact& contact) {
  const auto hash = [&](const char* purpose, const std::string& value) {
    return value.empty() ? sql::Value() : sql::Value(keys.SearchHash(purpose, municipality, value));
  };
  return {hash("surname", FoldedSurname(contact.name)), hash("email", FoldEmail(contact.email)),
          hash("telephone", FoldTelephone(contact.telephone))};
}

std::vector<Field> MissingFields(const Demands& demands, const Contact& contact) {
  std::vector<Field> missing;
  const bool email = LooksLikeEmail(contact.email);
  const bool telephone = LooksLikeTelephone(contact.telephone);
  if (demands.name && FoldName(contact.name).empty()) missing.push_back(Field::kName);
  if ((demands.email || !contact.email.empty()) && !email) missing.push_back(Field::kEmail);
  if ((demands.telephone || !contact.telephone.empty()) && !telephone) missing.push_back(Field::kTelephone);
  if (demands.email_or_telephone && !email && !telephone && missing.empty()) {
    missing.push_back(Field::kEmailOrTelephone);
  }
  return missing;
}

absl::Status CheckTexts(const Contact& contact, const Needs& needs, const std::vector<Attendee>& attendees) {
  if (attendees.size() > 50) return absl::InvalidArgumentError("attendees: at most 50");
  std::vector<absl::Status> checks{CheckText("name", contact.name, 800),
                                   CheckText("email", contact.email, 254),
                                   CheckText("telephone", contact.telephone, 40),
                                   CheckText("conversation", contact.conversation, 800),
                                   CheckText("language", contact.language, 35),
                                   CheckText("interpreter", needs.interpreter, 35),
                                   CheckText("note", needs.note, 2000)};
  for (const Attendee& attendee : attendees) {
    checks.push_back(CheckText("attendee", attendee.name, 800));
    checks.push_back(CheckText("relation", attendee.relation, 200));
  }
  for (const absl::Status& check : checks) {
    if (!check.ok()) return check;
  }
  return absl::OkStatus();
}

}  // namespace amtslotse::booking
