#include "services/booking/convert.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "booking/codes.h"
#include "booking/zone.h"

namespace amtslotse::booking {
namespace {

std::string LocalText(Instant instant, const std::string& zone_name) {
  const auto zone = Zone::Find(zone_name.empty() ? "UTC" : zone_name);
  if (!zone.ok()) return {};
  const Date date = zone->DateOf(instant);
  const auto minutes = zone->TimeOf(instant).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minutes / 60,
                     minutes % 60);
}

// CET or CEST where the clock shows the time twice that day, else empty.
std::string NameInRepeatedHour(Instant instant, const std::string& zone_name) {
  const auto zone = Zone::Find(zone_name.empty() ? "UTC" : zone_name);
  return zone.ok() && zone->IsAmbiguous(instant) ? zone->AbbreviationAt(instant) : "";
}

std::uint32_t Minutes(Instant begin, Instant end) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::minutes>(end - begin).count());
}

absl::Status CheckFilter(const v1::SlotFilter& filter) {
  if (filter.location_ids_size() > 200) return absl::InvalidArgumentError("location_ids: at most 200");
  if (!(std::abs(filter.near_latitude()) <= 90 && std::abs(filter.near_longitude()) <= 180)) {
    return absl::InvalidArgumentError("near_latitude, near_longitude: expected degrees");
  }
  if (filter.from_minute() > 1440 || filter.to_minute() > 1440)
    return absl::InvalidArgumentError("from_minute, to_minute: at most 1440");
  for (const auto weekday : filter.weekdays()) {
    if (weekday < 1 || weekday > 7) return absl::InvalidArgumentError("weekdays: 1 (Monday) to 7 (Sunday)");
  }
  return absl::OkStatus();
}

absl::StatusOr<PartOfDay> DecodePartOfDay(const std::string& text) {
  if (text.empty()) return PartOfDay::kAny;
  if (text == "morning") return PartOfDay::kMorning;
  if (text == "afternoon") return PartOfDay::kAfternoon;
  if (text == "evening") return PartOfDay::kEvening;
  return absl::InvalidArgumentError("part_of_day: expected morning, afternoon or evening");
}

const char* ChannelWord(Channel channel) {
  switch (channel) {
    case Channel::kWeb: return "pages";
    case Channel::kChat: return "web";
    case Channel::kMessenger: return "messenger";
    case Channel::kTelephone: return "telephone";
    case Channel::kCounter: return "counter";
    case Channel::kImport: return "import";
    case Channel::kUnspecified: break;
  }
  return "";
}

constexpr const char* kWeekdays[] = {"sonntags",    "montags",  "dienstags", "mittwochs",
                                     "donnerstags", "freitags", "samstags"};

std::string TimeWord(TimeOfDay time) {
  const auto minutes = time.count();
  return minutes % 60 == 0 ? fmt::format("{} Uhr", minutes / 60)
                           : fmt::format("{}:{:02} Uhr", minutes / 60, minutes % 60);
}

struct ReleaseWords {
  int window_days;

  std::string operator()(const ReleaseAtOnce&) const {
    if (window_days == 0) return "Termine gibt es nur für den laufenden Tag; neue erscheinen täglich um 0 Uhr.";
    return fmt::format("Termine gibt es bis zu {} im Voraus; jeden Tag um 0 Uhr kommt ein weiterer Tag dazu.",
                       window_days == 1 ? "einen Tag" : fmt::format("{} Tage", window_days));
  }
  std::string operator()(const ReleaseWeekly& weekly) const {
    return fmt::format("Neue Termine erscheinen {} um {}.", kWeekdays[weekly.weekday.c_encoding()], TimeWord(weekly.at));
  }
  std::string operator()(const ReleaseDaily& daily) const {
    return fmt::format("Neue Termine erscheinen täglich um {}.", TimeWord(daily.at));
  }
};

v1::AppointmentState EncodeState(AppointmentState state) {
  switch (state) {
    case AppointmentState::kHeld:
    case AppointmentState::kAwaitingConfirmation: return v1::APPOINTMENT_STATE_PENDING;
    case AppointmentState::kConfirmed: return v1::APPOINTMENT_STATE_CONFIRMED;
    case AppointmentState::kCancelled:
    case AppointmentState::kExpired: return v1::APPOINTMENT_STATE_CANCELLED;
    default: return v1::APPOINTMENT_STATE_DONE;
  }
}

}  // namespace

absl::StatusOr<Date> DecodeDate(const std::string& field, const std::string& text) {
  int parts[3] = {0, 0, 0};
  const char* at = text.data();
  const char* end = text.data() + text.size();
  bool good = text.size() == 10;
  for (int i = 0; good && i < 3; ++i) {
    const auto parsed = std::from_chars(at, end, parts[i]);
    good = parsed.ec == std::errc() && (i == 2 ? parsed.ptr == end : parsed.ptr != end && *parsed.ptr == '-');
    at = parsed.ptr + 1;
  }
  const Date date{std::chrono::year(parts[0]), std::chrono::month(static_cast<unsigned>(parts[1])),
                  std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!good || !date.ok()) return absl::InvalidArgumentError(fmt::format("{}: expected YYYY-MM-DD", field));
  return date;
}

