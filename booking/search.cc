#include <algorithm>

#include "booking/store_parts.h"

// Free days and times over several locations.
namespace amtslotse::booking {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

// One location that can do the combination, and the days to look at there.
struct Candidate {
  KnownLocationPtr location;
  Fits fits;
  Instant from;
  Instant to;
  sys_days first;
  sys_days last;
};

struct Candidates {
  std::vector<Candidate> able;
  std::optional<Fit> nearest_miss;
};

struct TimeWindow {
  TimeOfDay from{0};
  TimeOfDay to{24 * 60};
  bool all_day() const { return from <= TimeOfDay{0} && to >= TimeOfDay{24 * 60}; }
};

TimeWindow WindowOf(const SlotQuery& query) {
  TimeWindow window;
  if (query.part_of_day == PartOfDay::kMorning) window = {TimeOfDay{0}, TimeOfDay{12 * 60}};
  if (query.part_of_day == PartOfDay::kAfternoon) window = {TimeOfDay{12 * 60}, TimeOfDay{17 * 60}};
  if (query.part_of_day == PartOfDay::kEvening) window = {TimeOfDay{17 * 60}, TimeOfDay{24 * 60}};
  if (query.from_time) window.from = std::max(window.from, *query.from_time);
  if (query.to_time) window.to = std::min(window.to, *query.to_time);
  return window;
}

bool Suits(const SlotQuery& query, const Location& location) {
  if (query.step_free && !location.step_free) return false;
  return query.language.empty() ||
         std::find(location.languages.begin(), location.languages.end(), query.language) != location.languages.end();
}

Candidate CandidateFor(const SlotQuery& query, const KnownLocationPtr& location, const Fits& fits, Instant now) {
  constexpr int kStaffWindowDays = 400;
  Candidate candidate{location, fits, now, now + days{kStaffWindowDays}, {}, {}};
  if (query.audience == Audience::kPublic) {
    const BookableRange range = PublicRange(location->location, location->zone, now);
    candidate.from = range.first;
    candidate.to = range.end;
  }
  if (query.after) candidate.from = std::max(candidate.from, *query.after + std::chrono::seconds{1});
  candidate.first = sys_days{location->zone.DateOf(candidate.from)};
  candidate.last = sys_days{location->zone.DateOf(candidate.to - std::chrono::seconds{1})};
  if (query.from_date) candidate.first = std::max(candidate.first, sys_days{*query.from_date});
  if (query.to_date) candidate.last = std::min(candidate.last, sys_days{*query.to_date});
  return candidate;
}

double MetresTo(const SlotQuery& query, const Location& location) {
  constexpr double kFar = 1e9;
  return query.near && location.coordinates ? MetresBetween(*query.near, *location.coordinates) : kFar;
}

// Every location that could be meant; UnknownLocation for one that does not exist.
std::variant<std::vector<KnownLocationPtr>, UnknownLocation> Meant(const Town& town, const SlotQuery& query) {
  std::vector<KnownLocationPtr> meant;
  if (query.locations.empty()) {
    for (const KnownLocationPtr& known : town.locations) meant.push_back(known);
  }
  for (const LocationId& id : query.locations) {
    KnownLocationPtr known = town.Find(id);
    if (known == nullptr || known->retired) return UnknownLocation{id};
    meant.push_back(std::move(known));
  }
  std::erase_if(meant, [&](const KnownLocationPtr& known) {
    return known->retired || !known->location.rules.external_url.empty() || !Suits(query, known->location);
  });
  if (query.near) {
    std::stable_sort(meant.begin(), meant.end(), [&](const KnownLocationPtr& a, const KnownLocationPtr& b) {
      return MetresTo(query, a->location) < MetresTo(query, b->location);
    });
  }
  return meant;
}

Candidates WhoCan(const SlotQuery& query, const std::vector<ServiceItem>& items,
                  const std::vector<KnownLocationPtr>& meant, Instant now) {
  Candidates candidates;
  for (const KnownLocationPtr& known : meant) {
    const Fit fit = FitAt(known->location, items);
    if (const auto* fits = std::get_if<Fits>(&fit)) {
      candidates.able.push_back(CandidateFor(query, known, *fits, now));
    } else if (!candidates.nearest_miss || candidates.nearest_miss->index() < fit.index()) {
      candidates.nearest_miss = fit;
    }
  }
  return candidates;
}

bool WantedWeekday(const SlotQuery& query, sys_days day) {
  return query.weekdays.empty() ||
         std::find(query.weekdays.begin(), query.weekdays.end(), std::chrono::weekday{day}) != query.weekdays.end();
}

struct Span {
  sys_days first = sys_days::max();
  sys_days last = sys_days::min();
};

Span SpanOf(const std::vector<Candidate>& candidates) {
  Span span;
  for (const Candidate& candidate : candidates) {
    span.first = std::min(span.first, candidate.first);
    span.last = std::max(span.last, candidate.last);
  }
  return span;
}

// A search in progress: the picture, and what was asked.
struct Search {
  FreeTimes& picture;
  const SlotQuery& query;
  TimeWindow window;
  Instant now;

