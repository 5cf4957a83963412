#include "booking/proof_of_work.h"

#include <gmock/gmock.h>
#include <sodium.h>

#include <nlohmann/json.hpp>

#include "booking/hold_rate.h"
#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

std::string Sha256Hex(const std::string& text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(sizeof hash * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash, sizeof hash);
  hex.pop_back();
  return hex;
}

std::string Base64(const std::string& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

// What a browser does.
nlohmann::json Solve(const std::string& challenge_json) {
  nlohmann::json payload = nlohmann::json::parse(challenge_json);
  const std::string salt = payload["salt"];
  for (std::uint64_t number = 0; number <= payload["maxnumber"].get<std::uint64_t>(); ++number) {
    if (Sha256Hex(salt + std::to_string(number)) != payload["challenge"]) continue;
    payload.erase("maxnumber");
    payload["number"] = number;
    return payload;
  }
  ADD_FAILURE() << "no solution";
  return payload;
}

class ProofOfWorkTest : public testing::Test {
 protected:
  std::string Make(const std::string& purpose = "hold/a/b") {
    return FormatProofOfWork(NewProofOfWork(keys_, random_, purpose, now_ + std::chrono::minutes{20}));
  }
  bool Accepts(const nlohmann::json& payload, const std::string& purpose = "hold/a/b") {
    return CheckProofOfWork(keys_, Base64(payload.dump()), purpose, now_).has_value();
  }

  KeyRing keys_ = TestKeys();
  SeededRandomness random_{3};
  Instant now_ = kMondayMorning;
};

TEST_F(ProofOfWorkTest, ASolutionIsAcceptedForItsPurposeOnly) {
  const auto solved = Solve(Make());
  EXPECT_TRUE(Accepts(solved));
  EXPECT_FALSE(Accepts(solved, "hold/a/c"));
  now_ += std::chrono::minutes{20};
  EXPECT_FALSE(Accepts(solved));
}

TEST_F(ProofOfWorkTest, WhatWasChangedIsRefused) {
  const auto solved = Solve(Make());
  for (const char* field : {"challenge", "salt", "signature"}) {
    auto changed = solved;
    changed[field] = "0" + changed[field].get<std::string>().substr(1) + "1";
    EXPECT_FALSE(Accepts(changed)) << field;
  }
  auto wrong = solved;
  wrong["number"] = wrong["number"].get<std::uint64_t>() + 1;
  EXPECT_FALSE(Accepts(wrong));
  wrong["number"] = "12";
  EXPECT_FALSE(Accepts(wrong));
  wrong["number"] = -1;
  EXPECT_FALSE(Accepts(wrong));
}

TEST_F(ProofOfWorkTest, DigitsCannotMoveFromTheNumberIntoTheSalt) {
  auto solved = Solve(Make());
  const std::string number = std::to_string(solved["number"].get<std::uint64_t>());
  if (number.size() < 2) GTEST_FAIL() << "another seed, please";
  solved["salt"] = solved["salt"].get<std::string>() + number[0];
  solved["number"] = std::stoull(number.substr(1));
  EXPECT_FALSE(Accepts(solved));
}

TEST_F(ProofOfWorkTest, NonsenseIsRefused) {
  for (const std::string text : {"", "x", "e30=", "bnVsbA==", "W10=", "////", "eyJhbGdvcml0aG0iOiJTSEEtMjU2In0="}) {
    EXPECT_EQ(CheckProofOfWork(keys_, text, "hold/a/b", now_), std::nullopt) << text;
  }
}

TEST(HoldRate, ABurstIsUnusualAndWhatLastsIsNot) {
  HoldRate rate;
  Instant now = kMondayMorning;
  for (int i = 0; i < 20; ++i) rate.Note(1, now);
  EXPECT_FALSE(rate.IsUnusual(1, now));
  rate.Note(1, now);
  EXPECT_TRUE(rate.IsUnusual(1, now));
  EXPECT_FALSE(rate.IsUnusual(2, now));
  EXPECT_TRUE(rate.IsUnusual(1, now + std::chrono::minutes{9}));
  EXPECT_FALSE(rate.IsUnusual(1, now + std::chrono::minutes{10}));
  // A busy town hall: fifteen a minute for hours, then forty.
  for (int minute = 0; minute < 300; ++minute) {
    now += std::chrono::minutes{1};
    for (int i = 0; i < 15; ++i) rate.Note(3, now);
  }
  EXPECT_FALSE(rate.IsUnusual(3, now));
  now += std::chrono::minutes{1};
  for (int i = 0; i < 40; ++i) rate.Note(3, now);
  EXPECT_FALSE(rate.IsUnusual(3, now));
  for (int i = 0; i < 60; ++i) rate.Note(3, now);
  EXPECT_TRUE(rate.IsUnusual(3, now));
}

template <typename Backend>
class GuardedTest : public testing::Test {
 protected:
  void SetUp() override { Guard(ProofOfWork::kAlways); }
  void Guard(ProofOfWork mode) {
    Location guarded = SmallOffice();
    guarded.rules.proof_of_work = mode;
    world_.Apply(guarded);
    EXPECT_TRUE(world_.store->Calendars(world_.town).ok());  // from now on its holds are counted
  }
  HoldOutcome HoldWith(Instant start, const std::string& proof, Channel channel = Channel::kWeb) {
    HoldRequest request = world_.HoldAt(start);
    request.channel = channel;
    request.proof_of_work = proof;
    return world_.Hold(request);
  }
  std::string Proof(const std::string& location = "mitte") {
    const auto challenge = world_.store->NewChallenge(world_.town, {location});
    EXPECT_TRUE(challenge.ok());
    return Base64(Solve(challenge->json).dump());
  }
  World<Backend> world_;
};

TYPED_TEST_SUITE(GuardedTest, Backends, BackendNames);

TYPED_TEST(GuardedTest, AHoldNeedsAProofAndUsesItUp) {
  EXPECT_TRUE(std::holds_alternative<ProofOfWorkNeeded>(this->HoldWith(kTuesdayAtEight, "")));
  const std::string proof = this->Proof();
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight, proof)));
  EXPECT_TRUE(
      std::holds_alternative<ProofOfWorkNeeded>(this->HoldWith(kTuesdayAtEight + std::chrono::hours{1}, proof)));
}

