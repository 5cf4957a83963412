#include "knowledge/markdown.h"

#include <gtest/gtest.h>

namespace amtslotse::knowledge {
namespace {

TEST(HtmlToMarkdown, KeepsParagraphsListsAndBold) {
  EXPECT_EQ(
      HtmlToMarkdown("<p>Sie  brauchen:</p><ul><li>Ausweis</li><li><strong>Foto</strong> neu</li></ul><p>Ende</p>"),
      "Sie brauchen:\n\n- Ausweis\n- **Foto** neu\n\nEnde");
}

TEST(HtmlToMarkdown, NumbersOrderedListsAndNestsThem) {
  EXPECT_EQ(HtmlToMarkdown("<ol><li>eins<ul><li>darin</li></ul></li><li>zwei</li></ol>"),
            "1. eins\n  - darin\n2. zwei");
}

TEST(HtmlToMarkdown, PlainTextComesThrough) { EXPECT_EQ(HtmlToMarkdown("46 Euro"), "46 Euro"); }

TEST(HtmlToMarkdown, DropsScriptsWithTheirContent) {
  EXPECT_EQ(HtmlToMarkdown("vor<script>alert('x')</script> nach"), "vor nach");
  EXPECT_EQ(HtmlToMarkdown("<style>p{}</style><iframe src=x>in</iframe>ok"), "ok");
  EXPECT_EQ(HtmlToMarkdown("<ScRiPt>x</sCrIpT>ok"), "ok");
  EXPECT_EQ(HtmlToMarkdown("a<script>never closed"), "a");
}

TEST(HtmlToMarkdown, KeepsSafeLinksOnly) {
  EXPECT_EQ(HtmlToMarkdown("<a href=\"https://x.example/a b\">hier</a>"), "[hier](https://x.example/a%20b)");
  EXPECT_EQ(HtmlToMarkdown("<a href=\"javascript:alert(1)\">hier</a>"), "hier");
  EXPECT_EQ(HtmlToMarkdown("<a href=\" JaVaScRiPt:alert(1)\">hier</a>"), "hier");
  EXPECT_EQ(HtmlToMarkdown("<a href='data:text/html,x'>hier</a>"), "hier");
}

TEST(HtmlToMarkdown, TextThatLooksLikeMarkupIsEscaped) {
  EXPECT_EQ(HtmlToMarkdown("&lt;script&gt; 2 &lt; 3 *wichtig*"), "\\<script> 2 < 3 \\*wichtig\\*");
  EXPECT_EQ(HtmlToMarkdown("&lt;\xef\xbb\xbfscript>"), "\\<script>");
  EXPECT_EQ(HtmlToMarkdown("<p>3. Mai</p>"), "3\\. Mai");
  EXPECT_EQ(HtmlToMarkdown("<p>3) Mai</p>"), "3\\) Mai");
  EXPECT_EQ(MarkdownToPlain("3\\. Mai"), "3. Mai");
  EXPECT_EQ(Shorten("3\\. Mai und 4. Juni. Mehr.", 1).text, "3\\. Mai und 4. Juni.");
}

TEST(HtmlToMarkdown, DecodesEntities) {
  EXPECT_EQ(HtmlToMarkdown("Stra&szlig;e &#8364; &#x20AC; &unknown;"), "Straße € € &unknown;");
}

TEST(HtmlToMarkdown, SurvivesBrokenMarkup) {
  EXPECT_EQ(HtmlToMarkdown("<p"), "");
  EXPECT_EQ(HtmlToMarkdown("a < b"), "a < b");
  EXPECT_EQ(HtmlToMarkdown("<b>fett"), "**fett**");
  EXPECT_EQ(HtmlToMarkdown("</ul></li>ok"), "ok");
}

TEST(Markdown, ReturnsToItselfThroughHtml) {
  for (const std::string text :
       {"Absatz eins\n\nAbsatz zwei", "- a\n- b\n  - c\n- d", "1. a\n2. b", "Zeile\nnächste Zeile",
        "**fett** und [Link](https://x.example/)", "### Titel\n\nText", "\\*kein\\* Fett",
        "> Zitat\n> mit **zwei** Zeilen\n\n> noch eins\n\nDanach", "\\> kein Zitat", "> \\- kein Punkt"}) {
    EXPECT_EQ(HtmlToMarkdown(MarkdownToHtml(text)), text);
  }
}

TEST(SanitizeMarkdown, IsRepeatable) {
  const std::string once =
      SanitizeMarkdown("Hallo <b>Welt</b>\n* eins\n* zwei\n\n[x](javascript:1) <img src=x onerror=y>");
  EXPECT_EQ(SanitizeMarkdown(once), once);
  EXPECT_EQ(once.find("javascript"), std::string::npos);
  EXPECT_NE(once.find("\\<img"), std::string::npos);
}

TEST(SanitizeMarkdown, KeepsHardLineBreaks) {
  EXPECT_EQ(SanitizeMarkdown("Stadt Ort  \nAm Markt 1  \n24201 Ort"), "Stadt Ort\nAm Markt 1\n24201 Ort");
  EXPECT_EQ(SanitizeMarkdown("Stadt Ort\\\nAm Markt 1\\ \n24201 Ort\\"), "Stadt Ort\nAm Markt 1\n24201 Ort");
  EXPECT_EQ(SanitizeMarkdown("- Am Markt 1\\\n  24201 Ort\n- b"), "- Am Markt 1\n  24201 Ort\n- b");
  EXPECT_EQ(SanitizeMarkdown("> eins  \n> zwei\\\n> drei"), "> eins\n> zwei\n> drei");
  EXPECT_EQ(SanitizeMarkdown("C:\\\\\nD"), "C:\\\\\nD");  // an escaped backslash is one
  EXPECT_EQ(MarkdownToPlain("Am Markt 1\\\n24201 Ort"), "Am Markt 1 24201 Ort");
}

TEST(MarkdownToHtml, EscapesWhatIsNoMarkup) {
  EXPECT_EQ(MarkdownToHtml("a < b & \"c\""), "<p>a &lt; b &amp; &quot;c&quot;</p>");
  EXPECT_EQ(MarkdownToHtml("[x](https://a.example/\"onclick)"),
            "<p><a href=\"https://a.example/&quot;onclick\">x</a></p>");
}

TEST(SanitizeMarkdown, KeepsQuotesOfText) {
  EXPECT_EQ(SanitizeMarkdown("> **Demo:** Erfunden.\n>\n> Ganz."), "> **Demo:** Erfunden.\n\n> Ganz.");
  EXPECT_EQ(SanitizeMarkdown(">eng\n>> darin\nText"), "> eng\n> darin\n\nText");
  EXPECT_EQ(SanitizeMarkdown("> ### Titel\n> - eins\n- zwei"), "### Titel\n\n- eins\n- zwei");
  EXPECT_EQ(HtmlToMarkdown("<blockquote><p>eins</p><ul><li>zwei</li></ul></blockquote></blockquote><p>drei</p>"),
            "> eins\n\n- zwei\n\ndrei");
  EXPECT_EQ(MarkdownToHtml("> eins\n> zwei"), "<blockquote><p>eins<br>zwei</p></blockquote>");
  EXPECT_EQ(MarkdownToPlain("> eins\n\nzwei"), "eins zwei");
}

TEST(MarkdownToPlain, LeavesWordsOnly) {
  EXPECT_EQ(MarkdownToPlain("### Titel\n\n- **eins**\n- [zwei](https://x.example)"), "Titel eins zwei");
}

TEST(SplitSentences, KnowsAbbreviationsAndOrdinals) {
  const auto parts = SplitSentences("Das gilt z. B. ab dem 3. Mai. Fragen Sie Dr. Meier! Nach § 3 Abs. 1 geht es.");
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0], "Das gilt z. B. ab dem 3. Mai.");
  EXPECT_EQ(parts[2], "Nach § 3 Abs. 1 geht es.");
}

