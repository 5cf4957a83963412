#include "booking/waiting_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "booking/folding.h"
#include "booking/waiting_rows.h"
#include "nlu/text/fold.h"

namespace amtslotse::booking {
namespace {

constexpr int kMaxWishes = 3;  // of one contact, waiting or offered
constexpr int kMaxDays = 400;

constexpr sql::Statement kInsert{
    "INSERT INTO wish (municipality, state, rank, created, from_day, to_day, from_minute, to_minute, services, "
    "locations, missed, token_hash, person_hash, channel, sealed) VALUES (?1, 1, (SELECT coalesce(max(rank), 0) + 1 "
    "FROM wish), "
    "?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, 0, ?9, ?10, ?11, ?12)"};
constexpr sql::Statement kOfPerson{
    "SELECT CAST(count(*) AS BIGINT) FROM wish WHERE municipality = ?1 AND person_hash = ?2 AND state IN (1, 2)"};
constexpr sql::Statement kLeave{
    "UPDATE wish SET state = 4, sealed = NULL, person_hash = NULL, hold_key = NULL WHERE key = ?1 AND state IN (1, 2)"};
constexpr sql::Statement kPass{
    "UPDATE wish SET state = 1, hold_key = NULL, missed = 0 WHERE key = ?1 AND state = 2 AND hold_key = ?2"};
constexpr sql::Statement kBooked{
    "UPDATE wish SET state = 3, number = ?3, sealed = NULL, person_hash = NULL WHERE key = ?1 AND state = 2 AND "
    "hold_key = ?2"};

// Those before, by what they want: few want something of their own.
constexpr sql::Statement kBefore{
    "SELECT from_day, to_day, from_minute, to_minute, locations, count(*) FROM wish WHERE municipality = ?1 AND state "
    "= 1 "
    "AND (rank < ?2 OR (rank = ?2 AND key < ?3)) GROUP BY from_day, to_day, from_minute, to_minute, locations"};

absl::StatusOr<std::optional<WishRow>> FindOne(sql::Transaction& transaction, const sql::Statement& statement,
                                               std::vector<sql::Value> values) {
  const auto rows = transaction.Run(statement, std::move(values));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return WishRowFrom(*rows, 0);
}

absl::StatusOr<std::optional<WishRow>> FindByToken(const Pen& pen, const MunicipalityId& municipality,
                                                   const LinkToken& token) {
  return FindOne(pen.transaction, SelectWishes("municipality = ?1 AND token_hash = ?2"),
                 {municipality.value, sql::Blob{pen.keys.TokenHash("wish", token.value)}});
}

// The same for every repeat of a request, unpredictable without the keys.
LinkToken TokenFor(const KeyRing& keys, const JoinRequest& request) {
  return {"w" + Base64Url(keys.TokenHash("wish-token/" + request.municipality.value, request.key.value))};
}

absl::StatusOr<int> PositionOf(sql::Transaction& transaction, const WishRow& wish) {
  const auto before = transaction.Run(kBefore, {wish.municipality, wish.rank, wish.key});
  if (!before.ok()) return before.status();
  std::int64_t position = 1;
  for (std::size_t i = 0; i < before->size(); ++i) {
    const WishCriteria other = CriteriaFrom(*before, i, 0);
    if (Compete(other, wish.criteria)) position += before->Int(i, 5);
  }
  return static_cast<int>(position);
}

std::optional<Offer> OfferFrom(const AppointmentRow& hold, const KnownLocation& location, const WishRow& wish) {
  return Offer{std::to_string(hold.key),
               location.location.id,
               location.location.name,
               location.location.address,
               location.location.time_zone,
               hold.start,
               hold.ends,
               wish.offer_ends};
}

absl::StatusOr<Wish> WishFrom(const Pen& pen, const Town& town, const WishRow& row) {
  Wish wish;
  wish.id = row.key;
  wish.criteria = row.criteria;
  wish.state = row.state;
  wish.created = row.created;
  wish.number = row.number;
  for (const ServiceItem& item : row.criteria.items) {
    std::string name = item.service.value;
    for (const KnownLocationPtr& known : town.locations) {
      if (const auto* service = known->location.Find(item.service); service != nullptr && !service->name.empty()) {
        name = service->name;
      }
    }
    wish.service_names.push_back(name);
  }
  if (row.state == WishState::kWaiting) {
    const auto position = PositionOf(pen.transaction, row);
    if (!position.ok()) return position.status();
    wish.position = *position;
  }
  if (row.state == WishState::kOffered && row.hold_key != 0 && row.offer_ends > pen.now) {
    const auto hold = FindHold(pen.transaction, row.hold_key);
    if (!hold.ok()) return hold.status();
    if (*hold) wish.offer = OfferFrom(**hold, *town.Find((*hold)->location), row);
  }
  return wish;
}

// The first location that could ever serve the wish; null when there is none.
KnownLocationPtr AnyThatServes(const Town& town, const WishCriteria& criteria) {
  for (const KnownLocationPtr& known : town.locations) {
    if (known->retired || !known->location.rules.external_url.empty()) continue;
    const auto& wanted = criteria.locations;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), known->location.id) == wanted.end()) continue;
    if (std::holds_alternative<Fits>(FitAt(known->location, criteria.items))) return known;
  }
  return nullptr;
}

