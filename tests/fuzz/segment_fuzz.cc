// A search index that somebody else wrote, its checksum right: it is refused, or whatever it says is found without
// reading beside it.
#include <cstring>
#include <string>

#include "knowledge/search.h"
#include "knowledge/search/segment.h"
#include "knowledge/search/segment_format.h"
#include "knowledge/search/synonyms.h"

namespace kn = amtslotse::knowledge;

namespace {

const std::string& Ours() {
  static const std::string ours = kn::BuildSegment(
      {{kn::HitKind::kService, "1", "Hund anmelden", {"Hund anmelden", "Hundesteuer"}, "Die Hundemarke kostet.", 1},
       {kn::HitKind::kOffice, "2", "Steueramt", {"Steueramt"}, "Am Markt", 0.5}},
      nullptr);
  return ours;
}

// Each three bytes put one byte of our own index elsewhere: the layout stays near enough to be believed.
std::string Changed(const unsigned char* bytes, std::size_t size) {
  std::string index = Ours();
  for (std::size_t i = 0; i + 2 < size; i += 3) {
    const std::size_t at = (bytes[i] + 256u * bytes[i + 1]) % index.size();
    index[at] = static_cast<char>(bytes[i + 2]);
  }
  return index;
}

void SetChecksum(std::string& index) {
  kn::SegmentHeader header{};
  if (index.size() < sizeof(header)) return;
  std::memcpy(&header, index.data(), sizeof(header));
  std::memcpy(header.magic, kn::kSegmentMagic, sizeof(header.magic));
  header.checksum = kn::SegmentChecksum(std::string_view(index).substr(sizeof(header)));
  std::memcpy(index.data(), &header, sizeof(header));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  if (size == 0) return 0;
  std::string index = bytes[0] % 2 == 0 ? Changed(bytes + 1, size - 1)
                                        : std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  SetChecksum(index);
  auto segment = kn::Segment::FromBytes(std::move(index));
  if (!segment.ok()) return 0;
  const kn::Search search({*std::move(segment)}, std::make_shared<const kn::Synonyms>());
  for (const char* query : {"hund anmelden", "Steueramt am Markt", "hundemarke", "stueramt"}) (void)search.Find(query);
  return 0;
}
