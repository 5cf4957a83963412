// The mails of an installation without a mail server, as files: the demonstration's, or whoever sets MAIL_FOLDER.
#pragma once

#include <absl/status/statusor.h>

#include <set>
#include <string>

#include "booking/outbox.h"
#include "booking/person.h"
#include "booking/store.h"
#include "booking/tidy.h"

namespace amtslotse::booking {

// As long as messages that went out, which these stand for.
inline constexpr std::chrono::hours kMailFilesKept = kResultsKept;

// "2026-11-23-081500-confirmed-7", of a mail written then.
std::string MailFileName(const Notification& notification, Instant now);

// Removes what was written longer ago, by the times in the names; other files stay. Nothing when there is no folder.
absl::Status TidyMailFolder(const std::string& folder, Instant now);

// Removes the mails that go to one of the addresses, or whose answers do.
absl::Status ForgetMails(const std::string& folder, const std::set<std::string>& addresses);

// Of the store and of the folder; no folder: of the store. May be repeated.
absl::StatusOr<PersonErased> ErasePersonAndMails(Store& store, const ErasePersonRequest& who,
                                                 const std::string& folder);

}  // namespace amtslotse::booking
