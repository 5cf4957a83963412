#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/answer.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;

constexpr int kLookAhead = 14;  // days
constexpr std::array<std::string_view, 8> kDays = {"",           "Montag",  "Dienstag", "Mittwoch",
                                                   "Donnerstag", "Freitag", "Samstag",  "Sonntag"};

std::string Clock(minutes time) {
  const auto total = time.count();
  return total % 60 == 0 ? fmt::format("{}", total / 60) : fmt::format("{}:{:02}", total / 60, total % 60);
}

const Closure* ClosureAt(const std::vector<Closure>& closures, const OfficeId& office, local_seconds when) {
  for (const Closure& closure : closures) {
    if ((!closure.office || *closure.office == office) && closure.starts <= when && when < closure.ends)
      return &closure;
  }
  return nullptr;
}

// The first moment from `from` on, within the span, at which no closure holds; nothing when it is closed
// throughout.
std::optional<local_seconds> FirstOpen(const std::vector<Closure>& closures, const OfficeId& office, local_seconds from,
                                       local_seconds end) {
  while (from < end) {
    const Closure* closure = ClosureAt(closures, office, from);
    if (!closure) return from;
    from = closure->ends;
  }
  return std::nullopt;
}

local_seconds EndOfOpening(const std::vector<Closure>& closures, const OfficeId& office, local_seconds from,
                           local_seconds end) {
  for (const Closure& closure : closures) {
    if ((!closure.office || *closure.office == office) && closure.starts > from && closure.starts < end)
      end = closure.starts;
  }
  return end;
}

std::string MomentText(local_seconds moment, local_seconds now) {
  const auto day = std::chrono::floor<days>(moment);
  const std::string clock = Clock(std::chrono::floor<minutes>(moment - day)) + " Uhr";
  const auto distance = (day - std::chrono::floor<days>(now)).count();
  if (distance == 0) return "heute um " + clock;
  if (distance == 1) return "morgen um " + clock;
  const std::chrono::year_month_day date(day);
  return fmt::format("{}, {}.{}., um {}", kDays[std::chrono::weekday(day).iso_encoding()],
                     static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()), clock);
}

std::string AddressLine(const Office& office) {
  const Address* best = nullptr;
  for (const Address& address : office.addresses) {
    const bool visitors = address.kind == "002" || address.kind == "001" || address.kind.empty();
    if (!best || (visitors && best->kind != "002")) best = &address;
  }
  if (!best) return {};
  std::string line = best->street;
  if (!best->house_number.empty()) line += " " + best->house_number;
  if (!best->postcode.empty() || !best->place.empty()) line += fmt::format(", {} {}", best->postcode, best->place);
  if (!best->addition.empty()) line += " (" + best->addition + ")";
  return line;
}

std::string OpenNowText(const Office& office, const OpenState& state, local_seconds now) {
  if (!state.known)
    return office.hours.text.empty() ? std::string() : fmt::format("{}: {}", office.name, office.hours.text);
  const std::string only = state.by_appointment ? ", nur mit Termin" : "";
  if (state.open) {
    return fmt::format("Ja, {} ist gerade geöffnet{}, bis {} Uhr.", office.name, only,
                       Clock(std::chrono::floor<minutes>(*state.until - std::chrono::floor<days>(now))));
  }
  std::string text = fmt::format("Nein, {} ist gerade geschlossen{}.", office.name,
                                 state.closure.empty() ? "" : " (" + state.closure + ")");
  if (state.until) text += fmt::format(" Geöffnet ist wieder {}{}.", MomentText(*state.until, now), only);
  return text;
}

std::string ContactText(const Office& office) {
  std::string text;
  for (const Contact& contact : office.contacts) {
    constexpr std::array kLabels = {"Telefon", "Fax", "E-Mail", "Internet", "Kontakt"};
    text += fmt::format("{}- {}: {}", text.empty() ? "" : "\n", kLabels[static_cast<std::size_t>(contact.kind)],
                        contact.value);
  }
  return text;
}

}  // namespace

