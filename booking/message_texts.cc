#include "booking/message_texts.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "booking/zone.h"

namespace amtslotse::booking {
namespace {

using Values = std::map<std::string, std::string>;

const std::set<std::string>& Placeholders() {
  static const std::set<std::string> names{"name",     "town",   "telephone", "date", "time",   "place", "address",
                                           "services", "number", "code",      "link", "reason", "until"};
  return names;
}

const char* const kWeekdays[] = {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"};
const char* const kMonths[] = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                               "Juli",   "August",  "September", "Oktober", "November", "Dezember"};

// A line with its values; nothing when it has placeholders and all are empty.
std::optional<std::string> FillLine(const std::string& line, const Values& values) {
  std::string filled;
  bool any = false;
  bool said = false;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = line[at] == '{' ? line.find('}', at) : std::string::npos;
    const auto value = end == std::string::npos ? values.end() : values.find(line.substr(at + 1, end - at - 1));
    if (value == values.end()) {
      filled += line[at++];
      continue;
    }
    any = true;
    said = said || !value->second.empty();
    filled += value->second;
    at = end + 1;
  }
  if (any && !said) return std::nullopt;
  return filled;
}

std::string Fill(const std::string& text, const Values& values) {
  std::string filled;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (const auto line = FillLine(text.substr(at, end - at), values)) {
      // What was left out leaves no double gap.
      const bool gap = line->empty() && (filled.empty() || filled.ends_with("\n\n"));
      if (!gap) filled += *line + "\n";
    }
    at = end + 1;
  }
  while (filled.ends_with("\n")) filled.pop_back();
  return filled;
}

std::string LinkOf(const Notification& notification, const std::string& base) {
  switch (notification.kind) {
    case NotificationKind::kConfirm: return base + "/termin/bestaetigen/" + notification.token.value;
    case NotificationKind::kReminder: return base + "/erinnerung/" + notification.answer_token;
    case NotificationKind::kOffer:
    case NotificationKind::kWaiting: return base + "/warteliste/" + notification.token.value;
    default: return notification.token.value.empty() ? "" : base + "/termin/" + notification.token.value;
  }
}

Values ValuesOf(const Notification& notification, const TownProfile& profile, const std::string& base) {
  const Appointment& appointment = notification.appointment;
  std::string services;
  for (const BookedService& service : appointment.services) {
    services += (services.empty() ? "" : ", ") + (service.quantity > 1 ? fmt::format("{} × ", service.quantity) : "") +
                service.name;
  }
  Values values{{"name", appointment.contact.name},
                {"town", profile.name.empty() ? "Terminvergabe" : profile.name},
                {"telephone", profile.telephone},
                {"date", LongDay(appointment)},
                {"time", ClockText(appointment.start, appointment.time_zone)},
                {"place", appointment.location_name},
                {"address", appointment.location_address},
                {"services", services},
                {"number", appointment.number.value},
                {"code", notification.code},
                {"link", LinkOf(notification, base)},
                {"reason", notification.reason},
                {"until", ""}};
  if (appointment.expires) {
    values["until"] = DayText(*appointment.expires, appointment.time_zone) + ", " +
                      ClockText(*appointment.expires, appointment.time_zone);
  }
  return values;
}

const std::string kFoot = "\n\nFragen? Telefon {telephone}\n\n{town}\nDiese Nachricht wurde automatisch verschickt.";

bool LooksLikeAddress(const std::string& text) {
  const std::size_t at = text.find('@');
  return text.empty() || (at != 0 && at != std::string::npos && text.find('@', at + 1) == std::string::npos &&
                          at + 1 < text.size() && text.find_first_of(" \t\r\n<>\",;") == std::string::npos);
}

absl::Status CheckText(const std::string& id, const std::string& text) {
  if (!DefaultTexts().contains(id)) return absl::InvalidArgumentError(id + ": unknown text");
  if (text.size() > 4000) return absl::InvalidArgumentError(id + ": at most 4000 bytes");
  const bool subject = id.ends_with(".subject");
  if (subject && text.find_first_of("\r\n") != std::string::npos) {
    return absl::InvalidArgumentError(id + ": a subject is one line");
  }
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find('}', at);
    const std::string name = end == std::string::npos ? text.substr(at) : text.substr(at + 1, end - at - 1);
    if (!Placeholders().contains(name)) return absl::InvalidArgumentError(id + ": unknown placeholder {" + name + "}");
    if (name == "services" && !id.ends_with(".text")) {
      return absl::InvalidArgumentError(id + ": must not name the service");
    }
  }
  return absl::OkStatus();
}

}  // namespace

