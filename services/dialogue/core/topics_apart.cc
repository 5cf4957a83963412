#include "services/dialogue/core/topics_apart.h"

#include <algorithm>
#include <array>

#include "nlu/number_words.h"
#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {

bool IsJoint(std::string_view word) {
  return word == "und" || word == "sowie" || word == "u" || word == "," || word == "&" || word == "+";
}

bool IsMove(std::string_view word) {
  return word.starts_with("zieh") || word.starts_with("umzieh") || word == "umgezogen" || word == "gezogen" ||
         word == "umzug";
}

namespace {

constexpr std::size_t kMostThings = 4;

// Who it is for is no matter of its own: "für meinen Mann und unsere Kinder".
bool IsPerson(const std::string& word) {
  static constexpr std::array<std::string_view, 27> kPeople{
      "mann",     "frau",    "kind",      "kinder",  "kindern", "sohn",    "soehne", "tochter",   "toechter",
      "baby",     "mutter",  "vater",     "oma",     "opa",     "eltern",  "bruder", "schwester", "freund",
      "freundin", "partner", "partnerin", "ehemann", "ehefrau", "familie", "enkel",  "enkelin",   "enkelkind"};
  return std::find(kPeople.begin(), kPeople.end(), nlu::Fold(word)) != kPeople.end();
}

// What stands between two joints: the things, and the verbs around them.
struct Part {
  std::vector<std::string> before, things, after;
  int count = 0;
  bool has = false;  // "habe einen Hund"
};

// "2", "zwei", "einen"; 0: no number, or one of something else than things.
int CountOf(const nlu::Token& token) {
  constexpr std::int64_t kMost = 20;
  const auto number =
      token.kind == nlu::TokenKind::kNumber ? nlu::NumberFromDigits(token.text) : nlu::NumberFromWord(token.text);
  return number && *number >= 1 && *number <= kMost ? static_cast<int>(*number) : 0;
}

// "Bin arbeitslos, wo muss ich mich melden?": no matter by itself.
bool IsBareVerb(const std::string& word) {
  return word == "melden" || word == "machen" || word == "wohnen" || word == "arbeiten" || word == "erledigen" ||
         word == "erledigt" || word == "beachten" || word == "bedenken";
}

// "…, aber ich wohne in Berlin": where, not what.
bool SaysWhere(const Part& part) {
  static constexpr std::array<std::string_view, 6> kLiving{"wohne", "wohnen", "wohnt", "lebe", "leben", "lebt"};
  const auto lives = [](const std::string& word) {
    return std::find(kLiving.begin(), kLiving.end(), nlu::Fold(word)) != kLiving.end();
  };
  return std::any_of(part.before.begin(), part.before.end(), lives) ||
         std::any_of(part.things.begin(), part.things.end(), lives) ||
         std::any_of(part.after.begin(), part.after.end(), lives);
}

bool IsTogether(std::string_view word) {
  return word == "zusammen" || word == "gleichzeitig" || word == "gemeinsam" || word == "beides";
}

bool IsHaving(std::string_view word) {
  return word == "hab" || word == "habe" || word == "haben" || word == "hat" || word == "besitze" || word == "besitzen";
}

bool OnlyMoves(const Part& part) {
  const auto all_move = [](const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [](const std::string& word) { return IsMove(nlu::Fold(word)); });
  };
  const bool any = !part.before.empty() || !part.things.empty();
  return any && all_move(part.before) && all_move(part.things) && part.after.empty();
}

// Who writes without capitals names the thing first: "wohnsitz und auto ummelden".
bool WritesNouns(std::string_view text, const std::vector<std::string>& wanted) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const auto tokens = nlu::Tokenize(folded);
  return std::any_of(tokens.begin(), tokens.end(), [&](const nlu::Token& token) {
    const bool in_topic = std::find(wanted.begin(), wanted.end(), token.text) != wanted.end();
    return in_topic && token.span.begin > 0 && IsCapital(text.substr(token.span.begin));
  });
}

std::vector<Part> PartsOf(std::string_view text, const std::vector<std::string>& wanted) {
  const bool nouns = WritesNouns(text, wanted);
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  std::vector<Part> parts(1);
  for (const nlu::Token& token : nlu::Tokenize(folded)) {
    Part& part = parts.back();
    const bool along = token.text == "mit" && OnlyMoves(part);  // "Umzug mit Hund"
    if (IsJoint(token.text) || along) {
      if (!part.before.empty() || !part.things.empty()) parts.emplace_back().has = along;
      continue;
    }
    part.has = part.has || IsHaving(token.text);
    // How many is no word of the matter: "2 Persos und einen Pass".
    if (const int count = CountOf(token); count > 0) {
      if (part.things.empty()) part.count = count;
      continue;
    }
    if (std::find(wanted.begin(), wanted.end(), token.text) == wanted.end() || IsTogether(token.text)) continue;
    std::string word(nlu::Slice(text, token.span));
    const bool thing = nouns ? IsCapital(text.substr(token.span.begin)) : part.things.empty();
    if (thing)
      part.things.push_back(std::move(word));
    else
      (part.things.empty() ? part.before : part.after).push_back(std::move(word));
  }
  return parts;
}