absl::StatusOr<std::vector<ServiceItem>> Decode(
    const google::protobuf::RepeatedPtrField<v1::ServiceQuantity>& services) {
  std::vector<ServiceItem> items;
  for (const auto& service : services) {
    if (service.quantity() > 1000) return absl::InvalidArgumentError("services.quantity: at most 1000");
    items.push_back(
        {ServiceId{service.service_id()}, service.quantity() == 0 ? 1 : static_cast<int>(service.quantity())});
  }
  return Normalise(items);
}

absl::StatusOr<SlotQuery> Decode(const std::string& municipality_id, const v1::SlotFilter& filter) {
  if (const auto status = CheckFilter(filter); !status.ok()) return status;
  SlotQuery query;
  query.municipality = {municipality_id};
  auto items = Decode(filter.services());
  if (!items.ok()) return items.status();
  query.items = *std::move(items);
  for (const std::string& id : filter.location_ids()) query.locations.push_back({id});
  query.step_free = filter.step_free();
  query.language = filter.language();
  for (const auto& [name, text, target] : {std::tuple{"from_date", &filter.from_date(), &query.from_date},
                                           std::tuple{"to_date", &filter.to_date(), &query.to_date}}) {
    if (text->empty()) continue;
    const auto date = DecodeDate(name, *text);
    if (!date.ok()) return date.status();
    *target = *date;
  }
  if (filter.from_minute() > 0) query.from_time = TimeOfDay(filter.from_minute());
  if (filter.to_minute() > 0) query.to_time = TimeOfDay(filter.to_minute());
  for (const auto weekday : filter.weekdays()) query.weekdays.emplace_back(weekday);  // 7 is Sunday too
  const auto part = DecodePartOfDay(filter.part_of_day());
  if (!part.ok()) return part.status();
  query.part_of_day = *part;
  if (filter.near_latitude() != 0 || filter.near_longitude() != 0)
    query.near = Coordinates{filter.near_latitude(), filter.near_longitude()};
  query.audience = filter.channel() == "staff" ? Audience::kStaff : Audience::kPublic;
  return query;
}

absl::StatusOr<Access> Decode(const v1::AppointmentKey& key, const std::string& limit_key) {
  if (!key.link_token().empty()) return ByToken{{key.link_token()}};
  if (key.cancellation_code().empty() || key.surname().empty())
    return absl::InvalidArgumentError("key: expected link_token, or cancellation_code and surname");
  if (key.cancellation_code().size() > 100 || key.surname().size() > 400)
    return absl::InvalidArgumentError("key: too long");
  return ByCode{key.cancellation_code(), key.surname(), limit_key};
}

Contact Decode(const v1::Contact& contact) {
  return {.name = contact.name(),
          .email = contact.email(),
          .telephone = contact.telephone(),
          .conversation = "",
          .wants_reminders = false,
          .language = contact.language().empty() ? "de" : contact.language()};
}

Needs Decode(const v1::Needs& needs) {
  return {.interpreter = needs.interpreter_language(),
          .wheelchair = needs.wheelchair(),
          .more_time = needs.more_time(),
          .note = needs.note()};
}

Channel DecodeChannel(const std::string& channel) {
  if (channel == "web") return Channel::kChat;  // the chat on the web page
  if (channel == "pages") return Channel::kWeb;
  if (channel == "telephone") return Channel::kTelephone;
  if (channel == "counter") return Channel::kCounter;
  return channel.empty() ? Channel::kUnspecified : Channel::kMessenger;
}

void Encode(const FreeSlot& slot, const Location* location, v1::Slot* out) {
  out->set_location_id(slot.location.value);
  if (location != nullptr) out->set_location_name(location->name);
  out->set_begin_unix(Unix(slot.start));
  out->set_minutes(Minutes(slot.start, slot.end));
  out->set_local_begin(LocalText(slot.start, location == nullptr ? "" : location->time_zone));
  out->set_free(static_cast<std::uint32_t>(slot.places));
  if (slot.metres >= 0) out->set_metres(static_cast<std::uint32_t>(slot.metres + 0.5));
  out->set_zone_name(NameInRepeatedHour(slot.start, location == nullptr ? "" : location->time_zone));
}

