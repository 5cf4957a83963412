#include "services/dialogue/core/reading.h"

#include <absl/strings/str_replace.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "nlu/by_words.h"
#include "services/dialogue/core/danger.h"
#include "services/dialogue/core/dictation.h"
#include "services/dialogue/core/letter_end.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;

nlu::Expecting ExpectingOf(const Session& session) {
  switch (session.awaiting) {
    case Awaiting::kName:
    case Awaiting::kAttendees:
    case Awaiting::kSurname: return nlu::Expecting::kName;
    case Awaiting::kEmail: return nlu::Expecting::kEmail;
    case Awaiting::kDataRequest:
      return session.data_request && session.data_request->name.empty() ? nlu::Expecting::kName
                                                                        : nlu::Expecting::kEmail;
    case Awaiting::kTelephone: return nlu::Expecting::kTelephone;
    case Awaiting::kPlace: return nlu::Expecting::kPlace;
    case Awaiting::kCode:
    case Awaiting::kConfirmCode: return nlu::Expecting::kCode;
    case Awaiting::kService: return nlu::Expecting::kChoice;
    case Awaiting::kHuman:
    case Awaiting::kCancelConfirmation: return nlu::Expecting::kYesNo;
    default: return nlu::Expecting::kNothing;
  }
}

// "Danke, viele Grüße" takes leave; below a question it is only how a letter ends.
bool OnlyTakesLeave(const nlu::Understanding& understood) {
  return std::all_of(understood.segments.begin(), understood.segments.end(), [](const nlu::Segment& segment) {
    const Act act = BestAct(segment);
    return act == Act::kThank || act == Act::kGoodbye || act == Act::kPraise || act == Act::kGreet ||
           act == Act::kYes || act == Act::kNo;
  });
}

// "3 Kinder im Alter von 4, 7 und 12 Jahren brauchen …" without the ages: several of them change no answer, and as
// words of the matter they are taken for one.
std::string WithoutAges(const std::string& text) {
  for (const std::string_view before : {" im Alter von ", " im alter von "}) {
    const std::size_t at = text.find(before);
    if (at == std::string::npos) continue;
    std::size_t end = at + before.size(), numbers = 0;
    for (bool more = true; more;) {
      const std::size_t begin = end;
      while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      numbers += end > begin ? 1 : 0;
      more = false;
      for (const std::string_view joint : {", ", " und ", " bis ", ","}) {
        if (end == begin || text.compare(end, joint.size(), joint) != 0) continue;
        end += joint.size();
        more = true;
        break;
      }
    }
    for (const std::string_view years : {" Jahren", " Jahre", " jahren", " jahre"}) {
      if (numbers > 1 && text.compare(end, years.size(), years) == 0)
        return text.substr(0, at) + text.substr(end + years.size());
    }
  }
  return text;
}

// "👍", "👎👎": yes or no where something was asked, else thanks, or not understood.
std::string InWords(const Session& session, const std::string& text) {
  static constexpr std::array<std::string_view, 5> kYes{"👍", "👌", "✅", "✔", "🆗"};
  static constexpr std::array<std::string_view, 2> kNo{"👎", "❌"};
  const auto only = [&](const auto& signs) {
    std::string rest = text;
    bool any = false;
    for (const auto* removed : {"\xF0\x9F\x8F\xBB", "\xF0\x9F\x8F\xBC", "\xF0\x9F\x8F\xBD", "\xF0\x9F\x8F\xBE",
                                "\xF0\x9F\x8F\xBF", "\xEF\xB8\x8F"})  // skin tones, the mark for a picture
      rest = absl::StrReplaceAll(rest, {{removed, ""}});
    for (const std::string_view sign : signs) {
      any = any || rest.find(sign) != std::string::npos;
      rest = absl::StrReplaceAll(rest, {{std::string(sign), ""}});
    }
    return any && Trimmed(rest).empty();
  };
  constexpr std::size_t kLongest = 60;
  if (text.size() > kLongest) return text;
  const bool asked = session.awaiting != Awaiting::kNothing;
  if (only(kYes)) return asked ? "ja" : "danke";
  if (only(kNo)) return asked ? "nein" : "verstehe ich nicht";
  return text;
}

}  // namespace

nlu::Understanding Read(Turn& turn, const std::string& text, nlu::Expecting expecting) {
  if (!turn.words_only) {
    auto understood = turn.town.Understand(text, expecting);
    if (understood.ok()) return *std::move(understood);
    turn.words_only = true;
  }
  const Municipality& town = turn.town.municipality();
  auto said = nlu::UnderstandByWords(
      text, {.now = turn.now, .zone = town.time_zone, .land = nlu::LandFromCode(town.land), .expecting = expecting});
  said.emergency = DangerWithoutNlu(text);
  return said;
}

nlu::Understanding ReadMessage(Turn& turn) {
  turn.text = InWords(turn.session, WithoutAges(WithoutSlip(WithSpokenSigns(turn.text))));
  const bool asked = turn.session.awaiting != Awaiting::kNothing && turn.session.awaiting != Awaiting::kTopicForBooking;
  if (!asked) turn.text = WithoutNameInFront(turn.text);
  const auto expecting = ExpectingOf(turn.session);
  const auto letter = ReadLetter(turn.text);
  if (!letter) return Read(turn, turn.text, expecting);
  auto understood = Read(turn, letter->text, expecting);
  if (turn.session.awaiting == Awaiting::kNothing && !turn.words_only && OnlyTakesLeave(understood)) {
    nlu::Segment& leave = understood.segments.emplace_back();
    leave.guesses.push_back({Act::kGoodbye, 1});
    leave.band = nlu::Band::kAct;
  }
  turn.text = letter->text;
  turn.signature = letter->signature;
  return understood;
}

bool IsOnlyNumbers(const std::string& text) {
  return text.find("110") == std::string::npos && text.find("112") == std::string::npos &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
}

}  // namespace amtslotse::dialogue
