#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr std::size_t kMaxServices = 20;
constexpr int kMaxQuantity = 1000;

}  // namespace

absl::StatusOr<std::vector<ServiceItem>> Normalise(const std::vector<ServiceItem>& items) {
  if (items.empty()) return absl::InvalidArgumentError("services: at least one is needed");
  if (items.size() > kMaxServices) return absl::InvalidArgumentError("services: at most 20");
  std::vector<ServiceItem> added_up;
  for (const ServiceItem& item : items) {
    if (item.service.value.empty() || item.service.value.size() > 200) {
      return absl::InvalidArgumentError("service id: expected 1..200 bytes");
    }
    if (item.quantity < 1 || item.quantity > kMaxQuantity) {
      return absl::InvalidArgumentError("quantity: expected 1..1000");
    }
    const auto same = std::find_if(added_up.begin(), added_up.end(),
                                   [&](const ServiceItem& other) { return other.service == item.service; });
    if (same == added_up.end()) {
      added_up.push_back(item);
    } else {
      same->quantity += item.quantity;
    }
  }
  return added_up;
}

SeatOutcome FindSeat(const Town& town, const LocationId& location, const std::vector<ServiceItem>& items, Instant start,
                     Audience audience, Instant now) {
  const KnownLocationPtr known = town.Find(location);
  if (known == nullptr || known->retired) return UnknownLocation{location};
  const Location& calendar = known->location;
  if (!calendar.rules.external_url.empty()) return NotOffered{};
  const Fit fit = FitAt(calendar, items);
  const auto* fits = std::get_if<Fits>(&fit);
  if (fits == nullptr) return NotOffered{fit};
  const BookableRange range = PublicRange(calendar, known->zone, now);
  if (audience == Audience::kPublic && (start < range.first || start >= range.end)) return NotOffered{};
  if (start < now - std::chrono::hours{1}) return NotOffered{};
  std::optional<std::vector<SlotCapacity>> run = RunOfSlots(*known, start, fits->slots, audience);
  if (!run) return NotOffered{};

  Seat seat;
  seat.location = known;
  seat.run = *std::move(run);
  seat.end = start + fits->length;
  seat.places = {known->key, start, start + std::chrono::minutes{calendar.slot_minutes} * fits->slots,
                 audience == Audience::kPublic};
  for (const ServiceItem& item : items) {
    const OfferedService& offered = *calendar.Find(item.service);
    seat.services.push_back({item.service, offered.name, item.quantity, offered.minutes});
  }
  return seat;
}

absl::StatusOr<std::optional<Places>> Store::Parts::ExpectedPlaces(sql::Transaction& transaction,
                                                                   const MunicipalityId& municipality,
                                                                   const LocationId& location,
                                                                   const std::vector<ServiceItem>& items,
                                                                   Instant start) {
  TownPtr town = calendars.LastSeen(municipality);
  KnownLocationPtr known = town == nullptr ? nullptr : town->Find(location);
  if (known == nullptr) {
    const absl::StatusOr<TownPtr> now = calendars.Now(transaction, municipality);
    if (!now.ok()) return now.status();
    known = (*now)->Find(location);
    if (known == nullptr) return std::nullopt;
  }
  const Fit fit = FitAt(known->location, items);
  const auto* fits = std::get_if<Fits>(&fit);
  const int slots = fits == nullptr ? 1 : fits->slots;
  return Places{known->key, start, start + std::chrono::minutes{known->location.slot_minutes} * slots};
}

std::optional<std::string> NumberIn(const std::string& secret) {
  const std::size_t dot = secret.find('.');
  if (dot == std::string::npos || secret.size() > 100) return std::nullopt;
  return secret.substr(0, dot);
}

bool Opens(const Pen& pen, const AppointmentRow& row, Secret secret, const std::string& text) {
  const bool hold = secret == Secret::kHold;
  const std::string hash = pen.keys.TokenHash(hold ? "hold" : "token", text.substr(text.find('.') + 1));
  return EqualInConstantTime(hash, hold ? row.hold_hash : row.token_hash);
}

absl::StatusOr<std::optional<AppointmentRow>> FindBySecret(const Pen& pen, const MunicipalityId& municipality,
                                                           Secret secret, const std::string& text) {
  const std::optional<std::string> number = NumberIn(text);
  if (!number) return std::nullopt;
  auto row = FindByNumber(pen.transaction, municipality, *number);
  if (row.ok() && *row && !Opens(pen, **row, secret, text)) return std::nullopt;
  return row;
}

absl::StatusOr<bool> Regain(const Pen& pen, const Town& town, const AppointmentRow& row) {
  if (row.occupies) return row.IsWaitingForItsCitizen();
  if (row.state != AppointmentState::kExpired) return false;
  const KnownLocationPtr known = town.Find(row.location);
  const auto slot = std::chrono::minutes{known->location.slot_minutes};
  const auto slots = static_cast<int>((row.occupied_to - row.start + slot - std::chrono::seconds{1}) / slot);
  if (known->retired || row.start < pen.now) return false;
  const auto run = RunOfSlots(*known, row.start, slots, row.is_public ? Audience::kPublic : Audience::kStaff);
  if (!run || row.start + slots * slot != row.occupied_to) return false;
  const Places places{row.location, row.start, row.occupied_to, row.is_public};
  return TakePlaces(pen.transaction, places, *run, /*overbook=*/false, pen.now);
}

absl::Status CheckKey(const IdempotencyKey& key) {
  if (key.value.empty() || key.value.size() > 200) {
    return absl::InvalidArgumentError("idempotency key: expected 1..200 bytes");
  }
  return absl::OkStatus();
}

}  // namespace amtslotse::booking
