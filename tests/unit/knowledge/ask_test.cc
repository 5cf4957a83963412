// Questions to the demo town, from its shipped files.
#include <gtest/gtest.h>

#include <array>

#include "knowledge/load.h"
#include "knowledge/municipality_file.h"
#include "knowledge/readiness.h"
#include "knowledge/street_answer.h"
#include "knowledge/town.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class AskTest : public ::testing::Test {
 protected:
  struct World {
    World() {
      database = *OpenSqliteInMemory();
      EXPECT_TRUE(PrepareTables(*database).ok());
      catalogues = std::make_unique<CatalogueStore>(*database);
      entries = std::make_unique<EntryStore>(*database);
      inbox = std::make_unique<Inbox>(*database);
      for (const char* id : {"erlenfurt", "krummwik"}) {
        const std::string path = std::string("knowledge/data/demo/") + id + "/";
        EXPECT_TRUE(catalogues->SaveMunicipality(*LoadMunicipality(path + "municipality.json")).ok());
        LoadRequest request;
        request.municipality.value = id;
        request.now = At(2026, 11, 21);
        request.files = {{path + "catalogue.xzufi.xml", "", ""}, {path + "faq.csv", "", ""}};
        if (std::string_view(id) == "erlenfurt") request.files.push_back({path + "abfuhr.csv", "", ""});
        const auto report = LoadFiles(*database, *catalogues, *entries, request);
        EXPECT_TRUE(report.ok()) << report.status();
      }
      towns = std::make_unique<Towns>(*database, *catalogues, *entries, *inbox, *Synonyms::Parse(ShippedSynonymsText()),
                                      IndexFiles{});
    }
    std::unique_ptr<Database> database;
    std::unique_ptr<CatalogueStore> catalogues;
    std::unique_ptr<EntryStore> entries;
    std::unique_ptr<Inbox> inbox;
    std::unique_ptr<Towns> towns;
  };

  static World& TheWorld() {
    static World world;
    return world;
  }

  static AskResult Asked(AskQuestion question, const std::string& town = "erlenfurt") {
    question.now = At(2026, 11, 21);
    if (question.text.empty()) question.text = question.topic;
    const auto result = Ask(**TheWorld().towns->Get({town}), question);
    EXPECT_TRUE(result.ok()) << result.status();
    return *result;
  }
  static std::string ServiceOf(const std::string& topic) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}});
    return result.outcome == AskResult::Outcome::kAnswered && result.service ? result.service->id.value : "";
  }
};

TEST_F(AskTest, TheFeeOfAnIdentityCardIsCompleteAndHasASource) {
  const AskResult result =
      Asked({"personalausweis", "mein Personalausweis läuft ab, was kostet ein neuer?", {"fee"}, {}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_EQ(result.service->id.value, "personalausweis");
  EXPECT_NE(result.answers[0].text.find("46,00 €"), std::string::npos);
  EXPECT_NE(result.answers[0].text.find("27,60 €"), std::string::npos);
  EXPECT_FALSE(result.answers[0].source.title.empty());
}

TEST_F(AskTest, AVerbAloneIsThatOfTheServiceUnderWay) {
  const AskResult result =
      Asked({"anmelden", "anmelden geht das online", {"form_online"}, ServiceId{"hundesteuer"}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_EQ(result.service->id.value, "hundesteuer");
}

// Krummwik has fourteen services, and none of these is among them.
TEST_F(AskTest, WhatOnlyBeginsWithTheSameWordIsTheNearestAtMost) {
  const std::pair<const char*, const char*> lacking[] = {
      {"Hundeschule", "hundesteuer"}, {"Autowerkstatt", "kfz-zulassung"}, {"Fischrestaurant", "fischereischein"}};
  for (const auto& [topic, nearest] : lacking) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}}, "krummwik");
    EXPECT_EQ(result.outcome, AskResult::Outcome::kUnknown) << topic;
    ASSERT_FALSE(result.candidates.empty()) << topic;
    EXPECT_EQ(result.candidates[0].id, nearest);
  }
}

TEST_F(AskTest, AWordThatIsLeftOpenIsAskedAbout) {
  for (const char* topic : {"Auto abgeschleppt", "Auto kaufen", "Auto kaputt", "Wohnung mieten", "Möbel verkaufen"}) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}}, "krummwik");
    EXPECT_EQ(result.outcome, AskResult::Outcome::kChoice) << topic;
  }
}

