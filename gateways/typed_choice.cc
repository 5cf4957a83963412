#include "gateways/typed_choice.h"

#include <algorithm>
#include <array>

#include "gateways/commands.h"

namespace amtslotse::gateways {
namespace {

constexpr std::size_t kShortestPart = 4;  // of a label

constexpr std::array<std::string_view, 5> kNumbers{"eins", "zwei", "drei", "vier", "fünf"};
constexpr std::array<std::string_view, 8> kYes{"ja",       "ja gern",   "ja gerne",  "ja bitte",
                                               "ja, gern", "ja, gerne", "ja, bitte", "gerne"};
constexpr std::array<std::string_view, 5> kNo{"nein", "nein danke", "nein, danke", "leider nein", "leider nicht"};

template <std::size_t kSize>
bool Has(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<std::size_t> Number(std::string_view folded) {
  if (folded.size() == 1 && folded[0] >= '1' && folded[0] <= '9') return static_cast<std::size_t>(folded[0] - '1');
  const auto word = std::find(kNumbers.begin(), kNumbers.end(), folded);
  if (word == kNumbers.end()) return std::nullopt;
  return static_cast<std::size_t>(word - kNumbers.begin());
}

}  // namespace

std::optional<std::size_t> TypedChoice(std::string_view text, const std::vector<std::string>& labels) {
  const std::string folded = Folded(text);
  if (folded.empty()) return std::nullopt;
  std::optional<std::size_t> named;
  std::size_t names = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string label = Folded(labels[i]);
    if (label == folded) return i;
    if (folded.size() < kShortestPart || label.find(folded) == std::string::npos) continue;
    named = i;
    ++names;
  }
  std::optional<std::size_t> meant = Number(folded);
  if (!meant && Has(kYes, folded)) meant = 0;
  if (!meant && Has(kNo, folded)) meant = 1;
  if (meant) return *meant < labels.size() ? meant : std::nullopt;
  return names == 1 ? named : std::nullopt;
}

}  // namespace amtslotse::gateways
