// What people write in a messenger, and answers cut to what a channel takes: no part too long, nothing lost but blanks.
#include <cctype>
#include <cstdlib>

#include "gateways/channel.h"
#include "gateways/commands.h"
#include "gateways/splitting.h"
#include "gateways/typed_choice.h"

namespace {

using namespace amtslotse::gateways;

std::string Inked(std::string_view text) {
  std::string inked;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x80 && std::isgraph(static_cast<unsigned char>(c)) != 0) inked += c;
  return inked;
}

void CheckCuts(const std::string& text, std::size_t limit, Unit unit) {
  std::string joined;
  for (const std::string& part : Split(text, limit, unit)) {
    if (part.empty() || Length(part, unit) > limit) std::abort();
    joined += part;
  }
  if (Inked(joined) != Inked(text)) std::abort();
  if (Length(Shorten(text, limit, unit), unit) > limit) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const std::size_t limit = 8 + bytes[0];  // any character fits
  for (const Unit unit : {Unit::kUtf8Bytes, Unit::kCodePoints, Unit::kUtf16}) CheckCuts(text, limit, unit);
  (void)ReadText(text);
  const std::string folded = Folded(text);
  if (Folded(folded) != folded) std::abort();
  const std::vector<std::string> labels{"Ja, absagen", "Nein", text};
  if (const auto choice = TypedChoice(text, labels); choice && *choice >= labels.size()) std::abort();
  return 0;
}
