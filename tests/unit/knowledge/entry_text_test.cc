#include "knowledge/entry_text.h"

#include <gtest/gtest.h>

namespace amtslotse::knowledge {
namespace {

TEST(EntryText, TheDifferenceNamesWhatChanged) {
  Entry before;
  before.questions = {"Wann ist Markt?", "Wochenmarkt"};
  before.answer = "Mittwochs.\n\nAuf dem Rathausplatz.";
  Entry after = before;
  after.questions.push_back("Markttag");
  after.answer = "Mittwochs und samstags.\n\nAuf dem Rathausplatz.";
  after.state = EntryState::kPublished;
  std::string removed, added, same;
  for (const TextDifference& part : Difference(before, after)) {
    (part.kind == TextDifference::Kind::kRemoved ? removed
     : part.kind == TextDifference::Kind::kAdded ? added
                                                 : same) += part.text + "\n";
  }
  EXPECT_NE(removed.find("Mittwochs."), std::string::npos);
  EXPECT_NE(removed.find("Zustand: Entwurf"), std::string::npos);
  EXPECT_NE(added.find("Variante: Markttag"), std::string::npos);
  EXPECT_NE(added.find("Mittwochs und samstags."), std::string::npos);
  EXPECT_NE(same.find("Auf dem Rathausplatz."), std::string::npos);
  EXPECT_NE(same.find("Frage: Wann ist Markt?"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::knowledge
