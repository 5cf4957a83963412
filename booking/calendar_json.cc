#include "booking/calendar_json.h"

#include <fmt/format.h>

#include "booking/calendar_fields.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;
using std::chrono::minutes;

OpeningRule ParseOpening(const json& object) {
  RefuseUnknown(object, {"weekday", "every_n_weeks", "nth", "date", "from", "to", "valid_from", "valid_to", "capacity",
                         "public_capacity", "walk_in"});
  OpeningRule rule;
  rule.from = ParseTime(Required<std::string>(object, "from"));
  rule.to = ParseTime(Required<std::string>(object, "to"));
  if (object.contains("date")) {
    rule.days = OneDay{ParseDate(Required<std::string>(object, "date"))};
  } else if (object.contains("nth")) {
    rule.days = NthWeekday{ParseWeekday(Required<int>(object, "weekday")), Required<int>(object, "nth")};
  } else {
    EveryWeek weekly{ParseWeekday(Required<int>(object, "weekday"))};
    Read(object, "every_n_weeks", weekly.every_n_weeks);
    rule.days = weekly;
  }
  if (object.contains("valid_from")) rule.valid_from = ParseDate(Required<std::string>(object, "valid_from"));
  if (object.contains("valid_to")) rule.valid_to = ParseDate(Required<std::string>(object, "valid_to"));
  if (object.contains("capacity")) rule.capacity = Required<int>(object, "capacity");
  if (object.contains("public_capacity")) rule.public_capacity = Required<int>(object, "public_capacity");
  bool walk_in = false;
  Read(object, "walk_in", walk_in);
  rule.appointments = !walk_in;
  return rule;
}

json Format(const OpeningRule& rule) {
  json object{{"from", FormatTime(rule.from)}, {"to", FormatTime(rule.to)}};
  if (const auto* weekly = std::get_if<EveryWeek>(&rule.days)) {
    object["weekday"] = weekly->weekday.iso_encoding();
    if (weekly->every_n_weeks != 1) object["every_n_weeks"] = weekly->every_n_weeks;
  } else if (const auto* monthly = std::get_if<NthWeekday>(&rule.days)) {
    object["weekday"] = monthly->weekday.iso_encoding();
    object["nth"] = monthly->nth;
  } else {
    object["date"] = FormatDate(std::get<OneDay>(rule.days).date);
  }
  if (rule.valid_from) object["valid_from"] = FormatDate(*rule.valid_from);
  if (rule.valid_to) object["valid_to"] = FormatDate(*rule.valid_to);
  if (rule.capacity) object["capacity"] = *rule.capacity;
  if (rule.public_capacity) object["public_capacity"] = *rule.public_capacity;
  if (!rule.appointments) object["walk_in"] = true;
  return object;
}

Closure ParseClosure(const json& object) {
  RefuseUnknown(object, {"date", "last", "from", "to", "reason"});
  Closure closure;
  closure.first = ParseDate(Required<std::string>(object, "date"));
  closure.last = object.contains("last") ? ParseDate(Required<std::string>(object, "last")) : closure.first;
  if (object.contains("from")) closure.from = ParseTime(Required<std::string>(object, "from"));
  if (object.contains("to")) closure.to = ParseTime(Required<std::string>(object, "to"));
  Read(object, "reason", closure.reason);
  return closure;
}

json Format(const Closure& closure) {
  json object{{"date", FormatDate(closure.first)}, {"reason", closure.reason}};
  if (closure.last != closure.first) object["last"] = FormatDate(closure.last);
  if (closure.from) object["from"] = FormatTime(*closure.from);
  if (closure.to) object["to"] = FormatTime(*closure.to);
  return object;
}

