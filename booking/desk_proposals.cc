// New times for appointments that must go somewhere else.
#include <algorithm>
#include <set>

#include "booking/affected.h"
#include "booking/desk.h"

namespace amtslotse::booking {
namespace {

constexpr std::size_t kMostNumbers = 500;
constexpr int kPage = 500;
constexpr int kMostPages = 20;

bool Overlap(const FreeSlot& slot, const FreeSlot& other) {
  return slot.location == other.location && slot.start < other.end && other.start < slot.end;
}

bool IsClosed(const FreeSlot& slot, const ProposeQuery& query) {
  return slot.location == query.location && query.from && query.to && slot.start < *query.to && slot.end > *query.from;
}

// The town with the calendar that shall be, and the picture of free times it would have.
absl::StatusOr<Town> TownAsItShallBe(Store::Parts& parts, sql::Transaction& transaction, const ProposeQuery& query,
                                     FreeTimes& picture) {
  const auto town = parts.calendars.Now(transaction, query.municipality);
  if (!town.ok()) return town.status();
  Town supposed = **town;
  const KnownLocationPtr before = query.calendar ? supposed.Find(query.calendar->id) : nullptr;
  if (before == nullptr) return supposed;
  const auto zone = Zone::Find(query.calendar->time_zone);
  if (!zone.ok()) return zone.status();
  const auto counts = CountOn(transaction, before->key, *query.calendar, *zone, parts.clock.Now());
  if (!counts.ok()) return counts.status();
  sql::Rows rows(3);
  for (const auto& [start, count] : *counts) {
    rows.Add(ToSeconds(start));
    rows.Add(count.taken);
    rows.Add(count.public_taken);
  }
  picture.Suppose(before->key, std::move(rows));
  const auto after = std::make_shared<const KnownLocation>(
      KnownLocation{before->key, before->version, before->retired, *query.calendar, *zone});
  std::replace(supposed.locations.begin(), supposed.locations.end(), before, KnownLocationPtr(after));
  supposed.by_id[after->location.id] = after;
  supposed.by_key[after->key] = after;
  return supposed;
}

// The first free time after `after` that is left when the others have theirs.
absl::StatusOr<std::optional<FreeSlot>> FirstLeft(const Ground& ground, const ProposeQuery& query,
                                                  const Appointment& appointment, Instant after,
                                                  const std::vector<FreeSlot>& given) {
  SlotQuery slots;
  slots.municipality = query.municipality;
  for (const BookedService& service : appointment.services) slots.items.push_back({service.service, service.quantity});
  slots.locations = {appointment.location};
  for (const LocationId& other : query.others) slots.locations.push_back(other);
  slots.audience = Audience::kStaff;
  slots.as_soon_as_possible = true;
  slots.max_results = kPage;
  slots.after = after;
  for (int page = 0; page < kMostPages; ++page) {
    const auto outcome = FreeSlotsOn(ground, slots);
    if (!outcome.ok()) return outcome.status();
    const auto* found = std::get_if<SlotsFound>(&*outcome);
    if (found == nullptr) return std::nullopt;
    for (const FreeSlot& slot : found->slots) {
      if (IsClosed(slot, query)) continue;
      const auto used =
          std::count_if(given.begin(), given.end(), [&](const FreeSlot& other) { return Overlap(slot, other); });
      if (used < slot.places) return slot;
    }
    if (!found->more) return std::nullopt;
    slots.after = found->slots.back().start;
  }
  return std::nullopt;
}

absl::Status GiveTimes(Store::Parts& parts, sql::Transaction& transaction, const ProposeQuery& query,
                       std::vector<MoveProposal>& proposals) {
  FreeTimes picture;
  const auto town = TownAsItShallBe(parts, transaction, query, picture);
  if (!town.ok()) return town.status();
  const Instant now = parts.clock.Now();
  const Instant earliest = std::max(query.earliest.value_or(now), now);
  const Ground ground{picture, picture.Epoch(), *town, transaction, now};
  std::vector<FreeSlot> given;
  for (MoveProposal& proposal : proposals) {
    const Instant not_before = std::max(earliest, proposal.appointment.start - std::chrono::seconds{1});
    auto slot = FirstLeft(ground, query, proposal.appointment, not_before, given);
    if (slot.ok() && !*slot && not_before > earliest) {
      slot = FirstLeft(ground, query, proposal.appointment, earliest, given);
    }
    if (!slot.ok()) return slot.status();
    proposal.slot = *slot;
    if (!proposal.slot) continue;
    given.push_back(*proposal.slot);
    proposal.location_name = town->Find(proposal.slot->location)->location.name;
  }
  return absl::OkStatus();
}

// What the query is about, each once.
class Gathering {
 public:
  void Add(const Appointment& appointment, std::optional<AffectedBecause> why) {
    if (appointment.state != AppointmentState::kConfirmed || !known_.insert(appointment.number.value).second) return;
    const bool reachable = RouteOf(NotificationKind::kRebooked, appointment.contact, /*by_staff=*/true).has_value();
    proposals_.push_back({appointment, std::nullopt, "", why, reachable});
  }
  std::vector<MoveProposal> InOrder() {
    std::stable_sort(proposals_.begin(), proposals_.end(), [](const MoveProposal& a, const MoveProposal& b) {
      return a.appointment.start < b.appointment.start;
    });
    return std::move(proposals_);
  }

 private:
  std::set<std::string> known_;
  std::vector<MoveProposal> proposals_;
};

}  // namespace

absl::StatusOr<std::vector<MoveProposal>> Desk::Propose(const ProposeQuery& query) {
  if (query.numbers.size() > kMostNumbers) return absl::InvalidArgumentError("appointment_ids: at most 500");
  const Instant now = store_.parts().clock.Now();
  Gathering gathering;
  if (query.calendar) {
    if (const absl::Status valid = Validate(*query.calendar); !valid.ok()) return valid;
    const auto affected = store_.AffectedBy(query.municipality, *query.calendar);
    if (!affected.ok()) return affected.status();
    for (const Affected& one : *affected) gathering.Add(one.appointment, one.why);
  }
  if (query.from && query.to) {
    const auto inside = Between(query.municipality, query.location, std::max(*query.from, now), *query.to);
    if (!inside.ok()) return inside.status();
    for (const Appointment& appointment : *inside) gathering.Add(appointment, AffectedBecause::kClosed);
  }
  for (const AppointmentNumber& number : query.numbers) {
    const auto found = store_.Lookup(query.municipality, ByNumber{number});
    if (!found.ok()) return found.status();
    const auto* appointment = std::get_if<Appointment>(&*found);
    if (appointment != nullptr && appointment->start > now) gathering.Add(*appointment, std::nullopt);
  }
  std::vector<MoveProposal> proposals = gathering.InOrder();
  const absl::Status read = store_.parts().database.Read(
      [&](sql::Transaction& transaction) { return GiveTimes(store_.parts(), transaction, query, proposals); });
  if (!read.ok()) return read;
  return proposals;
}

}  // namespace amtslotse::booking
