// The staff's calendars.
#include "booking/calendar_json.h"
#include "services/booking/booking_service.h"
#include "services/booking/convert.h"

namespace amtslotse::booking {
namespace {

using staff::v1::ROLE_LEAD;
using staff::v1::ROLE_LOCATION_STAFF;

void Encode(const std::vector<Affected>& affected, v1::SaveCalendarResponse& response) {
  for (const Affected& one : affected) {
    Encode(one.appointment, response.add_affected());
    response.add_reasons(Word(one.why));
  }
}

absl::Status Stale(const CalendarStale& stale) {
  if (stale.version == 0) return absl::NotFoundError("location: there is none of this id");
  return absl::AbortedError("expected_version: somebody saved meanwhile");
}

// An office's calendar is changed by who may act at the office it belongs to and at the one it goes to.
absl::Status MayChange(const staff::v1::Actor& actor, const std::optional<KnownCalendar>& before,
                       const Location& after) {
  if (before) {
    if (absl::Status may = MayAt(actor, before->location.office); !may.ok()) return may;
  }
  return MayAt(actor, after.office);
}

}  // namespace

grpc::Status BookingService::GetCalendar(grpc::ServerContext* context, const v1::GetCalendarRequest* request,
                                         v1::GetCalendarResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/GetCalendar", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_LOCATION_STAFF, ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    const auto calendar = store_.Calendar({request->municipality_id()}, {request->location_id()});
    if (!calendar.ok()) return calendar.status();
    if (!*calendar) return absl::NotFoundError("location: there is none of this id");
    if (absl::Status may = MayAt(*actor, (*calendar)->location.office); !may.ok()) return may;
    response->set_calendar_json(FormatLocation((*calendar)->location));
    response->set_version(static_cast<std::uint64_t>((*calendar)->version));
    return absl::OkStatus();
  });
}

grpc::Status BookingService::SaveCalendar(grpc::ServerContext* context, const v1::SaveCalendarRequest* request,
                                          v1::SaveCalendarResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/SaveCalendar", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    return SaveCalendarAs(*actor, *request, *response);
  });
}

absl::Status BookingService::SaveCalendarAs(const staff::v1::Actor& actor, const v1::SaveCalendarRequest& request,
                                            v1::SaveCalendarResponse& response) {
  if (request.calendar_json().size() > kLongestCalendar) return absl::InvalidArgumentError("calendar_json: too long");
  const auto location = ParseLocation(request.calendar_json());
  if (!location.ok()) return location.status();
  const MunicipalityId municipality{request.municipality_id()};
  const auto before = store_.Calendar(municipality, location->id);
  if (!before.ok()) return before.status();
  if (absl::Status may = MayChange(actor, *before, *location); !may.ok()) return may;
  if (request.expected_version() == 0 && *before)
    return absl::FailedPreconditionError("id: there is a location of this id already");
  const auto expected = static_cast<std::int64_t>(request.expected_version());
  if (request.preview()) {
    const auto affected = store_.AffectedBy(municipality, *location);
    if (!affected.ok()) return affected.status();
    response.set_version(*before ? static_cast<std::uint64_t>((*before)->version) : 0);
    Encode(*affected, response);
    return absl::OkStatus();
  }
  const auto outcome = store_.SaveCalendar(municipality, *location, expected, AuditName(actor));
  if (!outcome.ok()) return outcome.status();
  if (const auto* stale = std::get_if<CalendarStale>(&*outcome)) return Stale(*stale);
  const auto& saved = std::get<CalendarSaved>(*outcome);
  response.set_version(static_cast<std::uint64_t>(saved.version));
  Encode(saved.affected, response);
  return absl::OkStatus();
}

grpc::Status BookingService::RetireLocation(grpc::ServerContext* context, const v1::RetireLocationRequest* request,
                                            v1::RetireLocationResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/RetireLocation", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    const MunicipalityId municipality{request->municipality_id()};
    const auto before = store_.Calendar(municipality, {request->location_id()});
    if (!before.ok()) return before.status();
    if (!*before) return absl::NotFoundError("location: there is none of this id");
    if (absl::Status may = MayAt(*actor, (*before)->location.office); !may.ok()) return may;
    std::vector<Affected> affected;
    if (request->preview()) {
      Location closed = (*before)->location;
      closed.opening.clear();
      auto found = store_.AffectedBy(municipality, closed);
      if (!found.ok()) return found.status();
      affected = *std::move(found);
    } else {
      auto outcome = store_.RetireLocation(municipality, {request->location_id()},
                                           static_cast<std::int64_t>(request->expected_version()), AuditName(*actor));
      if (!outcome.ok()) return outcome.status();
      if (const auto* stale = std::get_if<CalendarStale>(&*outcome)) return Stale(*stale);
      affected = std::move(std::get<CalendarSaved>(*outcome).affected);
    }
    for (const Affected& one : affected) Encode(one.appointment, response->add_affected());
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::booking
