#include "nlu/language.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <span>

#include "nlu/classify/bytes.h"
#include "nlu/classify/logistic.h"
#include "nlu/text/ngrams.h"
#include "nlu/training/clusters.h"

namespace amtslotse::nlu {
namespace {

constexpr std::size_t kLanguages = static_cast<std::size_t>(Language::kOther) + 1;
constexpr std::size_t kMixed = kLanguages;  // a class of its own: German with words of another language
constexpr std::size_t kClasses = kLanguages + 1;
constexpr std::size_t kGermanClass = static_cast<std::size_t>(Language::kGerman);
constexpr std::uint32_t kFormat = 0x31474C41;  // "ALG1"
constexpr int kFolds = 5;
constexpr double kRidge = 1;
constexpr double kWeightOfGerman = 4;  // an answer in a language that is not one's own is worse than one in German
constexpr double kSharpness = 6;
constexpr double kSureOfMixed = 0.6;  // below, German is assumed
constexpr std::size_t kShortestGermanWord = 4;
constexpr double kKnownWord = 0.95;  // of what is looked at in it, the share seen in training

using Scores = std::array<float, kClasses>;

Language FromCode(std::string_view code) {
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (LanguageCode(static_cast<Language>(i)) == code) return static_cast<Language>(i);
  }
  return Language::kOther;
}

std::size_t ClassOf(std::string_view label) {
  return label == kMixedLabel ? kMixed : static_cast<std::size_t>(FromCode(label));
}

Language BestForeign(const Scores& scores) {
  std::size_t best = static_cast<std::size_t>(Language::kOther);
  for (std::size_t i = 0; i < kLanguages; ++i) {
    if (i != kGermanClass && scores[i] > scores[best]) best = i;
  }
  return static_cast<Language>(best);
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

struct Words {
  std::size_t all = 0;
  std::size_t latin = 0;
};

Words WordsOf(std::span<const Token> tokens) {
  Words words;
  for (const Token& token : tokens) {
    if (token.kind != TokenKind::kWord) continue;
    ++words.all;
    words.latin += IsLatin(token.text) ? 1 : 0;
  }
  return words;
}

std::vector<double> InputsOf(const Scores& scores, Language foreign, const Words& words) {
  const double ahead = scores[static_cast<std::size_t>(foreign)] - std::max(scores[kGermanClass], scores[kMixed]);
  const double length = std::log(static_cast<double>(words.all));
  const double other_script = 1 - static_cast<double>(words.latin) / static_cast<double>(words.all);
  return {1, ahead, length, length * ahead, other_script};
}

// What the weights are drawn towards: where a town has hardly any texts they stay near.
std::vector<double> UsualWeights() { return {-2, 4, 1.5, 0.5, 1}; }

struct Rows {
  std::vector<std::vector<std::uint32_t>> features;
  std::vector<int> labels;
};

absl::StatusOr<LinearModel> TrainMachine(const Rows& rows) {
  return LinearModel::Train(rows.features, rows.labels, static_cast<int>(kClasses), {.cost = 1, .minimum_count = 2});
}

// Whether the best foreign language of each text is the right one, judged by machines that have not seen the text nor
// one like it.
std::vector<LogisticExample> JudgeHeldBack(const std::vector<LabelledText>& texts, const Rows& rows) {
  std::vector<std::string> plain;
  for (const LabelledText& each : texts) plain.push_back(each.text);
  std::vector<int> folds;
  for (const std::size_t cluster : NearDuplicateClusters(plain))
    folds.push_back(static_cast<int>(StableHash(plain[cluster]) % kFolds));
  std::vector<LogisticExample> judged;
  for (int fold = 0; fold < kFolds; ++fold) {
    Rows seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (folds[i] == fold) continue;
      seen.features.push_back(rows.features[i]);
      seen.labels.push_back(rows.labels[i]);
    }
    const absl::StatusOr<LinearModel> machine = TrainMachine(seen);
    if (!machine.ok()) continue;  // too few texts: the usual weights count
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (folds[i] != fold) continue;
      const FoldedText folded = FoldWithOrigin(texts[i].text);
      const std::vector<Token> tokens = Tokenize(folded);
      const Words words = WordsOf(tokens);
      if (words.latin == 0) continue;
      Scores scores{};
      machine->Score(rows.features[i], scores);
      const Language foreign = ByLetters(BestForeign(scores), tokens);
      const auto label = static_cast<std::size_t>(rows.labels[i]);
      const bool german = label == kGermanClass || label == kMixed;
      judged.push_back(
          {InputsOf(scores, foreign, words), label == static_cast<std::size_t>(foreign), german ? kWeightOfGerman : 1});
    }
  }
  return judged;
}

}  // namespace

