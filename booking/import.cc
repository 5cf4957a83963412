#include "booking/import.h"

#include <fmt/format.h>

#include <charconv>

#include "booking/folding.h"
#include "booking/store_parts.h"
#include "nlu/text/fold.h"

// Writing appointments that were booked elsewhere.
namespace amtslotse::booking {
namespace {

constexpr std::size_t kAtOnce = 100;
constexpr std::size_t kMostRemarks = 200;

constexpr sql::Statement kKnown{"SELECT 1 FROM imported WHERE municipality = ?1 AND line = ?2"};
constexpr sql::Statement kInsert{
    "INSERT INTO appointment (municipality, number, location, start, ends, occupied_to, state, is_public, occupies, "
    "attendees, services, place, channel, sequence, extensions, wrong_codes, created, changed, token_hash, code_hash, "
    "sealed, surname_hash, email_hash, telephone_hash, forget_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 3, 0, 1, ?7, ?8, ?9, 6, 0, 0, 0, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
    "RETURNING key"};
constexpr sql::Statement kNote{"INSERT INTO imported (municipality, line, appointment, at) VALUES (?1, ?2, ?3, ?4)"};

// A line that can be written.
struct Ready {
  int line = 0;
  std::int64_t mark = 0;  // knows the line again
  KnownLocationPtr location;
  Instant start;
  Instant end;
  Instant occupied_to;
  std::vector<BookedService> services;
  Contact contact;
  int attendees = 1;
};
using Judged = std::variant<Ready, std::string>;  // or what is wrong with it

std::optional<int> Number(std::string_view text, int min, int max) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < min || number > max) return std::nullopt;
  return number;
}

// "2026-12-03" or "3.12.2026".
std::optional<Date> ReadDate(std::string_view text) {
  const bool iso = text.find('-') != std::string_view::npos;
  const char separator = iso ? '-' : '.';
  const std::size_t first = text.find(separator);
  const std::size_t second = first == std::string_view::npos ? first : text.find(separator, first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto a = Number(text.substr(0, first), 1, 9999);
  const auto b = Number(text.substr(first + 1, second - first - 1), 1, 12);
  const auto c = Number(text.substr(second + 1), 1, 9999);
  if (!a || !b || !c) return std::nullopt;
  const Date date{std::chrono::year{iso ? *a : *c}, std::chrono::month{static_cast<unsigned>(*b)},
                  std::chrono::day{static_cast<unsigned>(iso ? *c : *a)}};
  if (!date.ok() || date.year() < std::chrono::year{2000} || date.year() > std::chrono::year{2200}) return std::nullopt;
  return date;
}

// "14:20", "9:05", also with seconds of zero.
std::optional<TimeOfDay> ReadTime(std::string_view text) {
  if (text.ends_with(":00") && text.find(':') != text.rfind(':')) text.remove_suffix(3);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto hour = Number(text.substr(0, colon), 0, 23);
  const auto minute = Number(text.substr(colon + 1), 0, 59);
  if (!hour || !minute) return std::nullopt;
  return TimeOfDay{*hour * 60 + *minute};
}

KnownLocationPtr FindLocation(const Town& town, const std::string& text) {
  if (const KnownLocationPtr known = town.Find(LocationId{text}); known != nullptr && !known->retired) return known;
  for (const KnownLocationPtr& known : town.locations) {
    if (!known->retired && FoldName(known->location.name) == FoldName(text)) return known;
  }
  return nullptr;
}

const OfferedService* FindService(const Location& location, const std::string& text) {
  if (const OfferedService* offered = location.Find(ServiceId{text})) return offered;
  for (const OfferedService& offered : location.services) {
    if (!offered.name.empty() && FoldName(offered.name) == FoldName(text)) return &offered;
  }
  return nullptr;
}

// Services with quantities; what is wrong as the other case.
std::variant<std::vector<BookedService>, std::string> ReadServices(const Location& location, const std::string& text) {
  std::vector<BookedService> services;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t plus = std::min(text.find('+', at), text.size());
    std::string name = Trimmed(text.substr(at, plus - at));
    at = plus + 1;
    int quantity = 1;
    if (const std::size_t star = name.rfind('*'); star != std::string::npos) {
      const auto number = Number(Trimmed(name.substr(star + 1)), 1, 1000);
      if (!number) return fmt::format("Die Anzahl in „{}“ ist keine Zahl.", name);
      quantity = *number;
      name = Trimmed(name.substr(0, star));
    }
    const OfferedService* offered = FindService(location, name);
    if (offered == nullptr) {
      return fmt::format("Die Leistung „{}“ gibt es an diesem Standort nicht.", name.substr(0, 80));
    }
    services.push_back({offered->service, offered->name, quantity, offered->minutes});
  }
  return services;
}