TYPED_TEST(GuardedTest, ARepeatedHoldNeedsNoSecondProof) {
  HoldRequest request = this->world_.HoldAt(kTuesdayAtEight);
  request.channel = Channel::kWeb;
  request.proof_of_work = this->Proof();
  const auto first = std::get<Held>(this->world_.Hold(request));
  EXPECT_EQ(std::get<Held>(this->world_.Hold(request)), first);
}

TYPED_TEST(GuardedTest, AProofForATakenSlotIsNotUsedUp) {
  const std::string proof = this->Proof();
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight, this->Proof())));
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(this->HoldWith(kTuesdayAtEight, proof)));
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight + std::chrono::minutes{10}, proof)));
}

TYPED_TEST(GuardedTest, MessengersAreNotAsked) {
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight, "", Channel::kMessenger)));
}

TYPED_TEST(GuardedTest, ItComesOnByItselfWhenHoldsAreUnusuallyMany) {
  this->Guard(ProofOfWork::kWhenUnusual);
  int held = 0;
  for (int i = 0; i < 24; ++i)
    held += std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight + std::chrono::minutes{10 * i}, ""));
  EXPECT_EQ(held, 20);
  EXPECT_TRUE(this->world_.store->NewChallenge(this->world_.town, {"mitte"})->needed);
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight + std::chrono::days{1}, this->Proof())));
  this->world_.clock.Advance(std::chrono::minutes{11});
  EXPECT_TRUE(std::holds_alternative<Held>(this->HoldWith(kTuesdayAtEight + std::chrono::days{2}, "")));
}

}  // namespace
}  // namespace amtslotse::booking
