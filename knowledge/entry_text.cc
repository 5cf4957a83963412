#include "knowledge/entry_text.h"

#include <fmt/format.h>

namespace amtslotse::knowledge {
namespace {

void Add(std::string& text, const char* label, const std::string& value) {
  if (!value.empty()) text += fmt::format("{}: {}\n", label, value);
}

std::string Day(const std::optional<std::chrono::sys_days>& day) {
  if (!day) return {};
  const std::chrono::year_month_day date(*day);
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                     static_cast<int>(date.year()));
}

const char* StateName(EntryState state) {
  switch (state) {
    case EntryState::kDraft: return "Entwurf";
    case EntryState::kPublished: return "veröffentlicht";
    case EntryState::kArchived: break;
  }
  return "archiviert";
}

}  // namespace

std::string EntryAsText(const Entry& entry) {
  std::string text;
  for (std::size_t i = 0; i < entry.questions.size(); ++i) Add(text, i == 0 ? "Frage" : "Variante", entry.questions[i]);
  Add(text, "Zustand", StateName(entry.state));
  if (entry.service) Add(text, "Leistung", entry.service->value);
  Add(text, "Anliegenart", entry.act);
  if (entry.replaces_catalogue) Add(text, "Geht dem Katalog vor", "ja");
  Add(text, "Sprache", entry.language);
  Add(text, "Gültig ab", Day(entry.valid_from));
  Add(text, "Gültig bis", Day(entry.valid_until));
  Add(text, "Verantwortlich", entry.owner);
  Add(text, "Zu prüfen am", Day(entry.review_on));
  for (const Link& link : entry.links) Add(text, "Link", link.title + " " + link.url);
  for (const StreetAnswer& answer : entry.by_street)
    Add(text, "Straße", fmt::format("{} {}: {}", answer.street, answer.house_numbers, answer.text));
  return text + "\n" + entry.answer;
}

std::vector<TextDifference> Difference(const Entry& before, const Entry& after) {
  return Difference(EntryAsText(before), EntryAsText(after));
}

}  // namespace amtslotse::knowledge
