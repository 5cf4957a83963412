#include "services/staff/core/password.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace amtslotse::staff {
namespace {

const LoginName kAnke{"anke"};
const PasswordCost kCheap{.passes = 1, .memory_bytes = 8192, .parallel = 1, .waiting = 0};

TEST(Passwords, MatchTheirHashOnly) {
  const PasswordHasher hasher(kCheap);
  const auto hash = hasher.Hash("Sieben Möwen am Kai");
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(*hasher.Matches("Sieben Möwen am Kai", *hash));
  EXPECT_FALSE(*hasher.Matches("Sieben Möwen am Ka", *hash));
  EXPECT_FALSE(*hasher.Matches("", *hash));
}

TEST(Passwords, AreArgon2idWithSixtyFourMebibytesByDefault) {
  const auto hash = PasswordHasher().Hash("Sieben Möwen am Kai");
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
}

TEST(Passwords, NobodysHashMatchesNothing) {
  const PasswordHasher hasher(kCheap);
  EXPECT_FALSE(*hasher.Matches("nobody has this password", ""));
  EXPECT_FALSE(*hasher.Matches("", ""));
}

TEST(Passwords, OfAnotherCostAreOutdated) {
  const auto hash = PasswordHasher(kCheap).Hash("Sieben Möwen am Kai");
  EXPECT_FALSE(PasswordHasher(kCheap).Outdated(*hash));
  EXPECT_TRUE(PasswordHasher({.passes = 2, .memory_bytes = 16384}).Outdated(*hash));
}

TEST(Passwords, AreTheSameFromEveryKeyboard) {
  EXPECT_EQ(*ParsePassword("Mo\xCC\x88wen am Kai"),
            *ParsePassword("Möwen am Kai"));  // o + combining diaeresis
}

TEST(Passwords, AreRefusedWhenTheyAreTooWeak) {
  for (const char* bad : {"", "elf Zeichen", "aaaaaaaaaaaaaaa", "abababababab", "Meine anke hat", "ANKE im Rathaus",
                          "Zeilen\numbruch hier", "kein \xff UTF-8 hier"})
    EXPECT_TRUE(absl::IsInvalidArgument(ParseNewPassword(bad, kAnke).status())) << bad;
  EXPECT_TRUE(absl::IsInvalidArgument(ParseNewPassword(std::string(257, 'x'), kAnke).status()));
  EXPECT_TRUE(ParseNewPassword("zwölf Zeichen", kAnke).ok());
}

TEST(Passwords, TooManyAtOnceAreRefusedInsteadOfTakingAllMemory) {
  const PasswordHasher hasher({.passes = 1, .memory_bytes = 8192, .parallel = 1, .waiting = 1});
  std::atomic<int> refused{0};
  std::atomic<int> answered{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const auto hash = hasher.Hash("Sieben Möwen am Kai");
        ++(hash.ok() ? answered : refused);
        EXPECT_TRUE(hash.ok() || absl::IsResourceExhausted(hash.status()));
      }
    });
  threads.clear();
  EXPECT_GT(answered, 0);
  EXPECT_GT(refused, 0);
  EXPECT_TRUE(hasher.Hash("Sieben Möwen am Kai").ok());  // afterwards there is room again
}

}  // namespace
}  // namespace amtslotse::staff