TEST_F(AskTest, ACompoundWhoseEndIsSaidTooNamesTheService) {
  for (const auto& [topic, service] : {std::pair{"Hundeanmeldung", "hundesteuer"},
                                       {"Hundemarke", "hundesteuer"},
                                       {"Autoanmeldung", "kfz-zulassung"},
                                       {"Perso in Spanien verschwunden", "personalausweis"}}) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}}, "krummwik");
    ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered) << topic;
    EXPECT_EQ(result.service->id.value, service);
  }
}

TEST_F(AskTest, AVerbWithZuIsTheVerb) { EXPECT_EQ(ServiceOf("Hund abzumelden"), "hund-abmelden"); }

TEST_F(AskTest, OneWordThatNamesAServiceIsEnough) {
  EXPECT_EQ(ServiceOf("Wohngeld 1400 netto"), "wohngeld");
  EXPECT_EQ(ServiceOf("Perso Mutter Rollstuhl"), "personalausweis");
  EXPECT_EQ(
      Asked({"Wohngeld 1400 netto", "", {"eligibility"}, ServiceId{"personalausweis"}, "de", {}}).service->id.value,
      "wohngeld");
}

TEST_F(AskTest, AWordOfTheNameComesBeforeOneThatMeansAnother) {
  EXPECT_EQ(ServiceOf("Meldebescheinigung per Post"), "meldebescheinigung");
}

TEST_F(AskTest, WhatExplainsMostWordsIsMeant) {
  EXPECT_EQ(ServiceOf("Perso verloren"), "ausweis-verlust");
  EXPECT_EQ(ServiceOf("Umtausch alter Führerschein Jahrgang 1965"), "fuehrerschein-umtausch");
}

TEST_F(AskTest, WhatIsFoundByAnotherWordIsLessSure) {
  EXPECT_LT(Asked({"wie wird das wetter", "", {"overview"}, {}, "de", {}}).confidence, 0.9);
  EXPECT_EQ(ServiceOf("Personalauswei"), "personalausweis");
}

