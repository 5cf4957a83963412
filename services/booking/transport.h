// How a message leaves the house: SMTP, a folder, an SMS gateway.
#pragma once

#include <absl/status/status.h>

#include <memory>
#include <string>

#include "booking/mail.h"
#include "services/booking/mail_settings.h"

namespace amtslotse::booking {

enum class Fate {
  kSent,
  kLater,    // the server or the way to it; others may fail too
  kRefused,  // this message, for good
  kBusy,     // this message, for now
};
struct Sent {
  Fate fate = Fate::kSent;
  std::string error;  // for staff; never an address
};

// One connection, kept open between mails. Used from one thread.
class SmtpTransport {
 public:
  explicit SmtpTransport(const MailSettings& settings);
  ~SmtpTransport();
  SmtpTransport(const SmtpTransport&) = delete;
  SmtpTransport& operator=(const SmtpTransport&) = delete;

  Sent Send(const Mail& mail);

 private:
  const MailSettings& settings_;
  void* curl_;
};

// Writes a mail as a file that mail programs open; whole or not at all.
Sent WriteMail(const std::string& folder, const std::string& name, const Mail& mail);

// One POST to the gateway.
Sent SendSms(const MailSettings& settings, const std::string& to, const std::string& text, const std::string& id);

}  // namespace amtslotse::booking
