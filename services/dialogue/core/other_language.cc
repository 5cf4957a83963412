// Who writes in another language reads in it what is possible, then which German words help, then who to talk to.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string InTheirLanguage(const Turn& turn, std::string_view name, Values values = {}) {
  const std::string id = fmt::format("{}.{}", name, nlu::LanguageCode(turn.understood.language.language));
  std::string text = Text(id, values);
  return text == id ? Text(fmt::format("{}.other", name), values) : text;
}

// 115 is reached from everywhere in Germany.
std::string TelephonesOf(const Municipality& town) {
  return town.telephone.empty() ? "115" : fmt::format("{}, 115", town.telephone);
}

// Where somebody speaks it; empty: nowhere that is known.
std::string PlacesThatSpeakIt(const Turn& turn) {
  const std::string_view language = nlu::LanguageCode(turn.understood.language.language);
  const auto places = turn.town.ListBookingPlaces();
  std::string there;
  if (!places.ok()) return there;
  for (const BookingPlace& place : *places) {
    if (std::find(place.languages.begin(), place.languages.end(), language) == place.languages.end()) continue;
    there += there.empty() ? "" : "; ";
    there += place.address.empty() ? place.name : fmt::format("{} ({})", place.name, place.address);
  }
  return there;
}

std::string WhatIsPossible(const Turn& turn) {
  std::string text = InTheirLanguage(turn, "other_language", {{"telephone", TelephonesOf(turn.town.municipality())}});
  const std::string places = PlacesThatSpeakIt(turn);
  if (places.empty()) return text;
  const std::string id = fmt::format("other_language.here.{}", nlu::LanguageCode(turn.understood.language.language));
  const std::string here = Text(id, {{"places", places}});
  return here == id ? text : text + "\n" + here;
}

}  // namespace

void SayOtherLanguage(Turn& turn) {
  Session& session = turn.session;
  const std::string language(nlu::LanguageCode(turn.understood.language.language));
  if (std::exchange(session.foreign_language, language) != language) session.foreign_replies = 0;
  const int before = session.foreign_replies++;
  if (before == 0) return void(turn.Say(WhatIsPossible(turn)));
  turn.StopWaiting();
  turn.Say(InTheirLanguage(turn, before == 1 ? "other_language.words" : "other_language.person",
                           {{"telephone", TelephonesOf(turn.town.municipality())}}));
  turn.Offer(InTheirLanguage(turn, "choice.human"), "human");
}

void SayOtherLanguageBeside(Turn& turn, const Session& before) {
  if (turn.replies.empty() || turn.session.unclear_in_a_row > before.unclear_in_a_row) {
    turn.session = before;
    turn.replies.clear();
    return SayOtherLanguage(turn);
  }
  if (turn.session.foreign_language == nlu::LanguageCode(turn.understood.language.language)) return;
  SayOtherLanguage(turn);
  std::rotate(turn.replies.begin(), turn.replies.end() - 1, turn.replies.end());
}

void GreetBack(Turn& turn) {
  static constexpr std::array<std::pair<std::string_view, nlu::Language>, 8> kGreetings{
      {{"merhaba", nlu::Language::kTurkish},
       {"selam", nlu::Language::kTurkish},
       {"gunaydin", nlu::Language::kTurkish},
       {"bonjour", nlu::Language::kFrench},
       {"bonsoir", nlu::Language::kFrench},
       {"salut", nlu::Language::kFrench},
       {"hello", nlu::Language::kEnglish},
       {"good morning", nlu::Language::kEnglish}}};
  std::string said = Folded(turn.text);
  std::erase_if(said, [](char c) { return c == '!' || c == '.' || c == ','; });
  const auto greeting = std::find_if(kGreetings.begin(), kGreetings.end(),
                                     [&](const auto& known) { return known.first == Trimmed(said); });
  if (greeting == kGreetings.end() || !turn.session.foreign_language.empty()) return;
  turn.understood.language.language = greeting->second;
  SayOtherLanguage(turn);
}

bool GoesOnInOtherLanguage(const Turn& turn) {
  const nlu::LanguageGuess& guess = turn.understood.language;
  return turn.session.foreign_language == nlu::LanguageCode(guess.language) && guess.MayBeForeign();
}

void SayMaybeDanger(Turn& turn) {
  constexpr double kRatherDanger = 0.6;  // in another language; below, "I need help" is a request more often
  const std::string id = fmt::format("emergency.maybe.in.{}", nlu::LanguageCode(turn.understood.language.language));
  const std::string in_theirs = Text(id);
  const bool foreign = turn.understood.language.IsForeign() && in_theirs != id;
  const auto& emergency = turn.understood.emergency;
  if (foreign && emergency && emergency->confidence < kRatherDanger) {
    turn.replies.front().text += "\n" + in_theirs;
    return;
  }
  turn.Say(foreign ? in_theirs : Text("emergency.maybe"), "notice");
  std::rotate(turn.replies.begin(), turn.replies.end() - 1, turn.replies.end());
}

}  // namespace amtslotse::dialogue
