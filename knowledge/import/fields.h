// Small readings that importers share.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge/catalogue.h"

namespace amtslotse::knowledge {

// "de-DE" → "de"; every spelling of Leichte Sprache ("de-simple-language", "de-x-leicht", "de-LS") → "de-LS";
// empty → "de".
std::string NormalLanguage(std::string_view language);

// ISO 8601 date, or date and time with "Z" or an offset; without one, UTC.
std::optional<std::chrono::sys_seconds> ParseIsoTime(std::string_view text);

// "08:30" or "8.30" or "8"; minutes since midnight, 24:00 allowed.
std::optional<std::chrono::minutes> ParseTimeOfDay(std::string_view text);

// Land (2), Regierungsbezirk (3), Kreis (5) and Verband (9) keys are filled with zeros to 12 digits; a Kreis
// written as an AGS ("01099000") too. Nothing for what is no key.
std::optional<AreaKey> ParseAreaKey(std::string_view text);

// Published hours from German text: "Mo, Di 8:00–12:00 und 14–16 Uhr, Do 8–18 Uhr (nur mit Termin)". Spans
// that it cannot read are left out; what is in doubt gives no spans at all rather than wrong ones.
std::vector<OpeningSpan> ParseOpeningHours(std::string_view text);

// By weekday from Monday, then time; equal spans once.
void SortSpans(std::vector<OpeningSpan>& spans);

// The parts between separators, trimmed, without empty ones.
std::vector<std::string> SplitTrimmed(std::string_view text, char separator);
std::string Trim(std::string_view text);

}  // namespace amtslotse::knowledge
