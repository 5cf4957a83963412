// What a conversation still does while nlu is away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/understanding_town.h"

namespace amtslotse::dialogue {
namespace {

using testing::HasSubstr;
using testing::Not;

class WordsOnly : public testing::Test {
 protected:
  WordsOnly() { town.nlu_down = true; }

  UnderstandingTown town;
  Talk talk{town};
};

TEST_F(WordsOnly, AnAppointmentIsCancelledWithItsCode) {
  EXPECT_THAT(talk.Say("Ich muss meinen Termin leider absagen"), HasSubstr("Absagecode"));
  talk.Say("KT4H-92XR");
  EXPECT_THAT(talk.Say("Muster"), HasSubstr("Ja"));
  EXPECT_THAT(talk.Say("ja"), HasSubstr("abgesagt"));
}

TEST_F(WordsOnly, ABookingUnderWayIsFinished) {
  town.nlu_down = false;
  talk.Say("Ich brauche einen Termin für den Personalausweis");
  ASSERT_EQ(talk.session.awaiting, Awaiting::kSlot);
  town.nlu_down = true;
  talk.TapId(talk.session.options.front().id);
  talk.Say("Anna Meier");
  talk.Say("anna.meier@example.org");
  EXPECT_EQ(town.confirmed.size(), 1u);
  EXPECT_EQ(town.last_contact.name, "Anna Meier");
}

TEST_F(WordsOnly, WhoIsInDangerHearsItFirst) {
  const std::string said = talk.Say("Hilfe, mein Vater ist bewusstlos und atmet nicht mehr");
  EXPECT_TRUE(Alarms(said));
  EXPECT_THAT(said, Not(HasSubstr("einzelnen Wörtern")));
}

TEST_F(WordsOnly, OpeningHoursAreNoSearch) {
  EXPECT_THAT(talk.Say("Wann haben Sie geöffnet?"), Not(HasSubstr("overview")));
}

}  // namespace
}  // namespace amtslotse::dialogue
