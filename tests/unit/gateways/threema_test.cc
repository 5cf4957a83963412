// Threema's boxes, padding, forms and MAC.
#include "gateways/threema/threema.h"

#include <gtest/gtest.h>
#include <sodium.h>

namespace amtslotse::gateways::threema {
namespace {

struct Keys {
  std::string own = std::string(kKeyBytes, '\0');     // public
  std::string hidden = std::string(kKeyBytes, '\0');  // private
  Keys() {
    if (sodium_init() < 0) std::abort();
    crypto_box_keypair(reinterpret_cast<unsigned char*>(own.data()), reinterpret_cast<unsigned char*>(hidden.data()));
  }
};

TEST(Padding, EveryLengthComesBackAndTheWholeHas32BytesOrMore) {
  for (const std::size_t size : {0, 1, 29, 30, 31, 32, 3500}) {
    for (const int random : {0, 1, 17, 255}) {
      const std::string padded = Pad({kText, std::string(size, 'x')}, static_cast<std::uint8_t>(random));
      EXPECT_GE(padded.size(), 32U);
      const auto plain = Unpad(padded);
      ASSERT_TRUE(plain);
      EXPECT_EQ(plain->body.size(), size);
      EXPECT_EQ(plain->type, kText);
    }
  }
}

TEST(Padding, OfZeroOrMoreThanThereIsIsRefused) {
  EXPECT_FALSE(Unpad(""));
  EXPECT_FALSE(Unpad(std::string_view("\x01hallo\x00", 7)));
  EXPECT_FALSE(Unpad("\x01hallo\xff"));
  EXPECT_FALSE(Unpad("\x03\x03\x03")) << "no type is left";
}

TEST(Box, IsOpenedByItsRecipientOnlyAndUnchanged) {
  const Keys gateway, person, stranger;
  const std::string nonce(kNonceBytes, 'n');
  const std::string box = SealBox({kText, "Größe"}, nonce, person.own, gateway.hidden);
  ASSERT_TRUE(OpenBox(box, nonce, gateway.own, person.hidden));
  EXPECT_EQ(OpenBox(box, nonce, gateway.own, person.hidden)->body, "Größe");
  EXPECT_FALSE(OpenBox(box, nonce, stranger.own, person.hidden));
  EXPECT_FALSE(OpenBox(box, nonce, gateway.own, stranger.hidden));
  std::string changed = box;
  changed[20] = static_cast<char>(changed[20] ^ 1);
  EXPECT_FALSE(OpenBox(changed, nonce, gateway.own, person.hidden));
  EXPECT_FALSE(OpenBox("", nonce, gateway.own, person.hidden));
  EXPECT_FALSE(OpenBox(box, "kurz", gateway.own, person.hidden));
}

TEST(Form, IsReadOnceAndDecoded) {
  const auto form = ParseForm("from=ECHOECHO&nickname=J%C3%BCrgen+K.&empty=");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("nickname"), "Jürgen K.");
  EXPECT_FALSE(ParseForm("from=A&from=B")) << "which of them was signed?";
  EXPECT_FALSE(ParseForm("from=%4"));
  EXPECT_FALSE(ParseForm("from=%zz"));
}

TEST(Mac, CoversWhatTheDocumentationNamesInItsOrder) {
  // HMAC-SHA256("geheim", "ECHOECHO" "*ERLENF1" "0102030405060708" "1764000000" "aa" "bb"), by openssl
  std::map<std::string, std::string> form{{"from", "ECHOECHO"},
                                          {"to", "*ERLENF1"},
                                          {"messageId", "0102030405060708"},
                                          {"date", "1764000000"},
                                          {"nonce", "aa"},
                                          {"box", "bb"},
                                          {"nickname", "egal"},
                                          {"mac", "29ddf2ff690d161e2e7e4535a0053c240a3d5114edd06c46c6c0d822c7ccc51e"}};
  EXPECT_TRUE(IsAuthentic(form, "geheim"));
  form["nickname"] = "anders";
  EXPECT_TRUE(IsAuthentic(form, "geheim")) << "it is not covered";
  EXPECT_FALSE(IsAuthentic(form, "falsch"));
  form["date"] = "1764000001";
  EXPECT_FALSE(IsAuthentic(form, "geheim"));
  form.erase("mac");
  EXPECT_FALSE(IsAuthentic(form, "geheim"));
}

TEST(Content, TextIsSaidReceiptsAreNothing) {
  EXPECT_EQ(std::get<Said>(*ContentOf({kText, "Hallo"})).text, "Hallo");
  EXPECT_FALSE(ContentOf({kDeliveryReceipt, "x"}));
  EXPECT_FALSE(ContentOf({kTyping, "x"}));
  EXPECT_EQ(std::get<SentUnsupported>(*ContentOf({kFile, "{}"})).what, "file");
  EXPECT_TRUE(std::holds_alternative<SpokeInGroup>(*ContentOf({kGroupText, "Hallo"})));
}

}  // namespace
}  // namespace amtslotse::gateways::threema
