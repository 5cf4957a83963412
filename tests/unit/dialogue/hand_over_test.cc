#include "services/dialogue/core/hand_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/dialogue/core/staffed_hours.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct StaffedTown : FakeTown {
  HumanHelp help;
  std::vector<std::string> started, stopped;
  std::vector<Callback> callbacks;

  absl::StatusOr<HumanHelp> GetHumanHelp(const std::string&) override { return help; }
  absl::StatusOr<InQueue> StartHandOver(const std::string& key, const HumanHelp&, const std::string&) override {
    started.push_back(key);
    return InQueue{.hand_over_id = "h1", .position = 2};
  }
  absl::Status StopHandOver(const std::string& id) override { return stopped.push_back(id), absl::OkStatus(); }
  absl::Status RequestCallback(const std::string&, const Callback& callback, const std::string&) override {
    return callbacks.push_back(callback), absl::OkStatus();
  }
};

struct HandingOver : testing::Test {
  StaffedTown town;
  Talk talk{town};
  HandingOver() {
    town.Hear("Ich will einen Menschen", Act::kHuman);
    town.help = {.state = HumanHelp::State::kStaffed,
                 .office_id = "mitte",
                 .office_name = "Bürgerbüro Mitte",
                 .hours = "Mo 8:00–12:00 Uhr",
                 .due_date = "2026-12-04",
                 .due = {}};
  }
  void Queue() {
    talk.Say("Ich will einen Menschen");
    talk.Tap("Mit einem Menschen schreiben");
  }
};

TEST_F(HandingOver, IsOffUntilAnOfficeHasStaffedHours) {
  town.help = {};
  EXPECT_THAT(talk.Say("Ich will einen Menschen"),
              AllOf(HasSubstr("030 23125 100"), Not(HasSubstr("schreiben")), Not(HasSubstr("Rückruf"))));
}

TEST_F(HandingOver, WhoWaitsIsNotCalledConnected) {
  EXPECT_THAT(talk.Say("Ich will einen Menschen"),
              AllOf(HasSubstr("Bürgerbüro Mitte"), HasSubstr("sieht unser Gespräch")));
  EXPECT_THAT(talk.Tap("Mit einem Menschen schreiben"),
              AllOf(HasSubstr("Stelle 2"), HasSubstr("noch nicht verbunden")));
  ASSERT_TRUE(talk.session.hand_over);
  EXPECT_FALSE(talk.session.hand_over->connected);
  EXPECT_EQ(talk.Say("Was kostet ein Perso?"), "");
}

TEST_F(HandingOver, AnEmergencyIsAnsweredWhileNobodyReads) {
  Queue();
  town.Hear("Hilfe es brennt", Act::kHuman).emergency = nlu::Emergency{.kind = nlu::EmergencyKind::kFire};
  EXPECT_THAT(talk.Say("Hilfe es brennt"), HasSubstr("112"));
}

TEST_F(HandingOver, ThereAndBackSaysWhoAnswers) {
  Queue();
  EXPECT_THAT(SayConnected(talk.session, talk.now).text, AllOf(HasSubstr("verbunden"), HasSubstr("Mensch")));
  const Message said = SayAsPerson(talk.session, "Guten Tag, worum geht es?", talk.now);
  EXPECT_EQ(said.author, Author::kStaff);
  EXPECT_EQ(said.author_label, "Bürgerbüro Mitte");
  EXPECT_EQ(talk.Say("Um meinen Ausweis"), "");
  EXPECT_THAT(SayReturned(talk.session, town.town, false, talk.now).text,
              AllOf(HasSubstr("automatische Assistent"), HasSubstr("kein Mensch")));
  EXPECT_FALSE(talk.session.hand_over);
  town.Hear("Was kostet ein Perso?", Act::kFee, "Perso");
  EXPECT_NE(talk.Say("Was kostet ein Perso?"), "");
}

TEST_F(HandingOver, TheCitizenMayGoBackAtAnyTime) {
  Queue();
  EXPECT_THAT(talk.Say("zurück zum Assistenten"), HasSubstr("automatische Assistent"));
  EXPECT_THAT(town.stopped, testing::ElementsAre("h1"));
  EXPECT_FALSE(talk.session.hand_over);
}

