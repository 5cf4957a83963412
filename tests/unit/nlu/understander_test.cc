#include "nlu/understander.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "nlu/json.h"

namespace amtslotse::nlu {
namespace {

namespace fs = std::filesystem;

const Understander& Shipped() {
  static const auto loaded = Understander::Load(AMTSLOTSE_NLU_MODEL);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return **loaded;
}

Understanding Read(std::string_view text) {
  Reference reference;
  reference.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{9};
  return Shipped().Understand(text, reference);
}

Act BestAct(std::string_view text) { return Read(text).segments.front().guesses.front().act; }

std::vector<Act> Acts(std::string_view text) {
  std::vector<Act> acts;
  for (const Segment& segment : Read(text).segments) acts.push_back(segment.guesses.front().act);
  return acts;
}

TEST(Understander, NamesTheActOfEverydayQuestions) {
  EXPECT_EQ(BestAct("Was kostet ein neuer Personalausweis?"), Act::kFee);
  EXPECT_EQ(BestAct("welche unterlagen brauche ich fuer die ummeldung"), Act::kDocuments);
  EXPECT_EQ(BestAct("Ich möchte meinen Termin absagen"), Act::kCancel);
  EXPECT_EQ(BestAct("Wie wird das Wetter morgen?"), Act::kOutOfScope);
}

TEST(Understander, NamesEachWishOfAListOfKeywords) {
  EXPECT_EQ(Acts("eheschliessung unterlagen kosten termin"), (std::vector{Act::kDocuments, Act::kFee, Act::kBook}));
  EXPECT_EQ(Acts("reisepass kind gebühr dauer"), (std::vector{Act::kFee, Act::kDuration}));
  const std::string text = "gewerbe anmelden wo und wieviel";
  const Understanding understood = Read(text);
  ASSERT_EQ(understood.segments.size(), 2u);
  EXPECT_EQ(Slice(text, understood.segments[1].span), "und wieviel");
  EXPECT_EQ(understood.segments[1].guesses.front().act, Act::kFee);
}

TEST(Understander, TellsASecondWishFromTheFirst) {
  const std::vector<Act> open = Acts("ist das amt heute offen und kann ich da auch meinen hund anmelden");
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0], Act::kOpenNow);
  EXPECT_EQ(Acts("hallo ich will mein termin absagen und nen neuen machen"),
            (std::vector{Act::kGreet, Act::kCancel, Act::kBook}));
}

TEST(Understander, ASurnameIsNoBereavement) {
  EXPECT_NE(BestAct("ich heiße tod, vorname anna"), Act::kBereavement);
  EXPECT_NE(BestAct("Ich heiße Anna Sarg"), Act::kBereavement);
  EXPECT_EQ(BestAct("Mein Name ist Anna Tod, mein Vater ist gestern verstorben"), Act::kBereavement);
}

TEST(Understander, SplitsTwoQuestions) {
  const std::string text = "Was kostet der Reisepass? Und welche Unterlagen brauche ich?";
  const Understanding understanding = Read(text);
  ASSERT_EQ(understanding.segments.size(), 2u);
  EXPECT_EQ(understanding.segments[0].guesses.front().act, Act::kFee);
  EXPECT_EQ(understanding.segments[1].guesses.front().act, Act::kDocuments);
  EXPECT_EQ(Slice(text, understanding.segments[1].span), "Und welche Unterlagen brauche ich?");
}

TEST(Understander, AsJsonCountsCharacters) {
  const std::string text = "Größe? Übermorgen";
  const auto json = nlohmann::json::parse(UnderstandingAsJson(text, Read(text)));
  EXPECT_EQ(json["entities"][0]["span"], nlohmann::json({7, 17}));
  EXPECT_EQ(json["segments"].back()["span"][1], 17);
}

TEST(Understander, FindsTheWishesOfOneSentence) {
  const std::vector<Act> wishes = Acts("Mein Perso läuft ab, was brauch ich und wann kann ich kommen?");
  ASSERT_GE(wishes.size(), 2u);  // the occasion may stand by itself
  EXPECT_EQ(wishes[wishes.size() - 2], Act::kDocuments);
  EXPECT_EQ(wishes.back(), Act::kShowSlots);
  EXPECT_EQ(Acts("Was kostet das und wo muss ich hin?").size(), 2u);
  EXPECT_EQ(Acts("Guten Tag, was kostet ein Personalausweis?"), (std::vector{Act::kGreet, Act::kFee}));
}

