#include "nlu/entities/people.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "nlu/number_words.h"

namespace amtslotse::nlu {
namespace {

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 24> kPeople = {"person",
                                                      "personen",
                                                      "leute",
                                                      "leuten",
                                                      "menschen",
                                                      "erwachsene",
                                                      "erwachsenen",
                                                      "erwachsener",
                                                      "kind",
                                                      "kinder",
                                                      "kindern",
                                                      "mann",
                                                      "kinderchen",
                                                      "teilnehmer",
                                                      "teilnehmern",
                                                      "teilnehmende",
                                                      "gaeste",
                                                      "antragsteller",
                                                      "familienmitglieder",
                                                      "haushaltsmitglieder",
                                                      "pers",
                                                      "personnen",
                                                      "besucher",
                                                      "maenner"};
constexpr std::array<std::string_view, 32> kRelatives = {"sohn",
                                                         "tochter",
                                                         "kind",
                                                         "vater",
                                                         "mutter",
                                                         "oma",
                                                         "opa",
                                                         "mann",
                                                         "frau",
                                                         "baby",
                                                         "enkel",
                                                         "enkelin",
                                                         "bruder",
                                                         "schwester",
                                                         "sie",
                                                         "er",
                                                         "junge",
                                                         "maedchen",
                                                         "papa",
                                                         "mama",
                                                         "schwiegermutter",
                                                         "schwiegervater",
                                                         "neffe",
                                                         "nichte",
                                                         "rentner",
                                                         "rentnerin",
                                                         "schueler",
                                                         "schuelerin",
                                                         "student",
                                                         "studentin",
                                                         "kleine",
                                                         "kleiner"};
// Of whom ages are told one after another.
constexpr std::array<std::string_view, 16> kChildren = {
    "kinder", "kindern",  "soehne", "soehnen", "toechter",    "toechtern", "sohn",       "tochter",
    "jungs",  "maedchen", "enkel",  "enkeln",  "enkelkinder", "zwillinge", "zwillingen", "geschwister"};
// What may follow a bare age.
constexpr std::array<std::string_view, 13> kAfterAge = {"und",  ".",    ",",     "?",        "!",    "schon", "braucht",
                                                        "oder", "darf", "jetzt", "geworden", "kann", ")"};
// Between a year of birth and the word that says so: "geboren im Jahr 1965", "geb. am"
constexpr std::array<std::string_view, 9> kBeforeYear = {".", ":", "am", "im", "in", "jahr", "jahre", "den", "ist"};
constexpr std::array<std::string_view, 8> kTogether = {"zweit",  "dritt", "viert", "fuenft",
                                                       "sechst", "siebt", "acht",  "zweien"};

bool IsNumberToken(const Token& token) { return token.kind == TokenKind::kNumber; }

std::optional<std::int64_t> SmallNumber(const Token& token) {
  const auto number = IsNumberToken(token) ? NumberFromDigits(token.text) : NumberFromWord(token.text);
  if (!number || *number < 0 || *number > 200) return std::nullopt;
  return number;
}

class PeopleFinder {
 public:
  PeopleFinder(std::span<const Token> tokens, const Reference& reference, Found& found)
      : tokens_(tokens),
        expecting_(reference.expecting),
        this_year_(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(reference.now)).year()),
        found_(found) {}