const std::map<std::string, std::string>& DefaultTexts() {
  static const std::map<std::string, std::string> texts{
      {"confirm.subject", "Bitte bestätigen Sie Ihren Termin"},
      {"confirm.text",
       "Guten Tag {name},\n\nbitte bestätigen Sie Ihren Termin:\n\n{date}, {time}\n{place}\n{address}\n\nBestätigen: "
       "{link}\n"
       "Oder geben Sie diesen Code ein: {code}\n\nWir halten den Platz bis {until}. Danach bekommt ihn jemand "
       "anderes." +
           kFoot},
      {"confirm.sms", "{town}: Ihr Code für den Termin ist {code}."},
      {"confirmed.subject", "Ihr Termin am {date}"},
      {"confirmed.text",
       "Guten Tag {name},\n\nIhr Termin steht fest:\n\n{date}, {time}\n{place}\n{address}\n{services}\n\n"
       "Terminnummer: {number}\nAbsagecode: {code}\n\nAnsehen, verschieben oder absagen: {link}\n\n"
       "Wenn Sie nicht kommen können, sagen Sie bitte ab. Andere warten auf einen Platz." +
           kFoot},
      {"confirmed.sms", "{town}: Ihr Termin ist am {date} um {time}. Terminnummer {number}."},
      {"rebooked.subject", "Ihr Termin wurde verschoben"},
      {"rebooked.text",
       "Guten Tag {name},\n\nIhr Termin hat eine neue Zeit:\n\n{date}, "
       "{time}\n{place}\n{address}\n{services}\n\n{reason}\n\n"
       "Terminnummer: {number}\n\nPasst das nicht? Hier können Sie den Termin verschieben oder absagen: {link}" +
           kFoot},
      {"rebooked.sms", "{town}: Ihr Termin ist jetzt am {date} um {time}, {place}. Nummer {number}. {reason}"},
      {"cancelled.subject", "Ihr Termin wurde abgesagt"},
      {"cancelled.text",
       "Guten Tag {name},\n\nIhr Termin am {date} um {time} ({place}) ist abgesagt.\n\n{reason}" + kFoot},
      {"cancelled.sms", "{town}: Ihr Termin am {date} um {time} ist abgesagt. {reason}"},
      {"reminder.subject", "Erinnerung an Ihren Termin"},
      {"reminder.text",
       "Guten Tag {name},\n\nwir erinnern Sie an Ihren Termin:\n\n{date}, {time}\n{place}\n{address}\n{services}\n\n"
       "Terminnummer: {number}\n\nKommen Sie? Bitte antworten Sie hier: {link}\n\n"
       "Wenn Sie nicht kommen können, bekommt jemand von der Warteliste Ihren Platz." +
           kFoot},
      {"reminder.sms", "{town}: Termin am {date} um {time}, {place}. Kommen Sie? {link}"},
      {"offer.subject", "Ein Termin ist frei geworden"},
      {"offer.text",
       "Guten Tag {name},\n\nfür Sie ist ein Termin frei geworden:\n\n{date}, {time}\n{place}\n{address}\n\n"
       "Annehmen oder ablehnen: {link}\n\nWir halten ihn für Sie bis {until}. Danach bekommt ihn der Nächste auf der "
       "Warteliste." +
           kFoot},
      {"offer.sms", "{town}: Ein Termin ist frei: {date}, {time}, {place}. Annehmen bis {until}: {link}"},
      {"waiting.subject", "Sie stehen auf der Warteliste"},
      {"waiting.text",
       "Guten Tag {name},\n\nSie stehen auf der Warteliste. Sobald ein passender Termin frei wird, schreiben wir "
       "Ihnen.\n\n"
       "Ihren Platz sehen oder sich abmelden: {link}" +
           kFoot},
      {"waiting.sms", "{town}: Sie stehen auf der Warteliste: {link}"},
  };
  return texts;
}

absl::Status CheckTexts(const TownProfile& profile) {
  for (const std::string* line :
       {&profile.sender_name, &profile.sender_address, &profile.reply_to, &profile.public_url}) {
    if (line->size() > 300 || line->find_first_of("\r\n") != std::string::npos) {
      return absl::InvalidArgumentError("sender: one line of at most 300 bytes");
    }
  }
  if (!LooksLikeAddress(profile.sender_address)) {
    return absl::InvalidArgumentError("sender_address: expected an e-mail address");
  }
  if (!LooksLikeAddress(profile.reply_to)) return absl::InvalidArgumentError("reply_to: expected an e-mail address");
  const std::string& url = profile.public_url;
  if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://"))
    return absl::InvalidArgumentError("public_url: expected http(s)://…");
  if (url.ends_with("/")) return absl::InvalidArgumentError("public_url: without a slash at its end");
  for (const auto& [id, text] : profile.texts) {
    if (const absl::Status checked = CheckText(id, text); !checked.ok()) return checked;
  }
  return absl::OkStatus();
}

const char* KindWord(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::kConfirm: return "confirm";
    case NotificationKind::kConfirmed: return "confirmed";
    case NotificationKind::kRebooked: return "rebooked";
    case NotificationKind::kCancelled: return "cancelled";
    case NotificationKind::kReminder: return "reminder";
    case NotificationKind::kOffer: return "offer";
    case NotificationKind::kWaiting: return "waiting";
    case NotificationKind::kHoldEnding: return "hold_ending";
    case NotificationKind::kForwarded: return "forwarded";
  }
  return "confirmed";
}

MessageText TextOf(const Notification& notification, const TownProfile& profile, const std::string& base_url,
                   const char* form) {
  const Values values = ValuesOf(notification, profile, base_url);
  const auto filled = [&](const std::string& id) {
    const auto own = profile.texts.find(id);
    return Fill(own != profile.texts.end() && !own->second.empty() ? own->second : DefaultTexts().at(id), values);
  };
  const std::string kind = KindWord(notification.kind);
  return {filled(kind + ".subject"), filled(kind + "." + form)};
}

std::string DayText(Instant instant, const std::string& time_zone) {
  const auto zone = Zone::Find(time_zone);
  if (!zone.ok()) return "";
  const Date date = zone->DateOf(instant);
  const std::chrono::weekday weekday{std::chrono::sys_days{date}};
  return fmt::format("{}, {}. {} {}", kWeekdays[weekday.c_encoding()], static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

std::string LongDay(const Appointment& appointment) { return DayText(appointment.start, appointment.time_zone); }

std::string ClockText(Instant instant, const std::string& time_zone) {
  const auto zone = Zone::Find(time_zone);
  if (!zone.ok()) return "";
  const auto minutes = zone->TimeOf(instant).count();
  const std::string text = fmt::format("{}:{:02} Uhr", minutes / 60, minutes % 60);
  return zone->IsAmbiguous(instant) ? text + " (" + zone->AbbreviationAt(instant) + ")" : text;
}

}  // namespace amtslotse::booking
