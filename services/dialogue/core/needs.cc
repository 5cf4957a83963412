// What somebody needs at the counter, said in passing: "ich sitze im Rollstuhl", "mit Dolmetscher für Ukrainisch".
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <utility>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

struct Language {
  std::string_view word, code, name;
};
constexpr std::array<Language, 16> kLanguages{{{"gebaerden", "dgs", "Gebärdensprache"},
                                               {"ukrain", "uk", "Ukrainisch"},
                                               {"russ", "ru", "Russisch"},
                                               {"arab", "ar", "Arabisch"},
                                               {"tuerk", "tr", "Türkisch"},
                                               {"farsi", "fa", "Farsi"},
                                               {"persisch", "fa", "Farsi"},
                                               {"dari", "prs", "Dari"},
                                               {"kurd", "ku", "Kurdisch"},
                                               {"tigrin", "ti", "Tigrinya"},
                                               {"polnisch", "pl", "Polnisch"},
                                               {"rumaen", "ro", "Rumänisch"},
                                               {"bulgar", "bg", "Bulgarisch"},
                                               {"englisch", "en", "Englisch"},
                                               {"franzoes", "fr", "Französisch"},
                                               {"spanisch", "es", "Spanisch"}}};

bool HasAny(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// "Er hört schlecht", "bitte laut sprechen": noted in the citizen's own words.
bool ReadSenses(std::string_view part, const std::string& folded, Needs& needs) {
  constexpr std::size_t kLongest = 500;
  const bool hears_badly =
      HasAny(folded, {"hoert schlecht", "hoere schlecht", "hoer schlecht", "schwerhoerig", " gehoerlos"}) ||
      (HasAny(folded, {" laut ", " lauter ", " deutlich "}) && HasAny(folded, {" sprech", " sprich", " red"}));
  const bool sees_badly =
      HasAny(folded, {"sieht schlecht", "sehe schlecht", "seh schlecht", "sehbehindert", "bin blind ", "ist blind "});
  if (!(hears_badly || sees_badly) || needs.note.size() + part.size() > kLongest) return false;
  const std::size_t first = part.find_first_not_of(' ');
  const std::string said(part.substr(first, part.find_last_not_of(' ') + 1 - first));
  if (needs.note.find(said) == std::string::npos) needs.note += (needs.note.empty() ? "" : ", ") + said;
  return true;
}

// One part of a message; false when it names no need.
bool ReadPart(std::string_view part, Needs& needs) {
  const std::string folded = " " + Folded(part) + " ";
  if (HasAny(folded, {" kein", " ohne ", " nicht "})) return false;
  bool read = false;
  if (HasAny(folded, {"rollstuhl", "rollator"})) read = needs.wheelchair = true;
  if (HasAny(folded, {"dolmetsch", "gebaerdensprach"})) {
    const auto language = std::find_if(kLanguages.begin(), kLanguages.end(), [&](const Language& each) {
      return folded.find(each.word) != std::string::npos;
    });
    if (language != kLanguages.end()) needs.interpreter = language->code;
    if (language == kLanguages.end() && needs.note.empty()) needs.note = "Dolmetschen gewünscht";
    read = true;
  }
  if (ReadSenses(part, folded, needs)) read = true;
  const bool there = HasAny(folded, {"beim termin", "vor ort", "am schalter", "fuer den termin"});
  if (there && HasAny(folded, {"mehr zeit", "laenger", "langsam"})) read = needs.more_time = true;
  return read;
}

// Takes the parts that name needs out of the text. False when there are none.
bool TakeOut(std::string& text, Needs& needs) {
  bool read = false;
  std::string rest;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;.!\n", begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    if (ReadPart(part, needs)) {
      read = true;
    } else {
      rest += part;
      if (end < text.size()) rest += text[end];
    }
    begin = end + 1;
  }
  if (!read) return false;
  const std::size_t first = std::min(rest.find_first_not_of(" ,;.!\n"), rest.size());
  text = rest.substr(first, rest.find_last_not_of(" ,;.!\n") + 1 - first);
  return true;
}

