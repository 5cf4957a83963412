#include "nlu/number_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace amtslotse::nlu {
namespace {

using Named = std::pair<std::string_view, int>;

constexpr std::array<Named, 24> kUnits = {
    {{"null", 0},      {"ein", 1},       {"eins", 1},      {"zwei", 2},      {"zwo", 2},       {"drei", 3},
     {"vier", 4},      {"fuenf", 5},     {"sechs", 6},     {"sieben", 7},    {"acht", 8},      {"neun", 9},
     {"zehn", 10},     {"elf", 11},      {"zwoelf", 12},   {"dreizehn", 13}, {"vierzehn", 14}, {"fuenfzehn", 15},
     {"sechzehn", 16}, {"siebzehn", 17}, {"achtzehn", 18}, {"neunzehn", 19}, {"funf", 5},      {"zwolf", 12}}};
constexpr std::array<Named, 9> kTens = {{{"zwanzig", 20},
                                         {"dreissig", 30},
                                         {"vierzig", 40},
                                         {"fuenfzig", 50},
                                         {"sechzig", 60},
                                         {"siebzig", 70},
                                         {"achtzig", 80},
                                         {"neunzig", 90},
                                         {"funfzig", 50}}};
constexpr std::array<std::string_view, 5> kOneForms = {"eine", "einen", "einem", "einer", "eines"};
constexpr std::array<Named, 9> kIrregularOrdinals = {{{"erst", 1},
                                                      {"dritt", 3},
                                                      {"siebt", 7},
                                                      {"acht", 8},
                                                      {"zweit", 2},
                                                      {"siebent", 7},
                                                      {"zwot", 2},
                                                      {"letzt", -1},
                                                      {"vorletzt", -2}}};

template <std::size_t Size>
std::optional<std::int64_t> Lookup(const std::array<Named, Size>& names, std::string_view word) {
  for (const auto& [name, value] : names) {
    if (name == word) return value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> BelowHundred(std::string_view word) {
  if (const auto unit = Lookup(kUnits, word)) return unit;
  if (const auto ten = Lookup(kTens, word)) return ten;
  const std::size_t joint = word.find("und");
  if (joint == std::string_view::npos) return std::nullopt;
  const auto unit = Lookup(kUnits, word.substr(0, joint));
  const auto ten = Lookup(kTens, word.substr(joint + 3));
  if (!unit || !ten || *unit == 0 || *unit > 9) return std::nullopt;
  return *ten + *unit;
}

// Splits at `mark`: "zweihundertfuenf" → 2 · 100 + 5. An empty left side counts one.
std::optional<std::int64_t> Around(std::string_view word, std::string_view mark, std::int64_t factor,
                                   std::optional<std::int64_t> (*left)(std::string_view),
                                   std::optional<std::int64_t> (*right)(std::string_view)) {
  const std::size_t at = word.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = word.substr(0, at);
  std::string_view after = word.substr(at + mark.size());
  if (after.starts_with("und")) after.remove_prefix(3);
  const auto high = before.empty() ? std::optional<std::int64_t>(1) : left(before);
  const auto low = after.empty() ? std::optional<std::int64_t>(0) : right(after);
  if (!high || !low) return std::nullopt;
  return *high * factor + *low;
}

std::optional<std::int64_t> BelowThousand(std::string_view word) {
  if (const auto small = BelowHundred(word)) return small;
  return Around(word, "hundert", 100, BelowHundred, BelowHundred);
}

bool IsOrdinalEnding(std::string_view ending) {
  return ending == "e" || ending == "en" || ending == "er" || ending == "es" || ending == "em" || ending == "ens";
}

// Most words are told from numbers by their first two letters.
bool MayBeNumber(std::string_view word) {
  constexpr std::array<std::string_view, 14> kBeginnings = {"nu", "ei", "zw", "dr", "vi", "fu", "se",
                                                            "si", "ac", "ne", "ze", "el", "hu", "ta"};
  return word.size() >= 3 && std::find(kBeginnings.begin(), kBeginnings.end(), word.substr(0, 2)) != kBeginnings.end();
}

bool MayBeOrdinal(std::string_view word) {
  constexpr std::array<std::string_view, 3> kMore = {"er", "le", "vo"};
  return MayBeNumber(word) || std::find(kMore.begin(), kMore.end(), word.substr(0, 2)) != kMore.end();
}

}  // namespace

std::optional<std::int64_t> NumberFromWord(std::string_view word) {
  if (word.size() > 60 || !MayBeNumber(word)) return std::nullopt;
  for (const std::string_view form : kOneForms) {
    if (form == word) return 1;
  }
  if (const auto small = BelowThousand(word)) return small;
  return Around(word, "tausend", 1000, BelowThousand, BelowThousand);
}

std::optional<std::int64_t> OrdinalFromWord(std::string_view word) {
  if (word.size() < 3 || word.size() > 60) return std::nullopt;
  std::size_t digits = 0;
  while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9') ++digits;
  if (digits > 0) {
    const std::string_view rest = word.substr(digits);
    const bool ordinal = rest == "te" || rest == "ten" || rest == "ter" || rest == "tes" || rest == "ste" ||
                         rest == "sten" || rest == "ster";
    return ordinal ? NumberFromDigits(word.substr(0, digits)) : std::nullopt;
  }
  if (!MayBeOrdinal(word)) return std::nullopt;
  for (std::size_t length = 1; length <= 3 && length < word.size(); ++length) {
    if (!IsOrdinalEnding(word.substr(word.size() - length))) continue;
    const std::string_view stem = word.substr(0, word.size() - length);
    if (const auto irregular = Lookup(kIrregularOrdinals, stem)) return irregular;
    if (stem.ends_with("st")) {
      const auto number = NumberFromWord(stem.substr(0, stem.size() - 2));
      if (number && *number >= 20) return number;
    }
    if (stem.ends_with("t")) {
      const auto number = NumberFromWord(stem.substr(0, stem.size() - 1));
      if (number && *number >= 4 && *number < 20) return number;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> NumberFromDigits(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

}  // namespace amtslotse::nlu
