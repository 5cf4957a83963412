#include "gateways/commands.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <string>

#include "gateways/splitting.h"

namespace amtslotse::gateways {
namespace {

std::string_view Trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// "/start@erlenfurt_bot payload" → "start"
std::string SlashCommand(std::string_view text) {
  if (text.size() < 2 || text.front() != '/') return {};
  text = text.substr(1, text.find_first_of(" \t\n") - 1);
  return Folded(text.substr(0, text.find('@')));
}

struct Named {
  std::string_view name;
  Command command;
};
constexpr std::array<Named, 7> kSlash{{{"start", Command::kStart},
                                       {"stop", Command::kStop},
                                       {"stopp", Command::kStop},
                                       {"ende", Command::kStop},
                                       {"loeschen", Command::kForget},
                                       {"löschen", Command::kForget},
                                       {"delete", Command::kForget}}};
constexpr std::array<Named, 9> kWords{{{"stop", Command::kStop},
                                       {"stopp", Command::kStop},
                                       {"abmelden", Command::kStop},
                                       {"start", Command::kStart},
                                       {"daten löschen", Command::kForget},
                                       {"daten loeschen", Command::kForget},
                                       {"meine daten löschen", Command::kForget},
                                       {"meine daten loeschen", Command::kForget},
                                       {"gespräch löschen", Command::kForget}}};

template <std::size_t kSize>
const Named* Find(const std::array<Named, kSize>& commands, std::string_view name) {
  const auto found =
      std::find_if(commands.begin(), commands.end(), [&](const Named& named) { return named.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

std::string CutToMax(std::string_view text) {
  if (text.size() <= kMaxText || Length(text, Unit::kCodePoints) <= kMaxText) return std::string(text);
  return Split(text, kMaxText, Unit::kCodePoints).front();
}

}  // namespace

std::string Folded(std::string_view text) {
  text = Trim(text);
  while (!text.empty() && (text.back() == '!' || text.back() == '.')) text = Trim(text.substr(0, text.size() - 1));
  std::string folded;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
      .foldCase()
      .toUTF8String(folded);
  return folded;
}

Content ReadText(std::string_view text) {
  text = Trim(text);
  if (text.empty()) return SentUnsupported{"empty"};
  if (const std::string slash = SlashCommand(text); !slash.empty()) {
    if (const Named* named = Find(kSlash, slash)) return GaveCommand{named->command};
    if (slash == "hilfe" || slash == "help") return Said{"Was kannst du?"};
    if (slash == "termin") return Said{"Ich möchte einen Termin vereinbaren"};
  } else if (text.size() <= 40) {
    if (const Named* named = Find(kWords, Folded(text))) return GaveCommand{named->command};
  }
  return Said{CutToMax(text)};
}

}  // namespace amtslotse::gateways
