#include "services/booking/mail_settings.h"

namespace amtslotse::booking {

MailSettings ReadMailSettings(rpc::SettingsReader& reader) {
  MailSettings settings;
  settings.smtp_url = reader.Text("SMTP_URL", "");
  settings.user = reader.Text("SMTP_USER", "");
  settings.password = reader.Text("SMTP_PASSWORD", "");
  const std::string tls = reader.Text("SMTP_TLS", "required");
  settings.tls = tls == "none" ? Tls::kNever : tls == "optional" ? Tls::kWhenOffered : Tls::kRequired;
  settings.ca_file = reader.Text("SMTP_CA_FILE", "");
  settings.timeout = reader.Seconds("SMTP_TIMEOUT_SECONDS", 20, 1, 300);
  settings.from =
      settings.smtp_url.empty() ? reader.Text("MAIL_FROM", "termine@localhost") : reader.Required("MAIL_FROM");
  settings.bounces = reader.Text("MAIL_BOUNCES", "");
  settings.folder = reader.Text("MAIL_FOLDER", "");
  settings.sms_url = reader.Text("SMS_URL", "");
  settings.sms_token = reader.Text("SMS_TOKEN", "");
  settings.sms_body = reader.Text("SMS_BODY", R"({"to":"{to}","text":"{text}","reference":"{id}"})");
  settings.web_url = reader.Text("WEB_URL", "");
  return settings;
}

}  // namespace amtslotse::booking