TEST_F(HandingOver, OutsideOfTheHoursACallBackWithADateIsOffered) {
  town.help.state = HumanHelp::State::kOutside;
  EXPECT_THAT(talk.Say("Ich will einen Menschen"), AllOf(HasSubstr("Mo 8:00–12:00 Uhr"), HasSubstr("030 23125 100"),
                                                         HasSubstr("spätestens am Freitag, 4. Dezember 2026")));
  EXPECT_THAT(talk.Tap("Rückruf wünschen"), HasSubstr("Wie heißen Sie?"));
  EXPECT_THAT(talk.Say("Ada Muster"), HasSubstr("Telefonnummer"));
  EXPECT_THAT(talk.Say("weiß nicht"), HasSubstr("Vorwahl"));
  EXPECT_THAT(talk.Say("04821 12345"), HasSubstr("Wann passt"));
  EXPECT_THAT(talk.Say("vormittags"), AllOf(HasSubstr("04821 12345"), HasSubstr("4. Dezember")));
  ASSERT_EQ(town.callbacks.size(), 1U);
  EXPECT_EQ(town.callbacks.front().name, "Ada Muster");
  EXPECT_EQ(town.callbacks.front().wanted_time, "vormittags");
}

TEST_F(HandingOver, ASurnameThatIsAWordIsTheNameOfACallBack) {
  town.help.state = HumanHelp::State::kOutside;
  for (const char* name : {"Brand", "Frau Mensch", "Vera Ja"}) {
    town.Hear(name, Act::kHuman).emergency = nlu::Emergency{nlu::EmergencyKind::kFire, .99, {}};
    Talk again(town);
    again.Say("Ich will einen Menschen");
    again.Tap("Rückruf wünschen");
    EXPECT_THAT(again.Say(name), AllOf(HasSubstr("Telefonnummer"), Not(HasSubstr("112")))) << name;
    EXPECT_EQ(again.session.callback->name, name);
  }
}

TEST_F(HandingOver, WhoWantsNoCallBackAfterAllIsAskedNoMore) {
  town.help.state = HumanHelp::State::kOutside;
  talk.Say("Ich will einen Menschen");
  talk.Tap("Rückruf wünschen");
  EXPECT_THAT(talk.Say("abbrechen"), Not(HasSubstr("Telefonnummer")));
  EXPECT_FALSE(talk.session.callback);
}

TEST_F(HandingOver, TheFormOfACallBackIsTakenAtOnce) {
  town.help.state = HumanHelp::State::kOutside;
  talk.Say("Ich will einen Menschen");
  talk.Tap("Rückruf wünschen");
  EXPECT_THAT(talk.Send({{"name", "Ada Muster"}, {"telephone", "04821 12345"}, {"wanted_time", "mittags"}}),
              HasSubstr("04821 12345"));
  EXPECT_EQ(town.callbacks.size(), 1U);
}

TEST_F(HandingOver, WhereNoPersonalDataIsAskedNoCallBackIsOffered) {
  talk.session.data_level = DataLevel::kInformation;
  town.help.state = HumanHelp::State::kOutside;
  EXPECT_THAT(talk.Say("Ich will einen Menschen"), Not(HasSubstr("ruft Sie zurück")));
}

const StaffedPlace kHere{"Europe/Berlin", "SH"};
std::chrono::sys_seconds At(int month, int day, int hour) {
  return std::chrono::sys_days(std::chrono::year(2026) / month / day) + std::chrono::hours(hour);
}

TEST(StaffedHoursOfAnOffice, HoldInItsTimeZoneAndNotOnHolidays) {
  const auto hours =
      ParseStaffedHours(R"([{"weekday":5,"from":"08:00","to":"12:00"},{"weekday":4,"from":"14:00","to":"18:00"}])");
  ASSERT_TRUE(hours.ok());
  EXPECT_TRUE(StaffedAt(*hours, kHere, At(11, 20, 7)));    // Friday 8:00 in Berlin
  EXPECT_FALSE(StaffedAt(*hours, kHere, At(11, 20, 11)));  // 12:00
  EXPECT_FALSE(StaffedAt(*hours, kHere, At(12, 25, 9)));   // a Friday, and Christmas
  EXPECT_EQ(InWords(*hours), "Do 14:00–18:00 Uhr, Fr 8:00–12:00 Uhr");
  const auto next = NextStaffedDay(*hours, kHere, At(12, 24, 9));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->date, "2026-12-31");
  EXPECT_EQ(next->end, At(12, 31, 17));
  EXPECT_FALSE(NextStaffedDay({}, kHere, At(12, 24, 9)));
  EXPECT_EQ(*ParseStaffedHours(ToJson(*hours)), *hours);
}

TEST(StaffedHoursOfAnOffice, AreRefusedInWords) {
  EXPECT_THAT(ParseStaffedHours(R"([{"weekday":1,"from":"12:00","to":"08:00"}])").status().message(),
              HasSubstr("Montag"));
  EXPECT_FALSE(ParseStaffedHours(R"([{"weekday":1,"from":"8","to":"9"}])").ok());
  EXPECT_FALSE(
      ParseStaffedHours(R"([{"weekday":1,"from":"08:00","to":"12:00"},{"weekday":1,"from":"11:00","to":"13:00"}])")
          .ok());
  EXPECT_TRUE(ParseStaffedHours("")->empty());
}

}  // namespace
}  // namespace amtslotse::dialogue
