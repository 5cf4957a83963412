#include "gateways/web/token.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

using namespace std::chrono_literals;
const std::chrono::sys_seconds kNow{1'800'000'000s};

TEST(Tokens, SayWhatWasSigned) {
  const TokenSigner signer("a secret of thirty-two characters");
  const auto token = signer.Check(signer.Sign({"erlenfurt", "web-1", kNow + 1h}), kNow);
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->municipality_id, "erlenfurt");
  EXPECT_EQ(token->conversation_id, "web-1");
}

TEST(Tokens, EndWhenTheySay) {
  const TokenSigner signer("a secret of thirty-two characters");
  const std::string text = signer.Sign({"erlenfurt", "web-1", kNow});
  EXPECT_TRUE(signer.Check(text, kNow - 1s).ok());
  EXPECT_FALSE(signer.Check(text, kNow).ok());
}

TEST(Tokens, AreNotMadeWithoutTheKeyNorChanged) {
  const TokenSigner signer("a secret of thirty-two characters");
  const std::string text = signer.Sign({"erlenfurt", "web-1", kNow + 1h});
  EXPECT_FALSE(TokenSigner("another one of thirty-two characters").Check(text, kNow).ok());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto token = signer.Check(changed, kNow);
    // Base64's last character may carry unused bits: then nothing was changed.
    EXPECT_TRUE(!token.ok() || token->conversation_id == "web-1") << i;
  }
  for (const char* garbage : {"", ".", "a.b", "....", "ä.ö"}) EXPECT_FALSE(signer.Check(garbage, kNow).ok());
  EXPECT_FALSE(signer.Check(std::string(100'000, 'A') + "." + text, kNow).ok());
}

}  // namespace
}  // namespace amtslotse::gateways::web
