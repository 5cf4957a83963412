#include "services/dialogue/core/name_reading.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "nlu/name_particles.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// "Wie bitte?", "das geht euch nichts an": no name has such words.
bool IsSentence(const std::string& text) {
  static constexpr std::array<std::string_view, 36> kWords{
      "ich",    "mir",     "mich", "wir",  "sie",   "ihr",  "euch",  "bitte", "nicht", "nix",   "nichts", "kann",
      "will",   "moechte", "habe", "hab",  "haben", "fuer", "was",   "wie",   "wann",  "warum", "wozu",   "wo",
      "termin", "lieber",  "doch", "auch", "ist",   "sind", "waere", "das",   "geht",  "egal",  "nr",     "nummer"};
  std::string word;
  for (const char c : Folded(text) + " ") {
    if (c != ' ' && c != ',' && c != '?' && c != '.') {
      word += c;
      continue;
    }
    if (std::find(kWords.begin(), kWords.end(), word) != kWords.end()) return true;
    word.clear();
  }
  return false;
}

std::string Trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n,;.") - begin + 1));
}

std::string EmailIn(const Turn& turn) {
  const auto* email = turn.Find(nlu::EntityKind::kEmail);
  return email == nullptr ? "" : std::get<std::string>(email->value);
}

namespace {

// "Antwort: x@example.org", "Freundliche Grüße x@example.org": what stands beside an address and is no name.
bool IsNoName(const std::string& folded) {
  static constexpr std::array<std::string_view, 34> kWords{
      "antwort",     "antworten", "auskunft", "loeschung", "berichtigung", "widerspruch", "daten",
      "datenschutz", "dsgvo",     "art",      "artikel",   "mail",         "email",       "mailadresse",
      "adresse",     "kontakt",   "telefon",  "hallo",     "guten",        "tag",         "danke",
      "dank",        "vielen",    "gruss",    "gruesse",   "freundliche",  "stadt",       "gemeinde",
      "kreis",       "amt",       "rathaus",  "herr",      "frau",         "absender"};
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

bool IsNameWord(std::string_view word) {
  return IsCapital(word) && word.find_first_of("0123456789@") == std::string_view::npos && !IsNoName(Folded(word)) &&
         !IsSentence(std::string(word));
}

// The last words of `text` that may be a name; "von der" only within one.
std::string NameAtEnd(std::string_view text) {
  constexpr std::size_t kMostWords = 4;
  std::size_t words = 0, begin = text.size();
  for (std::size_t end = begin; end > 0 && words < kMostWords;) {
    const std::size_t space = text.find_last_of(" \t\n.,;:!?(", end - 1);
    const std::size_t at = space == std::string_view::npos ? 0 : space + 1;
    const std::string_view word = text.substr(at, end - at);
    const bool particle = words > 0 && nlu::IsNameParticle(word);
    if (word.empty() || !(particle || IsNameWord(word))) break;
    if (!particle) ++words, begin = at;
    if (at == 0 || text[at - 1] != ' ') break;
    end = at - 1;
  }
  return words >= 2 ? Trimmed(text.substr(begin)) : "";
}

}  // namespace

std::string NameBeside(std::string_view text, std::string_view email) {
  constexpr std::string_view kBetween = " \t\r\n,;:(<-";
  const std::size_t at = text.find(email);
  if (email.empty() || at == std::string_view::npos) return {};
  const std::size_t end = text.substr(0, at).find_last_not_of(kBetween);
  if (end != std::string_view::npos) {
    if (std::string name = NameAtEnd(text.substr(0, end + 1)); !name.empty()) return name;
  }
  // Behind it only where nothing else follows: "maria@example.org, Maria Beispiel".
  const std::string behind = Trimmed(text.substr(at + email.size()));
  const std::size_t begin = behind.find_first_not_of(" \t\r\n,;.)>");
  const std::string rest = begin == std::string::npos ? "" : behind.substr(begin);
  return NameAtEnd(rest) == rest ? rest : "";
}

bool LooksLikeName(const std::string& name) {
  const auto letters =
      std::count_if(name.begin(), name.end(), [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
  return letters >= 2 && name.size() <= 200 && name.find_first_of("0123456789<>{}@") == std::string::npos;
}

std::vector<std::string> NamesIn(std::string text, const std::string& own) {
  for (const std::string_view joint : {" und ", "\n", ";", " & "}) {
    for (auto at = text.find(joint); at != std::string::npos; at = text.find(joint))
      text.replace(at, joint.size(), ",");
  }
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string name = Trimmed(std::string_view(text).substr(begin, end - begin));
    if (Folded(name) == "ich" || Folded(name) == "mich") name = own;
    if (!name.empty()) names.push_back(std::move(name));
    begin = end + 1;
  }
  return names;
}

bool SpeaksOfContact(const std::string& text) {
  return SaysAny(" " + Folded(text), {"mail", "telefon", " handy", "adresse", "nummer", " tel "});
}

std::string WithoutContactWords(const std::string& text) {
  if (!SpeaksOfContact(text)) return text;
  std::string rest;
  for (const std::string& part : NamesIn(text, "")) {
    if (!SpeaksOfContact(part)) rest += (rest.empty() ? "" : " ") + part;
  }
  return rest;
}

// "Kurz, Ralf"
static std::string SurnameFirst(const std::string& text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos) return {};
  const std::string surname = Trimmed(text.substr(0, comma));
  const std::string first = Trimmed(text.substr(comma + 1));
  const bool names = !surname.empty() && !first.empty() && IsNameWord(surname) && IsNameWord(first) &&
                     (surname + first).find_first_of(" ,?!") == std::string::npos;
  return names ? first + " " + surname : std::string();
}

std::string NameIn(const Turn& turn) {
  if (std::string name = SurnameFirst(turn.text); !name.empty()) return name;
  const auto* entity = turn.Find(nlu::EntityKind::kPersonName);
  if (entity != nullptr && !SpeaksOfContact(std::get<std::string>(entity->value)))
    return Trimmed(std::get<std::string>(entity->value));
  std::string name = turn.text;
  for (const auto kind : {nlu::EntityKind::kEmail, nlu::EntityKind::kTelephone}) {
    const auto* contact = turn.Find(kind);
    if (contact == nullptr) continue;
    if (const auto at = name.find(contact->surface); at != std::string::npos) name.erase(at, contact->surface.size());
  }
  return Trimmed(WithoutContactWords(name));
}

bool StripSalutation(std::string& name) {
  static constexpr std::array<std::string_view, 6> kSalutations{"Frau ", "frau ",    "Herr ",
                                                                "herr ", "Familie ", "familie "};
  for (const std::string_view salutation : kSalutations) {
    if (!name.starts_with(salutation)) continue;
    name = Trimmed(std::string_view(name).substr(salutation.size()));
    return true;
  }
  return false;
}

bool IsSaidOfSomething(const std::string& text) {
  const bool capital =
      !text.empty() && std::any_of(text.begin() + 1, text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return !capital && IsSentence(text) && !SaysAny(" " + Folded(text), {"heiss", "name", " bin "});
}

}  // namespace amtslotse::dialogue