absl::Status CheckCriteria(const WishCriteria& criteria) {
  if (!criteria.from.ok() || !criteria.to.ok() || criteria.to < criteria.from) {
    return absl::InvalidArgumentError("to_date: before from_date");
  }
  if (std::chrono::sys_days{criteria.to} - std::chrono::sys_days{criteria.from} > std::chrono::days{kMaxDays}) {
    return absl::InvalidArgumentError("to_date: at most 400 days after from_date");
  }
  if (criteria.from_time >= criteria.to_time) {
    return absl::InvalidArgumentError("to_minute: expected after from_minute");
  }
  if (criteria.locations.size() > 50) return absl::InvalidArgumentError("location_ids: at most 50");
  return absl::OkStatus();
}

sql::Value PersonHash(const KeyRing& keys, const MunicipalityId& municipality, const Contact& contact) {
  const auto conversation = contact.conversation.substr(0, contact.conversation.find('.'));
  const std::string who = !contact.email.empty()       ? "e" + FoldEmail(contact.email)
                          : !contact.telephone.empty() ? "t" + FoldTelephone(contact.telephone)
                                                       : "c" + conversation;
  return keys.SearchHash("wish-person", municipality.value, who);
}

absl::StatusOr<JoinOutcome> JoinIn(Store::Parts& parts, sql::Transaction& transaction, const JoinRequest& request) {
  const Pen pen = parts.PenFor(transaction);
  const auto town = parts.calendars.Now(transaction, request.municipality);
  if (!town.ok()) return town.status();
  const LinkToken token = TokenFor(parts.keys, request);
  auto row = FindByToken(pen, request.municipality, token);
  if (!row.ok()) return row.status();
  if (!*row) {
    const KnownLocationPtr serving = AnyThatServes(**town, request.criteria);
    if (serving == nullptr || request.criteria.to < serving->zone.DateOf(pen.now)) return NothingSuits{};
    auto missing = MissingFields(DemandsOf(serving->location, request.criteria.items), request.contact);
    const bool unreachable =
        request.contact.email.empty() && request.contact.telephone.empty() && request.contact.conversation.empty();
    if (missing.empty() && unreachable) missing.push_back(Field::kEmailOrTelephone);
    if (!missing.empty()) return DetailsMissing{missing};
    const sql::Value person = PersonHash(parts.keys, request.municipality, request.contact);
    const auto others = transaction.Run(kOfPerson, {request.municipality.value, person});
    if (!others.ok()) return others.status();
    if (others->Int(0, 0) >= kMaxWishes) return LimitReached{kMaxWishes};
    WishRow fresh;
    fresh.municipality = request.municipality.value;
    fresh.token_hash = parts.keys.TokenHash("wish", token.value);
    const WishCriteria& wanted = request.criteria;
    const auto inserted =
        transaction.Run(kInsert, {fresh.municipality, ToSeconds(pen.now), DayNumber(wanted.from), DayNumber(wanted.to),
                                  std::int64_t{wanted.from_time.count()}, std::int64_t{wanted.to_time.count()},
                                  FormatItems(wanted.items), FormatLocations(wanted.locations),
                                  sql::Blob{fresh.token_hash}, person, static_cast<std::int64_t>(request.channel),
                                  sql::Blob{SealWish(pen, fresh, {request.contact, token})}});
    if (!inserted.ok()) return inserted.status();
    row = FindByToken(pen, request.municipality, token);
    if (!row.ok()) return row.status();
    Appointment about;
    about.contact = request.contact;
    about.location_name = serving->location.name;
    about.time_zone = serving->location.time_zone;
    about.start = pen.now;
    about.end = pen.now;
    const absl::Status told =
        Enqueue(pen, request.municipality, {NotificationKind::kWaiting, 0, about, token, "", "", pen.now});
    if (!told.ok()) return told;
    const absl::Status audited = Audit(pen, {request.municipality, {"citizen"}, "wish", 0, pen.now, "", ""});
    if (!audited.ok()) return audited;
  }
  auto wish = WishFrom(pen, **town, **row);
  if (!wish.ok()) return wish.status();
  return Joined{*std::move(wish), token};
}

