#include "services/booking/transport.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace amtslotse::booking {
namespace {

constexpr long kConnectSeconds = 10;

struct Upload {
  const std::string* text;
  std::size_t at = 0;
};

std::size_t Read(char* buffer, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t length = std::min(size * count, upload.text->size() - upload.at);
  std::memcpy(buffer, upload.text->data() + upload.at, length);
  upload.at += length;
  return length;
}

std::size_t Drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// What the server said about this mail, or that there is no server to speak with.
Sent Judge(CURLcode result, long code, const char* why) {
  if (result == CURLE_OK) return {};
  std::string error = fmt::format("{}{}", curl_easy_strerror(result), code > 0 ? fmt::format(" (SMTP {})", code) : "");
  if (code <= 0 && why[0] != '\0') error = why;
  const bool about_us = result == CURLE_LOGIN_DENIED || code == 530 || code == 535 || code == 538;
  const bool about_mail =
      result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR || result == CURLE_WEIRD_SERVER_REPLY;
  if (about_mail && !about_us && code >= 500) return {Fate::kRefused, error};
  if (about_mail && code == 421) return {Fate::kLater, error};
  if (about_mail && code >= 400) return {Fate::kBusy, error};
  return {Fate::kLater, error};
}

std::string JsonText(const std::string& text) {
  const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

void Replace(std::string& text, const std::string& name, const std::string& value) {
  const std::size_t at = text.find(name);
  if (at != std::string::npos) text.replace(at, name.size(), value);
}

}  // namespace

SmtpTransport::SmtpTransport(const MailSettings& settings) : settings_(settings), curl_(curl_easy_init()) {}

SmtpTransport::~SmtpTransport() { curl_easy_cleanup(curl_); }

Sent SmtpTransport::Send(const Mail& mail) {
  CURL* curl = curl_;
  curl_easy_reset(curl);  // keeps the connection
  char why[CURL_ERROR_SIZE] = "";
  Upload upload{&mail.message};
  const std::string from = "<" + mail.from + ">";
  const std::string to = "<" + mail.to + ">";
  curl_slist* recipients = curl_slist_append(nullptr, to.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, settings_.smtp_url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  const long tls = settings_.tls == Tls::kRequired      ? CURLUSESSL_ALL
                   : settings_.tls == Tls::kWhenOffered ? CURLUSESSL_TRY
                                                        : CURLUSESSL_NONE;
  curl_easy_setopt(curl, CURLOPT_USE_SSL, tls);
  if (!settings_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, settings_.ca_file.c_str());
  if (!settings_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings_.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  const CURLcode result = curl_easy_perform(curl);
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  curl_slist_free_all(recipients);
  return Judge(result, code, why);
}

Sent WriteMail(const std::string& folder, const std::string& name, const Mail& mail) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  const std::string file = folder + "/" + name + ".eml";
  const std::string fresh = file + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return {Fate::kLater, fmt::format("{}: {}", folder, std::strerror(errno))};
  const bool written =
      ::write(fd, mail.message.data(), mail.message.size()) == static_cast<ssize_t>(mail.message.size());
  ::close(fd);
  if (!written || ::rename(fresh.c_str(), file.c_str()) != 0)
    return {Fate::kLater, fmt::format("{}: {}", folder, std::strerror(errno))};
  return {};
}

Sent SendSms(const MailSettings& settings, const std::string& to, const std::string& text, const std::string& id) {
  std::string body = settings.sms_body;
  Replace(body, "{to}", JsonText(to));
  Replace(body, "{id}", JsonText(id));
  Replace(body, "{text}", JsonText(text));
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  const std::string bearer = "Authorization: Bearer " + settings.sms_token;
  if (!settings.sms_token.empty()) headers = curl_slist_append(headers, bearer.c_str());
  const std::string key = "Idempotency-Key: " + id;
  headers = curl_slist_append(headers, key.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, settings.sms_url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(settings.timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Drop);
  const CURLcode result = curl_easy_perform(curl.get());
  long code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  curl_slist_free_all(headers);
  if (result != CURLE_OK) return {Fate::kLater, curl_easy_strerror(result)};
  if (code >= 200 && code < 300) return {};
  const std::string error = fmt::format("SMS-Gateway: HTTP {}", code);
  if (code == 400 || code == 422) return {Fate::kRefused, error};
  return {Fate::kLater, error};
}

}  // namespace amtslotse::booking
