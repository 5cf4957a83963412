// What stands beside a word decides what it means: "do oder fr", "Bescheid vom 3. März".
#include <algorithm>
#include <array>

#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kDocumentReach = 5;  // words from "vom" back to what is dated

// The last part of a compound counts: "Bußgeldbescheid", "Stromrechnung".
bool IsDocument(std::string_view word) {
  static constexpr std::array<std::string_view, 26> kEnds = {
      "bescheid",   "bescheids", "bescheides", "bescheide", "schreiben", "schreibens", "brief",
      "briefs",     "briefe",    "rechnung",   "mahnung",   "mail",      "email",      "anhoerung",
      "verfuegung", "beschluss", "urteil",     "protokoll", "quittung",  "vertrag",    "gutachten",
      "attest",     "nachricht", "anordnung",  "ablehnung", "mitteilung"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return word.ends_with(end); });
}

// "Antrag gestellt am 3. März"
bool IsDone(std::string_view word) {
  static constexpr std::array<std::string_view, 21> kDone = {
      "gestellt",    "ausgestellt", "zugestellt",     "erhalten",   "bekommen",    "eingereicht", "abgegeben",
      "geschickt",   "abgeschickt", "eingegangen",    "beantragt",  "datiert",     "geboren",     "gestorben",
      "geschrieben", "verstorben",  "unterschrieben", "eingezahlt", "ueberwiesen", "eingeworfen", "datum"};
  return std::find(kDone.begin(), kDone.end(), word) != kDone.end();
}

}  // namespace

bool TimeReader::DatesDocument(std::size_t i) const {
  if (i < 2 || !Is(i - 1, {"vom", "am"})) return false;
  if (IsDone(Text(i - 2))) return true;
  if (Text(i - 1) == "am") return false;
  for (std::size_t back = 2; back <= std::min(i, kDocumentReach + 1); ++back) {
    const std::size_t word = i - back;
    if (tokens_[word].kind == TokenKind::kPunctuation && Text(word) != "." && Text(word) != "-") return false;
    if (IsDocument(Text(word))) return true;
  }
  return false;
}

// A short weekday at `i`, behind which stands `next`, is one in the company of another or of hours: "do oder fr",
// "mo, di", "mo-fr ab 16 uhr", "di 9-11", "nächste woche do". "so" takes part only where nothing else can be meant.
bool TimeReader::BelongsToDays(std::size_t i, std::size_t next) const {
  const bool so = Text(i) == "so";
  const auto joint = [&](std::size_t at) {
    return so ? Is(at, {"-", "/", "bis"}) : Is(at, {"oder", "und", "/", "-", "bis", ",", "u", "o", "+", "&"});
  };
  const auto other_day = [&](std::size_t at) {
    const TimeMeaning meaning = Meaning(at);
    if (meaning.Is(TimeWord::kWeekdayShort))
      return Text(at) != Text(i) && (so || Text(at) != "so" || Is(at - 1, {"-", "/", "bis"}));
    return meaning.Is(TimeWord::kWeekday) || meaning.Is(TimeWord::kWeekdayEvery) ||
           (!so && meaning.Is(TimeWord::kRelativeDay));
  };
  if (joint(next) && other_day(next + 1)) return true;
  if (i >= 2 && joint(i - 1) && other_day(Text(i - 2) == "." && i >= 3 ? i - 3 : i - 2)) return true;
  if (so && i >= 2 && Text(i - 1) == "und" && Text(i - 2) == "sa") return true;
  if (Text(i) == "sa" && Text(next) == "und" && Text(next + 1) == "so") return true;
  if (so) return false;
  if (i > 0 && Is(i - 1, {"woche"})) return true;
  const auto from = Digits(next, 6, 20);
  const auto until = Digits(next + 2, 7, 20);
  return from && until && *from < *until && Is(next + 1, {"-", "bis"}) && !Is(next + 3, {".", ":", "/"});
}

}  // namespace amtslotse::nlu
