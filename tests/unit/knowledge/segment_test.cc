#include "knowledge/search/segment.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "knowledge/search/catalogue_index.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

std::vector<SearchDocument> TwoDocuments() {
  return {
      {HitKind::kService, "1", "Hund anmelden", {"Hund anmelden", "Hundesteuer"}, "Die Hundemarke kostet nichts.", 1},
      {HitKind::kOffice, "2", "Steueramt", {"Steueramt"}, "", 0.5}};
}

TEST(Segments, GiveBackWhatWasPutIn) {
  const auto segment = *Segment::FromBytes(BuildSegment(TwoDocuments(), nullptr));
  ASSERT_EQ(segment->size(), 2u);
  EXPECT_EQ(segment->document(0).title, "Hund anmelden");
  EXPECT_EQ(segment->document(1).id, "2");
  EXPECT_EQ(segment->document(1).kind, HitKind::kOffice);
  const auto postings = segment->postings(TermKey(TermField::kName, StemOf("hund")));
  ASSERT_EQ(postings.size(), 1u);
  EXPECT_EQ(postings[0].document(), 0u);
  EXPECT_GT(postings[0].impact(), 0);
  EXPECT_TRUE(segment->postings(TermKey(TermField::kName, "katze")).empty());
}

TEST(Segments, AnEmptyOneFindsNothing) {
  const auto segment = *Segment::FromBytes(BuildSegment({}, nullptr));
  EXPECT_EQ(segment->size(), 0u);
  EXPECT_TRUE(segment->postings(1).empty());
}

TEST(Segments, DamageIsNoticed) {
  const std::string good = BuildSegment(TwoDocuments(), nullptr);
  for (const std::size_t place : {std::size_t{0}, std::size_t{20}, std::size_t{60}, good.size() / 2, good.size() - 1}) {
    std::string bad = good;
    bad[place] = static_cast<char>(bad[place] ^ 1);
    EXPECT_EQ(Segment::FromBytes(bad).status().code(), absl::StatusCode::kDataLoss) << place;
  }
  EXPECT_FALSE(Segment::FromBytes(good.substr(0, good.size() - 8)).ok());
  EXPECT_FALSE(Segment::FromBytes("").ok());
}

class SegmentFiles : public TownFixture {};

TEST_F(SegmentFiles, AreReusedAndReplacedByTheNextVersions) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
  const IndexFiles directory{(folder.path() / "search").string(), true};
  const Synonyms synonyms;
  ASSERT_TRUE(OpenCatalogueSegment(directory, *Active(), synonyms).ok());
  const auto file = folder.path() / "search" / "musterstadt-1.0.seg";
  const auto written = std::filesystem::last_write_time(file);
  ASSERT_TRUE(OpenCatalogueSegment(directory, *Active(), synonyms).ok());
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
  { std::ofstream(file, std::ios::binary | std::ios::app) << "x"; }
  EXPECT_EQ((*OpenCatalogueSegment(directory, *Active(), synonyms))->size(), 1u);  // damaged: built anew
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("2", "Katze anmelden"))).ok());
  EXPECT_EQ((*OpenCatalogueSegment(directory, *Active(), synonyms))->size(), 2u);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(SegmentFiles, AreBuiltAnewWithOtherWords) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hundesteuer anmelden"))).ok());
  const IndexFiles directory{(folder.path() / "search").string(), true};
  Synonyms knows_dog;
  knows_dog.Add("hunde", "steuer");
  EXPECT_FALSE((*OpenCatalogueSegment(directory, *Active(), Synonyms()))->vocabulary().Split("hundesteuer").size() ==
               2);
  EXPECT_EQ((*OpenCatalogueSegment(directory, *Active(), knows_dog))->vocabulary().Split("hundesteuer").size(), 2u);
}

TEST_F(SegmentFiles, MayBeWrittenByManyAtOnce) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
  const IndexFiles directory{(folder.path() / "search").string(), true};
  std::filesystem::create_directories(directory.directory);
  const auto of_another = folder.path() / "search" / "musterstadt-1.0.seg.1-1.new";
  { std::ofstream(of_another) << "x"; }
  const auto catalogue = Active();
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i) {
    all.emplace_back([&] {
      for (int time = 0; time < 20; ++time) {
        std::filesystem::remove(folder.path() / "search" / "musterstadt-1.0.seg");
        const auto opened = OpenCatalogueSegment(directory, *catalogue, Synonyms());
        ASSERT_TRUE(opened.ok()) << opened.status();
        EXPECT_EQ((*opened)->size(), 1u);
      }
    });
  }
  for (std::thread& one : all) one.join();
  EXPECT_TRUE(std::filesystem::exists(of_another));
}

}  // namespace
}  // namespace amtslotse::knowledge
