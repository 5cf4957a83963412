#include "gateways/web/html.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

TEST(Html, EscapesTextAndKeepsMarkup) {
  EXPECT_EQ(Fill("<p title=\"{}\">{}{}</p>", "\"'", "<&>", Markup{"<b>x</b>"}).html,
            "<p title=\"&quot;&#39;\">&lt;&amp;&gt;<b>x</b></p>");
  EXPECT_EQ(Fill("{} {}", 7, std::string("a<b")).html, "7 a&lt;b");
}

TEST(Html, LinksOnlyWhereBrowsersMayGo) {
  for (const char* good :
       {"https://a.example/x?y=1", "http://a.example", "mailto:a@b.example", "tel:+49115", "/leistungen"})
    EXPECT_EQ(SafeUrl(good), good);
  for (const char* bad :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " \tjavascript:x", "data:text/html,x",
        "//fremd.example", "vbscript:x", "", "relative", "\\\\fremd.example", "/\\fremd.example"})
    EXPECT_EQ(SafeUrl(bad), "#") << bad;
}

TEST(Html, TelephoneUrlsHaveDigitsOnly) { EXPECT_EQ(TelephoneUrl("+49 40 66969-100"), "tel:+494066969100"); }

TEST(Html, QueryValuesArePercentEncoded) { EXPECT_EQ(UrlValue("a b&ü"), "a%20b%26%C3%BC"); }

}  // namespace
}  // namespace amtslotse::gateways::web
