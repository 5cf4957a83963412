#include "nlu/masking.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "nlu/entities/contact.h"
#include "nlu/entities/people.h"
#include "nlu/masking_names.h"
#include "nlu/masking_spoken.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {
namespace {

constexpr int kOldEnough = 1;  // years before this one

struct Mark {
  Span span;
  std::string_view label;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

class Masker {
 public:
  Masker(std::string_view text, const MaskOptions& options)
      : text_(text), options_(options), folded_(FoldWithOrigin(text)), tokens_(Tokenize(folded_)) {}

  std::string Run() {
    for (const Span& email : FindSpokenEmails(text_, tokens_)) Add(email, "«E-Mail»");
    MarkNumbers();
    for (const Span& paper : FindNamedPapers(text_, tokens_)) Add(paper, "«Ausweisnummer»");
    for (const Span& telephone : FindSpokenTelephones(text_, tokens_)) Add(telephone, "«Telefon»");
    MarkDates();
    for (const Span& name : FindNamesToMask(text_, tokens_)) Add(name, "«Name»");
    MarkEntities();
    MarkKnownNames();
    return Replaced();
  }

 private:
  void Add(const Span& span, std::string_view label) {
    const bool taken =
        std::any_of(marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.span.Overlaps(span); });
    if (!taken && !span.empty()) marks_.push_back({span, label});
  }