std::optional<std::string> ReadPerson(const ImportLine& line, Ready& ready) {
  ready.contact.name = Trimmed(nlu::Nfc(line.name));
  ready.contact.email = line.email;
  ready.contact.telephone = line.telephone;
  if (!CheckTexts(ready.contact, {}, {}).ok()) {
    return "Name, E-Mail oder Telefon enthalten Zeichen, die dort nicht vorkommen, oder sind zu lang.";
  }
  for (const Field field : MissingFields({.name = true}, ready.contact)) {
    if (field == Field::kName) return "Der Name fehlt.";
    if (field == Field::kEmail) return "Das ist keine E-Mail-Adresse.";
    return "Das ist keine Telefonnummer.";
  }
  if (!line.attendees.empty()) {
    const auto attendees = Number(line.attendees, 1, 50);
    if (!attendees) return "Die Zahl der Personen ist nicht zwischen 1 und 50.";
    ready.attendees = *attendees;
  }
  return std::nullopt;
}

Judged Judge(const KeyRing& keys, const MunicipalityId& municipality, const Town& town, const ImportLine& line,
             Instant now) {
  Ready ready;
  ready.line = line.line;
  ready.location = FindLocation(town, line.location);
  if (ready.location == nullptr) return fmt::format("Den Standort „{}“ gibt es nicht.", line.location.substr(0, 80));
  const auto date = ReadDate(line.date);
  if (!date) return fmt::format("„{}“ ist kein Datum (TT.MM.JJJJ).", line.date.substr(0, 40));
  const auto time = ReadTime(line.time);
  if (!time) return fmt::format("„{}“ ist keine Uhrzeit (HH:MM).", line.time.substr(0, 40));
  const Location& location = ready.location->location;
  ready.start = ready.location->zone.At(*date, *time);
  if (ready.location->zone.TimeOf(ready.start) != *time) {
    return "Diese Uhrzeit gibt es an dem Tag nicht (Beginn der Sommerzeit).";
  }
  if (ready.start <= now) return "Der Termin ist vorbei.";
  auto services = ReadServices(location, line.services);
  if (auto* wrong = std::get_if<std::string>(&services)) return std::move(*wrong);
  ready.services = std::get<std::vector<BookedService>>(std::move(services));
  std::chrono::minutes length{0};
  for (const BookedService& service : ready.services) {
    length += std::chrono::minutes{service.minutes} * service.quantity;
  }
  if (!line.minutes.empty()) {
    const auto minutes = Number(line.minutes, 1, 1440);
    if (!minutes) return "Die Minuten sind nicht zwischen 1 und 1440.";
    length = std::chrono::minutes{*minutes};
  }
  if (length > std::chrono::hours{24}) return "Der Termin dauert länger als einen Tag.";
  ready.end = ready.start + length;
  ready.occupied_to = ready.end + std::chrono::minutes{location.buffer_minutes};
  if (auto wrong = ReadPerson(line, ready)) return *std::move(wrong);
  const std::string mark = line.number.empty() ? fmt::format("{}/{}/{}", location.id.value, ToSeconds(ready.start),
                                                             FoldName(ready.contact.name))
                                               : "number/" + line.number;
  ready.mark = keys.SearchHash("import", municipality.value, mark);
  return ready;
}

// One place in each slot that it overlaps, also where there is none left. A time without slots takes nothing.
absl::Status TakeAll(sql::Transaction& transaction, const Ready& ready) {
  const KnownLocation& known = *ready.location;
  const auto length = std::chrono::minutes{known.location.slot_minutes};
  const auto last = std::chrono::sys_days{known.zone.DateOf(ready.occupied_to)};
  for (auto day = std::chrono::sys_days{known.zone.DateOf(ready.start)}; day <= last; day += std::chrono::days{1}) {
    for (const SlotCapacity& slot : SlotsOfDay(known.location, known.zone, Date{day})) {
      if (slot.start >= ready.occupied_to || slot.start + length <= ready.start) continue;
      const absl::Status taken = Take(transaction, {known.key, slot.start, slot.start + length, /*is_public=*/false},
                                      {slot}, /*overbook=*/true);
      if (!taken.ok()) return taken;
    }
  }
  return absl::OkStatus();
}

