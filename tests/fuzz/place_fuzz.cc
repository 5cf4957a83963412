// What citizens write about where they live: places, postcodes, keys, streets, house numbers, in any bytes.
#include <cstdlib>
#include <string_view>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/place_reading.h"

namespace resp = amtslotse::responsibility;

namespace {

constexpr std::string_view kHome = "010990001001";

struct World {
  World() : areas(*resp::LoadAreas({"knowledge/data/areas", "knowledge/data/demo"})) {
    const auto list = resp::ReadStreetsCsv(
        "streets",
        "street;from;to;parity;postcode;ortsteil\nAhornweg;1;19a;odd;24201;\nBgm.-Thomsen-Straße;;;all;24201;\n");
    streets = resp::StreetTable::Build(areas, kHome, *list);
  }
  resp::AreaTable areas;
  resp::StreetTable streets;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  static const World world;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  resp::PlaceInput input;
  switch (bytes[0] % 7) {
    case 0: input.ars = text; break;
    case 1: input.ags = text; break;
    case 2: input.postcode = text; break;
    case 3: input.street = text; break;
    case 4:
      input.street = "Ahornweg";
      input.house_number = text;
      break;
    case 5: input.initial = text; break;
    default: input.text = text; break;
  }
  const auto home = bytes[0] % 2 == 0 ? resp::kNoArea : *world.areas.FindKey(kHome);
  const resp::PlaceReader reader(world.areas, world.streets, home);
  const resp::PlaceReading reading = reader.Read(input, resp::PlaceKind::kFutureResidence);
  for (const resp::AreaIndex area : reading.candidates) {
    if (area >= world.areas.size()) std::abort();
  }
  if (reading.problem && reading.problem->reason.empty()) std::abort();
  const resp::PlaceFinder finder(world.areas);
  for (const resp::Mention& mention : finder.FindMentions(input.text, home)) {
    if (mention.span.end > input.text.size() || mention.span.begin > mention.span.end) std::abort();
  }
  return 0;
}
