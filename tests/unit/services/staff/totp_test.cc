#include "services/staff/core/totp.h"

#include <gtest/gtest.h>

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

const std::string kSecret = "12345678901234567890";  // of RFC 4226 and 6238

TEST(Totp, GivesTheValuesOfRfc4226) {
  const std::vector<std::string> expected{"755224", "287082", "359152", "969429", "338314",
                                          "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t counter = 0; counter < expected.size(); ++counter)
    EXPECT_EQ(HotpCode(kSecret, counter), expected[counter]);
}

TEST(Totp, GivesTheValuesOfRfc6238) {
  const std::vector<std::pair<std::int64_t, std::string>> expected{{59, "94287082"},         {1111111109, "07081804"},
                                                                   {1111111111, "14050471"}, {1234567890, "89005924"},
                                                                   {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [time, code] : expected)
    EXPECT_EQ(HotpCode(kSecret, static_cast<std::uint64_t>(TotpStep(sys_seconds(seconds(time)))), 8), code);
}

TEST(Totp, AcceptsOneStepBeforeAndAfter) {
  const sys_seconds now(seconds(1'000'000'000));
  const std::int64_t step = TotpStep(now);
  const auto code = [&](std::int64_t offset) { return HotpCode(kSecret, static_cast<std::uint64_t>(step + offset)); };
  EXPECT_EQ(MatchTotp(kSecret, code(0), now, 0), step);
  EXPECT_EQ(MatchTotp(kSecret, code(-1), now, 0), step - 1);
  EXPECT_EQ(MatchTotp(kSecret, code(1), now, 0), step + 1);
  EXPECT_EQ(MatchTotp(kSecret, code(-2), now, 0), std::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, code(2), now, 0), std::nullopt);
}

TEST(Totp, RefusesAUsedStepAndAllBeforeIt) {
  const sys_seconds now(seconds(1'000'000'000));
  const std::int64_t step = TotpStep(now);
  EXPECT_EQ(MatchTotp(kSecret, HotpCode(kSecret, static_cast<std::uint64_t>(step)), now, step), std::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, HotpCode(kSecret, static_cast<std::uint64_t>(step - 1)), now, step), std::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, HotpCode(kSecret, static_cast<std::uint64_t>(step + 1)), now, step), step + 1);
}

TEST(Totp, ReadsCodesAsPeopleTypeThem) {
  const sys_seconds now(seconds(59));
  EXPECT_EQ(MatchTotp(kSecret, " 287 082", now, 0), 1);
  for (const char* bad : {"", "28708", "2870820", "28708a", "287-082", "２８７０８２"})
    EXPECT_EQ(MatchTotp(kSecret, bad, now, 0), std::nullopt) << bad;
}

TEST(Totp, WritesBase32AsRfc4648) {
  EXPECT_EQ(Base32(""), "");
  EXPECT_EQ(Base32("f"), "MY");
  EXPECT_EQ(Base32("fo"), "MZXQ");
  EXPECT_EQ(Base32("foo"), "MZXW6");
  EXPECT_EQ(Base32("foob"), "MZXW6YQ");
  EXPECT_EQ(Base32("fooba"), "MZXW6YTB");
  EXPECT_EQ(Base32("foobar"), "MZXW6YTBOI");
}

TEST(Totp, EncodesTheUrlForApps) {
  EXPECT_EQ(OtpauthUrl("Stadt Erlenfurt", "anke@example", "foobar"),
            "otpauth://totp/Stadt%20Erlenfurt:anke%40example?secret=MZXW6YTBOI&issuer=Stadt%20Erlenfurt");
}

TEST(RecoveryCodes, AreTenDifferentOnes) {
  keys::SeededRandomness random(1);
  const auto codes = NewRecoveryCodes(random);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
  for (const auto& code : codes) EXPECT_TRUE(ParseRecoveryCode(code)) << code;
}

TEST(RecoveryCodes, AreReadAsPeopleTypeThem) {
  EXPECT_EQ(ParseRecoveryCode("abcd-efgh-jk"), "ABCDEFGHJK");
  EXPECT_EQ(ParseRecoveryCode("ABCD EFGH JK"), "ABCDEFGHJK");
  for (const char* bad : {"", "ABCD-EFGH-J", "ABCD-EFGH-JKL", "ABCD-EFGH-J1", "ABCD_EFGH_JK"})
    EXPECT_FALSE(ParseRecoveryCode(bad)) << bad;
}

}  // namespace
}  // namespace amtslotse::staff
