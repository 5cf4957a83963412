#include "booking/mail.h"

#include <fmt/format.h>
#include <sodium.h>

#include <vector>

#include "booking/forwarding.h"
#include "booking/ics.h"

namespace amtslotse::booking {
namespace {

std::string Base64(const std::string& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the final zero
  return text;
}

std::string Base64Lines(const std::string& bytes) {
  const std::string text = Base64(bytes);
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += 76) lines += text.substr(at, 76) + "\r\n";
  return lines;
}

std::string Printable(const std::string& text) {
  std::string clean;
  for (const char c : text) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return clean;
}

// RFC 2047: words of at most 75 characters, cut between characters.
std::string Encoded(const std::string& raw) {
  const std::string text = Printable(raw);
  constexpr std::size_t kBytes = 42;
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + kBytes, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    words += (words.empty() ? "" : "\r\n ") + fmt::format("=?UTF-8?B?{}?=", Base64(text.substr(at, end - at)));
    at = end;
  }
  return words;
}

// An address as it may stand between < and >.
std::string Address(const std::string& address) {
  std::string clean;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != ',' && c != '"') clean += c;
  }
  return clean;
}

std::string DomainOf(const std::string& address) {
  const std::size_t at = address.rfind('@');
  return at == std::string::npos ? "amtslotse.invalid" : address.substr(at + 1);
}

std::string DateHeader(Instant now) {
  static const char* const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const Date date{day};
  const std::chrono::hh_mm_ss time{now - day};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string Html(const std::string& text) {
  std::string html;
  for (const char c : text) {
    if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else if (c == '"')
      html += "&quot;";
    else
      html += c;
  }
  return html;
}

// Links become links, blank lines paragraphs.
std::string HtmlLine(const std::string& line) {
  std::size_t at = line.find("https://");
  if (at == std::string::npos) at = line.find("http://");
  if (at == std::string::npos) return Html(line);
  const std::size_t end = std::min(line.find(' ', at), line.size());
  const std::string url = Html(line.substr(at, end - at));
  return Html(line.substr(0, at)) + "<a href=\"" + url + "\">" + url + "</a>" + Html(line.substr(end));
}

std::string HtmlBody(const std::string& text, const std::string& title) {
  std::string body;
  bool open = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line.empty()) {
      body += open ? "</p>\n" : "";
      open = false;
    } else {
      body += (open ? "<br>\n" : "<p>") + HtmlLine(line);
      open = true;
    }
    at = end + 1;
  }
  if (open) body += "</p>\n";
  return "<!doctype html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>" + Html(title) +
         "</title></head>\n<body style=\"font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: "
         "40em\">\n" +
         body + "</body></html>\n";
}

std::string Part(const std::string& type, const std::string& content, const std::string& more = "") {
  return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: base64\r\n" + more + "\r\n" + Base64Lines(content);
}

std::string Multipart(const std::string& kind, const std::string& boundary, const std::vector<std::string>& parts) {
  std::string text = fmt::format("Content-Type: multipart/{}; boundary=\"{}\"\r\n\r\n", kind, boundary);
  for (const std::string& part : parts) text += "--" + boundary + "\r\n" + part;
  return text + "--" + boundary + "--\r\n";
}

bool HasCalendar(NotificationKind kind) {
  return kind == NotificationKind::kConfirmed || kind == NotificationKind::kRebooked ||
         kind == NotificationKind::kCancelled;
}

std::string CalendarOf(const Notification& notification, const TownProfile& profile, const std::string& from,
                       const std::string& link_base, Instant now) {
  IcsTexts texts;
  texts.summary = "Termin: " + (profile.name.empty() ? notification.appointment.location_name : profile.name);
  texts.description = "Terminnummer " + notification.appointment.number.value;
  texts.organizer_name = profile.name.empty() ? notification.appointment.location_name : profile.name;
  texts.organizer_email = from;
  if (!notification.token.value.empty()) texts.url = link_base + "/termin/" + notification.token.value;
  texts.reminder_minutes = 120;
  return FormatIcs(notification.appointment,
                   notification.kind == NotificationKind::kCancelled ? IcsMethod::kCancel : IcsMethod::kRequest, texts,
                   now);
}

struct Headers {
  std::string from, from_name;
  std::string to;
  std::string reply_to, reply_to_name;  // empty: none
  std::string subject;
  std::string message_id;
};

std::string Mailbox(const std::string& name, const std::string& address) {
  std::string text = name.empty() ? "" : Encoded(name) + "\r\n ";
  return text.append("<").append(address).append(">\r\n");
}

// Up to MIME-Version; nothing in a value can begin another line.
std::string Format(const Headers& headers, Instant now) {
  std::string text = "Date: " + DateHeader(now) + "\r\n";
  text += "From: " + Mailbox(headers.from_name, headers.from);
  text += "To: " + Mailbox("", headers.to);
  if (!headers.reply_to.empty()) text += "Reply-To: " + Mailbox(headers.reply_to_name, Address(headers.reply_to));
  text += "Subject: " + Encoded(headers.subject) + "\r\n";
  text += "Message-ID: <" + headers.message_id + "@" + DomainOf(headers.from) + ">\r\n";
  return text +
         "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nContent-Language: de\r\nMIME-Version: "
         "1.0\r\n";
}

// Text, HTML and what belongs into a calendar.
std::string BodyOf(const Notification& notification, const MessageText& text, const std::string& ics) {
  const std::string boundary = "=_" + notification.message_id.substr(0, 20);
  std::vector<std::string> ways{Part("text/plain; charset=utf-8", text.body),
                                Part("text/html; charset=utf-8", HtmlBody(text.body, text.subject))};
  if (ics.empty()) return Multipart("alternative", boundary + "a", ways);
  const char* method = notification.kind == NotificationKind::kCancelled ? "CANCEL" : "REQUEST";
  ways.push_back(Part(fmt::format("text/calendar; charset=utf-8; method={}", method), ics));
  return Multipart("mixed", boundary + "m",
                   {Multipart("alternative", boundary + "a", ways),
                    Part("application/ics; name=\"termin.ics\"", ics,
                         "Content-Disposition: attachment; filename=\"termin.ics\"\r\n")});
}

}  // namespace

Mail ComposeMail(const Notification& notification, const TownProfile& profile, const MailSender& sender, Instant now) {
  Headers headers{.from = Address(profile.sender_address.empty() ? sender.address : profile.sender_address),
                  .from_name = profile.sender_name.empty() ? profile.name : profile.sender_name,
                  .to = Address(notification.appointment.contact.email),
                  .reply_to = profile.reply_to,
                  .reply_to_name = "",
                  .subject = "",
                  .message_id = notification.message_id};
  std::string body;
  if (notification.request) {
    headers.subject = notification.request->subject;
    headers.reply_to = notification.request->reply_to;
    headers.reply_to_name = notification.request->name;
    // Text alone: what a stranger wrote becomes no link of ours.
    body = Part("text/plain; charset=utf-8", ForwardedText(*notification.request, profile.name));
  } else {
    const std::string base = PublicUrl(profile, sender.base_url);
    const MessageText text = TextOf(notification, profile, base, "text");
    headers.subject = text.subject;
    const bool calendar = HasCalendar(notification.kind);
    body = BodyOf(notification, text, calendar ? CalendarOf(notification, profile, headers.from, base, now) : "");
  }
  const std::string& bounces = sender.bounces;
  return {bounces.empty() ? headers.from : Address(bounces), headers.to, Format(headers, now) + body};
}

}  // namespace amtslotse::booking
