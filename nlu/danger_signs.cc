#include "nlu/danger_signs.h"

#include <algorithm>

#include "nlu/danger_concepts.h"
#include "nlu/text/phrase_finder.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kLists = kDangerCueCount + kDangerConceptCount;
static_assert(kLists <= PhraseFinder::kMostLists);

// The cues first, then the concepts.
std::array<std::string_view, kLists> Lists() {
  std::array<std::string_view, kLists> lists;
  const auto cues = DangerCuePhrases();
  const auto concepts = DangerConceptPhrases();
  std::copy(cues.begin(), cues.end(), lists.begin());
  std::copy(concepts.begin(), concepts.end(), lists.begin() + kDangerCueCount);
  return lists;
}

}  // namespace

DangerSigns FindDangerSigns(std::string_view spaced_words) {
  static const PhraseFinder finder(Lists());
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
