#include "booking/codes.h"

#include <gtest/gtest.h>

#include <set>

namespace amtslotse::booking {
namespace {

TEST(Codes, ACodeIsReadBackHoweverItIsDictated) {
  SystemRandomness random;
  for (int i = 0; i < 100; ++i) {
    const std::string code = NewCancellationCode(random);
    EXPECT_EQ(ParseCancellationCode(code), code);
    std::string spoken;
    for (const char c : code) {
      if (c != '-') spoken += std::string(1, static_cast<char>(std::tolower(c))) + " ";
    }
    EXPECT_EQ(ParseCancellationCode(spoken), code);
  }
}

TEST(Codes, ACodeHasDigitsAndLetters) {
  SystemRandomness random;
  for (int i = 0; i < 2000; ++i) {
    const std::string code = NewCancellationCode(random);
    EXPECT_NE(code.find_first_of("0123456789"), std::string::npos) << code;
    EXPECT_NE(code.find_first_not_of("0123456789-"), std::string::npos) << code;
  }
}

TEST(Codes, WhatCannotBeACodeIsRefused) {
  EXPECT_EQ(ParseCancellationCode("KT4H-92X"), std::nullopt);
  EXPECT_EQ(ParseCancellationCode("KT4H-92XRR"), std::nullopt);
  EXPECT_EQ(ParseCancellationCode("KT4H-92X0"), std::nullopt);
  EXPECT_EQ(ParseCancellationCode("KT4Hä92XR"), std::nullopt);
  EXPECT_EQ(ParseCancellationCode(""), std::nullopt);
}

TEST(Codes, NumbersMayBeGrouped) {
  EXPECT_EQ(ParseNumber("482 199-371")->value, "482199371");
  EXPECT_EQ(ParseNumber("082199371"), std::nullopt);
  EXPECT_EQ(ParseNumber("48219937"), std::nullopt);
}

}  // namespace
}  // namespace amtslotse::booking
