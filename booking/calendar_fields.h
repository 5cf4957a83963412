#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "booking/calendar.h"

// Inside of calendar_json.cc and calendar_fields.cc only: one field of a calendar, read or refused, and written.
namespace amtslotse::booking {

// Thrown where a field is not what it should be; caught in calendar_json.cc.
struct Bad : std::runtime_error {
  using std::runtime_error::runtime_error;
};

TimeOfDay ParseTime(const std::string& text);
std::string FormatTime(TimeOfDay time);
Date ParseDate(const std::string& text);
std::string FormatDate(Date date);
std::chrono::weekday ParseWeekday(int iso);
void RefuseUnknown(const nlohmann::json& object, std::initializer_list<const char*> known);
void ReadMinutes(const nlohmann::json& object, const char* name, std::chrono::minutes& target);

// Leaves the target as it is where the field is missing.
template <typename T>
void Read(const nlohmann::json& object, const char* name, T& target) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  try {
    found->get_to(target);
  } catch (const nlohmann::json::exception&) {
    throw Bad(std::string(name) + ": wrong type");
  }
}

template <typename T>
T Required(const nlohmann::json& object, const char* name) {
  if (!object.contains(name)) throw Bad(std::string(name) + " is missing");
  T value{};
  Read(object, name, value);
  return value;
}

void ReadRules(const nlohmann::json& object, BookingRules& rules);
void FormatRules(const BookingRules& rules, nlohmann::json& object);

}  // namespace amtslotse::booking