// "name+email", "name+email|telephone", "none", …
Demands ParseDemands(const std::string& text) {
  Demands demands{.name = false};
  std::string word;
  for (const char c : text + '+') {
    if (c != '+') {
      word += c;
      continue;
    }
    if (word == "name") {
      demands.name = true;
    } else if (word == "email") {
      demands.email = true;
    } else if (word == "telephone") {
      demands.telephone = true;
    } else if (word == "email|telephone") {
      demands.email_or_telephone = true;
    } else if (word == "attendees") {
      demands.attendees = true;
    } else if (!word.empty() && word != "none") {
      throw Bad("needs: '" + word + "': expected name, email, telephone, email|telephone or attendees");
    }
    word.clear();
  }
  return demands;
}

std::string Format(const Demands& demands) {
  std::string text;
  const auto add = [&](bool demanded, const char* word) {
    if (demanded) text += (text.empty() ? "" : "+") + std::string(word);
  };
  add(demands.name, "name");
  add(demands.email, "email");
  add(demands.telephone, "telephone");
  add(demands.email_or_telephone, "email|telephone");
  add(demands.attendees, "attendees");
  return text.empty() ? "none" : text;
}

OfferedService ParseService(const json& object) {
  RefuseUnknown(object,
                {"service_id", "name", "minutes", "max_quantity", "needs", "minors", "online_url", "external_url"});
  OfferedService service;
  service.service.value = Required<std::string>(object, "service_id");
  service.minutes = Required<int>(object, "minutes");
  Read(object, "name", service.name);
  Read(object, "max_quantity", service.max_quantity);
  std::string needs = "name";
  Read(object, "needs", needs);
  service.demands = ParseDemands(needs);
  Read(object, "minors", service.minors);
  Read(object, "online_url", service.online_url);
  Read(object, "external_url", service.external_url);
  return service;
}

json Format(const OfferedService& service) {
  json object{{"service_id", service.service.value},
              {"minutes", service.minutes},
              {"max_quantity", service.max_quantity},
              {"needs", Format(service.demands)}};
  if (!service.name.empty()) object["name"] = service.name;
  if (!service.minors.empty()) object["minors"] = service.minors;
  if (!service.online_url.empty()) object["online_url"] = service.online_url;
  if (!service.external_url.empty()) object["external_url"] = service.external_url;
  return object;
}

template <typename Parse, typename T>
void ReadList(const json& object, const char* name, Parse parse, std::vector<T>& target) {
  if (!object.contains(name)) return;
  if (!object[name].is_array()) throw Bad(fmt::format("{}: expected a list", name));
  for (const json& element : object[name]) {
    try {
      target.push_back(parse(element));
    } catch (const Bad& bad) {
      throw Bad(fmt::format("{}: {}", name, bad.what()));
    }
  }
}

Location ParseFields(const json& object) {
  RefuseUnknown(object, {"id",
                         "office_id",
                         "name",
                         "address",
                         "time_zone",
                         "land",
                         "step_free",
                         "coordinates",
                         "languages",
                         "capacity_per_slot",
                         "public_capacity_per_slot",
                         "slot_minutes",
                         "buffer_minutes",
                         "counters",
                         "opening_hours",
                         "closures",
                         "open_holidays",
                         "services",
                         "booking_window_days",
                         "lead_minutes",
                         "offer_minutes",
                         "appointments_per_walk_in",
                         "hold_minutes",
                         "confirmation_minutes",
                         "confirm_by_message",
                         "release",
                         "return_delay_minutes",
                         "max_minutes",
                         "person_limit",
                         "proof_of_work",
                         "retention_hours",
                         "retention_cancelled_hours",
                         "retention_missed_hours",
                         "reminder_hours",
                         "external_url"});
  Location location;
  location.id.value = Required<std::string>(object, "id");
  Read(object, "office_id", location.office.value);
  Read(object, "name", location.name);
  Read(object, "address", location.address);
  Read(object, "time_zone", location.time_zone);
  std::string land;
  Read(object, "land", land);
  location.land = nlu::LandFromCode(land);
  if (!land.empty() && !location.land) throw Bad("land: unknown '" + land + "'");
  Read(object, "step_free", location.step_free);
  if (object.contains("coordinates")) {
    const auto coordinates = Required<std::vector<double>>(object, "coordinates");
    if (coordinates.size() != 2) throw Bad("coordinates: expected [latitude, longitude]");
    location.coordinates = Coordinates{coordinates[0], coordinates[1]};
  }
  Read(object, "languages", location.languages);
  Read(object, "capacity_per_slot", location.capacity);
  location.public_capacity = location.capacity;
  Read(object, "public_capacity_per_slot", location.public_capacity);
  Read(object, "slot_minutes", location.slot_minutes);
  Read(object, "buffer_minutes", location.buffer_minutes);
  ReadList(
      object, "counters",
      [](const json& counter) {
        RefuseUnknown(counter, {"id", "name"});
        return Counter{Required<std::string>(counter, "id"), Required<std::string>(counter, "name")};
      },
      location.counters);
  ReadList(object, "opening_hours", ParseOpening, location.opening);
  ReadList(object, "closures", ParseClosure, location.closures);
  ReadList(object, "services", ParseService, location.services);
  std::vector<std::string> open_holidays;
  Read(object, "open_holidays", open_holidays);
  for (const std::string& date : open_holidays) location.open_holidays.insert(ParseDate(date));
  ReadRules(object, location.rules);
  return location;
}