  FreeTimes::Question For(const Candidate& candidate, sys_days day) const {
    const Zone& zone = candidate.location->zone;
    FreeTimes::Question question{candidate.location, candidate.fits.slots, query.audience == Audience::kPublic,
                                 candidate.from, candidate.to};
    if (!window.all_day()) {
      question.from = std::max(question.from, zone.At(Date{day}, window.from));
      question.to = std::min(question.to, zone.At(Date{day}, window.to));
    }
    return question;
  }
};

// At most `count` of them, evenly over the day.
void Thin(std::vector<FreeTimes::Start>& starts, std::size_t count) {
  if (count == 0 || starts.size() <= count) return;
  std::vector<FreeTimes::Start> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(starts[i * starts.size() / count]);
  starts = std::move(chosen);
}

void AddDay(const Search& search, const std::vector<Candidate>& candidates, sys_days day,
            std::vector<FreeSlot>& slots) {
  const auto before = std::ssize(slots);
  for (const Candidate& candidate : candidates) {
    if (day < candidate.first || day > candidate.last) continue;
    auto starts = search.picture.Starts(search.For(candidate, day), day, search.now);
    Thin(starts, static_cast<std::size_t>(search.query.per_day_and_location));
    const bool known = search.query.near && candidate.location->location.coordinates;
    const double metres = known ? MetresTo(search.query, candidate.location->location) : -1;
    for (const FreeTimes::Start& start : starts) {
      slots.push_back(
          {candidate.location->location.id, start.at, start.at + candidate.fits.length, start.places, metres});
    }
  }
  if (search.query.as_soon_as_possible) {
    std::stable_sort(slots.begin() + before, slots.end(),
                     [](const FreeSlot& a, const FreeSlot& b) { return a.start < b.start; });
  }
}

// Before a search reads the picture, the picture must have those days.
absl::Status LoadAll(const Ground& ground, const std::vector<Candidate>& candidates) {
  for (const Candidate& candidate : candidates) {
    if (candidate.first > candidate.last) continue;
    const absl::Status loaded =
        ground.picture.Load(ground.transaction, ground.epoch, *candidate.location, candidate.first, candidate.last);
    if (!loaded.ok()) return loaded;
  }
  return absl::OkStatus();
}

SlotsFound SlotsIn(const Search& search, const std::vector<Candidate>& candidates) {
  SlotsFound found;
  const Span span = SpanOf(candidates);
  const auto wanted = static_cast<std::size_t>(search.query.max_results);
  for (sys_days day = span.first; day <= span.last && found.slots.size() <= wanted; day += days{1}) {
    if (WantedWeekday(search.query, day)) AddDay(search, candidates, day, found.slots);
  }
  found.more = found.slots.size() > wanted;
  if (found.more) found.slots.resize(wanted);
  return found;
}

// The days with a start at this location, in order.
std::vector<sys_days> DaysAt(const Search& search, const Candidate& candidate) {
  if (search.window.all_day()) {
    return search.picture.FreeDays(search.For(candidate, candidate.first), candidate.first, candidate.last, search.now);
  }
  std::vector<sys_days> found;
  for (sys_days day = candidate.first; day <= candidate.last; day += days{1}) {
    if (search.picture.AnyFree(search.For(candidate, day), day, search.now)) found.push_back(day);
  }
  return found;
}

DaysFound DaysIn(const Search& search, const std::vector<Candidate>& candidates) {
  const Span span = SpanOf(candidates);
  if (span.first > span.last) return {};
  std::vector<FreeDay> all(static_cast<std::size_t>((span.last - span.first).count()) + 1);
  for (const Candidate& candidate : candidates) {
    for (const sys_days day : DaysAt(search, candidate)) {
      FreeDay& free = all[static_cast<std::size_t>((day - span.first).count())];
      if (free.locations++ == 0) free = {Date{day}, 1, candidate.location->location.id};
    }
  }
  DaysFound found;
  for (FreeDay& free : all) {
    if (free.locations > 0 && WantedWeekday(search.query, sys_days{free.date})) found.days.push_back(std::move(free));
  }
  return found;
}

absl::Status CheckQuery(const SlotQuery& query) {
  if (query.max_results < 1 || query.max_results > 500) {
    return absl::InvalidArgumentError("max_results: expected 1..500");
  }
  if (query.locations.size() > 2000) return absl::InvalidArgumentError("locations: at most 2000");
  if ((query.from_date && !query.from_date->ok()) || (query.to_date && !query.to_date->ok())) {
    return absl::InvalidArgumentError("date: no such day");
  }
  return absl::OkStatus();
}

// Empty answers say when it is worth to look again, and what else there is.
absl::StatusOr<NothingFree> Nothing(const Ground& ground, const SlotQuery& query, const std::vector<ServiceItem>& items,
                                    const std::vector<KnownLocationPtr>& meant) {
  NothingFree nothing;
  SlotQuery wider = query;
  wider.from_date.reset();
  wider.to_date.reset();
  wider.from_time.reset();
  wider.to_time.reset();
  wider.after.reset();
  wider.weekdays.clear();
  wider.part_of_day = PartOfDay::kAny;
  wider.as_soon_as_possible = true;
  wider.max_results = 1;
  const Candidates candidates = WhoCan(wider, items, meant, ground.now);
  for (const Candidate& candidate : candidates.able) {
    const Instant release = NextRelease(candidate.location->location, candidate.location->zone, ground.now);
    if (nothing.next_release && *nothing.next_release <= release) continue;
    nothing.next_release = release;
    nothing.next_release_at = candidate.location->location.id;
  }
  if (const absl::Status loaded = LoadAll(ground, candidates.able); !loaded.ok()) return loaded;
  const SlotsFound outside = SlotsIn({ground.picture, wider, WindowOf(wider), ground.now}, candidates.able);
  if (!outside.slots.empty()) nothing.outside_filters = outside.slots.front();
  return nothing;
}

// What FreeSlots and FreeDays share; `answer` makes of the loaded candidates what was asked, or says it is empty.
template <typename Outcome, typename Answer>
absl::StatusOr<Outcome> AskOn(const Ground& ground, const SlotQuery& query, const Answer& answer) {
  if (const absl::Status valid = CheckQuery(query); !valid.ok()) return valid;
  const auto items = Normalise(query.items);
  if (!items.ok()) return items.status();
  const auto meant = Meant(ground.town, query);
  if (const auto* unknown = std::get_if<UnknownLocation>(&meant)) return *unknown;
  const auto& locations = std::get<std::vector<KnownLocationPtr>>(meant);
  const Candidates candidates = WhoCan(query, *items, locations, ground.now);
  if (candidates.able.empty()) {
    return CannotCombine{candidates.nearest_miss.value_or(DoesNotOffer{items->front().service})};
  }
  if (const absl::Status loaded = LoadAll(ground, candidates.able); !loaded.ok()) return loaded;
  Outcome outcome;
  if (answer({ground.picture, query, WindowOf(query), ground.now}, candidates.able, outcome)) return outcome;
  const auto nothing = Nothing(ground, query, *items, locations);
  if (!nothing.ok()) return nothing.status();
  return *nothing;
}

template <typename Outcome, typename Answer>
absl::StatusOr<Outcome> Ask(Store::Parts& parts, const SlotQuery& query, const Answer& answer) {
  const auto elsewhere = parts.database.TouchedElsewhere();
  if (!elsewhere.ok()) return elsewhere.status();
  parts.free_times.Touch(*elsewhere);
  const std::uint64_t epoch = parts.free_times.Epoch();
  Outcome outcome;
  const absl::Status read = parts.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto town = parts.calendars.Now(transaction, query.municipality);
    if (!town.ok()) return town.status();
    auto answered = AskOn<Outcome>({parts.free_times, epoch, **town, transaction, parts.clock.Now()}, query, answer);
    if (answered.ok()) outcome = *std::move(answered);
    return answered.status();
  });
  if (!read.ok()) return read;
  return outcome;
}