// Gives an offered place back, to the next whom it suits. Locks are taken here: call it before any other work.
absl::Status GiveBackHold(Store::Parts& parts, sql::Transaction& transaction, const MunicipalityId& municipality,
                          std::int64_t hold_key, const sql::Statement& mark,
                          const std::vector<sql::Value>& mark_values) {
  static constexpr sql::Statement kGiveUp{
      "UPDATE appointment SET occupies = 0, occupies_until = NULL, state = 9, hold_hash = NULL, changed = ?2 "
      "WHERE key = ?1 AND occupies = 1 AND state IN (1, 2)"};
  const auto hold = FindHold(transaction, hold_key);
  if (!hold.ok()) return hold.status();
  if (*hold) {
    const Places places{(*hold)->location, (*hold)->start, (*hold)->occupied_to, true};
    if (const absl::Status locked = transaction.Lock(LocksFor(places)); !locked.ok()) return locked;
  }
  const auto marked = transaction.Run(mark, mark_values);
  if (!marked.ok() || marked->touched == 0 || !*hold) return marked.status();
  const Pen pen = parts.PenFor(transaction);
  const auto given_up = transaction.Run(kGiveUp, {hold_key, ToSeconds(pen.now)});
  if (!given_up.ok() || given_up->touched == 0) return given_up.status();
  const Places places{(*hold)->location, (*hold)->start, (*hold)->occupied_to, true};
  if (const absl::Status given = GiveBackPlaces(transaction, places); !given.ok()) return given;
  const absl::Status audited =
      Audit(pen, {municipality, {"citizen"}, "release", places.location, places.start, (*hold)->number, ""});
  if (!audited.ok()) return audited;
  const auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  return OfferFreed(pen, **town, municipality, places).status();
}

// The answer to a repeated "yes".
absl::StatusOr<AnswerOutcome> BookedBefore(Store::Parts& parts, const MunicipalityId& municipality,
                                           const AppointmentRow& row) {
  auto details = OpenDetails(row, parts.keys);
  if (!details.ok()) return details.status();
  AnswerOutcome outcome = OfferGone{};
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    outcome = Confirmed{AppointmentFrom(row, *details, *(*town)->Find(row.location), parts.keys),
                        details->cancellation_code, details->token};
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return outcome;
}

}  // namespace

absl::StatusOr<JoinOutcome> WaitingList::Join(const JoinRequest& request) {
  absl::Status valid = CheckKey(request.key);
  if (valid.ok()) valid = CheckCriteria(request.criteria);
  if (valid.ok()) valid = CheckTexts(request.contact, {}, {});
  if (!valid.ok()) return valid;
  JoinRequest clean = request;
  auto items = Normalise(request.criteria.items);
  if (!items.ok()) return items.status();
  clean.criteria.items = *std::move(items);
  clean.contact.name = Trimmed(nlu::Nfc(request.contact.name));
  clean.contact.email = Trimmed(request.contact.email);
  clean.contact.telephone = Trimmed(request.contact.telephone);
  auto& parts = store_.parts();
  return parts.WriteOutcome<JoinOutcome>(
      [&](sql::Transaction& transaction) { return JoinIn(parts, transaction, clean); },
      [](const JoinOutcome& outcome) { return std::holds_alternative<Joined>(outcome); });
}

