#include "gateways/rendering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateways/splitting.h"
#include "gateways/telegram/capabilities.h"

namespace amtslotse::gateways {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Message Says(const std::string& text) {
  Message message;
  message.set_author(Message::AUTHOR_ASSISTANT);
  message.set_text(text);
  return message;
}

void Offer(Message& message, const std::string& id, const std::string& label, const std::string& description = "",
           const std::string& url = "") {
  auto* choice = message.add_choices();
  choice->set_id(id);
  choice->set_label(label);
  choice->set_description(description);
  choice->set_url(url);
}

// Three buttons of 20, lists of 10 rows, as WhatsApp has them.
constexpr Capabilities kNarrow{.channel = "narrow",
                               .unit = Unit::kCodePoints,
                               .text = 4096,
                               .buttons = 3,
                               .button_label = 20,
                               .text_with_buttons = 1024,
                               .list_rows = 10,
                               .list_label = 24,
                               .list_description = 72,
                               .file_bytes = 1 << 20};
constexpr Capabilities kPlain{.channel = "plain", .text = 3500};

TEST(Render, RepliesThatFollowEachOtherAreOnePiece) {
  const auto pieces = Render({Says("Guten Tag."), Says("Das kostet 37 Euro.")}, telegram::kCapabilities);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_EQ(pieces[0].text, "Guten Tag.\n\nDas kostet 37 Euro.");
}

TEST(Render, ChoicesBecomeButtonsWhereThereAreButtons) {
  Message message = Says("Welcher Termin?");
  Offer(message, "a1", "Donnerstag 14:00");
  Offer(message, "a2", "Donnerstag 15:30");
  const auto pieces = Render({message}, telegram::kCapabilities);
  ASSERT_THAT(pieces, SizeIs(1));
  ASSERT_THAT(pieces[0].buttons, SizeIs(2));
  EXPECT_EQ(pieces[0].buttons[1].choice_id, "a2");
  EXPECT_EQ(pieces[0].buttons[1].label, "Donnerstag 15:30");
}

TEST(Render, TooManyChoicesBecomeAList) {
  Message message = Says("Welcher Termin?");
  for (int i = 0; i < 5; ++i) Offer(message, "a" + std::to_string(i), "Termin " + std::to_string(i));
  const auto pieces = Render({message}, kNarrow);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_TRUE(pieces[0].as_list);
  EXPECT_THAT(pieces[0].buttons, SizeIs(5));
}

TEST(Render, ALabelTooLongForTheListStandsWholeInItsDescription) {
  Message message = Says("Was meinen Sie?");
  Offer(message, "a1", "Personalausweis für Deutsche im Ausland");
  Offer(message, "a2", "Reisepass");
  const auto pieces = Render({message}, kNarrow);
  ASSERT_THAT(pieces, SizeIs(1));
  ASSERT_TRUE(pieces[0].as_list);
  EXPECT_EQ(pieces[0].buttons[0].description, "Personalausweis für Deutsche im Ausland");
  EXPECT_LE(Length(pieces[0].buttons[0].label, Unit::kCodePoints), 24u);
}

TEST(Render, MoreThanTheListHoldsBecomesNumbers) {
  Message message = Says("Welcher Termin?");
  for (int i = 1; i <= 11; ++i) Offer(message, "a" + std::to_string(i), "Termin " + std::to_string(i));
  const auto pieces = Render({message}, kNarrow);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_TRUE(pieces[0].buttons.empty());
  EXPECT_THAT(pieces[0].text, HasSubstr("11. Termin 11"));
}

TEST(Render, NumbersAreThePlaceInTheMessageAndLinksKeepTheirs) {
  Message message = Says("Wie weiter?");
  Offer(message, "a1", "Termin");
  Offer(message, "", "Online-Antrag", "", "https://erlenfurt.example/antrag");
  Offer(message, "a3", "Unterlagen", "Liste");
  const auto pieces = Render({message}, kPlain);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_THAT(pieces[0].text,
              HasSubstr("1. Termin\n2. Online-Antrag: https://erlenfurt.example/antrag\n3. Unterlagen – Liste"));
}

TEST(Render, ALongTextKeepsItsButtonsUnderTheLastPart) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "Ein Satz über die Unterlagen. ";
  Message message = Says(text);
  Offer(message, "a1", "Termin");
  const auto pieces = Render({message}, kNarrow);
  ASSERT_GT(pieces.size(), 1u);
  for (const Piece& piece : pieces) EXPECT_LE(Length(piece.text, Unit::kCodePoints), 4096u);
  EXPECT_LE(Length(pieces.back().text, Unit::kCodePoints), 1024u);
  EXPECT_THAT(pieces.back().buttons, SizeIs(1));
  EXPECT_TRUE(pieces.front().buttons.empty());
}

TEST(Render, ALocalAddressIsNoButton) {
  Message message = Says("Hier:");
  Offer(message, "", "Buchen", "", "http://localhost:8080/buchen");
  const auto pieces = Render({message}, telegram::kCapabilities);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_TRUE(pieces[0].buttons.empty());
  EXPECT_THAT(pieces[0].text, HasSubstr("Buchen: http://localhost:8080/buchen"));
}

TEST(Render, AFileIsAPieceAfterItsText) {
  Message message = Says("Ihr Termin ist gebucht.");
  auto* file = message.add_files();
  file->set_name("termin.ics");
  file->set_media_type("text/calendar");
  file->set_content("BEGIN:VCALENDAR");
  const auto pieces = Render({message, Says("Kann ich noch etwas tun?")}, telegram::kCapabilities);
  ASSERT_THAT(pieces, SizeIs(3));
  EXPECT_EQ(pieces[0].text, "Ihr Termin ist gebucht.");
  ASSERT_TRUE(pieces[1].file.has_value());
  EXPECT_EQ(pieces[1].file->name(), "termin.ics");
  EXPECT_EQ(pieces[2].text, "Kann ich noch etwas tun?");
}

TEST(Render, AChannelWithoutFilesSaysSo) {
  Message message = Says("Ihr Termin ist gebucht.");
  message.add_files()->set_name("termin.ics");
  message.mutable_files(0)->set_content("x");
  const auto pieces = Render({message}, kPlain);
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_THAT(pieces[0].text, HasSubstr("termin.ics"));
}

TEST(PlainText, CarriesCardsLinksAndSources) {
  Message message = Says("Zuständig ist:");
  auto* card = message.add_cards();
  card->set_title("Bürgerbüro Mitte");
  card->add_lines("Marktplatz 1");
  card->set_step_free(true);
  auto* link = message.add_links();
  link->set_label("Online-Antrag");
  link->set_url("https://erlenfurt.example/a");
  auto* source = message.add_sources();
  source->set_title("PAuswG § 10");
  source->set_date("2026-01-01");
  EXPECT_EQ(PlainText(message),
            "Zuständig ist:\n\nBürgerbüro Mitte\nMarktplatz 1\nBarrierefreier Zugang\n\n"
            "Online-Antrag: https://erlenfurt.example/a\n\nQuelle: PAuswG § 10 (Stand 2026-01-01)");
}

}  // namespace
}  // namespace amtslotse::gateways
