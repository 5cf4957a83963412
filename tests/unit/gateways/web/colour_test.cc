#include "gateways/web/colour.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

TEST(Colour, ReadableOnesStay) { EXPECT_EQ(ThemeColour("#0b5d4b"), "#0b5d4b"); }

TEST(Colour, OthersAreDarkenedUntilWhiteReadsOnThem) {
  for (const char* colour : {"#ffff00", "#ffffff", "#00ff00", "#ff8800"})
    EXPECT_GE(1.05 / (Luminance(ThemeColour(colour)) + 0.05), 4.5) << colour;
}

TEST(Colour, WhatIsNoneBecomesKernsBlue) {
  for (const char* colour : {"", "red", "#12345", "#12345g", "#123456;}"})
    EXPECT_EQ(ThemeColour(colour), ThemeColour("#1f44aa")) << colour;
}

}  // namespace
}  // namespace amtslotse::gateways::web
