#include "keys/private_file.h"

#include <gtest/gtest.h>

namespace amtslotse::keys {
namespace {

TEST(PrivateFile, OfOursIsForNobodyElse) {
  EXPECT_FALSE(IsOpenToOthers(0600, 10001, 10001));
  for (const mode_t mode : {0640, 0604, 0620, 0660, 0610}) EXPECT_TRUE(IsOpenToOthers(mode, 10001, 10001)) << mode;
}

TEST(PrivateFile, OfRootsIsReadByOurGroupAsKubernetesHasIt) {
  EXPECT_FALSE(IsOpenToOthers(0440, 0, 10001));
  EXPECT_FALSE(IsOpenToOthers(0400, 0, 10001));
  for (const mode_t mode : {0444, 0460, 0404, 0442}) EXPECT_TRUE(IsOpenToOthers(mode, 0, 10001)) << mode;
}

}  // namespace
}  // namespace amtslotse::keys
