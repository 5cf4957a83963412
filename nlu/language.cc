#include "nlu/language.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <span>

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kLanguages = static_cast<std::size_t>(Language::kOther) + 1;
constexpr std::size_t kMixed = kLanguages;  // a class of its own: German with words of another language
constexpr std::size_t kClasses = kLanguages + 1;
constexpr double kSharpness = 6;
constexpr double kSureOfForeign = 0.6;        // below, German is assumed
constexpr double kSureOfForeignShort = 0.85;  // of one or two words

Language FromCode(std::string_view code) {
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (LanguageCode(static_cast<Language>(i)) == code) return static_cast<Language>(i);
  }
  return Language::kOther;
}

// The likeliest of the other languages.
std::size_t BestForeign(const std::array<double, kClasses>& probability) {
  std::size_t best = static_cast<std::size_t>(Language::kOther);
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (i != static_cast<std::size_t>(Language::kGerman) && probability[i] > probability[best]) best = i;
  }
  return best;
}

bool HasAny(std::span<const Token> tokens, std::initializer_list<std::string_view> letters) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return std::any_of(letters.begin(), letters.end(),
                       [&](std::string_view letter) { return token.text.find(letter) != std::string_view::npos; });
  });
}

// Ukrainian and Russian share most words of an alarm, but each has letters that the other has not.
Language ByLetters(Language guessed, std::span<const Token> tokens) {
  if (guessed == Language::kRussian && HasAny(tokens, {"і", "є", "ґ"})) return Language::kUkrainian;
  if (guessed == Language::kUkrainian && HasAny(tokens, {"ы", "э", "ъ"})) return Language::kRussian;
  return guessed;
}

bool IsLatin(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

absl::StatusOr<LanguageModel> LanguageModel::Train(const std::vector<LabelledText>& foreign,
                                                   const std::vector<std::string>& mixed,
                                                   const std::vector<std::string>& german) {
  std::vector<std::vector<std::uint32_t>> rows;
  std::vector<int> labels;
  const auto add = [&](std::string_view text, std::size_t label) {
    const FoldedText folded = FoldWithOrigin(text);
    rows.push_back(HashedFeatures(Tokenize(folded)));
    labels.push_back(static_cast<int>(label));
  };
  for (const LabelledText& example : foreign) {
    const Language language = FromCode(example.label);
    add(example.text, language == Language::kGerman ? kMixed : static_cast<std::size_t>(language));
  }
  for (const std::string& text : mixed) add(text, kMixed);
  for (const std::string& text : german) add(text, static_cast<std::size_t>(Language::kGerman));
  absl::StatusOr<LinearModel> model =
      LinearModel::Train(rows, labels, static_cast<int>(kClasses), {.cost = 1, .minimum_count = 2});
  if (!model.ok()) return model.status();
  return LanguageModel(*std::move(model));
}

absl::StatusOr<LanguageModel> LanguageModel::Read(std::string_view bytes) {
  absl::StatusOr<LinearModel> model = LinearModel::Read(bytes);
  if (!model.ok()) return model.status();
  if (model->label_count() != static_cast<int>(kClasses)) return absl::DataLossError("not a language model");
  return LanguageModel(*std::move(model));
}

LanguageGuess LanguageModel::Guess(const FeaturedTokens& text) const {
  std::size_t words = 0;
  std::size_t latin = 0;
  for (const Token& token : text.tokens) {
    if (token.kind != TokenKind::kWord) continue;
    ++words;
    latin += IsLatin(token.text) ? 1 : 0;
  }
  if (words == 0) return {Language::kUnknown, 0, false};
  std::array<float, kClasses> scores{};
  model_.Score(text.features, scores);
  std::array<double, kClasses> probability{};
  double sum = 0;
  for (std::size_t i = 0; i < kClasses; ++i) sum += probability[i] = std::exp(kSharpness * scores[i]);
  for (double& each : probability) each /= sum;
  const auto best =
      static_cast<std::size_t>(std::max_element(probability.begin(), probability.end()) - probability.begin());
  const auto german = static_cast<std::size_t>(Language::kGerman);
  if (best == kMixed && probability[kMixed] >= kSureOfForeign)
    return {static_cast<Language>(BestForeign(probability)), probability[kMixed], true};
  const double needed = latin == 0 ? 0 : words <= 2 ? kSureOfForeignShort : kSureOfForeign;
  if (best == german || best == kMixed || probability[best] < needed)
    return {Language::kGerman, probability[german], false};
  return {ByLetters(static_cast<Language>(best), text.tokens), probability[best], false};
}

}  // namespace amtslotse::nlu
