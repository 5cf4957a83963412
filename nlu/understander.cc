#include "nlu/understander.h"

#include <algorithm>
#include <utility>

#include "nlu/boundary.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/emergency.h"
#include "nlu/entities/entities.h"
#include "nlu/entities/places.h"
#include "nlu/language.h"
#include "nlu/model_directory.h"
#include "nlu/segments.h"
#include "nlu/text/tokens.h"
#include "nlu/topic.h"

namespace amtslotse::nlu {
namespace {

template <typename Part>
absl::StatusOr<Part> ReadPart(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadModelFile(path);
  if (!bytes.ok()) return bytes.status();
  return Part::Read(*bytes);
}

}  // namespace

struct Understander::Parts {
  ModelManifest manifest;
  TextClassifier acts;
  BoundaryModel boundary;
  LanguageModel language;
  EmergencyModel emergency;
  PlaceNames places;
  int emergency_label = 0;

  // In the message as a whole, because its other words tell danger from talk about it; in one wish among several only
  // when that is sure and its words name the danger ("und meine zwei Kinder" does not).
  std::optional<Emergency> FindEmergency(const FeaturedTokens& text, const Prediction& whole,
                                         const std::vector<Part>& parts) const {
    constexpr double kSureOfOneWish = 0.7;
    std::optional<Emergency> surest = emergency.Find(text.tokens, EmergencySurplus(whole.linear, emergency_label));
    if (parts.size() < 2) return surest;
    for (const Part& part : parts) {
      const std::optional<Emergency> found =
          emergency.FindNamed(text.tokens.subspan(part.begin, part.end - part.begin),
                              EmergencySurplus(part.prediction.linear, emergency_label));
      if (found && found->confidence >= (surest ? surest->confidence : kSureOfOneWish)) surest = found;
    }
    return surest;
  }

  // "Ich heiße Tod": where a name alone speaks of a death, the words beside it decide.
  void ReadNamesAsNames(const std::vector<Token>& tokens, const std::vector<Entity>& entities,
                        std::vector<Part>& all) const {
    for (Part& part : all) {
      if (ActFromId(acts.labels()[static_cast<std::size_t>(part.label())]) != Act::kBereavement) continue;
      std::vector<Token> others(tokens.begin() + static_cast<std::ptrdiff_t>(part.begin),
                                tokens.begin() + static_cast<std::ptrdiff_t>(part.end));
      const auto named = std::remove_if(others.begin(), others.end(), [&](const Token& token) {
        return std::any_of(entities.begin(), entities.end(), [&](const Entity& entity) {
          return entity.kind == EntityKind::kPersonName && entity.span.Overlaps(token.span);
        });
      });
      if (named == others.end()) continue;
      others.erase(named, others.end());
      part.prediction = acts.Predict(others, kGuessesPerPart);
    }
  }
};

Understander::Understander(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Understander::~Understander() = default;

absl::StatusOr<std::unique_ptr<Understander>> Understander::Load(const std::string& directory) {
  absl::StatusOr<ModelManifest> manifest = CheckModelDirectory(directory);
  if (!manifest.ok()) return manifest.status();
  absl::StatusOr<TextClassifier> acts = TextClassifier::Load(directory, "acts");
  if (!acts.ok()) return acts.status();
  absl::StatusOr<BoundaryModel> boundary = ReadPart<BoundaryModel>(directory + "/boundary.linear");
  if (!boundary.ok()) return boundary.status();
  absl::StatusOr<LanguageModel> language = ReadPart<LanguageModel>(directory + "/language.linear");
  if (!language.ok()) return language.status();
  absl::StatusOr<EmergencyModel> emergency = ReadPart<EmergencyModel>(directory + "/emergency.weights");
  if (!emergency.ok()) return emergency.status();
  absl::StatusOr<PlaceNames> places = ReadPart<PlaceNames>(directory + "/places.hashes");
  if (!places.ok()) return places.status();
  auto parts = std::unique_ptr<Parts>(new Parts{*std::move(manifest), *std::move(acts), *std::move(boundary),
                                                *std::move(language), *std::move(emergency), *std::move(places)});
  const auto& labels = parts->acts.labels();
  const auto label = std::find(labels.begin(), labels.end(), ActId(Act::kEmergency));
  if (label == labels.end()) return absl::DataLossError(directory + ": the act model knows no emergencies");
  parts->emergency_label = static_cast<int>(label - labels.begin());
  return std::unique_ptr<Understander>(new Understander(std::move(parts)));
}

Understanding Understander::Understand(std::string_view text, const Reference& reference) const {
  Understanding result;
  const std::string_view read = Truncated(text, kMaxBytes);
  result.truncated = read.size() < text.size();
  const FoldedText folded = FoldWithOrigin(read);
  const std::vector<Token> tokens = Tokenize(folded);
  result.entities = FindEntities(read, tokens, reference, parts_->places);
  const FeaturedTokens words(tokens);
  result.language = parts_->language.Guess(words);
  std::vector<Span> taken;
  for (const Entity& entity : result.entities) taken.push_back(entity.span);
  const Prediction whole = parts_->acts.Predict(words, kGuessesPerPart);
  std::vector<Part> parts = FindParts(tokens, whole, parts_->boundary, parts_->acts, taken);
  parts_->ReadNamesAsNames(tokens, result.entities, parts);
  result.segments = NameSegments(read, tokens, parts, parts_->acts, taken);
  result.emergency = parts_->FindEmergency(words, whole, parts);
  const bool one_wish = parts.size() == 1 && parts.front().end - parts.front().begin == tokens.size();
  result.topic = one_wish ? result.segments.front().topic : Topic(read, tokens, taken);
  return result;
}

const std::string& Understander::version() const { return parts_->manifest.version; }

}  // namespace amtslotse::nlu