absl::StatusOr<WishOutcome> WaitingList::Look(const MunicipalityId& municipality, const LinkToken& token) {
  WishOutcome outcome = NotFound{};
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const Pen pen = parts.PenFor(transaction);
    const auto row = FindByToken(pen, municipality, token);
    if (!row.ok() || !*row) return row.status();
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    auto wish = WishFrom(pen, **town, **row);
    if (!wish.ok()) return wish.status();
    outcome = *std::move(wish);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return outcome;
}

absl::Status WaitingList::Leave(const MunicipalityId& municipality, const LinkToken& token) {
  auto& parts = store_.parts();
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto row = FindByToken(parts.PenFor(transaction), municipality, token);
    if (!row.ok() || !*row) return row.status();
    return GiveBackHold(parts, transaction, municipality, (*row)->hold_key, kLeave, {(*row)->key});
  });
}

absl::StatusOr<AnswerOutcome> WaitingList::Answer(const MunicipalityId& municipality, const LinkToken& token,
                                                  const std::string& offer, bool accept) {
  auto& parts = store_.parts();
  std::optional<WishRow> row;
  std::optional<AppointmentRow> hold;
  WishDetails details;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    auto found = FindByToken(parts.PenFor(transaction), municipality, token);
    if (!found.ok()) return found.status();
    row = *std::move(found);
    if (!row || row->hold_key == 0) return absl::OkStatus();
    auto opened = OpenWish(*row, parts.keys);
    if (!opened.ok()) return opened.status();
    details = *std::move(opened);
    auto held = FindHold(transaction, row->hold_key);
    if (held.ok()) hold = *std::move(held);
    return held.status();
  });
  if (!read.ok()) return read;
  if (!row) return NotFound{};
  const bool current = hold && std::to_string(row->hold_key) == offer;
  if (accept && current && row->state == WishState::kBooked) return BookedBefore(parts, municipality, *hold);
  if (!current || row->state != WishState::kOffered) return OfferGone{};
  if (!accept) {
    const absl::Status passed = parts.Write([&](sql::Transaction& transaction) {
      return GiveBackHold(parts, transaction, municipality, row->hold_key, kPass, {row->key, row->hold_key});
    });
    if (!passed.ok()) return passed;
    auto wish = Look(municipality, token);
    if (!wish.ok()) return wish.status();
    return std::get<Wish>(*std::move(wish));
  }
  // Repeated with the same key: the first result again, also after a crash between the two steps.
  ConfirmRequest confirm;
  confirm.municipality = municipality;
  confirm.key = {"offer/" + hold->number};
  confirm.hold = OfferHold(parts.keys, hold->number);
  confirm.contact = details.contact;
  confirm.reached = true;
  const auto confirmed = store_.Confirm(confirm);
  if (!confirmed.ok()) return confirmed.status();
  const auto* appointment = std::get_if<Confirmed>(&*confirmed);
  if (appointment == nullptr) return OfferGone{};
  const absl::Status marked = parts.Write([&](sql::Transaction& transaction) {
    return transaction.Run(kBooked, {row->key, row->hold_key, appointment->appointment.number.value}).status();
  });
  if (!marked.ok()) return marked;
  return *appointment;
}

absl::StatusOr<WishPage> WaitingList::List(const MunicipalityId& municipality, const LocationId& location, int offset,
                                           int limit) {
  WishPage page;
  auto& parts = store_.parts();
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    page = {};
    const Pen pen = parts.PenFor(transaction);
    const auto town = parts.calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    const auto rows =
        transaction.Run(SelectWishes("municipality = ?1 AND state IN (1, 2) ORDER BY rank, key"), {municipality.value});
    if (!rows.ok()) return rows.status();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const WishRow row = WishRowFrom(*rows, i);
      const auto& wanted = row.criteria.locations;
      const bool here =
          location.value.empty() || wanted.empty() || std::find(wanted.begin(), wanted.end(), location) != wanted.end();
      if (here && page.total++ >= offset && page.wishes.size() < static_cast<std::size_t>(limit)) {
        auto wish = WishFrom(pen, **town, row);
        if (!wish.ok()) return wish.status();
        page.wishes.push_back(*std::move(wish));
      }
    }
    page.more = page.total > offset + limit;
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return page;
}

}  // namespace amtslotse::booking
