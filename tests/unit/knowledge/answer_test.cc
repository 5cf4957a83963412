#include "knowledge/answer.h"

#include <gtest/gtest.h>

#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

std::string Module(const std::string& code, const std::string& text, const std::string& language = "de") {
  return "<xzufi:modulText><xzufi:inhalt languageCode=\"" + language + "\"><![CDATA[" + text +
         "]]></xzufi:inhalt><xzufi:leikaTextmodul><code>" + code + "</code></xzufi:leikaTextmodul></xzufi:modulText>";
}

class Answers : public TownFixture {
 protected:
  void Import(const std::string& modules) {
    ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Reisepass", modules))).ok());
  }
  Answer About(const std::string& act, const std::string& language = "de") {
    const auto answer = AnswerAboutService(*Active(), texts, {act, {"1"}, language, At(2026, 11, 21)});
    EXPECT_TRUE(answer.ok()) << answer.status();
    return *answer;
  }
  TownTexts texts;
};

TEST_F(Answers, AFeeThatDependsOnAgeIsComplete) {
  Import(
      "<xzufi:modulKosten><xzufi:beschreibung><![CDATA[<ul><li>70 € ab 24</li><li>37,50 € unter "
      "24</li></ul><p>Bar.</p>]]>"
      "</xzufi:beschreibung></xzufi:modulKosten>");
  const Answer answer = About("fee");
  EXPECT_EQ(answer.outcome, Answer::Outcome::kAnswered);
  EXPECT_EQ(answer.text, "- 70 € ab 24\n- 37,50 € unter 24");
  EXPECT_EQ(answer.details, "Bar.");
  EXPECT_EQ(answer.source.title, "Leistungskatalog: Reisepass");
  EXPECT_TRUE(answer.fee.empty());
}

TEST_F(Answers, BringFeeAndDocumentsAlong) {
  Import("<xzufi:modulKosten><xzufi:beschreibung>70 €</xzufi:beschreibung></xzufi:modulKosten>" + Module("08", "Foto") +
         Module("06", "Text."));
  const Answer answer = About("overview");
  EXPECT_EQ(answer.text, "Text.");
  EXPECT_EQ(answer.fee, "70 €");
  EXPECT_EQ(answer.what_to_bring, "Foto");
}

TEST_F(Answers, NameTheLawsTheyRestOn) {
  Import(Module("08", "Foto") +
         Module("07",
                "<p>Rechtsgrundlagen:</p><ul><li>§ 1 Gesetz über die Ausweise der Bürgerinnen und Bürger "
                "(Ausweisgesetz)</li><li>§ 5 Verordnung über die Gebühren für Ausweise und den elektronischen "
                "Nachweis (Gebührenverordnung)</li></ul>"));
  EXPECT_EQ(About("documents").source.legal_basis,
            "§ 1 Gesetz über die Ausweise der Bürgerinnen und Bürger (Ausweisgesetz); § 5 Verordnung über die Gebühren "
            "für Ausweise und den elektronischen Nachweis (Gebührenverordnung)");
}

TEST_F(Answers, OfManyLawsTheFirstAreNamed) {
  std::string items;
  for (int i = 0; i < 9; ++i) items += "<li>§ 3 Gesetz zur Regelung der allgemeinen Angelegenheiten</li>";
  Import(Module("08", "Foto") + Module("07", "<ul>" + items + "</ul>"));
  const std::string basis = About("documents").source.legal_basis;
  EXPECT_EQ(basis.find("§ 3 Gesetz zur Regelung der allgemeinen Angelegenheiten; § 3 "), 0U) << basis;
  EXPECT_TRUE(basis.ends_with("Angelegenheiten u. a.")) << basis;
  EXPECT_LT(basis.size(), 260U);
}

TEST_F(Answers, WhatIsLackingIsSaidWithWhatThereIs) {
  Import(Module("08", "Foto"));
  const Answer answer = About("deadline");
  EXPECT_EQ(answer.outcome, Answer::Outcome::kLacksThis);
  EXPECT_NE(answer.text.find("Fristen"), std::string::npos);
  EXPECT_NE(answer.text.find("Unterlagen"), std::string::npos);
}

TEST_F(Answers, SentencesOfTheDescriptionHelpOut) {
  Import(Module("06", "<p>Der Pass ist rot. Bringen Sie Ihren alten Pass mit.</p>"));
  const Answer answer = About("documents");
  EXPECT_TRUE(answer.by_text);
  EXPECT_EQ(answer.text, "Bringen Sie Ihren alten Pass mit.");
}

