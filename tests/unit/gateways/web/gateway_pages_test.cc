#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_town.h"

namespace amtslotse::gateways::web {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Pages, HaveTheObligationsOneStepAwayAndNothingInline) {
  FakeTown town;
  for (const char* path : {"/", "/leistungen", "/leistungen/personalausweis", "/aemter", "/impressum", "/datenschutz",
                           "/barrierefreiheit", "/chat"}) {
    const Reply reply = town.Ask("GET", path);
    EXPECT_EQ(reply.status, 200) << path;
    for (const char* duty : {R"(href="/impressum")", R"(href="/datenschutz")", R"(href="/barrierefreiheit")"})
      EXPECT_THAT(reply.body, HasSubstr(duty)) << path;
    EXPECT_THAT(reply.body, Not(HasSubstr(" style="))) << path;
    EXPECT_THAT(reply.body, Not(HasSubstr(" onclick="))) << path;
    EXPECT_THAT(HeaderOf(reply, "Content-Security-Policy"), HasSubstr("script-src 'self'"));
    const bool framed = std::string(path) == "/chat";  // by the pages that the town allows
    EXPECT_EQ(HeaderOf(reply, "X-Frame-Options"), framed ? "" : "DENY");
    EXPECT_THAT(HeaderOf(reply, "Content-Security-Policy"),
                HasSubstr(framed ? "frame-ancestors https://partner.example" : "frame-ancestors 'none'"));
  }
}