absl::Status WriteOne(const Pen& pen, const MunicipalityId& municipality, const Ready& ready, const Actor& actor) {
  AppointmentRow row;
  row.municipality = municipality.value;
  row.number = NewNumber(pen.random).value;
  const std::string secret = NewToken(pen.random);
  Details details;
  details.contact = ready.contact;
  details.token.value = row.number + "." + secret;
  details.cancellation_code = NewCancellationCode(pen.random);
  const PersonHashes hashes = HashesOf(pen.keys, municipality.value, ready.contact);
  const Location& location = ready.location->location;
  if (const absl::Status taken = TakeAll(pen.transaction, ready); !taken.ok()) return taken;
  const auto inserted = pen.transaction.Run(
      kInsert,
      {municipality.value, row.number, ready.location->key, ToSeconds(ready.start), ToSeconds(ready.end),
       ToSeconds(ready.occupied_to), std::int64_t{ready.attendees}, FormatServices(ready.services), PlaceOf(location),
       ToSeconds(pen.now), sql::Blob{pen.keys.TokenHash("token", secret)},
       pen.keys.SearchHash("code", municipality.value, details.cancellation_code),
       sql::Blob{pen.keys.Seal(FormatDetails(details), SealingContext(row), pen.random)}, hashes.surname, hashes.email,
       hashes.telephone, ToSeconds(ForgetAt(location.rules, AppointmentState::kConfirmed, ready.end))});
  if (!inserted.ok()) return inserted.status();
  const auto noted =
      pen.transaction.Run(kNote, {municipality.value, ready.mark, inserted->Int(0, 0), ToSeconds(pen.now)});
  if (!noted.ok()) return noted.status();
  return Audit(pen, {municipality, actor, "import", ready.location->key, ready.start, row.number, ""});
}

void Remark(ImportReport& report, int line, const std::string& text) {
  ++report.refused;
  if (report.remarks.size() < kMostRemarks) report.remarks.push_back(fmt::format("Zeile {}: {}", line, text));
}

// Some lines in one transaction.
absl::Status ImportSome(Store::Parts& parts, sql::Transaction& transaction, const MunicipalityId& municipality,
                        const ImportTable& table, std::size_t first, bool preview, const Actor& actor,
                        ImportReport& report) {
  const std::size_t end = std::min(table.lines.size(), first + kAtOnce);
  auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  std::vector<Ready> ready;
  std::vector<sql::LockKey> locks;
  for (std::size_t i = first; i < end; ++i) {
    Judged judged = Judge(parts.keys, municipality, **town, table.lines[i], parts.clock.Now());
    if (const auto* wrong = std::get_if<std::string>(&judged)) {
      Remark(report, table.lines[i].line, *wrong);
      continue;
    }
    ready.push_back(std::get<Ready>(std::move(judged)));
    const auto more = LocksFor({ready.back().location->key, ready.back().start, ready.back().occupied_to});
    locks.insert(locks.end(), more.begin(), more.end());
  }
  if (ready.empty()) return absl::OkStatus();
  if (!preview) {
    if (const absl::Status locked = transaction.Lock(std::move(locks)); !locked.ok()) return locked;
    const auto again = parts.calendars.Now(transaction, municipality);
    if (!again.ok()) return again.status();
    if ((*again)->version != (*town)->version) return absl::AbortedError("the calendar changed");
  }
  const Pen pen = parts.PenFor(transaction);
  for (const Ready& line : ready) {
    const auto known = transaction.Run(kKnown, {municipality.value, line.mark});
    if (!known.ok()) return known.status();
    if (!known->empty()) {
      ++report.known;
      continue;
    }
    if (!preview) {
      if (const absl::Status written = WriteOne(pen, municipality, line, actor); !written.ok()) return written;
    }
    ++report.imported;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportReport> Store::Import(const MunicipalityId& municipality, const ImportTable& table, bool preview,
                                           const Actor& actor) {
  ImportReport report;
  for (std::size_t first = 0; first < table.lines.size(); first += kAtOnce) {
    ImportReport so_far;
    const auto work = [&](sql::Transaction& transaction) {
      so_far = report;
      return ImportSome(*parts_, transaction, municipality, table, first, preview, actor, so_far);
    };
    const absl::Status done = preview ? parts_->database.Read(work) : parts_->Write(work);
    if (!done.ok()) return done;
    report = std::move(so_far);
  }
  return report;
}

}  // namespace amtslotse::booking