absl::StatusOr<Location> ParseAndValidate(const json& object) {
  try {
    Location location = ParseFields(object);
    if (const absl::Status valid = Validate(location); !valid.ok()) return valid;
    return location;
  } catch (const Bad& bad) {
    const std::string id = object.is_object() ? object.value("id", json("?")).dump() : "?";
    return absl::InvalidArgumentError(fmt::format("location {}: {}", id, bad.what()));
  }
}

}  // namespace

absl::StatusOr<Location> ParseLocation(const std::string& text) {
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) return absl::InvalidArgumentError("location: not JSON");
  return ParseAndValidate(object);
}

absl::StatusOr<std::vector<Location>> ParseCalendars(const std::string& text) {
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object() || !document.contains("locations") || !document["locations"].is_array()) {
    return absl::InvalidArgumentError("calendars: expected {\"locations\": […]}");
  }
  std::vector<Location> locations;
  std::set<LocationId> seen;
  for (const json& object : document["locations"]) {
    absl::StatusOr<Location> location = ParseAndValidate(object);
    if (!location.ok()) return location.status();
    if (!seen.insert(location->id).second) {
      return absl::InvalidArgumentError("location '" + location->id.value + "' appears twice");
    }
    locations.push_back(*std::move(location));
  }
  return locations;
}

std::string FormatLocation(const Location& location) {
  json object{{"id", location.id.value},
              {"office_id", location.office.value},
              {"name", location.name},
              {"address", location.address},
              {"time_zone", location.time_zone},
              {"step_free", location.step_free},
              {"languages", location.languages},
              {"capacity_per_slot", location.capacity},
              {"public_capacity_per_slot", location.public_capacity},
              {"slot_minutes", location.slot_minutes},
              {"buffer_minutes", location.buffer_minutes}};
  if (location.land) object["land"] = nlu::LandCode(*location.land);
  if (location.coordinates) object["coordinates"] = {location.coordinates->latitude, location.coordinates->longitude};
  for (const char* list : {"counters", "opening_hours", "closures", "services", "open_holidays"}) {
    object[list] = json::array();
  }
  for (const Counter& counter : location.counters) {
    object["counters"].push_back({{"id", counter.id}, {"name", counter.name}});
  }
  for (const OpeningRule& rule : location.opening) object["opening_hours"].push_back(Format(rule));
  for (const Closure& closure : location.closures) object["closures"].push_back(Format(closure));
  for (const OfferedService& service : location.services) object["services"].push_back(Format(service));
  for (const Date& date : location.open_holidays) object["open_holidays"].push_back(FormatDate(date));
  FormatRules(location.rules, object);
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace amtslotse::booking