TEST(Pages, SayWhatTheTownSaysInsteadOfTheShippedText) {
  FakeTown town;
  const auto own = [&](const char* language, const char* key, const char* text) {
    auto* to = town.knowledge.town.add_own_texts();
    to->set_language(language);
    to->set_key(key);
    to->set_text(text);
  };
  own("de", "page.hero", "Moin! <Was> liegt an?");
  own("de", "page.home", "{kaputt");  // the shipped one stays
  own("de", "chat.placeholder", "Los geht's");
  own("de", "chat.title", "{auchKaputt");
  const std::string german = town.Ask("GET", "/").body;
  EXPECT_THAT(german, HasSubstr("<h1>Moin! &lt;Was&gt; liegt an?</h1>"));
  EXPECT_THAT(german, HasSubstr(R"(own-texts="{&quot;chat.placeholder&quot;:&quot;Los geht&#39;s&quot;}")"));
  EXPECT_THAT(town.Ask("GET", "/impressum").body, HasSubstr("Startseite"));
  EXPECT_THAT(town.Ask("GET", "/en").body, HasSubstr("<h1>What would you like to do?</h1>"));
}

TEST(Pages, OfABarrierThatIsReportedAskForItsWords) {
  FakeTown town;
  const auto post = [&](const std::string& form) {
    return town.Ask("POST", "/barrierefreiheit", form,
                    {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "text/html"}});
  };
  EXPECT_EQ(post("barriere=+%0A").status, 422);
  EXPECT_EQ(post("barriere=" + std::string(4001, 'x')).status, 422);
  const Reply kept = post("barriere=Der+%3CKnopf%3E+fehlt&seite=/termin");  // dialogue does not take it here
  EXPECT_EQ(kept.status, 503);
  EXPECT_THAT(kept.body, HasSubstr("Der &lt;Knopf&gt; fehlt</textarea>"));
  EXPECT_THAT(kept.body, HasSubstr("Ihre Angaben stehen noch hier"));
}

TEST(Pages, OfferToReportABarrierOfThePageBefore) {
  FakeTown town;
  EXPECT_THAT(
      town.Ask("GET", "/barrierefreiheit", "", {{"Referer", "http://erlenfurt.example:8080/termin?leistung=hund"}})
          .body,
      HasSubstr(R"(value="/termin")"));
  EXPECT_THAT(
      town.Ask("GET", "/barrierefreiheit", "", {{"Referer", "http://erlenfurt.example:8080.fremd.example/x"}}).body,
      Not(HasSubstr("fremd")));
}

TEST(Pages, EscapeWhatCatalogueAndTownSay) {
  FakeTown town;
  const std::string service = town.Ask("GET", "/leistungen/personalausweis").body;
  EXPECT_THAT(service, HasSubstr("Personalausweis &lt;beantragen&gt;"));
  EXPECT_THAT(service, HasSubstr("<li>46,00 € ab 24 Jahren</li>"));
  EXPECT_THAT(service, HasSubstr(R"("name":"Personalausweis \u003cbeantragen>")"));
  EXPECT_THAT(town.Ask("GET", "/impressum").body, Not(HasSubstr("<script>alert")));
}

TEST(Pages, SayWhatIsMissingAsAPage) {
  FakeTown town;
  const Reply reply = town.Ask("GET", "/gibt-es-nicht", "", {{"Accept", "text/html"}});
  EXPECT_EQ(reply.status, 404);
  EXPECT_THAT(reply.body, HasSubstr("<h1>Nicht gefunden</h1>"));
  EXPECT_THAT(reply.body, HasSubstr("Stadt Erlenfurt"));
  const Reply service = town.Ask("GET", "/leistungen/nix", "", {{"Accept", "text/html"}});
  EXPECT_EQ(service.status, 404);
}

TEST(Pages, AreOfTheTownThatIsAsked) {
  FakeTown town;
  const Reply reply = town.Ask("GET", "/", "", {{"Host", "krummwik.example"}});
  EXPECT_THAT(reply.body, HasSubstr("Krummwik"));
  EXPECT_THAT(reply.body, Not(HasSubstr("Erlenfurt")));
}

TEST(Pages, InEnglishLinkToEnglishPages) {
  FakeTown town;
  const Reply reply = town.Ask("GET", "/en/leistungen");
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr(R"(<html lang="en" data-prefix="/en">)"));
  EXPECT_THAT(reply.body, HasSubstr(R"(href="/en/leistungen/personalausweis")"));
  EXPECT_THAT(reply.body, HasSubstr(R"(lang="de" hreflang="de" href="/leistungen")"));
  EXPECT_THAT(reply.body, HasSubstr(R"(hreflang="en" href="http://erlenfurt.example:8080/en/leistungen")"));
  EXPECT_EQ(HeaderOf(town.Ask("POST", "/en/termin/reservieren"), "Location"), "/en/termin");
}

TEST(Pages, InEasyLanguageStandBesideTheOthers) {
  FakeTown town;
  EXPECT_EQ(town.Ask("GET", "/leistungen/personalausweis/leichte-sprache").status, 404);
  auto* easy = town.knowledge.service.add_modules();
  easy->set_kind("full_text");
  easy->set_language("de-LS");
  easy->set_text("Sie brauchen einen Ausweis.");
  const Reply reply = town.Ask("GET", "/leistungen/personalausweis/leichte-sprache");
  EXPECT_THAT(reply.body, HasSubstr(R"(<main id="inhalt" tabindex="-1" lang="de-simple">)"));
  EXPECT_THAT(reply.body, HasSubstr("Sie brauchen einen Ausweis."));
  EXPECT_THAT(town.Ask("GET", "/leistungen/personalausweis").body, Not(HasSubstr("Sie brauchen einen Ausweis.")));
}

TEST(Pages, TellSearchEnginesWhatThereIs) {
  FakeTown town;
  EXPECT_THAT(town.Ask("GET", "/robots.txt").body, HasSubstr("Sitemap: http://erlenfurt.example:8080/sitemap.xml"));
  EXPECT_THAT(town.Ask("GET", "/sitemap.xml").body,
              HasSubstr("<loc>http://erlenfurt.example:8080/leistungen/personalausweis</loc>"));
}

TEST(Pages, OfATerminalThatIsNotThereAreNotThere) {
  FakeTown town;
  EXPECT_EQ(town.Ask("GET", "/terminal/nirgends", "", {{"Accept", "text/html"}}).status, 404);
  EXPECT_EQ(town.Ask("POST", "/nummer", "", {{"Accept", "text/html"}}).status, 404);
}

TEST(Pages, StandWithoutBooking) {
  FakeTown town;  // its booking answers UNIMPLEMENTED
  EXPECT_EQ(town.Ask("GET", "/leistungen/personalausweis").status, 200);
}

TEST(Pages, OfAForeignOriginAreRefused) {
  FakeTown town;
  EXPECT_EQ(town.Ask("GET", "/", "", {{"Origin", "https://fremd.example"}}).status, 403);
}

TEST(Theme, IsAStyleSheetForReadableColoursOnly) {
  FakeTown town;
  const Reply theme = town.Ask("GET", "/thema/0b5d4b.css");
  EXPECT_EQ(theme.status, 200);
  EXPECT_THAT(theme.body, HasSubstr("--town:#0b5d4b"));
  EXPECT_EQ(town.Ask("GET", "/thema/ffff00.css").status, 404);
  EXPECT_EQ(town.Ask("GET", "/thema/}body{.css").status, 404);
}

TEST(Replies, AreCompressedWhenAsked) {
  FakeTown town;
  const Reply reply = town.Ask("GET", "/", "", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_TRUE(reply.compressed);
  EXPECT_FALSE(town.Ask("GET", "/", "", {{"Accept-Encoding", "gzip;q=0"}}).compressed);
}

}  // namespace
}  // namespace amtslotse::gateways::web
