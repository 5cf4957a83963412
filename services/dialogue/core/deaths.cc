#include "services/dialogue/core/deaths.h"

#include <algorithm>
#include <array>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {

// "ich heiße Tod" speaks of nobody's death.
static std::string WithoutNames(const Turn& turn) {
  std::string text = turn.text;
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto at = entity.kind == nlu::EntityKind::kPersonName ? text.find(entity.surface) : std::string::npos;
    if (at != std::string::npos) text.replace(at, entity.surface.size(), " ");
  }
  return Folded(text);
}

// A death is only spoken of where one of these words is, and it is not an animal's.
bool SpeaksOfDeath(const Turn& turn) {
  const std::string folded = WithoutNames(turn);
  for (const std::string_view animal :
       {"hund ist", "hund gest", "katze", "haustier", "pferd", "hamster", "mein tier"}) {
    if (folded.find(animal) != std::string::npos) return false;
  }
  static constexpr std::array<std::string_view, 21> kWords{
      "storben",     "stirbt",           "sterb",    "tod",      "tot",     "beerdig",  "bestatt",     "begraeb",
      "trauer",      "beileid",          "witwe",    "nachlass", "leiche",  "leichnam", "hinterblieb", "eingeschlafen",
      "entschlafen", "von uns gegangen", "verloren", "urne",     "friedhof"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// "gestern ist er gestorben", while a dog is talked of
bool SpeaksOfTheDog(const Turn& turn) {
  const std::string folded = Folded(turn.text);
  constexpr std::ptrdiff_t kMostSpaces = 4;
  return turn.session.service && Folded(turn.session.service->name).starts_with("hund") &&
         std::count(folded.begin(), folded.end(), ' ') <= kMostSpaces &&
         SaysAny(folded, {" er ", "er ist", " sie ", "sie ist"});
}

bool GoesOnAboutDeath(const Turn& turn) {
  return turn.session.service &&
         SaysAny(Folded(turn.session.service->name), {"sterb", "todesfall", "bestatt", "friedhof", "grab auf"});
}

void LeaveOutWhatIsMeantAnyway(std::vector<Wish>& wishes) {
  static constexpr std::array<std::string_view, 26> kOfAnyMatter{
      "alles",    "erledigen", "erledigt", "machen",   "tun",           "muss",    "jetzt",     "nun",    "beachten",
      "schritte", "regeln",    "kuemmern", "kuemmere", "formalitaeten", "papiere", "naechstes", "zuerst", "weiter",
      "gehe",     "vorgehen",  "wenden",   "melden",   "organisieren",  "noetig",  "wichtig",   "denken"};
  const auto of_any = [](const std::string& word) {
    return std::find(kOfAnyMatter.begin(), kOfAnyMatter.end(), word) != kOfAnyMatter.end();
  };
  const bool death =
      std::any_of(wishes.begin(), wishes.end(), [](const Wish& wish) { return wish.act == nlu::Act::kBereavement; });
  if (!death) return;
  std::erase_if(wishes, [&](const Wish& wish) {
    const std::vector<std::string> words = nlu::FoldedWords(wish.topic);
    return IsInformation(wish.act) && std::all_of(words.begin(), words.end(), of_any);
  });
}

}  // namespace amtslotse::dialogue