// "tuerkisch", "arabischsprachig", not "tuerkischen" as in "meinen türkischen Führerschein".
bool Names(std::string_view word, const Language& language) {
  return word.starts_with(language.word) &&
         (word == language.word || word.ends_with("isch") || word.find("ischsprach") != std::string_view::npos ||
          word.starts_with("gebaerdensprach"));
}

// "ich spreche nur …", "jemand, der … kann"
bool SpeaksOfSpeaking(const std::string& folded) {
  if (HasAny(folded, {"dolmetsch"})) return false;
  const bool somebody = HasAny(folded, {" jemand", " wer ", " mitarbeit", " kolleg", "sachbearbeit"});
  return HasAny(folded, {" sprech", " sprich", " redet", " reden ", "sprachig", " gesprochen"}) ||
         (somebody && HasAny(folded, {" kann", " koenn", " versteh"}));
}

}  // namespace

void LeaveOutLanguageSkill(Turn& turn) {
  if (!HasAny(" " + Folded(turn.text),
              {" nicht gut deutsch", " nicht so gut deutsch", " kein deutsch", " wenig deutsch", " schlecht deutsch",
               " nicht viel deutsch", " bisschen deutsch"}))
    return;
  const auto without = [](const std::string& topic) {
    std::vector<std::string> words = absl::StrSplit(topic, ' ', absl::SkipEmpty());
    std::erase_if(words, [](const std::string& word) { return Folded(word) == "deutsch"; });
    return absl::StrJoin(words, " ");
  };
  turn.understood.topic = without(turn.understood.topic);
  for (nlu::Segment& segment : turn.understood.segments) segment.topic = without(segment.topic);
}

std::string LanguageAskedFor(const std::string& text) {
  const std::string folded = " " + Folded(text) + " ";
  if (!SpeaksOfSpeaking(folded)) return "";
  for (const auto word : absl::StrSplit(folded, absl::ByAnyChar(" ,.;:!?()/-\n"), absl::SkipEmpty())) {
    for (const Language& language : kLanguages) {
      if (Names({word.data(), word.size()}, language)) return std::string(language.code);
    }
  }
  return "";
}

std::string LanguageName(const std::string& code) {
  const auto found =
      std::find_if(kLanguages.begin(), kLanguages.end(), [&](const Language& each) { return each.code == code; });
  return found == kLanguages.end() ? code : std::string(found->name);
}

std::string NeedsText(const Needs& needs) {
  std::vector<std::string> all;
  if (needs.wheelchair) all.emplace_back("Rollstuhl");
  if (!needs.interpreter.empty()) {
    all.push_back("Dolmetschen (" + LanguageName(needs.interpreter) + ")");
  }
  if (needs.more_time) all.emplace_back("mehr Zeit");
  if (!needs.note.empty()) all.push_back(needs.note);
  return Listed(all);
}

void ReadNeeds(Turn& turn) { AddNeeds(turn.text, turn.session.booking->contact.needs); }

void AddNeeds(std::string text, Needs& needs) { TakeOut(text, needs); }

bool TakeNeeds(Turn& turn) {
  // "Ist das mit dem Rollstuhl erreichbar?" is a question.
  if (turn.text.find('?') != std::string::npos) return false;
  return TakeOut(turn.text, turn.session.booking->contact.needs) && Folded(turn.text).empty();
}

void WriteNeeds(Needs& needs, const std::string& text) {
  constexpr std::size_t kLongest = 500;
  std::string rest = text;
  TakeOut(rest, needs);
  if (!Folded(rest).empty() && rest.size() <= kLongest) needs.note = rest;
}

void SayNeedsNoted(Turn& turn) {
  Message& message = turn.replies.back();
  message.text =
      Text("book.needs_noted", {{"needs", NeedsText(turn.session.booking->contact.needs)}}) + "\n" + message.text;
}

}  // namespace amtslotse::dialogue
