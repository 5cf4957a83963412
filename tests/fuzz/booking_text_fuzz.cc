// What reaches booking from outside as text: codes, numbers, tokens, proofs of work, tables, calendars, names.
#include <cstdlib>

#include "booking/calendar_json.h"
#include "booking/codes.h"
#include "booking/folding.h"
#include "booking/import.h"
#include "booking/proof_of_work.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::booking;
  static SeededRandomness random(1);
  static const SystemRandomness start_sodium;
  static const KeyRing keys = *KeyRing::Parse(KeyRing::NewFile(random));
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto code = ParseCancellationCode(text); code && ParseCancellationCode(*code) != code) std::abort();
  if (const auto number = ParseNumber(text); number && ParseNumber(number->value) != number) std::abort();
  if (const auto token = FromBase64Url(text); token && FromBase64Url(Base64Url(*token)) != token) std::abort();
  if (CheckProofOfWork(keys, text, "hold/a/b", Instant{})) std::abort();  // nobody guesses a signature
  if (keys.Open(text, "x").ok()) std::abort();
  if (const auto location = ParseLocation(text); location.ok() && !ParseLocation(FormatLocation(*location)).ok())
    std::abort();
  (void)ParseCalendars(text);
  if (const auto table = ParseImportTable(text); table.ok() && table->lines.size() > size) std::abort();
  (void)FoldName(text);
  (void)SurnameMatches(text, text);
  (void)FoldEmail(text);
  (void)FoldTelephone(text);
  return 0;
}