bool IsDeed(const std::string& word) {
  static constexpr std::array<std::string_view, 10> kDeeds{"abhol",      "anmeld", "abmeld",  "ummeld",   "beantrag",
                                                           "verlaenger", "aender", "bestell", "umtausch", "verlust"};
  const std::string folded = nlu::Fold(word);
  return std::any_of(kDeeds.begin(), kDeeds.end(), [&](std::string_view deed) { return folded.starts_with(deed); });
}

// "Abholung Perso und Pass": what is to be done stands first, for all.
void ShareDeed(std::vector<Part>& parts) {
  if (parts.empty() || parts.front().things.size() < 2 || !IsDeed(parts.front().things.front())) return;
  const std::string deed = parts.front().things.front();
  for (Part& part : parts) {
    if (part.things.size() == 1 && !IsDeed(part.things.front())) part.things.insert(part.things.begin(), deed);
  }
}

std::string Joined(const std::vector<std::string>& things, const std::vector<std::string>& verbs) {
  std::string topic;
  for (const auto* words : {&things, &verbs}) {
    for (const std::string& word : *words) topic += (topic.empty() ? "" : " ") + word;
  }
  return topic;
}

// "Ich ziehe um und habe einen Hund": who moves registers the flat, and what came along.
void NameTheMove(std::string_view text, std::vector<Part>& parts) {
  const auto move = std::find_if(parts.begin(), parts.end(), OnlyMoves);
  if (move == parts.end()) return;
  const bool brings = std::any_of(parts.begin(), parts.end(), [](const Part& part) {
    return part.has && !part.things.empty() && part.before.empty() && part.after.empty() && !OnlyMoves(part);
  });
  if (!brings) return;
  const std::vector<std::string> words = nlu::FoldedWords(text);
  const bool within = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "um" || word == "umzug" || word.starts_with("umzieh") || word == "umgezogen";
  });
  const std::string verb = within ? "ummelden" : "anmelden";
  move->before.clear();
  move->things = {"Wohnung"};
  for (Part& part : parts) {
    if (!part.things.empty() && part.before.empty() && part.after.empty()) part.after = {verb};
  }
}

}  // namespace

bool IsOnlyPeople(std::string_view topic) {
  const std::vector<std::string> words = nlu::FoldedWords(topic);
  return !words.empty() && std::all_of(words.begin(), words.end(), IsPerson);
}

namespace {

// "was kostet das pro Seite?", but no "was kostet das Führungszeugnis?"
bool AsksAboutThat(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 4> kThat{"das", "der", "die", "es"};
  static constexpr std::array<std::string_view, 7> kOn{"pro",       "je",        "denn", "eigentlich",
                                                       "insgesamt", "ungefaehr", "genau"};
  constexpr std::size_t kLatest = 2;
  for (std::size_t i = 1; i <= kLatest && i + 1 < words.size(); ++i) {
    if (std::find(kThat.begin(), kThat.end(), words[i]) != kThat.end() &&
        std::find(kOn.begin(), kOn.end(), words[i + 1]) != kOn.end())
      return true;
  }
  return false;
}

}  // namespace

bool PointsBack(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kBack{"hierbei",        "hierfuer", "hierzu",
                                                         "diesbezueglich", "hieran",   "hierueber"};
  const std::vector<std::string> words = nlu::FoldedWords(text);
  return AsksAboutThat(words) || std::any_of(words.begin(), words.end(), [&](const std::string& word) {
           return std::find(kBack.begin(), kBack.end(), word) != kBack.end();
         });
}

namespace {

constexpr std::size_t kKindStem = 9;  // "vorlaeufi", "erweitert"

bool IsKind(const std::string& word) {
  static constexpr std::array<std::string_view, 3> kKinds{"vorlaeufig", "erweitert", "international"};
  return std::any_of(kKinds.begin(), kKinds.end(), [&](std::string_view stem) { return word.starts_with(stem); });
}

}  // namespace

bool NamesAKind(std::string_view topic) {
  const std::vector<std::string> words = nlu::FoldedWords(topic);
  return words.size() == 2 && IsKind(words.front());
}