TEST_F(AskTest, TheServiceOfTheConversationIsKept) {
  const AskResult result = Asked({"", "und welche Unterlagen?", {"documents"}, ServiceId{"personalausweis"}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_FALSE(result.service_from_topic);
  EXPECT_EQ(result.answers[0].act, "documents");
  EXPECT_EQ(result.service->id.value, "personalausweis");
}

TEST_F(AskTest, ABetterTopicWinsOverTheConversations) {
  const AskResult result = Asked(
      {"hund anmelden", "und was kostet es, einen Hund anzumelden?", {"fee"}, ServiceId{"personalausweis"}, "de", {}});
  EXPECT_TRUE(result.service_from_topic);
  EXPECT_EQ(result.service->id.value, "hundesteuer");
}

TEST_F(AskTest, EverydayWordsFindTheirService) {
  EXPECT_EQ(ServiceOf("perso"), "personalausweis");
  EXPECT_EQ(ServiceOf("heiraten"), "eheschliessung");
  EXPECT_EQ(ServiceOf("anwohnerparken"), "bewohnerparkausweis");
  EXPECT_EQ(ServiceOf("sperrmül"), "sperrmuell");
  EXPECT_EQ(ServiceOf("elterngeld"), "elterngeld");
}

TEST_F(AskTest, TheWholeMessageTellsServicesOfOneTopicApart) {
  const AskResult result = Asked({"auto", "wie melde ich mein Auto an?", {"procedure"}, {}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_EQ(result.service->id.value, "kfz-zulassung");
}

TEST_F(AskTest, AVagueFollowUpStaysWithTheService) {
  const AskResult result = Asked({"für kinder", "und für Kinder?", {"fee"}, ServiceId{"personalausweis"}, "de", {}});
  EXPECT_EQ(result.service->id.value, "personalausweis");
}

TEST_F(AskTest, TheStreetDecidesWhenTheWasteIsCollected) {
  const AskResult result =
      Asked({"müll", "Wann wird in der Lindenstraße der Müll abgeholt?", {"deadline"}, {}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_NE(result.answers[0].text.find("Lindenstraße (Lindenviertel): Restmüll"), std::string::npos)
      << result.answers[0].text;
}

TEST_F(AskTest, TheHouseNumberChoosesThePartOfADividedStreet) {
  const auto text = [](const std::string& question) {
    return Asked({"müll", question, {"deadline"}, {}, "de", {}}).answers.at(0).text;
  };
  EXPECT_NE(text("Müllabfuhr Wallstraße 3").find("Altstadt"), std::string::npos);
  EXPECT_EQ(text("Müllabfuhr Wallstraße 3").find("Bahnhof"), std::string::npos);
  EXPECT_NE(text("Müllabfuhr Wallstraße 25").find("Bahnhof"), std::string::npos);
  const std::string both = text("Wann wird der Müll in der Wallstraße abgeholt?");
  EXPECT_NE(both.find("Altstadt"), std::string::npos);
  EXPECT_NE(both.find("Bahnhof"), std::string::npos);
}

TEST_F(AskTest, AStreetThatIsInNoListIsSaid) {
  const auto text = [](const std::string& question) {
    const AskResult result = Asked({question, question, {"deadline"}, {}, "de", {}});
    return result.answers.empty() ? std::string() : result.answers[0].text;
  };
  const std::string far = text("Wann wird die blaue Tonne in der Gartenstraße abgeholt?");
  EXPECT_TRUE(far.starts_with("„Gartenstraße“ steht nicht in der Straßenliste.")) << far;
  EXPECT_NE(far.find("Abfallkalender"), std::string::npos) << far;
  const std::string near = text("Müllabfuhr im Ahornring");
  EXPECT_NE(near.find("Ähnlich heißen dort: Ahornweg"), std::string::npos) << near;
}

TEST_F(AskTest, TownEntriesAnswerTheirQuestions) {
  const AskResult result = Asked({"", "Gibt es WLAN im Rathaus?", {"overview"}, {}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  ASSERT_TRUE(result.answers[0].entry);
  EXPECT_EQ(result.answers[0].entry->value, "faq-wlan");
}

TEST_F(AskTest, NonsenseIsNotAnswered) {
  for (const char* text : {"quantenphysik", "pizza mit salami", "wie alt bist du", "asdfghjkl"}) {
    EXPECT_NE(Asked({text, "", {"overview"}, {}, "de", {}}).outcome, AskResult::Outcome::kAnswered) << text;
  }
}

TEST_F(AskTest, AnOfficeIsFoundByItsName) {
  const AskResult result =
      Asked({"bürgerbüro nord", "hat das Bürgerbüro Nord offen?", {"opening_hours"}, {}, "de", {}});
  ASSERT_EQ(result.outcome, AskResult::Outcome::kAnswered);
  EXPECT_EQ(result.answers[0].office->value, "buergerbuero-nord");
  EXPECT_NE(result.answers[0].text.find("Montag"), std::string::npos);
}

TEST_F(AskTest, NothingLeaksBetweenTowns) {
  const AskResult here = Asked({"hundesteuer", "", {"fee"}, {}, "de", {}});
  const AskResult there = Asked({"hundesteuer", "", {"fee"}, {}, "de", {}}, "krummwik");
  EXPECT_NE(here.answers[0].text.find("96"), std::string::npos) << here.answers[0].text;
  EXPECT_NE(there.answers[0].text.find("48"), std::string::npos) << there.answers[0].text;
  EXPECT_EQ(TheWorld().towns->Get({"nirgendwo"}).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AskTest, TheEndOfACompoundIsNotWhatItNames) {
  for (const char* topic : {"Bewohnerparkausweis", "Kita-Platz"})
    EXPECT_NE(Asked({topic, "", {"fee"}, {}, "de", {}}, "krummwik").outcome, AskResult::Outcome::kAnswered) << topic;
  EXPECT_EQ(ServiceOf("Kita-Platz"), "kita-platz");
  EXPECT_EQ(Asked({"Perso", "", {"fee"}, {}, "de", {}}, "krummwik").outcome, AskResult::Outcome::kAnswered);
}

TEST_F(AskTest, WhatATownLacksOffersNothingFarFetched) {
  for (const char* topic : {"Schwimmbad", "Wasserzähler", "Schornsteinfeger", "Elterngeld", "Rentenantrag"}) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}}, "krummwik");
    EXPECT_EQ(result.outcome, AskResult::Outcome::kUnknown) << topic;
    for (const Hit& hit : result.candidates) ADD_FAILURE() << topic << ": " << hit.title;
  }
}

// "abgeben", "anmelden", "halten", "verloren" are said of anything.
TEST_F(AskTest, AWordOfAnyMatterOffersNothing) {
  for (const auto& [topic, town] :
       {std::array{"Altkleider abgeben", "erlenfurt"}, std::array{"Strom anmelden", "erlenfurt"},
        std::array{"Hühner halten", "erlenfurt"}, std::array{"Feuerwerk genehmigung", "erlenfurt"},
        std::array{"PIN-Brief verloren", "krummwik"}}) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}}, town);
    EXPECT_EQ(result.outcome, AskResult::Outcome::kUnknown) << topic;
    for (const Hit& hit : result.candidates) ADD_FAILURE() << topic << ": " << hit.title;
  }
}

TEST_F(AskTest, WhatOnlyATextMentionsIsOfferedWhereItIsNearest) {
  const AskResult result = Asked({"Wahltag im Urlaub", "", {"overview"}, {}, "de", {}});
  ASSERT_FALSE(result.candidates.empty());
  EXPECT_EQ(result.candidates[0].id, "briefwahl");
}

// "Umzug" alone is the registration of a home.
TEST_F(AskTest, OneWordIsNotEnoughWhereTheOthersNameSomethingElse) {
  EXPECT_EQ(ServiceOf("Umzug"), "wohnsitz-anmelden");
  const AskResult result = Asked({"Parkplatz sperren Umzug", "", {"overview"}, {}, "de", {}});
  EXPECT_EQ(result.outcome, AskResult::Outcome::kChoice);
  ASSERT_FALSE(result.candidates.empty());
  EXPECT_EQ(result.candidates[0].id, "halteverbot");
}

TEST_F(AskTest, WhatOthersDoIsSaidWithTheirName) {
  for (const auto& [topic, entry] :
       {std::array{"Steuerklasse ändern", "faq-finanzamt"}, std::array{"Erbschein", "faq-amtsgericht"},
        std::array{"Pflegegrad", "faq-krankenkasse"}}) {
    const AskResult result = Asked({topic, "", {"overview"}, {}, "de", {}});
    ASSERT_EQ(result.answers.size(), 1u) << topic;
    EXPECT_EQ(result.answers[0].entry, EntryId{entry}) << topic;
  }
  EXPECT_EQ(ServiceOf("Grundsteuer"), "grundsteuer");
  EXPECT_EQ(ServiceOf("Hundesteuer"), "hundesteuer");
}

TEST_F(AskTest, OtherWordsForWhatTheTownDoesFindIt) {
  EXPECT_EQ(ServiceOf("Matratze loswerden"), "sperrmuell");
  EXPECT_EQ(ServiceOf("Birke umsägen"), "baumfaellung");
  EXPECT_EQ(ServiceOf("Zweitwohnsitz"), "wohnsitz-anmelden");
  EXPECT_EQ(ServiceOf("Grundbesitzabgaben"), "grundsteuer");
  EXPECT_EQ(ServiceOf("Kennzeichen entwerten"), "kfz-abmelden");
}

TEST_F(AskTest, WhatSharesAWordIsStillOffered) {
  const AskResult result = Asked({"Boot liegeplatz", "", {"overview"}, {}, "de", {}}, "krummwik");
  EXPECT_NE(result.outcome, AskResult::Outcome::kUnknown);
}

TEST_F(AskTest, TheDemoTownIsReady) {
  const auto items = MeasureReadiness(**TheWorld().towns->Get({"erlenfurt"}));
  ASSERT_TRUE(items.ok());
  EXPECT_EQ(items->size(), 50u);
  const auto ready =
      std::count_if(items->begin(), items->end(), [](const ReadinessItem& item) { return item.lacks.empty(); });
  EXPECT_GE(ready, 30);
}

TEST_F(AskTest, ReadinessAsksBookingForSlots) {
  const auto town = *TheWorld().towns->Get({"erlenfurt"});
  const auto without_slots = [&](const BookableServices& bookable) {
    const auto items = MeasureReadiness(*town, bookable);
    std::set<std::string> services;
    for (const ReadinessItem& item : *items) {
      const bool lacks = std::find(item.lacks.begin(), item.lacks.end(), "slots") != item.lacks.end();
      if (item.service && lacks) services.insert(item.service->id.value);
    }
    return services;
  };
  const auto all = without_slots({});
  ASSERT_FALSE(all.empty());
  EXPECT_TRUE(without_slots(all).empty());
}

TEST_F(AskTest, HolidaysCloseOffices) {
  const auto town = *TheWorld().towns->Get({"erlenfurt"});
  const std::chrono::local_days christmas{std::chrono::year(2026) / 12 / 25};
  const Office* office = town->catalogue->FindOffice({"buergerbuero-mitte"});
  const OpenState state =
      OpenAt(*office, ClosuresOf(*town, christmas + std::chrono::hours(9)), christmas + std::chrono::hours(9));
  EXPECT_FALSE(state.open);
  EXPECT_FALSE(state.closure.empty());
}

class SmallTown : public TownFixture {
 protected:
  AskResult Asked(const std::string& topic, const std::string& service = "") {
    const auto towns = MakeTowns();
    AskQuestion question{topic, topic, {"overview"}, {}, "de", At(2026, 11, 21)};
    if (!service.empty()) question.service = ServiceId{service};
    const auto result = Ask(**towns->Get(town_id), question);
    EXPECT_TRUE(result.ok()) << result.status();
    return *result;
  }
  static std::string Described(const std::string& text) {
    return R"(<xzufi:modulText><xzufi:inhalt languageCode="de">)" + text +
           "</xzufi:inhalt><xzufi:leikaTextmodul><code>06</code></xzufi:leikaTextmodul></xzufi:modulText>";
  }
};

TEST_F(SmallTown, AWordThatTheNamedServiceHasNowhereIsAskedAbout) {
  std::string services =
      ServiceXml("gewerbe", "Gewerbe-Ummeldung", Described("Der neue Gewerbeschein kommt per Post."));
  for (const char* name : {"Kurzzeitkennzeichen", "Feinstaubplakette", "Wunschkennzeichen"})
    services += ServiceXml(name, name, Described("Für jedes Kfz mit Zulassung."));
  ASSERT_TRUE(ImportText(Xzufi(services)).ok());
  const AskResult asked = Asked("Kfz ummelden");
  EXPECT_NE(asked.outcome, AskResult::Outcome::kAnswered) << (asked.service ? asked.service->id.value : "");
}

TEST_F(AskTest, AnotherTopicThatIsUnsureIsAskedAbout) {
  const AskResult asked = Asked({"Gewerbe", "", {"overview"}, ServiceId{"personalausweis"}, "de", {}});
  EXPECT_EQ(asked.outcome, AskResult::Outcome::kChoice);
  EXPECT_GE(asked.candidates.size(), 3U);
}

TEST_F(AskTest, WhatOnlyATextMentionsMayBeSaidOfWhatIsTalkedAbout) {
  const AskResult asked = Asked({"Student", "", {"overview"}, ServiceId{"personalausweis"}, "de", {}});
  EXPECT_EQ(asked.outcome, AskResult::Outcome::kUnknown);
  ASSERT_FALSE(asked.candidates.empty());
  EXPECT_EQ(asked.candidates.back().id, "personalausweis");
}

TEST(StreetAnswers, TheLongestStreetAndTheNumberDecide) {
  Entry entry;
  entry.by_street = {{"Am Markt", "", "Montag"},
                     {"Bahnhofstraße", "1-20", "Dienstag"},
                     {"Bahnhofstraße", "ab 21", "Mittwoch"},
                     {"Am Markt West", "", "Freitag"}};
  EXPECT_EQ(FindStreetAnswer(entry, "Wann kommt der Müll am Markt?")->text, "Montag");
  EXPECT_EQ(FindStreetAnswer(entry, "Müll am markt west 3")->text, "Freitag");
  EXPECT_EQ(FindStreetAnswer(entry, "Bahnhofstr. 30")->text, "Mittwoch");
  EXPECT_EQ(FindStreetAnswer(entry, "bahnhof straße 4")->text, "Dienstag");
  EXPECT_EQ(FindStreetAnswer(entry, "Gartenweg 1"), nullptr);
}

TEST(StreetAnswers, AStreetIsKnownByItsLooks) {
  const auto named = [](std::string_view text) {
    const auto street = FindNamedStreet(text);
    return street ? street->name : "";
  };
  EXPECT_EQ(named("Blaue Tonne in der Gartenstraße 5?"), "Gartenstraße");
  EXPECT_EQ(named("Müll Alter Weg"), "Alter Weg");
  EXPECT_EQ(named("Theodor-Storm-Str."), "Theodor-Storm-Str");
  EXPECT_EQ(named("Abfuhr in der Straße"), "");
  EXPECT_EQ(named("Wo ist ein Parkplatz?"), "");
  EXPECT_EQ(named("Wie komme ich weg?"), "");
}

TEST(HouseNumbers, KnowRangesAndParity) {
  EXPECT_TRUE(HouseNumberMatches("", 5));
  EXPECT_TRUE(HouseNumberMatches("1-19 ungerade", 7));
  EXPECT_FALSE(HouseNumberMatches("1-19 ungerade", 8));
  EXPECT_TRUE(HouseNumberMatches("bis 12 gerade", 12));
  EXPECT_TRUE(HouseNumberMatches("7, 9, 11", 9));
  EXPECT_FALSE(HouseNumberMatches("7, 9, 11", 8));
}

}  // namespace
}  // namespace amtslotse::knowledge
