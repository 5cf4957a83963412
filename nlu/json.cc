#include "nlu/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace amtslotse::nlu {
namespace {

using nlohmann::ordered_json;

// In characters.
ordered_json SpanJson(std::string_view text, const Span& span) {
  const std::size_t begin = CountCharacters(text.substr(0, span.begin));
  return ordered_json::array({begin, begin + CountCharacters(Slice(text, span))});
}

std::string DateText(std::chrono::local_days day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

std::string ClockText(std::chrono::seconds time) {
  const auto total = time.count();
  if (total % 60 != 0) return fmt::format("{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
  return fmt::format("{:02}:{:02}", total / 3600, total / 60 % 60);
}

ordered_json ReadingJson(const TimeReading& reading) {
  ordered_json json = ordered_json::object();
  if (reading.days) {
    json["first_date"] = DateText(reading.days->first);
    json["last_date"] = DateText(reading.days->last);
  }
  if (reading.clock) {
    json["from"] = ClockText(reading.clock->from);
    json["until"] = ClockText(reading.clock->until);
  }
  json["grain"] = GrainId(reading.grain);
  if (reading.open_begin) json["open_begin"] = true;
  if (reading.open_end) json["open_end"] = true;
  return json;
}

void AddValue(ordered_json& json, const Entity& entity) {
  if (const auto* text = std::get_if<std::string>(&entity.value)) json["value"] = *text;
  if (const auto* number = std::get_if<std::int64_t>(&entity.value)) json["value"] = *number;
  if (const auto* duration = std::get_if<DurationValue>(&entity.value)) json["seconds"] = duration->length.count();
  if (const auto* street = std::get_if<StreetAddress>(&entity.value)) {
    json["value"] = street->street;
    json["house_number"] = street->number;
  }
  if (const auto* time = std::get_if<TimeValue>(&entity.value)) {
    json["readings"] = ordered_json::array();
    for (const TimeReading& reading : time->readings) json["readings"].push_back(ReadingJson(reading));
    json["ambiguous"] = time->ambiguous;
    if (time->weekly) json["weekly"] = true;
    if (time->ruled_out) json["ruled_out"] = true;
  }
}

ordered_json SegmentJson(std::string_view text, const Segment& segment) {
  constexpr std::string_view kBands[] = {"act", "ask", "decline"};
  ordered_json guesses = ordered_json::array();
  for (const ActGuess& guess : segment.guesses)
    guesses.push_back({{"act", ActId(guess.act)}, {"confidence", guess.confidence}});
  return {{"span", SpanJson(text, segment.span)},
          {"text", std::string(Slice(text, segment.span))},
          {"band", kBands[static_cast<std::size_t>(segment.band)]},
          {"guesses", guesses},
          {"topic", segment.topic}};
}

}  // namespace

std::string UnderstandingAsJson(std::string_view text, const Understanding& understanding) {
  ordered_json json = {
      {"text", std::string(text)}, {"segments", ordered_json::array()}, {"entities", ordered_json::array()}};
  for (const Segment& segment : understanding.segments) json["segments"].push_back(SegmentJson(text, segment));
  for (const Entity& entity : understanding.entities) {
    ordered_json each = {
        {"kind", EntityKindId(entity.kind)}, {"span", SpanJson(text, entity.span)}, {"text", entity.surface}};
    AddValue(each, entity);
    json["entities"].push_back(std::move(each));
  }
  json["language"] = {{"code", LanguageCode(understanding.language.language)},
                      {"confidence", understanding.language.confidence},
                      {"mixed_with_german", understanding.language.mixed_with_german}};
  json["emergency"] = nullptr;
  if (understanding.emergency) {
    json["emergency"] = {{"kind", EmergencyKindId(understanding.emergency->kind)},
                         {"confidence", understanding.emergency->confidence},
                         {"span", SpanJson(text, understanding.emergency->span)}};
  }
  json["topic"] = understanding.topic;
  json["truncated"] = understanding.truncated;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace amtslotse::nlu
