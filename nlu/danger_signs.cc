#include "nlu/danger_signs.h"

#include <algorithm>
#include <string>

#include "nlu/danger_concepts.h"
#include "nlu/text/phrase_finder.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kLists = kDangerCueCount + kDangerConceptCount;
static_assert(kLists <= PhraseFinder::kMostLists);

// The cues first, then the concepts, each in German and in the other languages.
PhraseFinder MakeFinder() {
  std::array<std::string, kLists> lists;
  const auto cues = DangerCuePhrases();
  const auto german = DangerConceptPhrases();
  const auto foreign = ForeignDangerConcepts();
  std::copy(cues.begin(), cues.end(), lists.begin());
  for (std::size_t i = 0; i < kDangerConceptCount; ++i) {
    const std::string others = "," + std::string(foreign[i].phrases);
    lists[kDangerCueCount + i] = std::string(german[i]) + others;
    if (foreign[i].kind) lists[static_cast<std::size_t>(*foreign[i].kind)] += others;
  }
  std::array<std::string_view, kLists> views;
  std::copy(lists.begin(), lists.end(), views.begin());
  return PhraseFinder(views);
}

}  // namespace

DangerSigns FindDangerSigns(std::string_view spaced_words) {
  static const PhraseFinder finder = MakeFinder();
  DangerSigns signs;
  finder.ForEach(spaced_words, [&signs](std::size_t list) {
    if (list < kDangerCueCount) {
      ++signs.cues[list];
    } else {
      signs.concepts |= std::uint64_t{1} << (list - kDangerCueCount);
    }
  });
  return signs;
}

}  // namespace amtslotse::nlu
