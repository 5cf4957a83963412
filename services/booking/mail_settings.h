// Settings of the mail sender, keys BOOKING_….
#pragma once

#include <chrono>
#include <string>

#include "services/rpc/settings.h"

namespace amtslotse::booking {

enum class Tls { kRequired, kWhenOffered, kNever };

struct MailSettings {
  std::string smtp_url;  // smtp://host:587 (STARTTLS) or smtps://host:465; empty: mails wait, or go into the folder
  std::string user;      // empty: no authentication
  std::string password;
  Tls tls = Tls::kRequired;
  std::string ca_file;               // empty: the system's
  std::string from;                  // needed with smtp_url
  std::string bounces;               // the envelope's sender; empty: `from`
  std::string folder;                // without smtp_url: mails are written here, to be read by hand
  std::chrono::seconds timeout{20};  // of one mail
  std::string sms_url;               // a gateway that takes a POST; empty: text messages wait
  std::string sms_token;             // sent as bearer
  std::string sms_body;              // JSON with {to}, {text}, {id}
  std::string web_url;               // of the public pages, for links

  bool sends_mail() const { return !smtp_url.empty() || !folder.empty(); }
};

// Reads SMTP_URL, SMTP_USER, SMTP_PASSWORD, SMTP_TLS (required, optional, none), SMTP_CA_FILE, SMTP_TIMEOUT_SECONDS,
// MAIL_FROM, MAIL_BOUNCES, MAIL_FOLDER, SMS_URL, SMS_TOKEN, SMS_BODY without prefix, and BOOKING_WEB_URL.
MailSettings ReadMailSettings(rpc::SettingsReader& reader);

}  // namespace amtslotse::booking