  // Runs of letters and digits with single separators in between, read as one number.
  void MarkNumbers() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      if (!IsAlnum(text_[at]) || (at > 0 && IsAlnum(text_[at - 1]))) continue;
      if (const std::size_t end = Iban(at); end > at)
        Add({at, end}, "«IBAN»");
      else if (const std::size_t end_social = SocialInsurance(at); end_social > at)
        Add({at, end_social}, "«Versicherungsnummer»");
      else if (const std::size_t end_paper = IdentityPaper(at); end_paper > at)
        Add({at, end_paper}, "«Ausweisnummer»");
      else if (const std::size_t end_tax = TaxNumber(at); end_tax > at)
        Add({at, end_tax}, "«Steuernummer»");
    }
  }

  // From `at` on, up to `most` letters and digits with single spaces or hyphens between groups.
  std::size_t Collect(std::size_t at, std::size_t most, std::string_view separators, std::string& collected) const {
    std::size_t end = at;
    for (std::size_t i = at; i < text_.size() && collected.size() < most; ++i) {
      if (IsAlnum(text_[i])) {
        collected.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(text_[i]))));
        end = i + 1;
      } else if (separators.find(text_[i]) == std::string_view::npos || i == at || !IsAlnum(text_[i - 1])) {
        break;
      }
    }
    return end;
  }

  // Two letters, two digits, 11 to 30 more; spaces as people set them.
  std::size_t Iban(std::size_t at) const {
    if (at + 4 > text_.size() || std::isalpha(static_cast<unsigned char>(text_[at])) == 0 ||
        std::isalpha(static_cast<unsigned char>(text_[at + 1])) == 0)
      return at;
    std::string german;
    const bool germany = std::toupper(static_cast<unsigned char>(text_[at])) == 'D' &&
                         std::toupper(static_cast<unsigned char>(text_[at + 1])) == 'E';
    const std::size_t end = Collect(at, germany ? 22 : 30, " -", german);
    if (german.size() < 15 || !IsDigit(german[2]) || !IsDigit(german[3])) return at;
    const auto digits = static_cast<std::size_t>(std::count_if(german.begin(), german.end(), IsDigit));
    if (germany) return digits >= 18 ? end : at;
    // elsewhere the rest of a sentence may have been collected: the checksum decides on the length
    std::string prefix;
    for (std::size_t length = 15; length <= german.size(); ++length) {
      prefix = german.substr(0, length);
      if (Remainder97(prefix) != 1) continue;
      std::string again;
      return Collect(at, length, " -", again);
    }
    return at;
  }

  static int Remainder97(const std::string& iban) {
    int remainder = 0;
    const std::string turned = iban.substr(4) + iban.substr(0, 4);
    for (const char c : turned) {
      const int value = IsDigit(c) ? c - '0' : c - 'A' + 10;
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder;
  }

  // "12 150780 J 009" and health insurance "A123456789".
  std::size_t SocialInsurance(std::size_t at) const {
    std::string number;
    const std::size_t end = Collect(at, 12, " ", number);
    const auto digits_in = [&](std::size_t begin, std::size_t count) {
      return number.size() >= begin + count &&
             std::all_of(number.begin() + static_cast<std::ptrdiff_t>(begin),
                         number.begin() + static_cast<std::ptrdiff_t>(begin + count), IsDigit);
    };
    const bool closed = end >= text_.size() || !IsAlnum(text_[end]);
    if (number.size() == 12 && digits_in(0, 8) && !IsDigit(number[8]) && digits_in(9, 3) && closed) return end;
    std::string health;
    const std::size_t health_end = Collect(at, 10, "", health);
    const bool one_letter =
        health.size() == 10 && !IsDigit(health[0]) && std::all_of(health.begin() + 1, health.end(), IsDigit);
    return one_letter && (health_end >= text_.size() || !IsAlnum(text_[health_end])) ? health_end : at;
  }

  // Serial numbers of identity cards, passports and residence permits: nine to eleven characters,
  // letters and digits mixed ("L01X00T471", "C01X00T47").
  std::size_t IdentityPaper(std::size_t at) const {
    std::string number;
    const std::size_t end = Collect(at, 12, "", number);
    if (number.size() < 9 || number.size() > 11) return at;
    const auto digits = std::count_if(number.begin(), number.end(), IsDigit);
    const bool letters = digits < static_cast<std::ptrdiff_t>(number.size());
    return letters && digits >= 3 && number.find_first_of("AEIOU") == std::string::npos ? end : at;
  }

  // "12 345 678 901" (identification number), "21/815/08150" (tax number).
  std::size_t TaxNumber(std::size_t at) const {
    if (!IsDigit(text_[at])) return at;
    std::string digits;
    std::size_t end = at;
    std::size_t slashes = 0;
    for (std::size_t i = at; i < text_.size() && digits.size() < 14; ++i) {
      if (IsDigit(text_[i])) {
        digits.push_back(text_[i]);
        end = i + 1;
      } else if ((text_[i] == '/' || text_[i] == ' ') && i + 1 < text_.size() && IsDigit(text_[i + 1]) &&
                 IsDigit(text_[i - 1])) {
        slashes += text_[i] == '/' ? 1 : 0;
      } else {
        break;
      }
    }
    if (end < text_.size() && IsAlnum(text_[end])) return at;
    if (slashes == 2 && digits.size() >= 10 && digits.size() <= 13) return end;
    return slashes == 0 && digits.size() == 11 && digits[0] != '0' ? end : at;
  }

  // "geboren am 3. Mai 1985", "12.03.85 geb.", and any full date long past.
  void MarkDates() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      std::size_t end = i;
      const int year = DateAt(i, end);
      if (year == 0 && IsBirthYear(i)) Add(tokens_[i].span, "«Geburtsdatum»");
      if (year == 0) continue;
      const bool long_past = year < int{options_.this_year} - kOldEnough;
      if (long_past || BirthIsSaid(i, end)) Add({tokens_[i].span.begin, tokens_[end - 1].span.end}, "«Geburtsdatum»");
      i = end - 1;
    }
  }

  // "1965 geboren", "Jahrgang 1965", "geboren im Jahr 1965"
  bool IsBirthYear(std::size_t i) const {
    if (tokens_[i].kind != TokenKind::kNumber || tokens_[i].text.size() != 4) return false;
    const int year = std::stoi(std::string(tokens_[i].text));
    if (year < 1900 || year > int{options_.this_year}) return false;
    const auto said = [this](std::size_t k) {
      static constexpr std::array<std::string_view, 5> kWords = {"geboren", "geb", "geborn", "jahrgang", "geburtsjahr"};
      return k < tokens_.size() && std::find(kWords.begin(), kWords.end(), tokens_[k].text) != kWords.end();
    };
    for (std::size_t k = i >= 4 ? i - 4 : 0; k <= i + 2; ++k) {
      if (said(k)) return true;
    }
    return false;
  }

  // The year of a date of day, month and year beginning at token `i`; 0 for none.
  int DateAt(std::size_t i, std::size_t& end) const {
    const auto number = [&](std::size_t k, int low, int high) {
      if (k >= tokens_.size() || tokens_[k].kind != TokenKind::kNumber || tokens_[k].text.size() > 4) return 0;
      const int value = std::stoi(std::string(tokens_[k].text));
      return value >= low && value <= high ? value : 0;
    };
    const auto is = [&](std::size_t k, std::initializer_list<std::string_view> words) {
      return k < tokens_.size() && std::find(words.begin(), words.end(), tokens_[k].text) != words.end();
    };
    if (number(i, 1900, 2100) && is(i + 1, {"-"}) && number(i + 2, 1, 12) && is(i + 3, {"-"}) && number(i + 4, 1, 31)) {
      end = i + 5;
      return number(i, 1900, 2100);
    }
    if (!number(i, 1, 31)) return 0;
    std::size_t at = is(i + 1, {".", "/", "-"}) ? i + 2 : i + 1;
    if (number(at, 1, 12) && at == i + 2) {
      at = is(at + 1, {".", "/", "-"}) ? at + 2 : at + 1;
    } else if (at < tokens_.size() && IsMonth(tokens_[at].text)) {
      at = is(at + 1, {"."}) ? at + 2 : at + 1;
    } else {
      return 0;
    }
    if (at >= tokens_.size()) return 0;
    int year = number(at, 1900, 2100);
    if (year == 0 && tokens_[at].text.size() == 2 && tokens_[at].kind == TokenKind::kNumber) {
      const int two = std::stoi(std::string(tokens_[at].text));
      year = two + (two > int{options_.this_year} % 100 + kOldEnough ? 1900 : 2000);
    }
    end = at + 1;
    return year;
  }

  static bool IsMonth(std::string_view word) {
    constexpr std::array<std::string_view, 24> kMonths = {
        "januar",    "februar", "maerz",    "april",    "mai",  "juni", "juli", "august",
        "september", "oktober", "november", "dezember", "jan",  "feb",  "mrz",  "apr",
        "jun",       "jul",     "aug",      "sep",      "sept", "okt",  "nov",  "dez"};
    return std::find(kMonths.begin(), kMonths.end(), word) != kMonths.end();
  }

  bool BirthIsSaid(std::size_t begin, std::size_t end) const {
    const auto said = [](std::string_view word) {
      return word.starts_with("geb") && !word.starts_with("gebuehr") && !word.starts_with("gebaeu") &&
             !word.starts_with("gebi");
    };
    for (std::size_t k = begin >= 5 ? begin - 5 : 0; k < begin; ++k) {
      if (said(tokens_[k].text)) return true;
    }
    for (std::size_t k = end; k < std::min(tokens_.size(), end + 2); ++k) {
      if (said(tokens_[k].text)) return true;
    }
    return false;
  }

  void MarkEntities() {
    Found found(text_);
    found.AddAll(FindContacts(text_, tokens_, Expecting::kNothing));
    FindNames(text_, tokens_, Expecting::kNothing, found);
    for (const Entity& entity : found.all()) {
      if (entity.kind == EntityKind::kEmail) Add(entity.span, "«E-Mail»");
      if (entity.kind == EntityKind::kTelephone) Add(entity.span, "«Telefon»");
      if (entity.kind == EntityKind::kAppointmentCode) Add(entity.span, "«Code»");
      if (entity.kind == EntityKind::kPersonName) Add(WithoutRoles(text_, tokens_, entity.span), "«Name»");
      const auto* street = std::get_if<StreetAddress>(&entity.value);
      if (street != nullptr && !street->number.empty()) Add(entity.span, "«Adresse»");
    }
  }

  void MarkKnownNames() {
    std::set<std::string> words;
    for (const std::string& name : options_.known_names) {
      for (std::string& word : FoldedWords(name)) {
        if (word.size() >= 2) words.insert(std::move(word));
      }
    }
    if (words.empty()) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::kWord || !words.contains(std::string(tokens_[i].text))) continue;
      std::size_t end = i + 1;
      while (end + 1 < tokens_.size() && tokens_[end].text == "-" && words.contains(std::string(tokens_[end + 1].text)))
        end += 2;
      while (end < tokens_.size() && tokens_[end].kind == TokenKind::kWord &&
             words.contains(std::string(tokens_[end].text)))
        ++end;
      Add({tokens_[i].span.begin, tokens_[end - 1].span.end}, "«Name»");
      i = end - 1;
    }
  }

  std::string Replaced() {
    std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.span.begin < b.span.begin; });
    std::string result;
    std::size_t at = 0;
    for (const Mark& mark : marks_) {
      result += text_.substr(at, mark.span.begin - at);
      result += mark.label;
      at = mark.span.end;
    }
    result += text_.substr(at);
    return result;
  }

  std::string_view text_;
  const MaskOptions& options_;
  FoldedText folded_;
  std::vector<Token> tokens_;
  std::vector<Mark> marks_;
};

}  // namespace

// What a mark leaves over of a longer run of letters and digits may be a number by itself: again until nothing changes.
std::string MaskPersonalData(std::string_view text, const MaskOptions& options) {
  constexpr int kMostPasses = 16;
  std::string masked = Masker(text, options).Run();
  for (int pass = 1; pass < kMostPasses; ++pass) {
    std::string again = Masker(masked, options).Run();
    if (again == masked) break;
    masked = std::move(again);
  }
  return masked;
}

}  // namespace amtslotse::nlu