TEST_F(Answers, WhatItIsAboutIsNotSaidTwice) {
  Import(Module("06",
                "<p>Nach einem Umzug müssen Sie den Pass ändern lassen. Das macht das Bürgerbüro. Er bleibt rot. Ein "
                "Foto müssen Sie nicht mitbringen.</p>"));
  EXPECT_EQ(
      About("eligibility").text,
      "Nach einem Umzug müssen Sie den Pass ändern lassen. Das macht das Bürgerbüro.\n\nEin Foto müssen Sie nicht "
      "mitbringen.");
}

TEST_F(Answers, LanguagesFallBackToGerman) {
  Import(Module("06", "Deutsch.") + Module("06", "Leicht.", "de-x-leicht") + Module("08", "Foto"));
  EXPECT_EQ(About("overview", "de-LS").text, "Leicht.");
  EXPECT_EQ(About("overview", "de-LS").language, "de-LS");
  EXPECT_EQ(About("overview", "tr").text, "Deutsch.");
  EXPECT_EQ(About("documents", "de-LS").language, "de");
}

TEST_F(Answers, AReplacingEntryWins) {
  Import("<xzufi:modulKosten><xzufi:beschreibung>70 €</xzufi:beschreibung></xzufi:modulKosten>");
  Entry entry;
  entry.id = {"e"};
  entry.version = 3;
  entry.state = EntryState::kPublished;
  entry.questions = {"Gebühr Reisepass"};
  entry.answer = "Bei uns 75 €.";
  entry.service = ServiceId{"1"};
  entry.act = "fee";
  std::vector<Entry> published = {entry};
  texts.entries = &published;
  EXPECT_EQ(About("fee").text, "70 €");
  published[0].replaces_catalogue = true;
  EXPECT_EQ(About("fee").text, "Bei uns 75 €.");
  EXPECT_EQ(About("fee").entry_version, 3);
  published[0].valid_until = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  EXPECT_EQ(About("fee").text, "70 €");
}

TEST_F(Answers, WithoutATargetTheBotSaysThatItCannotSeeFiles) {
  Import(Module("06", "Text."));
  EXPECT_NE(About("application_status").text.find("nicht sehen"), std::string::npos);
  const std::vector<Target> targets = {{"application_status", std::nullopt, {"Statusabfrage", "https://x.example"}}};
  texts.targets = &targets;
  EXPECT_NE(About("application_status").text.find("https://x.example"), std::string::npos);
  // The same without a service: the town's one place for it.
  TownTexts of_town;
  of_town.targets = &targets;
  ASSERT_TRUE(AnswerByTownsTarget(of_town, "application_status"));
  EXPECT_NE(AnswerByTownsTarget(of_town, "application_status")->text.find("https://x.example"), std::string::npos);
  EXPECT_FALSE(AnswerByTownsTarget(of_town, "defect_report"));
}

TEST_F(Answers, AFormOfTheTownIsForOneServiceOrForThoseWithoutAnyOther) {
  Import(Module("06", "Text."));
  std::vector<Target> targets = {{"form_online", std::nullopt, {"Portal", "https://portal.example"}}};
  texts.targets = &targets;
  EXPECT_NE(About("form_online").text.find("https://portal.example"), std::string::npos);
  TownTexts of_town;
  of_town.targets = &targets;
  EXPECT_FALSE(AnswerByTownsTarget(of_town, "form_online")) << "what the town does not know is not in its portal";
  targets.push_back({"form_online", ServiceId{"1"}, {"Formular", "https://form.example"}});
  EXPECT_NE(About("form_online").text.find("https://form.example"), std::string::npos);
}

TEST_F(Answers, NoticesInForceComeAlong) {
  Import(Module("06", "Text."));
  Notice notice{"n", 1, "Störung", "", At(2026, 11, 20), At(2026, 11, 22), {}, {{"1"}}, false};
  std::vector<Notice> notices = {notice};
  texts.notices = &notices;
  EXPECT_EQ(About("overview").notices.size(), 1u);
  notices[0].ends = At(2026, 11, 21, 11);
  EXPECT_TRUE(About("overview").notices.empty());
}

TEST_F(Answers, UnknownServiceIsNotFound) {
  Import("");
  EXPECT_EQ(AnswerAboutService(*Active(), {}, {"fee", {"99"}, "de", {}}).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amtslotse::knowledge