  void Run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (FindBirthYear(i) || FindAges(i) || FindAge(i) || FindCount(i)) continue;
    }
    if (expecting_ == Expecting::kPeople && found_.all().empty()) FindBareCount();
  }

 private:
  std::string_view At(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  Span Range(std::size_t begin, std::size_t end) const {
    return {tokens_[begin].span.begin, tokens_[end - 1].span.end};
  }

  bool Age(std::size_t begin, std::size_t end, std::int64_t years) {
    if (years < 0 || years > 120) return false;
    found_.Add(EntityKind::kAge, Range(begin, end), years);
    return true;
  }

  // "1965 geboren", "geb. 1965", "Jahrgang 1965", "geboren am 12.3.1965"
  bool FindBirthYear(std::size_t i) {
    if (!IsNumberToken(tokens_[i]) || tokens_[i].text.size() != 4) return false;
    const auto year = NumberFromDigits(tokens_[i].text);
    if (!year || *year < 1900 || *year > int{this_year_}) return false;
    const std::size_t begin = DateBegin(i);
    std::size_t before = begin;
    while (before > 0 && Contains(kBeforeYear, At(before - 1))) --before;
    const bool said = SaysBirth(before > 0 ? At(before - 1) : std::string_view()) || SaysBirth(At(i + 1)) ||
                      (Contains(kBeforeYear, At(i + 1)) && SaysBirth(At(i + 2)));
    return said && Age(begin, i + 1, int{this_year_} - *year);
  }

  // Of the date that ends with the year `i`: "12.3.1965", "12. März 1965", or the year itself.
  std::size_t DateBegin(std::size_t i) const {
    const auto dotted_number = [this](std::size_t end) {
      return end >= 2 && At(end - 1) == "." && IsNumberToken(tokens_[end - 2]) && tokens_[end - 2].text.size() <= 2;
    };
    if (dotted_number(i) && dotted_number(i - 2)) return i - 4;
    return i >= 3 && tokens_[i - 1].kind == TokenKind::kWord && dotted_number(i - 1) ? i - 3 : i;
  }

  static bool SaysBirth(std::string_view word) {
    return word == "geboren" || word == "geb" || word == "gebohren" || word == "geborn" || word == "jahrgang" ||
           word == "geburtsjahr" || word == "geburtsdatum";
  }

  // "Kinder im Alter von 4, 7 und 12 Jahren", "meine Kinder sind 3 und 8", "2 Personen, 34 und 36 Jahre"
  bool FindAges(std::size_t i) {
    std::vector<std::size_t> ages;
    std::size_t end = i;
    for (std::size_t at = i; at < tokens_.size() && SmallNumber(tokens_[at]);) {
      ages.push_back(at);
      end = at + 1;
      at = end;
      if (At(at) == ",") ++at;
      if (At(at) == "und" || At(at) == "oder" || At(at) == "sowie") ++at;
      if (at == end) break;
    }
    if (ages.size() < 2) return false;
    constexpr std::array<std::string_view, 3> kYears = {"jahre", "jahren", "j"};
    const bool years = Contains(kYears, At(end));
    constexpr std::array<std::string_view, 5> kLinks = {",", "(", ":", "sind", "mit"};
    const std::string_view whom = Contains(kLinks, Before(i, 1)) ? Before(i, 2) : Before(i, 1);
    const std::string_view of = Before(i, 1) == "von" || Before(i, 1) == ":" ? Before(i, 2) : Before(i, 1);
    const bool open = At(end).empty() || Contains(kAfterAge, At(end));
    const bool said = of == "alter" || (Contains(kChildren, whom) && (years || open)) ||
                      (years && (Contains(kPeople, whom) || Before(i, 1) == "sind" || At(end + 1) == "alt"));
    if (!said) return false;
    for (const std::size_t at : ages) {
      const bool last = at == ages.back() && years;
      Age(at, last ? end + 1 + (At(end + 1) == "alt" ? 1 : 0) : at + 1, *SmallNumber(tokens_[at]));
    }
    return true;
  }

  // "15 Jahre alt", "mit 16", "17-jährige", "(82)", "mein Sohn ist 9", "Tochter, 12", "unter 16 Jahren"
  bool FindAge(std::size_t i) {
    if (const std::size_t at = At(i).find("jaehrig"); at != std::string_view::npos && at > 0) {
      const std::string_view count = At(i).substr(0, at);
      const bool digits = count.find_first_not_of("0123456789") == std::string_view::npos;
      const auto number = digits ? NumberFromDigits(count) : NumberFromWord(count);
      return number && Age(i, i + 1, *number);
    }
    const auto number = SmallNumber(tokens_[i]);
    if (!number) return false;
    if (At(i + 1) == "-" && At(i + 2).starts_with("jaehrig")) return Age(i, i + 3, *number);
    if (At(i + 1).starts_with("jaehrig")) return Age(i, i + 2, *number);
    constexpr std::array<std::string_view, 2> kMonths = {"monate", "monaten"};
    constexpr std::array<std::string_view, 4> kWeeks = {"wochen", "woche", "tage", "monat"};
    const bool young = Contains(kMonths, At(i + 1)) || Contains(kWeeks, At(i + 1));
    if (young && (At(i + 2) == "alt" || (i > 0 && At(i - 1) == "(" && At(i + 2) == ")")))
      return Age(i, i + (At(i + 2) == "alt" ? 3 : 2), Contains(kMonths, At(i + 1)) ? *number / 12 : 0);
    constexpr std::array<std::string_view, 3> kYears = {"jahre", "jahren", "j"};
    const bool years = Contains(kYears, At(i + 1));
    if (years && At(i + 2) == "alt") return Age(i, i + 3, *number);
    constexpr std::array<std::string_view, 9> kStates = {"bin", "ist",   "wird", "werde", "sind",
                                                         "war", "alter", "sei",  "waere"};
    constexpr std::array<std::string_view, 6> kLimits = {"mit", "ab", "unter", "ueber", "u", "ue"};
    const std::string_view before = Before(i, 1);
    const bool person_near = IsPerson(Before(i, 1)) || IsPerson(Before(i, 2)) || IsPerson(Before(i, 3));
    const bool said_of_person =
        Contains(kStates, before) && (before == "bin" || before == "werde" || before == "alter" || person_near);
    const bool in_brackets =
        before == "(" && (At(i + 1) == ")" || At(i + 2) == ")") && i >= 2 && tokens_[i - 2].kind == TokenKind::kWord;
    if (years) {
      const bool age = said_of_person || in_brackets || Contains(kLimits, before) || before == "von" ||
                       IsPerson(before) || (before == "," && IsPerson(Before(i, 2)));
      return age && Age(i, i + 2, *number);
    }
    const bool open = At(i + 1).empty() || Contains(kAfterAge, At(i + 1));
    if (in_brackets) return Age(i, i + 1, *number);
    if (said_of_person && open) return Age(i, i + 1, *number);
    if (!IsNumberToken(tokens_[i])) return false;
    if (before == ":" && Before(i, 2) == "alter") return Age(i, i + 1, *number);
    if (before == "," && IsPerson(Before(i, 2)) && open) return Age(i, i + 1, *number);
    // "Mittwoch ab 9", "fr ab 14" is an hour.
    constexpr std::array<std::string_view, 17> kDays = {
        "montag", "dienstag",    "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "heute",
        "morgen", "uebermorgen", "mo",       "di",         "mi",      "do",      "fr",        "sa"};
    if (Contains(kDays, Before(i, Before(i, 2) == "," ? 3 : 2))) return false;
    return Contains(kLimits, before) && open && *number >= 6 && *number <= 99 && Age(i, i + 1, *number);
  }

  std::string_view Before(std::size_t i, std::size_t back) const {
    return i >= back ? tokens_[i - back].text : std::string_view();
  }
  static bool IsPerson(std::string_view word) { return Contains(kRelatives, word); }

  // "4 Personen", "drei Erwachsene", "zu zweit", "ich und mein Mann" is left alone
  bool FindCount(std::size_t i) {
    if (At(i) == "zu" && Contains(kTogether, At(i + 1))) {
      std::string ordinal(At(i + 1));
      const auto number = At(i + 1) == "zweien" ? std::optional<std::int64_t>(2) : OrdinalFromWord(ordinal + "e");
      if (!number) return false;
      found_.Add(EntityKind::kPersonCount, Range(i + 1, i + 2), *number);
      return true;
    }
    const auto number = SmallNumber(tokens_[i]);
    if (!number || *number == 0 || *number > 99) return false;
    if (!Contains(kPeople, At(i + 1))) return false;
    const bool single_noun = At(i + 1) == "kind" || At(i + 1) == "mann" || At(i + 1) == "person";
    if (single_noun && *number == 1 && !IsNumberToken(tokens_[i]) && At(i + 1) != "person") return false;
    found_.Add(EntityKind::kPersonCount, Range(i, i + 2), *number);
    return true;
  }

  void FindBareCount() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const auto number = SmallNumber(tokens_[i]);
      if (!number || *number == 0 || *number > 50) continue;
      found_.Add(EntityKind::kPersonCount, tokens_[i].span, *number);
      return;
    }
  }

  std::span<const Token> tokens_;
  Expecting expecting_;
  std::chrono::year this_year_;
  Found& found_;
};

