#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/linear_model.h"
#include "nlu/classify/text_classifier.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// Finds where one wish ends and the next begins, from the words on both sides of a place and the
// punctuation in between. Immutable; thread-safe.
class BoundaryModel {
 public:
  // `multi` holds "first ‖ second" texts, `single` texts of one wish. Pairs of single texts, joined
  // in the ways people join them, are added as examples. Deterministic for the same seed.
  static absl::StatusOr<BoundaryModel> Train(const std::vector<std::string>& multi,
                                             const std::vector<std::string>& single, std::uint64_t seed);

  static absl::StatusOr<BoundaryModel> Read(std::string_view bytes);
  std::string Write() const { return model_.Write(); }

  // The token that begins a new wish, never the first, and how much speaks for it: above 0 more than against.
  struct Place {
    std::size_t token = 0;
    float surplus = 0;
  };

  // In ascending order, also those a little more unlikely than likely. At most `limit`, the surest.
  std::vector<Place> Find(std::span<const Token> tokens, std::size_t limit) const;

 private:
  explicit BoundaryModel(LinearModel model) : model_(std::move(model)) {}
  LinearModel model_;
};

}  // namespace amtslotse::nlu
