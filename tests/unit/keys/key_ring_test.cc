#include "keys/key_ring.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace amtslotse::keys {
namespace {

using testing::HasSubstr;

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "keys-test-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

KeyRing TestKeys() {
  SeededRandomness random(42);
  SystemRandomness start_sodium;
  return *KeyRing::Parse(KeyRing::NewFile(random));
}

TEST(Sealing, OnlyTheSameContextOpens) {
  const KeyRing keys = TestKeys();
  SystemRandomness random;
  const std::string sealed = keys.Seal("Anna Müller", "appointment/erlenfurt/1", random);
  EXPECT_EQ(*keys.Open(sealed, "appointment/erlenfurt/1"), "Anna Müller");
  EXPECT_TRUE(absl::IsDataLoss(keys.Open(sealed, "appointment/erlenfurt/2").status()));
  EXPECT_THAT(sealed, testing::Not(HasSubstr("Anna")));
}

TEST(Sealing, AChangedByteDoesNotOpen) {
  const KeyRing keys = TestKeys();
  SystemRandomness random;
  const std::string sealed = keys.Seal("Anna", "c", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(keys.Open(changed, "c").ok());
    EXPECT_FALSE(keys.Open(sealed.substr(0, i), "c").ok());
  }
}

TEST(Sealing, AfterARotationOldValuesStillOpen) {
  SystemRandomness random;
  const std::string file = KeyRing::NewFile(random);
  const KeyRing before = *KeyRing::Parse(file);
  std::string key(32, 'k');
  const KeyRing after = *KeyRing::Parse(file + "seal 2 " + Base64Url(key) + "\n");
  const std::string old = before.Seal("Anna", "c", random);
  EXPECT_EQ(*after.Open(old, "c"), "Anna");
  EXPECT_EQ(KeyRing::KeyOf(old), 1u);
  EXPECT_EQ(KeyRing::KeyOf(after.Seal("Anna", "c", random)), 2u);
  EXPECT_EQ(before.SearchHash("surname", "town", "anna"), after.SearchHash("surname", "town", "anna"));
}

TEST(Sealing, HashesDifferByPurposeAndTown) {
  const KeyRing keys = TestKeys();
  EXPECT_NE(keys.SearchHash("surname", "a", "x"), keys.SearchHash("email", "a", "x"));
  EXPECT_NE(keys.SearchHash("surname", "a", "x"), keys.SearchHash("surname", "b", "x"));
  EXPECT_NE(keys.SearchHash("a", "bc", "x"), keys.SearchHash("ab", "c", "x"));
}

TEST(Sealing, KeysInsideOfTheDataDirectoryAreRefused) {
  const TemporaryDirectory directory;
  SystemRandomness random;
  const auto inside = KeyRing::LoadOrCreate(directory / "data/keys", directory / "data", random);
  EXPECT_TRUE(absl::IsFailedPrecondition(inside.status()));
  const auto beside = KeyRing::LoadOrCreate(directory / "keys/booking", directory / "data", random);
  ASSERT_TRUE(beside.ok()) << beside.status();
  const auto again = KeyRing::LoadOrCreate(directory / "keys/booking", directory / "data", random);
  EXPECT_EQ(beside->SearchHash("a", "b", "c"), again->SearchHash("a", "b", "c"));
}

TEST(Sealing, AKeyFileOthersCanReadIsRefused) {
  const TemporaryDirectory directory;
  SystemRandomness random;
  ASSERT_TRUE(KeyRing::LoadOrCreate(directory / "keys", directory / "data", random).ok());
  chmod((directory / "keys").c_str(), 0644);
  EXPECT_THAT(std::string(KeyRing::Load(directory / "keys", directory / "data").status().message()),
              HasSubstr("chmod 600"));
}

TEST(Sealing, ABadKeyFileNamesItsLine) {
  EXPECT_THAT(std::string(KeyRing::Parse("seal 1 abc\n").status().message()), HasSubstr("line 1"));
  EXPECT_THAT(std::string(KeyRing::Parse("").status().message()), HasSubstr("no 'seal' key"));
}

}  // namespace
}  // namespace amtslotse::keys