void Encode(const Held& held, const Location* location, const std::vector<ServiceItem>& items, v1::HeldSlot* out) {
  out->set_hold_id(held.hold.value);
  Encode(FreeSlot{.location = held.location, .start = held.start, .end = held.end, .places = 0}, location,
         out->mutable_slot());
  out->set_expires_unix(Unix(held.expires));
  out->set_warn_unix(Unix(held.warn_at));
  out->set_number(held.number.value);
  if (location == nullptr) return;
  out->set_required_contact(ContactDemanded(DemandsOf(*location, items)));
  out->set_needs_activation(location->rules.confirm_by_message);
  out->set_attendee_names(DemandsOf(*location, items).attendees);
}

void AddAdvice(const Location& location, v1::Appointment* appointment) {
  for (auto& service : *appointment->mutable_services()) {
    const OfferedService* offered = location.Find({service.service_id()});
    if (offered == nullptr) continue;
    service.set_minors_text(offered->minors);
    service.set_online_url(offered->online_url);
  }
}

void Encode(const Appointment& appointment, v1::Appointment* out) {
  out->set_id(appointment.number.value);
  out->set_number(appointment.number.value);
  auto* slot = out->mutable_slot();
  slot->set_location_id(appointment.location.value);
  slot->set_location_name(appointment.location_name);
  slot->set_begin_unix(Unix(appointment.start));
  slot->set_minutes(Minutes(appointment.start, appointment.end));
  slot->set_local_begin(LocalText(appointment.start, appointment.time_zone));
  slot->set_zone_name(NameInRepeatedHour(appointment.start, appointment.time_zone));
  for (const BookedService& service : appointment.services) {
    auto* to = out->add_services();
    to->set_service_id(service.service.value);
    to->set_name(service.name);
    to->set_minutes(static_cast<std::uint32_t>(service.minutes));
    out->add_quantities(static_cast<std::uint32_t>(service.quantity));
  }
  out->set_state(EncodeState(appointment.state));
  out->set_location_address(appointment.location_address);
  out->set_sequence(static_cast<std::uint32_t>(appointment.sequence));
  out->set_name(appointment.contact.name);
  out->set_office_id(appointment.office.value);
  out->set_attendees(static_cast<std::uint32_t>(appointment.attendee_count));
  if (appointment.expires) out->set_expires_unix(Unix(*appointment.expires));
  for (const Attendee& attendee : appointment.attendees) {
    auto* to = out->add_attendee_list();
    to->set_name(attendee.name);
    to->set_relation(attendee.relation);
  }
  out->mutable_needs()->set_interpreter_language(appointment.needs.interpreter);
  out->mutable_needs()->set_wheelchair(appointment.needs.wheelchair);
  out->mutable_needs()->set_more_time(appointment.needs.more_time);
  out->mutable_needs()->set_note(appointment.needs.note);
  out->set_time_zone(appointment.time_zone);
  out->set_channel(ChannelWord(appointment.channel));
}

void Encode(const Location& location, v1::Location* out) {
  out->set_id(location.id.value);
  out->set_office_id(location.office.value);
  out->set_name(location.name);
  out->set_address(location.address);
  out->set_time_zone(location.time_zone);
  out->set_step_free(location.step_free);
  for (const std::string& language : location.languages) out->add_languages(language);
  for (const OfferedService& service : location.services) {
    auto* to = out->add_services();
    to->set_service_id(service.service.value);
    to->set_name(service.name);
    to->set_minutes(static_cast<std::uint32_t>(service.minutes));
    to->set_max_quantity(static_cast<std::uint32_t>(service.max_quantity));
    to->set_required_contact(ContactDemanded(service.demands));
    to->set_minors_text(service.minors);
    to->set_online_url(service.online_url);
    to->set_external_url(service.external_url);
    to->set_attendee_names(service.demands.attendees);
  }
  out->set_release_text(ReleaseText(location));
  out->set_needs_activation(location.rules.confirm_by_message);
  out->set_needs_challenge(location.rules.proof_of_work == ProofOfWork::kAlways);
  out->set_external_url(location.rules.external_url);
  if (location.coordinates) {
    out->set_latitude(location.coordinates->latitude);
    out->set_longitude(location.coordinates->longitude);
  }
  out->set_hold_minutes(static_cast<std::uint32_t>(location.rules.hold.count()));
  out->set_max_minutes(static_cast<std::uint32_t>(location.rules.max_minutes));
  out->set_person_limit(static_cast<std::uint32_t>(location.rules.person_limit));
}

const char* Word(AffectedBecause why) {
  switch (why) {
    case AffectedBecause::kClosed: return "closed";
    case AffectedBecause::kOverCapacity: return "over_capacity";
    case AffectedBecause::kNotOffered: return "not_offered";
  }
  return "closed";
}

std::string ContactDemanded(const Demands& demands) {
  if (demands.email) return demands.telephone ? "email_and_telephone" : "email";
  if (demands.telephone) return "telephone";
  return demands.email_or_telephone ? "email_or_telephone" : "none";
}

std::string ReleaseText(const Location& location) {
  return std::visit(ReleaseWords{location.rules.window_days}, location.rules.release);
}

}  // namespace amtslotse::booking