std::string WithThingOf(std::string_view topic, std::string_view service_name) {
  static constexpr std::array<std::string_view, 8> kVerbs{"anmeld",     "abmeld",  "ummeld",    "beantrag",
                                                          "verlaenger", "verlore", "gestohlen", "geklaut"};
  // What asks on about anything: "bis zu welchem Alter?", "wer zahlt das?"
  static constexpr std::array<std::string_view, 34> kBeside{
      "persoenlich", "passiert", "selbst",     "selber", "vorher", "spaeter", "alter",       "zahlt",       "wende",
      "wenden",      "stellt",   "kommt",      "hilft",  "jemand", "jahr",    "schriftlich", "telefonisch", "insgesamt",
      "zusammen",    "monat",    "genau",      "sofort", "anonym", "hoch",    "schnell",     "flott",       "lang",
      "bring",       "bringen",  "mitbringen", "ab",     "beide",  "beiden",  "stell"};
  const std::string name = nlu::Fold(service_name);
  const std::vector<std::string> words = nlu::FoldedWords(topic);
  // "und der vorläufige?" of "Personalausweis beantragen" is one of those.
  if (words.size() == 1 && IsKind(words.front()) && !name.starts_with(words.front().substr(0, kKindStem)))
    return std::string(topic) + " " + std::string(service_name.substr(0, service_name.find(' ')));
  bool other = false;
  for (const std::string& word : words) {
    const auto known =
        std::find_if(kVerbs.begin(), kVerbs.end(), [&](std::string_view stem) { return word.starts_with(stem); });
    if (known == kVerbs.end() && std::find(kBeside.begin(), kBeside.end(), word) == kBeside.end())
      return std::string(topic);
    other = other || (known != kVerbs.end() && name.find(*known) == std::string::npos);
  }
  if (!other) return {};
  return std::string(service_name.substr(0, service_name.find(' '))) + " " + std::string(topic);
}

bool IsOnlyVerb(std::string_view topic) {
  const std::vector<std::string> words = nlu::FoldedWords(topic);
  return !words.empty() && std::all_of(words.begin(), words.end(), IsBareVerb);
}

std::string WithoutPeople(std::string_view topic) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(topic);
  std::string things;
  for (const nlu::Token& token : nlu::Tokenize(folded)) {
    if (!IsPerson(std::string(token.text)))
      things += (things.empty() ? "" : " ") + std::string(nlu::Slice(topic, token.span));
  }
  return things;
}

std::vector<TopicApart> TopicsApart(std::string_view text, std::string_view topic) {
  const std::vector<std::string> wanted = nlu::FoldedWords(topic);
  std::vector<Part> parts = PartsOf(text, wanted);
  NameTheMove(text, parts);
  std::erase_if(parts, [](const Part& part) {
    const auto says_nothing = [](const std::string& word) { return IsPerson(word) || IsBareVerb(word); };
    return SaysWhere(part) || std::all_of(part.things.begin(), part.things.end(), says_nothing);
  });
  if (parts.size() < 2 || parts.size() > kMostThings) return {};
  ShareDeed(parts);
  std::vector<TopicApart> topics;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // "Wohnsitz und Auto ummelden": the verb at the end is shared; "melde Hund und Gewerbe an": the one at the
    // beginning is.
    const auto next = std::find_if(parts.begin() + static_cast<std::ptrdiff_t>(i), parts.end(),
                                   [](const Part& part) { return !part.after.empty(); });
    std::vector<std::string> verbs = next == parts.end() ? std::vector<std::string>{} : next->after;
    const auto& first = i > 0 && !parts[i].before.empty() ? parts[i].before : parts.front().before;
    if (verbs.empty()) verbs = first;
    topics.push_back({Joined(parts[i].things, verbs), parts[i].count});
  }
  return topics;
}

std::vector<std::string> ThingsIn(std::string_view words) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> things = nlu::FoldedWords(words);
  std::string deed;
  if (!things.empty() && IsDeed(things.back())) {
    deed = " " + things.back();
    things.pop_back();
  }
  const bool one = std::any_of(things.begin(), things.end(), [](const std::string& word) {
    return IsKind(word) || IsPerson(word) || IsDeed(word) || IsBareVerb(word);
  });
  if (one || things.size() > kMost) return {};
  for (std::string& thing : things) thing += deed;
  return things;
}

std::string_view LastQuestion(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \n");
  if (end == std::string_view::npos || text[end] != '?') return {};
  const std::size_t before = text.substr(0, end).find_last_of(".!?\n");
  return before == std::string_view::npos ? std::string_view() : text.substr(before + 1);
}

std::string TopicWithin(std::string_view part, std::string_view topic) {
  const std::vector<std::string> wanted = nlu::FoldedWords(topic);
  const nlu::FoldedText folded = nlu::FoldWithOrigin(part);
  std::string within;
  for (const nlu::Token& token : nlu::Tokenize(folded)) {
    if (std::find(wanted.begin(), wanted.end(), token.text) == wanted.end()) continue;
    within += (within.empty() ? "" : " ") + std::string(nlu::Slice(part, token.span));
  }
  return within;
}

}  // namespace amtslotse::dialogue
