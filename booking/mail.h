#pragma once

#include <string>

#include "booking/message_texts.h"
#include "booking/outbox.h"
#include "booking/town_profile.h"

// A notification as an e-mail (RFC 5322, 2045–2047, 6047): text, HTML, and for appointments a calendar file. Says of
// itself that no person wrote it (RFC 3834), so that automatic replies do not answer. A request that goes on to the
// town is text alone; its answer goes to the citizen.
namespace amtslotse::booking {

struct Mail {
  std::string from;     // envelope; where bounces go
  std::string to;       // envelope
  std::string message;  // headers and body, CRLF
};

struct MailSender {
  std::string address;   // of the installation, when a town has none
  std::string bounces;   // the envelope's sender; empty: the same
  std::string base_url;  // of the installation's pages
};

Mail ComposeMail(const Notification& notification, const TownProfile& profile, const MailSender& sender, Instant now);

}  // namespace amtslotse::booking
