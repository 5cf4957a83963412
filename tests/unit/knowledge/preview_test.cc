#include "knowledge/markdown.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class Preview : public TownFixture {
 protected:
  Preview() {
    EXPECT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
    entry.questions = {"Wann ist Wochenmarkt?"};
    entry.answer = "Jeden **Mittwoch**.<script>x</script>";
    question.topic = question.text = "wann ist wochenmarkt";
    question.now = change.now;
  }
  Entry entry;
  AskQuestion question;
};

TEST_F(Preview, ADraftAnswersInThePreviewAndNowhereElse) {
  const auto towns = MakeTowns();
  const auto town = *towns->Get(town_id);
  const auto preview = AskWithEntry(*town, entry, question);
  ASSERT_TRUE(preview.ok()) << preview.status();
  ASSERT_EQ(preview->outcome, AskResult::Outcome::kAnswered);
  EXPECT_NE(preview->answers[0].text.find("Mittwoch"), std::string::npos);
  EXPECT_EQ(MarkdownToHtml(preview->answers[0].text).find("<script"), std::string::npos);
  EXPECT_NE(Ask(*town, question)->outcome, AskResult::Outcome::kAnswered);
}

TEST_F(Preview, ShowsTheChangedAnswerInPlaceOfThePublishedOne) {
  Entry published = entry;
  published.state = EntryState::kPublished;
  const auto saved = std::get<Entry>(*entries->Save(town_id, published, 0, change));
  const auto towns = MakeTowns();
  Entry changed = saved;
  changed.answer = "Jeden Freitag.";
  const auto preview = AskWithEntry(**towns->Get(town_id), changed, question);
  ASSERT_TRUE(preview.ok());
  ASSERT_FALSE(preview->answers.empty());
  EXPECT_EQ(preview->answers[0].text, "Jeden Freitag.");
}

TEST_F(Preview, RefusesWhatCouldNotBeSaved) {
  entry.answer.clear();
  EXPECT_EQ(AskWithEntry(**MakeTowns()->Get(town_id), entry, question).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amtslotse::knowledge
