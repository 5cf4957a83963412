#include "booking/zone.h"

#include <date/tz.h>

#include <stdexcept>

namespace amtslotse::booking {
namespace {

date::sys_seconds ToDate(Instant instant) { return date::sys_seconds{instant.time_since_epoch()}; }
Instant FromDate(date::sys_seconds instant) { return Instant{instant.time_since_epoch()}; }

}  // namespace

absl::StatusOr<Zone> Zone::Find(const std::string& name) {
  try {
    return Zone(date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return absl::NotFoundError("unknown time zone '" + name + "'");
  }
}

const std::string& Zone::name() const { return zone_->name(); }

std::chrono::seconds Zone::OffsetAt(Instant instant) const { return zone_->get_info(ToDate(instant)).offset; }

std::string Zone::AbbreviationAt(Instant instant) const { return zone_->get_info(ToDate(instant)).abbrev; }

Date Zone::DateOf(Instant instant) const {
  return Date{std::chrono::floor<std::chrono::days>(instant + OffsetAt(instant))};
}

TimeOfDay Zone::TimeOf(Instant instant) const {
  const Instant local = instant + OffsetAt(instant);
  return std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local));
}

Instant Zone::At(Date date, TimeOfDay time) const {
  const auto since_epoch = std::chrono::sys_days{date}.time_since_epoch() + time;
  const date::local_seconds local{since_epoch};
  const date::local_info found = zone_->get_info(local);
  if (found.result == date::local_info::nonexistent) return FromDate(found.first.end);
  return Instant{local.time_since_epoch() - found.first.offset};
}

bool Zone::IsAmbiguous(Instant instant) const {
  const date::local_seconds local{instant.time_since_epoch() + OffsetAt(instant)};
  return zone_->get_info(local).result == date::local_info::ambiguous;
}

}  // namespace amtslotse::booking
