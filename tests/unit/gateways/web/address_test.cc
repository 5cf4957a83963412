#include "gateways/web/address.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

TEST(SiteAddress, WithoutPrefixIsGermanAndNoTerminal) {
  const SiteAddress address = ParseSiteAddress("/termin/abc");
  EXPECT_EQ(address.path, "/termin/abc");
  EXPECT_EQ(address.prefix, "");
  EXPECT_EQ(address.language, "de");
}

TEST(SiteAddress, TellsLanguageAndTerminal) {
  const SiteAddress address = ParseSiteAddress("/terminal/rathaus/en/termin");
  EXPECT_EQ(address.path, "/termin");
  EXPECT_EQ(address.prefix, "/terminal/rathaus/en");
  EXPECT_EQ(address.language, "en");
  EXPECT_EQ(address.terminal, "rathaus");
  EXPECT_EQ(ParseSiteAddress("/en").path, "/");
  EXPECT_EQ(ParseSiteAddress("/terminal/rathaus").path, "/");
}

TEST(SiteAddress, LeavesWhatOnlyLooksLikeAPrefix) {
  for (const char* path :
       {"/ende", "/terminal", "/terminal/", "/terminal/<b>/x", "/en/api/v1/services", "/terminal/rathaus/staff/"}) {
    const SiteAddress address = ParseSiteAddress(path);
    EXPECT_EQ(address.path, path);
    EXPECT_EQ(address.prefix, "");
    EXPECT_EQ(address.terminal, "");
  }
}

TEST(WithPrefix, GoesBeforeOwnPagesOnly) {
  EXPECT_EQ(WithPrefix(R"(<a class="x" href="/termin?a=1">)", "/en"), R"(<a class="x" href="/en/termin?a=1">)");
  EXPECT_EQ(WithPrefix(R"(<a href="/"> <form action="/suche">)", "/en"), R"(<a href="/en"> <form action="/en/suche">)");
  for (const char* kept : {R"(<a href="/assets/a.css">)", R"(<a href="//fremd.example">)",
                           R"(<a href="https://x.example/">)", R"(<a href="#ziel">)", R"(<a data-href="/termin">)"})
    EXPECT_EQ(WithPrefix(kept, "/en"), kept);
}

}  // namespace
}  // namespace amtslotse::gateways::web
