#include "services/dialogue/core/asked_beside.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <optional>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

constexpr std::size_t kMostWords = 4;

// What a few words between commas ask for: "wie teuer", "welche Unterlagen".
std::optional<Act> ActOfFewWords(std::string_view words) {
  const std::string said = " " + Folded(words) + " ";
  if (nlu::FoldedWords(words).size() > kMostWords) return std::nullopt;
  if (SaysAny(said, {" wie teuer ", " kosten ", " kostet ", " gebuehr", " preis "})) return Act::kFee;
  if (SaysAny(said, {" unterlagen ", " dokumente ", " papiere ", " mitbringen "})) return Act::kDocuments;
  if (SaysAny(said, {" wie lange ", " dauer "})) return Act::kDuration;
  if (SaysAny(said, {" frist ", " bis wann "})) return Act::kDeadline;
  return std::nullopt;
}

}  // namespace

std::vector<Act> AskedBeside(std::string_view segment, Act act) {
  std::vector<Act> asked;
  const std::vector<std::string> parts = absl::StrSplit(std::string(segment), ',');
  if (parts.size() < 2) return asked;
  for (const std::string& part : parts) {
    const std::optional<Act> more = ActOfFewWords(part);
    if (more && *more != act && std::find(asked.begin(), asked.end(), *more) == asked.end()) asked.push_back(*more);
  }
  return asked;
}

std::string WithoutWhat(const std::string& folded) {
  constexpr std::string_view kJoint = "und ";
  for (const std::string_view asks : {"was ", "wie viel ", "wieviel "}) {
    const std::string_view rest = std::string_view(folded).substr(std::min(kJoint.size(), folded.size()));
    if (!folded.starts_with(kJoint) || !rest.starts_with(asks)) continue;
    const std::string thing(rest.substr(asks.size()));
    for (const std::string_view article : {"ein ", "eine ", "einen ", "der ", "die ", "das ", "fuer "}) {
      if (thing.starts_with(article)) return std::string(kJoint) + thing;
    }
  }
  return folded;
}

}  // namespace amtslotse::dialogue
