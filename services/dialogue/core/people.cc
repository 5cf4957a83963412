// For how many an appointment is: "für mich und meine zwei Kinder" are three.
#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr int kMostPeople = 20;

// Each is one more who comes, when "mein" or "unser" stands before it.
constexpr std::array kRelatives{"mann",   "frau",  "sohn",     "tochter",    "kind",    "baby",   "mutter", "vater",  "oma",   "opa",
                                "bruder", "schwester", "freund", "freundin", "partner", "partnerin", "ehemann", "ehefrau", "enkel"};

std::vector<std::string> WordsOf(const std::string& text) {
  std::string plain = " ";
  for (const char c : Folded(text)) plain += std::string_view(",.;:!?()").find(c) == std::string_view::npos ? c : ' ';
  std::istringstream stream(plain);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool CountsEverybody(const std::string& surface) {
  const std::string folded = Folded(surface);
  return folded.find("person") != std::string::npos || folded.find("leute") != std::string::npos || folded.find("koepf") != std::string::npos ||
         folded.find("zu ") != std::string::npos || folded.find("zweit") != std::string::npos || folded.find("dritt") != std::string::npos ||
         folded.find("viert") != std::string::npos;
}

// "mein Mann", "unsere Tochter"
int SingleRelatives(const std::vector<std::string>& words) {
  int count = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool ours = words[i - 1].starts_with("mein") || words[i - 1].starts_with("unser");
    if (ours && std::find(kRelatives.begin(), kRelatives.end(), words[i]) != kRelatives.end()) ++count;
  }
  return count;
}

// "für mich und …", "ich und …", "… und ich"
bool ComesAlong(const std::vector<std::string>& words) {
  const auto self = [](const std::string& word) { return word == "mich" || word == "ich" || word == "mir"; };
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool joins = words[i] == "und" || words[i] == "mit";
    if (self(words[i]) && (words[i + 1] == "und" || words[i + 1] == "sowie")) return true;
    if (joins && self(words[i + 1]) && (i + 2 == words.size() || words[i + 2] != "brauche")) return true;
  }
  return false;
}

// "für alle 4", "wir sind 3": how many, 0 for none.
int CountOfAll(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    int count = 0;
    const std::string& number = words[i];
    const bool whole = std::from_chars(number.data(), number.data() + number.size(), count).ptr == number.data() + number.size();
    if (whole && (words[i - 1] == "alle" || (words[i - 1] == "sind" && i > 1 && words[i - 2] == "wir"))) return count;
  }
  return 0;
}

}  // namespace

bool ReadPeople(Turn& turn) {
  std::int64_t counted = 0;
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto* number = std::get_if<std::int64_t>(&entity.value);
    if (entity.kind != nlu::EntityKind::kPersonCount || number == nullptr) continue;
    if (CountsEverybody(entity.surface)) {
      counted = *number;
      break;
    }
    counted += *number;
  }
  const bool everybody = std::any_of(turn.understood.entities.begin(), turn.understood.entities.end(), [](const nlu::Entity& entity) {
    return entity.kind == nlu::EntityKind::kPersonCount && CountsEverybody(entity.surface);
  });
  const std::vector<std::string> words = WordsOf(turn.text);
  if (const int all = CountOfAll(words); all > 0 && !everybody) {
    counted = all;
  } else if (!everybody) {
    const bool self = ComesAlong(words);
    const int relatives = SingleRelatives(words);
    if (counted == 0 && relatives + (self ? 1 : 0) < 2) return false;
    counted += relatives + (self ? 1 : 0);
  }
  if (counted < 1 || counted > kMostPeople) return false;
  turn.session.booking->quantity = static_cast<int>(counted);
  turn.session.booking->contact.attendees.clear();
  return true;
}

}  // namespace amtslotse::dialogue
