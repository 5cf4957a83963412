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
constexpr std::array kRelatives{"mann",    "frau",      "sohn",    "tochter", "kind",      "baby",   "mutter",
                                "vater",   "oma",       "opa",     "bruder",  "schwester", "freund", "freundin",
                                "partner", "partnerin", "ehemann", "ehefrau", "enkel"};

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
  return folded.find("person") != std::string::npos || folded.find("leute") != std::string::npos ||
         folded.find("koepf") != std::string::npos || folded.find("zu ") != std::string::npos ||
         folded.find("zweit") != std::string::npos || folded.find("dritt") != std::string::npos ||
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

// "für mich, meine Frau und 3 Kinder", but not "kann meine Tochter das für mich machen?"
bool BeginsList(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    if (words[i] != "fuer" || words[i + 1] != "mich") continue;
    const std::string& next = words[i + 2];
    const bool number = std::isdigit(static_cast<unsigned char>(next.front())) != 0;
    if (number || next == "und" || next == "sowie" || next.starts_with("mein") || next.starts_with("unser"))
      return true;
  }
  return false;
}

// "3", "drei", "beide"; 0 for none.
int CountOf(const std::string& word) {
  static constexpr std::array<std::string_view, 7> kNumbers{"zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht"};
  if (word.starts_with("beide")) return 2;
  if (const auto found = std::find(kNumbers.begin(), kNumbers.end(), word); found != kNumbers.end())
    return static_cast<int>(found - kNumbers.begin()) + 2;
  int count = 0;
  const bool whole = std::from_chars(word.data(), word.data() + word.size(), count).ptr == word.data() + word.size();
  return whole && count <= kMostPeople ? count : 0;
}

// "zwei Pässe", "3 Personalausweise": each is for one person.
int CountOfDocuments(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 9> kDocuments{
      "paesse", "reisepaesse",       "kinderpaesse",   "ausweise",          "personalausweise",
      "persos", "kinderreisepaesse", "kinderausweise", "fuehrungszeugnisse"};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool document = std::find(kDocuments.begin(), kDocuments.end(), words[i]) != kDocuments.end();
    const bool behind_adjective =
        i > 1 && (words[i - 1].starts_with("neue") || words[i - 1].starts_with("vorlaeufige"));
    if (const int count = document ? CountOf(words[behind_adjective ? i - 2 : i - 1]) : 0; count > 0) return count;
  }
  return 0;
}

bool Says(const std::vector<std::string>& words, std::string_view first, std::string_view second) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == first && words[i + 1] == second) return true;
  }
  return false;
}

// "nur für mich", "doch nur eine Person"
bool IsAlone(const std::vector<std::string>& words) {
  if ((Says(words, "nur", "ich") && !Says(words, "ich", "und")) || Says(words, "bin", "allein") ||
      Says(words, "komme", "allein"))
    return true;
  return Says(words, "nur", "fuer") && (Says(words, "fuer", "mich") || Says(words, "fuer", "eine")) &&
         !Says(words, "mich", "und");
}

// "für meine Tochter auch", behind a choice of times: one more than so far.
bool IsOneMore(const std::vector<std::string>& words) {
  constexpr std::size_t kMostWords = 7;
  return words.size() <= kMostWords && std::find(words.begin(), words.end(), "auch") != words.end();
}

// "für alle 4", "wir sind 3": how many, 0 for none.
int CountOfAll(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    int count = 0;
    const std::string& number = words[i];
    const bool whole =
        std::from_chars(number.data(), number.data() + number.size(), count).ptr == number.data() + number.size();
    if (whole && (words[i - 1] == "alle" || (words[i - 1] == "sind" && i > 1 && words[i - 2] == "wir"))) return count;
  }
  return 0;
}

// "nee, nur 2", of a booking under way; 0: none.
int CountPutRight(const std::vector<std::string>& words) {
  constexpr std::size_t kMostWords = 5;
  if (words.size() < 2 || words.size() > kMostWords || words[words.size() - 2] != "nur") return 0;
  return CountOf(words.back());
}

}  // namespace

int PeopleIn(const Turn& turn) {
  int counted = 0;
  for (const nlu::Entity& entity : turn.understood.entities) {
    const auto* number = std::get_if<std::int64_t>(&entity.value);
    if (entity.kind != nlu::EntityKind::kPersonCount || number == nullptr) continue;
    if (CountsEverybody(entity.surface)) return static_cast<int>(*number);
    counted += static_cast<int>(*number);
  }
  const std::vector<std::string> words = WordsOf(turn.text);
  if (const int all = std::max(CountOfAll(words), CountOfDocuments(words)); all > 0) return all;
  if (IsAlone(words)) return 1;
  if (!words.empty() && (words.back() == "beide" || words.back() == "beiden")) return 2;  // "einen Termin für beide"
  const auto& draft = turn.session.booking;
  const int relatives = SingleRelatives(words);
  const bool listed = counted + relatives > 0 && BeginsList(words);
  const int self = listed || ComesAlong(words) ? 1 : 0;
  const bool under_way = draft && (draft->held || !draft->offered.empty());
  if (const int corrected = under_way ? CountPutRight(words) : 0; corrected > 0) return corrected;
  if (under_way && self == 0 && counted + relatives > 0 && IsOneMore(words))
    return draft->quantity + counted + relatives;
  return counted == 0 && relatives + self < 2 ? 0 : counted + relatives + self;
}

bool ReadPeople(Turn& turn) {
  const int people = PeopleIn(turn);
  if (people < 1 || people > kMostPeople) return false;
  turn.session.booking->quantity = people;
  turn.session.booking->counts.clear();
  turn.session.booking->contact.attendees.clear();
  return true;
}

}  // namespace amtslotse::dialogue
