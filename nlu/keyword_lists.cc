#include "nlu/keyword_lists.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace amtslotse::nlu {
namespace {

// What a word by itself asks for.
enum class Asked {
  kFee,
  kDocuments,
  kDuration,
  kAppointment,
  kForm,
  kHours,
  kAddress,
  kContact,
  kDeadline,
  kWay,
  kRight,
  kPlace,
  kHow
};

struct Keyword {
  std::string_view word;
  Asked asked;
};

// clang-format off
constexpr Keyword kKeywords[] = {
    {"kosten", Asked::kFee}, {"preis", Asked::kFee}, {"preise", Asked::kFee}, {"gebuehr", Asked::kFee}, {"gebuehren", Asked::kFee},
    {"wieviel", Asked::kFee}, {"unterlagen", Asked::kDocuments}, {"dokumente", Asked::kDocuments}, {"papiere", Asked::kDocuments},
    {"nachweise", Asked::kDocuments}, {"dauer", Asked::kDuration}, {"bearbeitungszeit", Asked::kDuration},
    {"bearbeitungsdauer", Asked::kDuration}, {"wartezeit", Asked::kDuration}, {"termin", Asked::kAppointment},
    {"formular", Asked::kForm}, {"formulare", Asked::kForm}, {"vordruck", Asked::kForm}, {"oeffnungszeiten", Asked::kHours},
    {"oeffnungszeit", Asked::kHours}, {"sprechzeiten", Asked::kHours}, {"adresse", Asked::kAddress}, {"anschrift", Asked::kAddress},
    {"telefonnummer", Asked::kContact}, {"telefon", Asked::kContact}, {"kontakt", Asked::kContact}, {"frist", Asked::kDeadline},
    {"fristen", Asked::kDeadline}, {"ablauf", Asked::kWay}, {"voraussetzung", Asked::kRight}, {"voraussetzungen", Asked::kRight},
    {"anspruch", Asked::kRight}, {"wo", Asked::kPlace}, {"wohin", Asked::kPlace}, {"zustaendigkeit", Asked::kPlace}, {"wie", Asked::kHow},
};
// clang-format on

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 8> kJoints = {"und", "u", ",", "/", "+", "&", "sowie", "bzw"};
// Before one of the words they make a sentence of it: "was kosten Unterlagen", "die Unterlagen".
constexpr std::array<std::string_view, 22> kSentence = {
    "was",    "viel", "wieviel", "welche", "welcher", "die",  "der",   "das",  "den",  "einen", "ein",
    "meinen", "mein", "meine",   "keine",  "kein",    "alle", "wegen", "fuer", "ohne", "diese", "neuen"};
constexpr std::array<std::string_view, 6> kBehind = {"bitte", "danke", "pls", "fuer", "lg", "mfg"};

class Lists {
 public:
  explicit Lists(std::span<const Token> tokens) : tokens_(tokens) {}

  ListedWishes Run() const {
    ListedWishes found;
    for (std::size_t at = 0; at < tokens_.size();) {
      std::size_t next = at;
      const auto first = AskedAt(at, next);
      if (!first) {
        ++at;
        continue;
      }
      at = Follow(at, *first, next, found);
    }
    return found;
  }

 private:
  std::string_view Text(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }

  // "bis wann", "wie teuer", "wie lange" or a word by itself.
  std::optional<Asked> AskedAt(std::size_t i, std::size_t& next) const {
    next = i + 2;
    if (Text(i) == "wie" && Text(i + 1) == "teuer") return Asked::kFee;
    if (Text(i) == "wie" && Text(i + 1) == "viel") return Asked::kFee;
    if (Text(i) == "wie" && (Text(i + 1) == "lange" || Text(i + 1) == "lang")) return Asked::kDuration;
    if (Text(i) == "bis" && Text(i + 1) == "wann") return Asked::kDeadline;
    next = i + 1;
    const auto* found = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                     [&](const Keyword& each) { return each.word == Text(i); });
    return found == std::end(kKeywords) ? std::nullopt : std::optional(found->asked);
  }

  bool EndsAt(std::size_t i) const {
    if (i >= tokens_.size() || Contains(kBehind, Text(i))) return true;
    return tokens_[i].kind != TokenKind::kWord && tokens_[i].kind != TokenKind::kNumber;
  }

  bool IsQuestion(std::size_t i) const {
    static constexpr std::array<std::string_view, 5> kWords = {"wo", "wohin", "wie", "wieviel", "bis"};
    return Contains(kWords, Text(i));
  }

  // "Termin Dauer" asks how long an appointment takes.
  static bool IsOne(const std::vector<Asked>& list) {
    return list.size() == 2 && std::find(list.begin(), list.end(), Asked::kAppointment) != list.end() &&
           std::find(list.begin(), list.end(), Asked::kDuration) != list.end();
  }

  // A list whose first word stands at `at`; where to look on.
  std::size_t Follow(std::size_t at, Asked first, std::size_t next, ListedWishes& found) const {
    std::vector<Asked> list = {first};
    std::vector<std::size_t> places;
    std::size_t last = at;
    for (;;) {
      std::size_t word = next;
      while (Contains(kJoints, Text(word))) ++word;
      std::size_t behind = word;
      const auto asked = AskedAt(word, behind);
      if (!asked || std::find(list.begin(), list.end(), *asked) != list.end()) break;
      // "Unterlagen wohin", "wo Termin" are one question
      if (word == next && IsQuestion(last) != IsQuestion(word)) break;
      const bool spoken = tokens_[next].kind == TokenKind::kWord;  // the wish begins with its "und", not with a comma
      places.push_back(spoken ? next : word);
      list.push_back(*asked);
      last = word;
      next = behind;
    }
    const bool sentence = at > 0 && Contains(kSentence, Text(at - 1));
    if (places.empty() || sentence || IsOne(list) || !EndsAt(next)) return next;
    found.firsts.push_back(at);
    found.begins.insert(found.begins.end(), places.begin(), places.end());
    return next;
  }

  std::span<const Token> tokens_;
};

}  // namespace

ListedWishes FindListedWishes(std::span<const Token> tokens) { return Lists(tokens).Run(); }

}  // namespace amtslotse::nlu
