#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "nlu/act.h"
#include "nlu/calendar/land.h"
#include "nlu/text/span.h"

namespace amtslotse::nlu {

// --- What is known before the message is read -------------------------------------------------

// What the dialogue has just asked for. It decides readings that are open otherwise: after
// "Wie heißen Sie?", "Peter Sonntag" is a name and not a date.
enum class Expecting { kNothing, kName, kChoice, kDateOrTime, kPlace, kEmail, kTelephone, kCode, kPeople, kYesNo };

struct Reference {
  std::chrono::sys_seconds now;
  std::string zone = "Europe/Berlin";  // IANA name; an unknown one is read as UTC
  std::optional<Land> land;            // for holidays; without it those of all Länder
  Expecting expecting = Expecting::kNothing;
};

// --- Acts ---------------------------------------------------------------------------------------

struct ActGuess {
  Act act = Act::kOutOfScope;
  double confidence = 0;  // calibrated: of guesses at .8, eight in ten are right
};

enum class Band {
  kAct,      // sure enough to act on the best guess
  kAsk,      // offer the best two or three as a question
  kDecline,  // say that it was not understood: search, human
};

// One wish in the message; a message of one wish has one segment.
struct Segment {
  Span span;
  std::vector<ActGuess> guesses;  // best first, at most five, never empty
  Band band = Band::kDecline;
  std::string topic;  // its words without greeting, question and filler words, as written
};

// --- Entities -----------------------------------------------------------------------------------

enum class EntityKind {
  kDateTime,          // TimeValue: days, times of day, or both ("nächsten Dienstag nach 16 Uhr")
  kDuration,          // DurationValue
  kAsSoonAsPossible,  // no value
  kAnyTime,           // "egal wann"; no value
  kPostcode,          // string, five digits
  kPlace,             // string as written: a town, village or district
  kStreetAddress,     // StreetAddress
  kPersonCount,       // number
  kAge,               // number, in years
  kAppointmentCode,   // string, upper case without separators
  kEmail,             // string
  kTelephone,         // string, digits with an optional leading +
  kPersonName,        // string as written
  kChoice,            // number: 1 for "das erste"; -1 for "das letzte"
};

std::string_view EntityKindId(EntityKind kind);  // "date_time", …

struct DateRange {
  std::chrono::local_days first;
  std::chrono::local_days last;  // inclusive
  bool operator==(const DateRange&) const = default;
};

// A window of the day. A point in time has from == until; 24:00 is allowed as `until`.
struct TimeRange {
  std::chrono::seconds from{0};
  std::chrono::seconds until{0};  // exclusive unless it equals `from`
  bool operator==(const TimeRange&) const = default;
};

enum class Grain { kYear, kQuarter, kMonth, kWeek, kWeekend, kDay, kPartOfDay, kHour, kMinute, kSecond };

std::string_view GrainId(Grain grain);  // "day", …

// One way to understand an expression: on each of `days` within `clock`.
struct TimeReading {
  std::optional<DateRange> days;   // absent: no day was said
  std::optional<TimeRange> clock;  // absent: no time of day was said
  Grain grain = Grain::kDay;
  bool open_begin = false;  // "bis Freitag": `days` begins today
  bool open_end = false;    // "ab dem 15.": `days` names the first day only
  bool operator==(const TimeReading&) const = default;
};

struct TimeValue {
  std::vector<TimeReading> readings;  // the preferred one first, never empty
  bool ambiguous = false;             // people mean different things by it: show the date
  bool weekly = false;                // "montags", "nicht am Montag": on that day of any week
  bool ruled_out = false;             // "nicht montags", "vor 10 kann ich nicht": anything but that
};

struct DurationValue {
  std::chrono::seconds length{0};  // a month counts 30 days, a year 365
};

struct StreetAddress {
  std::string street;
  std::string number;  // "12a"; empty when only the street was named
  bool operator==(const StreetAddress&) const = default;
};

struct Entity {
  EntityKind kind = EntityKind::kDateTime;
  Span span;
  std::string surface;  // the original text of `span`
  std::variant<std::monostate, std::string, std::int64_t, TimeValue, DurationValue, StreetAddress> value;
};

// --- Language and emergencies -------------------------------------------------------------------

enum class Language { kGerman, kEnglish, kTurkish, kUkrainian, kRussian, kArabic, kPolish, kFrench, kOther, kUnknown };

std::string_view LanguageCode(Language language);  // "de", "en", … "und"

// From the first on a message is answered in its language; from the second on it is in doubt, and named.
inline constexpr double kSureOfForeign = 0.5;
inline constexpr double kMaybeForeign = 0.2;

struct LanguageGuess {
  Language language = Language::kGerman;
  double confidence =
      0;  // calibrated: how likely the message is written in `language` and not in German, or the reverse
  // Words of both. With a confidence from kSureOfForeign on there are German words in another language, below words of
  // `language` in German, or it is in doubt. German acts apply.
  bool mixed_with_german = false;

  // Written in another language, whether or not with a German word in it.
  bool IsForeign() const { return IsForeignBy(kSureOfForeign); }
  bool MayBeForeign() const { return IsForeignBy(kMaybeForeign); }  // or in doubt

 private:
  bool IsForeignBy(double least) const {
    return language != Language::kGerman && language != Language::kUnknown && confidence >= least;
  }
};

enum class EmergencyKind { kMedical, kFire, kViolence, kSelfHarm, kPoisoning, kOtherDanger };

std::string_view EmergencyKindId(EmergencyKind kind);  // "medical", …

struct Emergency {
  EmergencyKind kind = EmergencyKind::kOtherDanger;
  double confidence = 0;
  Span span;  // the words that say so
};

// --- The whole ----------------------------------------------------------------------------------

struct Understanding {
  std::vector<Segment> segments;  // in order of appearance, never empty
  std::vector<Entity> entities;   // by position; spans of different kinds may not overlap
  LanguageGuess language;
  std::optional<Emergency> emergency;  // when set, it comes before everything else
  std::string topic;                   // of the whole message, for searching the service
  bool truncated = false;              // the message was longer than what was read
};

}  // namespace amtslotse::nlu