bool AnySlots(const Search& search, const std::vector<Candidate>& candidates, SlotsOutcome& outcome) {
  SlotsFound found = SlotsIn(search, candidates);
  const bool any = !found.slots.empty();
  outcome = std::move(found);
  return any;
}

}  // namespace

absl::StatusOr<SlotsOutcome> Store::FreeSlots(const SlotQuery& query) {
  return Ask<SlotsOutcome>(*parts_, query, AnySlots);
}

absl::StatusOr<SlotsOutcome> FreeSlotsOn(const Ground& ground, const SlotQuery& query) {
  return AskOn<SlotsOutcome>(ground, query, AnySlots);
}

absl::StatusOr<DaysOutcome> Store::FreeDays(const SlotQuery& query) {
  return Ask<DaysOutcome>(*parts_, query, [](const Search& search, const auto& candidates, DaysOutcome& outcome) {
    DaysFound found = DaysIn(search, candidates);
    const bool any = !found.days.empty();
    outcome = std::move(found);
    return any;
  });
}

absl::Status Store::WarmUp() {
  std::vector<MunicipalityId> towns;
  absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    static constexpr sql::Statement kTowns{"SELECT municipality FROM calendar_version"};
    const auto rows = transaction.Run(kTowns, {});
    if (!rows.ok()) return rows.status();
    towns.clear();
    for (std::size_t row = 0; row < rows->size(); ++row) towns.push_back({rows->Text(row, 0)});
    return absl::OkStatus();
  });
  for (const MunicipalityId& municipality : towns) {
    if (!read.ok()) return read;
    const std::uint64_t epoch = parts_->free_times.Epoch();
    read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
      const auto town = parts_->calendars.Now(transaction, municipality);
      if (!town.ok()) return town.status();
      for (const KnownLocationPtr& known : (*town)->locations) {
        if (known->retired) continue;
        const Candidate whole = CandidateFor({}, known, {}, parts_->clock.Now());
        if (whole.first > whole.last) continue;
        const absl::Status loaded = parts_->free_times.Load(transaction, epoch, *known, whole.first, whole.last);
        if (!loaded.ok()) return loaded;
      }
      return absl::OkStatus();
    });
  }
  return read;
}

}  // namespace amtslotse::booking
