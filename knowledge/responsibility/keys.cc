#include "knowledge/responsibility/keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/responsibility/places.h"
#include "nlu/text/fold.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kLongestShown = 40;

std::string WithoutSpaces(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

std::string SomeAreas(const AreaTable& areas, const std::vector<AreaIndex>& list) {
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(list.size(), 3); ++i)
    names += (i == 0 ? "" : ", ") + areas.at(list[i]).name;
  return list.size() > 3 ? names + " …" : names;
}

}  // namespace

bool IsDigits(std::string_view text) {
  const bool only = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' '; });
  return only && text.find_first_not_of(' ') != std::string_view::npos;
}

KeyReading ReadKey(const AreaTable& areas, std::string_view text) {
  KeyReading reading;
  const std::string key = WithoutSpaces(text);
  if (const auto area = areas.FindKey(key)) {
    reading.areas = {*area};
    if (const MergedArea* merged = areas.FindMerged(key))
      reading.note = fmt::format("{} gehört seit {} zu {}.", merged->name, merged->date, areas.at(*area).name);
    return reading;
  }
  const std::string shown(nlu::Truncated(text, kLongestShown));
  if (!IsDigits(key)) {
    reading.problem = fmt::format("„{}“ ist kein Gemeinde- oder Regionalschlüssel.", shown);
    return reading;
  }
  if (const auto area = areas.FindKey("0" + key); area && (key.size() == 11 || key.size() == 7 || key.size() == 4)) {
    reading.suggestions = {*area};
    reading.problem = fmt::format("Der Schlüssel „{}“ hat {} Ziffern. Fehlt die führende Null? 0{} wäre {}.", shown,
                                  key.size(), key, areas.at(*area).name);
  } else if (key.size() == 12 || key.size() == 8 || key.size() == 5) {
    reading.problem = fmt::format("Ein Gebiet mit dem Schlüssel „{}“ gibt es nicht.", shown);
  } else {
    reading.problem =
        fmt::format("„{}“ hat {} Ziffern. Ein Gemeindeschlüssel hat 8, ein Regionalschlüssel 12.", shown, key.size());
  }
  return reading;
}

KeyReading ReadPostcode(const AreaTable& areas, std::string_view text) {
  KeyReading reading;
  const std::string digits = WithoutSpaces(text);
  const std::string shown(nlu::Truncated(text, kLongestShown));
  const auto places_of = [&](const std::string& postcode) {
    const auto places = areas.PlacesOf(static_cast<std::uint32_t>(std::stoul(postcode)));
    return std::vector<AreaIndex>(places.begin(), places.end());
  };
  if (!IsDigits(digits) || digits.size() != 5) {
    reading.problem = fmt::format("„{}“ ist keine Postleitzahl. Sie hat fünf Ziffern.", shown);
    if (IsDigits(digits) && digits.size() == 4) {
      reading.suggestions = places_of("0" + digits);
      SortBySize(areas, kNoArea, reading.suggestions);
      if (!reading.suggestions.empty())
        reading.problem +=
            fmt::format(" Fehlt die führende Null? 0{} wäre {}.", digits, SomeAreas(areas, reading.suggestions));
    }
    return reading;
  }
  reading.areas = places_of(digits);
  if (reading.areas.empty()) {
    reading.problem = fmt::format("Die Postleitzahl {} gibt es nicht.", digits);
    return reading;
  }
  reading.postcode = static_cast<std::uint32_t>(std::stoul(digits));
  if (areas.IsSeatPostcode(reading.postcode))
    reading.note = fmt::format("{} ist eine Postleitzahl der Verwaltung, kein Zustellgebiet.", digits);
  return reading;
}

}  // namespace amtslotse::responsibility
