#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::hours;

constexpr std::chrono::seconds kNoon = hours{12};

}  // namespace

ClockReading CoreOf(PartOfDay part) {
  switch (part) {
    case PartOfDay::kMorning:
    case PartOfDay::kForenoon: return {hours{8}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kNoon: return {hours{12}, hours{14}, Grain::kPartOfDay};
    case PartOfDay::kAfternoon: return {hours{12}, hours{16}, Grain::kPartOfDay};
    case PartOfDay::kEvening: return {hours{16}, hours{20}, Grain::kPartOfDay};
    case PartOfDay::kNight: return {hours{20}, hours{24}, Grain::kPartOfDay};
    case PartOfDay::kMidnight: return {hours{0}, hours{0}, Grain::kHour};
  }
  return {};
}

ClockReading WideOf(PartOfDay part) {
  switch (part) {
    case PartOfDay::kMorning: return {hours{6}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kForenoon: return {hours{7}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kNoon: return {hours{11}, hours{14}, Grain::kPartOfDay};
    case PartOfDay::kAfternoon: return {hours{12}, hours{18}, Grain::kPartOfDay};
    case PartOfDay::kEvening: return {hours{16}, hours{22}, Grain::kPartOfDay};
    case PartOfDay::kNight: return {hours{18}, hours{30}, Grain::kPartOfDay};
    case PartOfDay::kMidnight: return {hours{0}, hours{0}, Grain::kHour};
  }
  return {};
}

// "vormittags", "am Nachmittag", "in der Früh", "heute Morgen": the part, and where it ends.
std::optional<PartOfDay> TimeReader::PartAt(std::size_t i, std::size_t& next) const {
  std::size_t at = Skip(i, {"am", "in", "der", "zur", "zu", "den", "gegen"});
  const std::size_t noon = Skip(i + 1, {"den", "die", "der", "meiner", "unserer"});
  if (Is(i, {"ueber", "in", "um"}) && Is(noon, {"mittag", "mittagszeit", "mittagspause"})) at = noon;
  if (Meaning(at).Is(TimeWord::kPartOfDay)) {
    const bool greeting =
        at > 0 && Is(at - 1, {"guten", "gute", "guter", "schoenen", "schoene", "schoener", "gut", "n"});
    if (greeting) return std::nullopt;
    next = at + 1;
    return static_cast<PartOfDay>(Meaning(at).value);
  }
  if (!IsTomorrow(at) || at == 0) return std::nullopt;
  const bool part = Is(at - 1, {"am", "jeden", "den", "der", "diesem", "diesen", "heute", "gestern", "uebermorgen",
                                "ganzen", "dem", "des", "an"}) ||
                    Meaning(at - 1).Is(TimeWord::kWeekday) || Meaning(at - 1).Is(TimeWord::kWeekdayEvery) ||
                    (IsTomorrow(at - 1) && IsCapital(at));
  if (!part) return std::nullopt;
  next = at + 1;
  return PartOfDay::kMorning;
}

// Puts a window for the part of the day, or moves a said hour into it ("8 Uhr abends").
void TimeReader::ApplyPart(TimeNode& node, PartOfDay part) const {
  node.part = part;
  node.bare_hour = false;
  if (node.clock.empty()) {
    node.clock = {CoreOf(part)};
    if (WideOf(part).from != CoreOf(part).from || WideOf(part).until != CoreOf(part).until)
      node.clock.push_back(WideOf(part));
    return;
  }
  if (node.clock.front().grain == Grain::kPartOfDay) return;
  ClockReading said = node.clock.front();
  const bool late = part == PartOfDay::kAfternoon || part == PartOfDay::kEvening ||
                    (part == PartOfDay::kNoon && said.from < hours{6}) ||
                    (part == PartOfDay::kNight && said.from >= hours{6} && said.from < kNoon);
  if (late && said.from < kNoon) {
    said.from += kNoon;
    said.until += kNoon;
  } else if (late && said.until < kNoon && said.until != said.from) {
    said.until += kNoon;
  }
  node.clock = {said};
}

MaybeNode TimeReader::Part(std::size_t i) const {
  std::size_t at = i;
  // "diesen Morgen", "an diesem Vormittag": today's
  const bool this_day = Is(i, {"diesen", "diesem", "dieser"});
  if (this_day) ++at;
  std::size_t next = at;
  const auto part = PartAt(at, next);
  if (!part) return std::nullopt;
  // The bare noun may be anything ("Kneipe Mitternacht"): a preposition, a day or nothing else speaks for it.
  const bool noun =
      Is(next - 1, {"mitternacht", "nacht", "abend", "mittag", "primetime", "mittagspause", "mittagszeit"});
  const bool led = next - 1 > i ||
                   (i > 0 && (Is(i - 1, {"bis", "nach", "vor", "ab", "seit", "jeden", "ganzen", "dem", "den", "-"}) ||
                              Meaning(i - 1).word != TimeWord::kNone));
  if (noun && !led && !(i == 0 && AtEnd(next)) && !context_.expecting_time) return std::nullopt;
  TimeNode node;
  node.begin = i;
  node.end = next;
  ApplyPart(node, *part);
  if (this_day) {
    node.days.push_back({today_, today_, Grain::kDay, false, false});
    node.is_modified = true;
  }
  return node;
}

}  // namespace amtslotse::nlu
