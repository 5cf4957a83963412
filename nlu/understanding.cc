#include "nlu/understanding.h"

#include <array>

namespace amtslotse::nlu {
namespace {

template <std::size_t Size, typename Value>
std::string_view Pick(const std::array<std::string_view, Size>& ids, Value value) {
  return ids[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 14> kEntityKinds = {
    "date_time",    "duration", "as_soon_as_possible", "any_time", "postcode",  "place",       "street_address",
    "person_count", "age",      "appointment_code",    "email",    "telephone", "person_name", "choice"};
constexpr std::array<std::string_view, 10> kGrains = {"year", "quarter",     "month", "week",   "weekend",
                                                      "day",  "part_of_day", "hour",  "minute", "second"};
constexpr std::array<std::string_view, 10> kLanguages = {"de", "en", "tr", "uk", "ru", "ar", "pl", "fr", "mul", "und"};
constexpr std::array<std::string_view, 6> kEmergencies = {"medical",   "fire",      "violence",
                                                          "self_harm", "poisoning", "other_danger"};

}  // namespace

std::string_view EntityKindId(EntityKind kind) { return Pick(kEntityKinds, kind); }
std::string_view GrainId(Grain grain) { return Pick(kGrains, grain); }
std::string_view LanguageCode(Language language) { return Pick(kLanguages, language); }
std::string_view EmergencyKindId(EmergencyKind kind) { return Pick(kEmergencies, kind); }

}  // namespace amtslotse::nlu