TEST(Understander, NoWishBeginsWithinAnAddress) {
  const std::string address = "jens@stadt.example.org";
  for (const std::string before : {"Auskunft nach Art. 15 DSGVO bitte an ", "Termin absagen, meine Adresse ist ",
                                   "Löschen Sie bitte alle meine Daten! Meine Mail ist "}) {
    for (const std::string behind : {" wann bekomme ich die", " danke", ", ich heiße Jens Blank", ""}) {
      const std::string text = before + address + behind;
      for (const Segment& segment : Read(text).segments) {
        const bool within = segment.span.begin > before.size() && segment.span.begin < before.size() + address.size();
        EXPECT_FALSE(within) << Slice(text, segment.span);
      }
    }
  }
  EXPECT_EQ(Acts("Auskunft nach Art. 15 DSGVO bitte an jens@example.org wann bekomme ich die"),
            (std::vector{Act::kDataProtection, Act::kDuration}));
}

TEST(Understander, HearsNoDangerInErrandsOfOtherLanguages) {
  for (const std::string text :
       {"Мені потрібен паспорт", "Мне нужна запись на паспорт", "أحتاج إلى موعد لجواز السفر",
        "Potrzebuję dowód osobisty", "Pasaport için randevu almak istiyorum", "I need an appointment for a passport",
        "Je voudrais un rendez-vous pour le passeport"}) {
    EXPECT_FALSE(Read(text).emergency) << text;
    EXPECT_NE(Read(text).language.language, Language::kGerman) << text;
  }
}

TEST(Understander, HearsDangerInOtherLanguages) {
  for (const std::string text :
       {"Помогите, мой ребенок не дышит", "Допоможіть, у нас пожежа", "النجدة، هناك حريق في البيت", "Pomocy, pali się!",
        "İmdat, evde yangın var", "help, my father is not breathing", "au secours, il y a le feu"}) {
    EXPECT_TRUE(Read(text).emergency) << text;
  }
}

TEST(Understander, KeepsTheServicesNameAsTopic) {
  EXPECT_EQ(Read("Was kostet die Anwohnerparkausweisverlängerung?").topic, "Anwohnerparkausweisverlängerung");
  EXPECT_EQ(Read("Entschuldigung, was kostet ein Reisepass?").topic, "Reisepass");
}

TEST(Understander, LeavesOutOfTheTopicHowSomethingIsSaid) {
  EXPECT_EQ(Read("Könnten Sie mir bitte mitteilen, mit welchen Kosten ich beim Reisepass zu rechnen habe?").topic,
            "Reisepass");
  EXPECT_EQ(Read("wo seid ihr").topic, "");
  EXPECT_EQ(Read("habt ihr grad offen").topic, "");
  EXPECT_EQ(Read("auf keinen fall").topic, "");
  EXPECT_EQ(Read("mit dem Handy ummelden").topic, "ummelden");
  EXPECT_EQ(Read("Handy verloren").topic, "Handy verloren");
  EXPECT_EQ(Read("Grad der Behinderung feststellen").topic, "Grad Behinderung feststellen");
}

TEST(Understander, AnswersEmptyAndStrangeTextWithADecline) {
  for (const std::string text : {"", "   ", "🙈🙉🙊", "\xFF\xFE\xFD", "...", "\u202E\u202D"}) {
    const Understanding understanding = Read(text);
    ASSERT_EQ(understanding.segments.size(), 1u);
    EXPECT_NE(understanding.segments[0].band, Band::kAct) << text;
  }
}

TEST(Understander, ReadsOnlyTheBeginningOfAVeryLongText) {
  const Understanding understanding = Read(std::string(1 << 20, 'x'));
  EXPECT_TRUE(understanding.truncated);
  EXPECT_LE(understanding.segments.front().span.end, Understander::kMaxBytes);
}

class ModelDirectory : public testing::Test {
 protected:
  void SetUp() override {
    // Tests run side by side: each has its own copy.
    directory_ = fs::path(testing::TempDir()) / ("nlu-model-copy-" + std::to_string(::getpid()));
    fs::copy(AMTSLOTSE_NLU_MODEL, directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  absl::StatusCode LoadCode() { return Understander::Load(directory_.string()).status().code(); }

  fs::path directory_;
};

TEST_F(ModelDirectory, LoadsWhenWhole) { EXPECT_EQ(LoadCode(), absl::StatusCode::kOk); }

TEST_F(ModelDirectory, IsRefusedWhenAFileChanged) {
  std::ofstream(directory_ / "acts.linear", std::ios::app) << "x";
  EXPECT_EQ(LoadCode(), absl::StatusCode::kDataLoss);
}

TEST_F(ModelDirectory, IsRefusedWhenAFileIsMissing) {
  fs::remove(directory_ / "acts.fasttext");
  EXPECT_EQ(LoadCode(), absl::StatusCode::kDataLoss);
}

TEST_F(ModelDirectory, IsRefusedWhenUnfinished) {
  fs::remove(directory_ / "model.json");
  EXPECT_EQ(LoadCode(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amtslotse::nlu