// "das erste", "Nummer 2", "die letzte", and a bare "2" or "zwei" when a choice is expected.
void FindChoice(std::span<const Token> tokens, Expecting expecting, Found& found) {
  constexpr std::array<std::string_view, 6> kArticles = {"das", "den", "die", "der", "dem", "dies"};
  constexpr std::array<std::string_view, 7> kNumbered = {"nummer",   "nr",        "option",      "punkt",
                                                         "variante", "vorschlag", "moeglichkeit"};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view word = tokens[i].text;
    const std::string_view before = i > 0 ? tokens[i - 1].text : std::string_view();
    const std::string_view after = i + 1 < tokens.size() ? tokens[i + 1].text : std::string_view();
    const auto ordinal = OrdinalFromWord(word);
    const bool bare_ordinal = after.empty() || after == "bitte" || after == "." || after == "," || after == "termin" ||
                              after == "nehmen" || after == "passt" || after == "option" || after == "vorschlag" ||
                              after == "von";
    if (ordinal && (*ordinal == -1 || (*ordinal >= 1 && *ordinal <= 20)) &&
        (Contains(kArticles, before) || expecting == Expecting::kChoice) && bare_ordinal) {
      found.Add(EntityKind::kChoice, tokens[i].span, *ordinal);
      continue;
    }
    const auto number = SmallNumber(tokens[i]);
    if (!number || *number < 1 || *number > 20) continue;
    const bool named = Contains(kNumbered, before) || (before == "." && i >= 2 && tokens[i - 2].text == "nr");
    const bool alone = expecting == Expecting::kChoice && tokens.size() <= 3;
    if (named || alone) found.Add(EntityKind::kChoice, tokens[i].span, *number);
  }
}

}  // namespace

void FindPeople(std::string_view, std::span<const Token> tokens, const Reference& reference, Found& found) {
  PeopleFinder(tokens, reference, found).Run();
  FindChoice(tokens, reference.expecting, found);
}

}  // namespace amtslotse::nlu
