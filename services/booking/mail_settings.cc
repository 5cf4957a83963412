#include "services/booking/mail_settings.h"

namespace amtslotse::booking {
namespace {

rpc::SettingForm SmsBody() {
  return {"template", [](const std::string& value) -> std::string {
            const bool whole = value.find("{to}") != value.npos && value.find("{text}") != value.npos;
            return whole ? "" : "a text with {to} and {text} in it";
          }};
}

}  // namespace

MailSettings ReadMailSettings(rpc::SettingsReader& reader) {
  MailSettings settings;
  settings.smtp_url = reader.Text("SMTP_URL", "", rpc::Url({"smtp", "smtps"}));
  settings.user = reader.Text("SMTP_USER", "");
  settings.password = reader.Text("SMTP_PASSWORD", "", rpc::Secret());
  const std::string tls = reader.Text("SMTP_TLS", "required", rpc::OneOf({"required", "optional", "none"}));
  settings.tls = tls == "none" ? Tls::kNever : tls == "optional" ? Tls::kWhenOffered : Tls::kRequired;
  settings.ca_file = reader.Text("SMTP_CA_FILE", "", rpc::ExistingFile());
  settings.timeout = reader.Seconds("SMTP_TIMEOUT_SECONDS", 20, 1, 300);
  settings.from = settings.smtp_url.empty() ? reader.Text("MAIL_FROM", "termine@localhost", rpc::EmailAddress())
                                            : reader.Required("MAIL_FROM", rpc::EmailAddress());
  settings.bounces = reader.Text("MAIL_BOUNCES", "", rpc::EmailAddress());
  settings.folder = reader.Text("MAIL_FOLDER", "", rpc::AbsolutePath());
  settings.sms_url = reader.Text("SMS_URL", "", rpc::Url({"https", "http"}));
  settings.sms_token = reader.Text("SMS_TOKEN", "", rpc::Secret());
  settings.sms_body = reader.Text("SMS_BODY", R"({"to":"{to}","text":"{text}","reference":"{id}"})", SmsBody());
  settings.web_url = reader.Text("WEB_URL", "", rpc::Url({"https", "http"}));
  return settings;
}

}  // namespace amtslotse::booking
