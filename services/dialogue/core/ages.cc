// "Und wenn ich erst 20 bin?" behind an answer.
#include "services/dialogue/core/ages.h"

#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "nlu/number_words.h"
#include "nlu/text/tokens.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kOldest = 119;

// The ages that somebody speaks of, or that a line of a text is for.
struct Ages {
  int from = 0, to = kOldest;  // inclusive
  bool Holds(const Ages& other) const { return from <= other.from && other.to <= to; }
};

// 0 to 119; nothing: no number, or no age.
std::optional<int> AgeIn(const std::string& word) {
  const bool digits = !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
  const auto number = digits ? nlu::NumberFromDigits(word) : nlu::NumberFromWord(word);
  return number && *number >= 0 && *number <= kOldest ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

bool IsOneOf(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "ab 24", "unter 24", "bis 17", "über 60", with the number at `place`.
Ages BoundBy(const std::vector<std::string>& words, std::size_t place, int number) {
  const std::string before = place > 0 ? words[place - 1] : "";
  if (before == "ab") return {number, kOldest};
  if (before == "ueber") return {number + 1, kOldest};
  if (before == "unter") return {0, number - 1};
  return {number, number};
}

// "27,60 € unter 24 Jahren", "6 bis 11 Jahre", "bis 17 Jahre"; nothing: the line is for all.
std::optional<Ages> AgesOfLine(std::string_view line) {
  const std::vector<std::string> words = nlu::FoldedWords(line);
  const auto years = [&](std::size_t place) { return place < words.size() && words[place].starts_with("jahr"); };
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::optional<int> number = AgeIn(words[i]);
    if (!number || !years(i + 1)) continue;
    if (IsOneOf(words[i - 1], {"ab", "ueber", "unter"})) return BoundBy(words, i, *number);
    if (words[i - 1] != "bis") continue;
    const std::optional<int> from = i > 1 ? AgeIn(words[i - 2]) : std::nullopt;
    return Ages{from.value_or(0), *number};
  }
  return std::nullopt;
}

// The one line of several that is for such an age; empty: none, or the text does not tell ages apart.
std::string LineFor(const std::string& text, const Ages& ages) {
  std::string found;
  int fitting = 0, with_ages = 0;
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (const std::string& line : lines) {
    if (!line.starts_with("- ")) continue;
    const std::optional<Ages> own = AgesOfLine(line);
    if (!own) continue;
    ++with_ages;
    if (!own->Holds(ages)) continue;
    ++fitting;
    found = line.substr(2);
  }
  return with_ages > 1 && fitting == 1 ? found : "";
}

struct AgeTold {
  Ages ages;
  std::string words;  // "Unter 24 Jahren"
};

// The age, where the message tells nothing else: "und für mich, ich bin 45".
std::optional<AgeTold> ReadAge(const std::string& text) {
  static constexpr std::array<std::string_view, 58> kBeside{
      "und",    "oder",  "wenn",   "ich",    "er",       "sie",       "es",        "man",     "wir",  "bin",
      "ist",    "sind",  "wird",   "werde",  "waere",    "erst",      "schon",     "noch",    "aber", "jahre",
      "jahren", "jahr",  "alt",    "fuer",   "mich",     "uns",       "ihn",       "mit",     "was",  "wie",
      "ab",     "unter", "ueber",  "bei",    "jemand",   "jemanden",  "der",       "die",     "das",  "dann",
      "mein",   "meine", "meinen", "meiner", "unser",    "unsere",    "sohn",      "tochter", "kind", "mutter",
      "vater",  "enkel", "mann",   "frau",   "jaehrige", "jaehrigen", "jaehriger", "also"};
  static constexpr std::array<std::string_view, 18> kOfAges{
      "mit",    "erst", "schon", "bin", "ist",   "wird",  "werde",    "waere",     "jahre",
      "jahren", "jahr", "alt",   "ab",  "unter", "ueber", "jaehrige", "jaehrigen", "jaehriger"};
  const std::vector<std::string> words = nlu::FoldedWords(text);
  const auto is_of = [](const auto& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  std::optional<AgeTold> told;
  bool of_ages = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    of_ages = of_ages || is_of(kOfAges, words[i]);
    if (is_of(kBeside, words[i])) continue;
    const std::optional<int> number = AgeIn(words[i]);
    if (!number || told) return std::nullopt;
    const Ages ages = BoundBy(words, i, *number);
    const std::string_view bound = i > 0 && words[i - 1] == "unter"   ? "Unter"
                                   : i > 0 && words[i - 1] == "ueber" ? "Über"
                                   : i > 0 && words[i - 1] == "ab"    ? "Ab"
                                                                      : "Mit";
    told = AgeTold{ages, fmt::format("{} {} {}", bound, *number, *number == 1 ? "Jahr" : "Jahren")};
  }
  return of_ages ? told : std::nullopt;
}

}  // namespace

bool TakeAge(Turn& turn) {
  const Session& session = turn.session;
  if (!session.service || session.last_acts.empty() || session.awaiting != Awaiting::kNothing) return false;
  const std::optional<AgeTold> told = ReadAge(turn.text);
  if (!told) return false;
  std::vector<std::pair<std::string, std::string>> again;
  for (const std::string& act : session.last_acts) again.emplace_back(act, "");
  const std::size_t said = turn.replies.size();
  AnswerActs(turn, again);
  for (std::size_t i = said; i < turn.replies.size(); ++i) {
    const std::string line = LineFor(turn.replies[i].text, told->ages);
    if (line.empty()) continue;
    turn.replies[i].text.insert(0, fmt::format("{} gilt: {}\n\n", told->words, line));
  }
  return true;
}

}  // namespace amtslotse::dialogue