std::string HoursText(const std::vector<OpeningSpan>& spans) {
  std::array<std::string, 8> of_day;
  for (const OpeningSpan& span : spans) {
    std::string& text = of_day[span.day.iso_encoding()];
    if (!text.empty()) text += " und ";
    text += Clock(span.opens) + "–" + Clock(span.closes);
    if (span.by_appointment) text += " (nur mit Termin)";
  }
  std::string text;
  for (std::size_t day = 1; day <= 7; ++day) {
    if (of_day[day].empty()) continue;
    std::size_t last = day;
    while (last < 7 && of_day[last + 1] == of_day[day]) ++last;
    if (!text.empty()) text += ", ";
    text += kDays[day];
    if (last > day) text += fmt::format("{}{}", last == day + 1 ? " und " : " bis ", kDays[last]);
    text += " " + of_day[day] + " Uhr";
    day = last;
  }
  return text;
}

OpenState OpenAt(const Office& office, const std::vector<Closure>& closures, local_seconds when) {
  OpenState state;
  if (office.hours.spans.empty()) return state;
  state.known = true;
  if (const Closure* closure = ClosureAt(closures, office.id, when)) state.closure = closure->reason;
  const local_days today = std::chrono::floor<days>(when);
  for (int ahead = 0; ahead <= kLookAhead; ++ahead) {
    const local_days day = today + days(ahead);
    for (const OpeningSpan& span : office.hours.spans) {
      if (span.day != std::chrono::weekday(day)) continue;
      const local_seconds opens = day + span.opens;
      const local_seconds closes = day + span.closes;
      if (closes <= when) continue;
      const auto first = FirstOpen(closures, office.id, std::max(opens, when), closes);
      if (!first) {
        if (ahead == 0 && state.closure.empty()) {
          if (const Closure* closure = ClosureAt(closures, office.id, std::max(opens, when)))
            state.closure = closure->reason;
        }
        continue;
      }
      state.open = *first == when;
      state.by_appointment = span.by_appointment;
      state.until = state.open ? EndOfOpening(closures, office.id, when, closes) : *first;
      return state;
    }
  }
  return state;
}

std::string HoursOn(const Office& office, const std::vector<Closure>& closures, local_days day) {
  std::vector<std::string> spans;
  std::string closure;
  for (local_seconds when = day; when < day + days(1);) {
    const OpenState state = OpenAt(office, closures, when);
    if (!state.known) return {};
    if (!state.open) {
      if (closure.empty()) closure = state.closure;
      when = state.until.value_or(day + days(1));
      continue;
    }
    const auto from = std::chrono::floor<minutes>(when - day).count();
    const auto until = std::chrono::floor<minutes>(*state.until - day).count();
    spans.push_back(fmt::format("{}:{:02}–{}:{:02}{}", from / 60, from % 60, until / 60, until % 60,
                                state.by_appointment ? " (nur mit Termin)" : ""));
    when = *state.until;
  }
  if (!spans.empty()) return fmt::format("{} Uhr", fmt::join(spans, " und "));
  return closure.empty() ? "geschlossen" : fmt::format("geschlossen ({})", closure);
}

absl::StatusOr<Answer> AnswerAboutOffice(const Catalogue& catalogue, const TownTexts& texts,
                                         const OfficeQuestion& question) {
  const Office* office = catalogue.FindOffice(question.office);
  if (!office || !office->is_public) return absl::NotFoundError("no office " + question.office.value);
  Answer answer;
  answer.act = question.act;
  answer.office = office->id;
  answer.title = office->name;
  answer.language = "de";
  answer.source = {"Behördenverzeichnis", office->url, {}, {}};
  if (office->changed) answer.source.date = std::chrono::floor<days>(*office->changed);
  const std::string address = AddressLine(*office);
  const std::string hours = office->hours.spans.empty() ? office->hours.text : HoursText(office->hours.spans);
  if (question.act == "open_now") {
    answer.text = OpenNowText(*office, OpenAt(*office, question.closures, question.now), question.now);
    answer.details = hours;
  } else if (question.act == "opening_hours") {
    answer.text = hours.empty() ? "" : fmt::format("{}: {}", office->name, hours);
  } else if (question.act == "contact") {
    answer.text = ContactText(*office);
  } else {
    answer.text = address.empty() ? "" : fmt::format("{}, {}", office->name, address);
    answer.details = hours;
  }
  if (answer.text.empty()) {
    answer.outcome = Answer::Outcome::kLacksThis;
    answer.text = fmt::format("Dazu steht bei „{}“ nichts im Verzeichnis.", office->name);
  }
  if (texts.notices) answer.notices = NoticesFor(*texts.notices, std::nullopt, office->id, question.utc_now);
  return answer;
}

}  // namespace amtslotse::knowledge