TEST(Shorten, TakesTheFirstSentences) {
  const Shortened parts = Shorten("Eins. Zwei. Drei. Vier.\n\nNoch ein Absatz.", 3);
  EXPECT_EQ(parts.text, "Eins. Zwei. Drei.");
  EXPECT_EQ(parts.rest, "Vier.\n\nNoch ein Absatz.");
}

TEST(Shorten, KeepsAShortListWhole) {
  const Shortened parts = Shorten("- 46,00 € ab 24 Jahren\n- 27,60 € unter 24 Jahren\n\nErmäßigung ist möglich.", 3);
  EXPECT_EQ(parts.text, "- 46,00 € ab 24 Jahren\n- 27,60 € unter 24 Jahren");
  EXPECT_EQ(parts.rest, "Ermäßigung ist möglich.");
}

TEST(Shorten, CutsALongListAtTheLimit) {
  std::string list;
  for (int i = 0; i < 10; ++i) list += (i ? "\n- p" : "- p") + std::to_string(i);
  const Shortened parts = Shorten(list, 3, 4);
  EXPECT_EQ(parts.text, "- p0\n- p1\n- p2\n- p3");
  EXPECT_EQ(parts.rest.substr(0, 4), "- p4");
}

TEST(Shorten, EmptyStaysEmpty) {
  EXPECT_EQ(Shorten("").text, "");
  EXPECT_EQ(Shorten("\n\n").rest, "");
}

TEST(Links, OwnPagesAreAllowedForStaffOnly) {
  EXPECT_FALSE(IsSafeUrl("/datenschutz"));
  EXPECT_TRUE(IsSafeLink("/datenschutz"));
  EXPECT_FALSE(IsSafeLink("//evil.example"));
  EXPECT_TRUE(IsSafeUrl("tel:115"));
}

TEST(Markdown, SanitisingTwiceChangesNothing) {
  for (const std::string text : {"p<\xc2\xa0<-", "p<\xe2\x80\x8b <b", "[c](https:p<\xc2\xa0<-/p>", "<\xef\xbb\xbf/",
                                 "0. \xe2\x80\x8b\n0. .", "<****l", "0. l\n\n**\n0. /", "- a\n\n**\n- b",
                                 "\xef****\xbb\xbf", "- a\n- \xef\xbb\xbf\n\nl", "<**l**", "**<**l"}) {
    const std::string once = SanitizeMarkdown(text);
    EXPECT_EQ(SanitizeMarkdown(once), once) << text;
  }
}

}  // namespace
}  // namespace amtslotse::knowledge
