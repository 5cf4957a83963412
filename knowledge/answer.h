// From (act, service) to what the citizen reads.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/entry.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

struct Source {
  std::string title;  // "Leistungskatalog", "FAQ der Stadt"
  std::string url;
  std::optional<std::chrono::sys_days> date;  // when the text was last changed
  std::string legal_basis;                    // "§ 1 PAuswGebV", empty when the catalogue names none
};

struct Answer {
  enum class Outcome {
    kAnswered,
    kLacksThis,  // the catalogue has the service but not this: `text` says so
  };
  Outcome outcome = Outcome::kAnswered;
  std::string act;
  std::optional<ServiceId> service;
  std::optional<OfficeId> office;
  std::optional<EntryId> entry;
  std::int64_t entry_version = 0;
  std::string title;
  std::string text;      // Markdown, one to three sentences or a complete short list
  std::string details;   // Markdown, the rest; empty when `text` said it all
  bool by_text = false;  // the text answers only indirectly (taken from the description)
  Source source;
  std::vector<Link> links;
  std::vector<Link> forms;
  std::vector<OnlineService> online;   // "also possible online"
  std::string fee;                     // Markdown, when the act did not ask for it and the catalogue has it
  std::string what_to_bring;           // Markdown, likewise
  std::vector<std::string> available;  // acts that the texts about the service answer
  std::vector<Notice> notices;
  std::string language;  // of the text, which may be German although another was asked for
};

// A stretch in which an office is closed beyond its weekly hours: booking's closures and public holidays.
struct Closure {
  std::optional<OfficeId> office;  // nothing: all
  std::chrono::local_seconds starts{};
  std::chrono::local_seconds ends{};
  std::string reason;
};

struct ServiceQuestion {
  std::string act;  // stable act id
  ServiceId service;
  std::string language = "de";
  std::chrono::sys_seconds now{};
};

struct OfficeQuestion {
  std::string act;  // opening_hours, open_now, address, contact, responsible_office
  OfficeId office;
  std::string language = "de";
  std::chrono::local_seconds now{};    // local wall time of the municipality
  std::chrono::sys_seconds utc_now{};  // the same instant
  std::vector<Closure> closures = {};
};

// What the town says beside its catalogue. Borrowed by the functions below.
struct TownTexts {
  const std::vector<Entry>* entries = nullptr;  // published ones
  const std::vector<Notice>* notices = nullptr;
  const std::vector<Target>* targets = nullptr;
};

// Pure and thread-safe. NOT_FOUND: no such service, office.
//
// An entry that replaces the catalogue's text for (service, act) wins. Without a module for the act,
// sentences of the description that speak of it answer (`by_text`); without those the answer lacks it and
// says what there is.
absl::StatusOr<Answer> AnswerAboutService(const Catalogue& catalogue, const TownTexts& texts,
                                          const ServiceQuestion& question);
absl::StatusOr<Answer> AnswerAboutOffice(const Catalogue& catalogue, const TownTexts& texts,
                                         const OfficeQuestion& question);
Answer AnswerFromEntry(const Entry& entry);
// The acts that a town may lead elsewhere by a target: application_status, defect_report, payment, legal_declaration,
// form_online.
bool MayHaveTarget(std::string_view act);
// Whether a target of the town leads there, for this service or for every one (nothing: only for every one).
bool HasTarget(const TownTexts& texts, const std::string& act, const std::optional<ServiceId>& service);
// Where the town has one place for an act that other systems do (defect_report, application_status …), whatever the
// service; not for form_online, as not everything is there.
std::optional<Answer> AnswerByTownsTarget(const TownTexts& texts, const std::string& act);

// Whether an entry may be shown: published and valid on the day of `now` (UTC is near enough).
bool IsInForce(const Entry& entry, std::chrono::sys_seconds now);
// Notices in force that concern the service or the office, or everything. Nothing asked for: the general
// ones.
std::vector<Notice> NoticesFor(const std::vector<Notice>& notices, const std::optional<ServiceId>& service,
                               const std::optional<OfficeId>& office, std::chrono::sys_seconds now);

// "Montag und Dienstag 8–16 Uhr, Donnerstag 8–18 Uhr"; empty without spans.
std::string HoursText(const std::vector<OpeningSpan>& spans);

// Whether the office is open at a local time, and when it next opens or closes within 14 days.
struct OpenState {
  bool known = false;  // false: no structured hours
  bool open = false;
  bool by_appointment = false;
  std::string closure;                              // the reason when closed by a closure
  std::optional<std::chrono::local_seconds> until;  // open: closes then; closed: opens then
};
OpenState OpenAt(const Office& office, const std::vector<Closure>& closures, std::chrono::local_seconds when);
// When it is open on that day, closures taken out: "8:00–12:00 und 14:00–17:30 Uhr", "geschlossen (Heiligabend)"; empty
// without structured hours.
std::string HoursOn(const Office& office, const std::vector<Closure>& closures, std::chrono::local_days day);

}  // namespace amtslotse::knowledge