absl::StatusOr<LanguageModel> LanguageModel::Train(const std::vector<LabelledText>& texts) {
  Rows rows;
  for (const LabelledText& each : texts) {
    const FoldedText folded = FoldWithOrigin(each.text);
    rows.features.push_back(HashedFeatures(Tokenize(folded)));
    rows.labels.push_back(static_cast<int>(ClassOf(each.label)));
  }
  absl::StatusOr<LinearModel> model = TrainMachine(rows);
  if (!model.ok()) return model.status();
  return LanguageModel(*std::move(model), FitLogistic(JudgeHeldBack(texts, rows), UsualWeights(), kRidge));
}

std::string LanguageModel::Write() const {
  ByteWriter out;
  out.Put(kFormat);
  out.PutAll(weights_);
  const std::string bytes = model_.Write();
  out.PutAll(std::vector<char>(bytes.begin(), bytes.end()));
  return out.Take();
}

absl::StatusOr<LanguageModel> LanguageModel::Read(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.Get<std::uint32_t>() != kFormat) return absl::FailedPreconditionError("not a language model of this format");
  std::vector<double> weights = in.GetAll<double>();
  const std::vector<char> machine = in.GetAll<char>();
  if (!in.ok() || !in.at_end() || weights.size() != UsualWeights().size())
    return absl::DataLossError("damaged language model");
  absl::StatusOr<LinearModel> model = LinearModel::Read({machine.data(), machine.size()});
  if (!model.ok()) return model.status();
  if (model->label_count() != static_cast<int>(kClasses)) return absl::DataLossError("damaged language model");
  return LanguageModel(*std::move(model), std::move(weights));
}

bool LanguageModel::HasGermanWord(std::span<const Token> tokens, Language foreign) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    if (token.kind != TokenKind::kWord || token.text.size() < kShortestGermanWord || !IsLatin(token.text)) return false;
    Scores scores{};
    return model_.Score(HashedFeatures({&token, 1}), scores) >= kKnownWord &&
           scores[kGermanClass] > scores[static_cast<std::size_t>(foreign)];
  });
}

LanguageGuess LanguageModel::Guess(const FeaturedTokens& text) const {
  const Words words = WordsOf(text.tokens);
  if (words.all == 0) return {Language::kUnknown, 0, false};
  Scores scores{};
  model_.Score(text.features, scores);
  const Language foreign = ByLetters(BestForeign(scores), text.tokens);
  if (words.latin == 0) return {foreign, 1, false};
  const double sure = Logistic(weights_, InputsOf(scores, foreign, words));
  if (sure >= kSureOfForeign) return {foreign, sure, HasGermanWord(text.tokens, foreign)};
  if (sure >= kMaybeForeign) return {foreign, sure, true};  // named, and German acts apply
  double sum = 0;
  for (const float score : scores) sum += std::exp(kSharpness * score);
  if (std::exp(kSharpness * scores[kMixed]) >= kSureOfMixed * sum) return {foreign, sure, true};
  return {Language::kGerman, 1 - sure, false};
}

}  // namespace amtslotse::nlu
