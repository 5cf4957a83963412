#include "booking/erasure_list.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "keys/randomness.h"
#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using std::chrono::sys_seconds;

constexpr sys_seconds kMonday{std::chrono::seconds{1'795'000'000}};

keys::KeyRing NewKeys() {
  keys::SystemRandomness random;
  return *keys::KeyRing::Parse(keys::KeyRing::NewFile(random));
}

class ErasureListTest : public testing::Test {
 protected:
  std::filesystem::path In(const std::string& name) const { return std::filesystem::path(folder_ / name); }

  TemporaryDirectory folder_;
  const keys::KeyRing keys_ = NewKeys();
  const ErasedPerson anna_{"erlenfurt", "anna@example.org", "", "Antrag"};
  const ErasedPerson ole_{"erlenfurt", "", "0431 77889", "Antrag"};
};

TEST_F(ErasureListTest, KeepsEachPersonOnceAndSealed) {
  ErasureFile list(In("erasures"), keys_);
  EXPECT_TRUE(list.Read()->empty());
  for (const ErasedPerson& person : {anna_, ole_, anna_}) ASSERT_TRUE(list.Add(person, kMonday).ok());
  const auto noted = list.Read();
  ASSERT_TRUE(noted.ok()) << noted.status();
  ASSERT_EQ(noted->size(), 2u);
  EXPECT_EQ((*noted)[0].telephone, "0431 77889");
  EXPECT_EQ((*noted)[1].email, "anna@example.org");
  std::ifstream in(In("erasures"));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("anna")));
}

TEST_F(ErasureListTest, ForgetsWhatNoBackupCanBringBack) {
  ErasureFile list(In("erasures"), keys_);
  ASSERT_TRUE(list.Add(anna_, kMonday).ok());
  ASSERT_TRUE(list.Add(ole_, kMonday + kErasuresKept + std::chrono::hours{1}).ok());
  const auto noted = list.Read();
  ASSERT_TRUE(noted.ok()) << noted.status();
  ASSERT_EQ(noted->size(), 1u);
  EXPECT_EQ(noted->front().telephone, ole_.telephone);
}

TEST_F(ErasureListTest, TakesOverWhatAnotherListHas) {
  ErasureFile operators(In("operator"), keys_);
  ErasureFile noted(In("noted"), keys_);
  ASSERT_TRUE(operators.TakeOver(*noted.Lines()).ok());
  ASSERT_TRUE(noted.Add(anna_, kMonday).ok());
  ASSERT_TRUE(operators.Add(ole_, kMonday).ok());
  for (int time = 0; time < 2; ++time) ASSERT_TRUE(operators.TakeOver(*noted.Lines()).ok());
  EXPECT_EQ(operators.Read()->size(), 2u);
}

TEST_F(ErasureListTest, SaysSoWhenTheKeysAreNotThose) {
  ASSERT_TRUE(ErasureFile(In("erasures"), keys_).Add(anna_, kMonday).ok());
  const keys::KeyRing others = NewKeys();
  EXPECT_TRUE(absl::IsDataLoss(ErasureFile(In("erasures"), others).Read().status()));
}

}  // namespace
}  // namespace amtslotse::booking
