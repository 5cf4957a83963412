#include "nlu/time/ruled_out.h"

#include <algorithm>
#include <array>

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kReach = 7;  // words from a day to the "nicht" behind it

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 8> kNot = {"nicht", "nich", "net", "ned", "nie", "niemals", "nit", "weder"};
constexpr std::array<std::string_view, 9> kExcept = {"ausser", "ausgenommen", "ohne",  "kein",   "keine",
                                                     "keinen", "keinem",      "statt", "anstatt"};
constexpr std::array<std::string_view, 13> kBeforeDay = {"am",  "an",  "im",      "in",         "den",    "dem",  "der",
                                                         "die", "das", "gerade", "unbedingt", "gleich", "immer"};
constexpr std::array<std::string_view, 4> kJoints = {"und", "oder", "noch", "/"};
constexpr std::array<std::string_view, 7> kBetweenDays = {",", "auch", "am", "an", "im", "den", "dem"};
// "Am Montag [kann ich leider] nicht"
constexpr std::array<std::string_view, 30> kBeforeNot = {
    "kann",  "koennen", "koennte", "geht",   "gehts", "passt", "klappt",  "ich",  "wir",       "mir",
    "uns",   "es",      "das",     "bei",    "leider", "da",    "auch",    "gar",  "ueberhaupt", "eher",
    "lieber", "habe",    "hab",     "haben",  "bin",   "ist",   "arbeite", "sind", "immer",     "aber"};
constexpr std::array<std::string_view, 6> kAway = {"verhindert", "schlecht", "unpassend", "unmoeglich", "weg",
                                                   "ausgeschlossen"};
// "Am Montag nicht [möglich]"
constexpr std::array<std::string_view, 8> kBehindNot = {"kommen", "da",    "dabei",   "moeglich",
                                                        "gut",    "gehen", "koennen", "aber"};
// The question whether something goes is no refusal of it.
constexpr std::array<std::string_view, 14> kAsking = {"kann",   "koennte",  "koennten", "koennen", "geht",
                                                      "gehts",  "ginge",    "gings",    "warum",   "wieso",
                                                      "passt",  "haben",    "haetten",  "gibt"};

bool EndsClause(std::string_view word) { return word == "," || word == "." || word == "!" || word == "?" || word == ";"; }

class Refusals {
 public:
  explicit Refusals(std::span<const Token> tokens) : tokens_(tokens) {}

  // "nicht am Montag", "auf keinen Fall montags"
  bool Before(const TimeExpression& day) const {
    std::size_t at = day.begin;
    while (at > 0 && Contains(kBeforeDay, Text(at - 1))) --at;
    if (at == 0) return false;
    const std::string_view word = Text(at - 1);
    if (word == "fall") return at >= 2 && (Text(at - 2) == "keinen" || Text(at - 2) == "keinem");
    if (Contains(kExcept, word)) return true;
    return Contains(kNot, word) && !IsAsked(at - 1);
  }

  // "am Montag kann ich leider nicht", "montags habe ich keine Zeit"
  bool Behind(const TimeExpression& day, std::size_t next_begin) const {
    const std::size_t end = std::min({tokens_.size(), day.end + kReach, next_begin});
    std::size_t at = day.end;
    while (at < end && Contains(kBeforeNot, Text(at))) ++at;
    if (at >= end) return false;
    if (Contains(kAway, Text(at))) return true;
    if (Text(at) == "keine" || Text(at) == "kei") return Text(at + 1) == "zeit";
    if (!Contains(kNot, Text(at)) || Text(at + 1) == "nur") return false;
    std::size_t then = at + 1;  // "montags, nicht dienstags": of the next day
    while (then < tokens_.size() && Contains(kBeforeDay, Text(then))) ++then;
    if (then == next_begin) return false;
    return at > day.end || then >= tokens_.size() || EndsClause(Text(then)) || Contains(kBehindNot, Text(then));
  }

  bool Together(const TimeExpression& a, const TimeExpression& b) const {
    bool joined = false;
    for (std::size_t k = a.end; k < b.begin; ++k) {
      const bool joint = Contains(kJoints, Text(k));
      if (!joint && !Contains(kBetweenDays, Text(k))) return false;
      joined = joined || joint;
    }
    return joined;
  }

 private:
  std::string_view Text(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }

  // "Geht es [nicht] am Montag?"
  bool IsAsked(std::size_t negation) const {
    std::size_t begin = negation;
    while (begin > 0 && !EndsClause(Text(begin - 1))) --begin;
    std::size_t end = negation;
    while (end < tokens_.size() && !EndsClause(Text(end))) ++end;
    return begin < negation && Text(end) == "?" && Contains(kAsking, Text(begin));
  }

  std::span<const Token> tokens_;
};

}  // namespace

std::vector<bool> RuledOut(std::span<const Token> tokens, const std::vector<TimeExpression>& expressions) {
  const Refusals refusals(tokens);
  const std::size_t count = expressions.size();
  std::vector<bool> ruled_out(count);
  for (std::size_t i = 0; i < count; ++i) {
    ruled_out[i] = refusals.Before(expressions[i]) ||
                   (i > 0 && ruled_out[i - 1] && refusals.Together(expressions[i - 1], expressions[i]));
  }
  bool behind = false;  // whether that was said behind the last one
  for (std::size_t i = count; i-- > 0;) {
    const std::size_t next = i + 1 < count ? expressions[i + 1].begin : tokens.size() + 1;
    behind = refusals.Behind(expressions[i], next) ||
             (behind && i + 1 < count && refusals.Together(expressions[i], expressions[i + 1]));
    if (behind) ruled_out[i] = true;
  }
  return ruled_out;
}

}  // namespace amtslotse::nlu
