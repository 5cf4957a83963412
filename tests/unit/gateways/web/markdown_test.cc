#include "gateways/web/markdown.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

std::string Render(std::string_view text) { return RenderMarkdown(text).html; }

TEST(Markdown, ParagraphsHeadingsAndLists) {
  EXPECT_EQ(Render("Eins\nzwei\n\nDrei"), "<p>Eins<br>\nzwei</p>\n<p>Drei</p>\n");
  EXPECT_EQ(Render("# A\n### B"), "<h2>A</h2>\n<h4>B</h4>\n");
  EXPECT_EQ(Render("- a\n- b\n1. c"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n</ol>\n");
  EXPECT_EQ(Render("- a\n  - b\n- c"), "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n");
  EXPECT_EQ(Render("> **Demo:** ja"), "<blockquote><p><strong>Demo:</strong> ja</p>\n</blockquote>\n");
}

TEST(Markdown, LineBreaksStay) {
  EXPECT_EQ(Render("Am Markt 1  \n24201 Ort"), "<p>Am Markt 1<br>\n24201 Ort</p>\n");
  EXPECT_EQ(Render("Am Markt 1\\\n24201 Ort\\"), "<p>Am Markt 1<br>\n24201 Ort</p>\n");
  EXPECT_EQ(Render("C:\\\\\nD"), "<p>C:\\<br>\nD</p>\n");
  EXPECT_EQ(Render("- Am Markt 1\n  24201 Ort\n- b"), "<ul>\n<li>Am Markt 1<br>\n24201 Ort</li>\n<li>b</li>\n</ul>\n");
}

TEST(Markdown, EmphasisLinksAndEscapes) {
  EXPECT_EQ(Render("**fett** und *schräg*"), "<p><strong>fett</strong> und <em>schräg</em></p>\n");
  EXPECT_EQ(Render("[Amt](https://a.example/x)"),
            "<p><a class=\"kern-link\" href=\"https://a.example/x\" rel=\"noopener\">Amt</a></p>\n");
  EXPECT_EQ(Render("\\*kein\\* \\[Link\\]"), "<p>*kein* [Link]</p>\n");
  EXPECT_EQ(Render("siehe https://a.example."),
            "<p>siehe <a class=\"kern-link\" href=\"https://a.example\" rel=\"noopener\">https://a.example</a>.</p>\n");
  EXPECT_EQ(Render("2 * 3 * 4"), "<p>2 * 3 * 4</p>\n");
}

TEST(Markdown, RawHtmlIsText) {
  EXPECT_EQ(Render("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  EXPECT_EQ(Render("[x](javascript:alert(1))").find("javascript:alert(1)\""), std::string::npos);
  EXPECT_EQ(Render("[x](https://a.example/\"onload=\"y)").find("\"onload"), std::string::npos);
}

TEST(Markdown, TablesHaveHeaders) {
  EXPECT_EQ(Render("| Alter | Gebühr |\n|---|---|\n| ab 24 | 46 € |"),
            "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Alter</th><th "
            "scope=\"col\">Gebühr</th></tr>\n</thead>\n"
            "<tbody><tr><td>ab 24</td><td>46 €</td></tr>\n</tbody>\n</table></div>\n");
}

TEST(Markdown, StaysSmallAndEndsOnHostileInput) {
  for (const char* piece : {"[", "**", "*_", "> ", "- ", "  - ", "|", "](", "<http://", "#", "\\"}) {
    std::string text;
    while (text.size() < 20'000) text += piece;
    EXPECT_LT(Render(text).size(), 40 * text.size()) << piece;
  }
}

TEST(Markdown, SummaryIsPlainAndCutBetweenWords) {
  EXPECT_EQ(PlainSummary("**Der** Ausweis\ngilt zehn Jahre.\n\nMehr.", 200), "Der Ausweis gilt zehn Jahre.");
  EXPECT_EQ(PlainText("**Der** Ausweis\ngilt zehn Jahre.\n\nMehr."), "Der Ausweis gilt zehn Jahre. Mehr.");
  EXPECT_EQ(PlainSummary("Straße für alle", 9), "Straße …");
}

}  // namespace
}  // namespace amtslotse::gateways::web
