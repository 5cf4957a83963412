// A conversation written down, and who plays it.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace amtslotse::scenarios {

struct Step {
  enum class Kind { kSay, kTap, kForm, kExpect, kForbid, kWait, kOtherBooks, kNewConversation };
  Kind kind = Kind::kSay;
  std::string text;  // what follows the sign; minutes for kWait, the choice's number for kOtherBooks
  int line = 0;
};

struct Scenario {
  std::string title;
  std::string municipality = "erlenfurt";
  std::vector<Step> steps;
};

// INVALID_ARGUMENT names the line.
absl::StatusOr<Scenario> Load(const std::filesystem::path& file);
std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder);

struct OfferedChoice {
  std::string id;
  std::string label;
  std::string description;
};
// The replies to one event, as text for comparing and with the choices of the last message that has some.
struct Replies {
  std::string text;
  std::vector<OfferedChoice> choices;
};

// The other end of a conversation: the core, or the product over HTTP.
class Player {
 public:
  virtual ~Player() = default;
  virtual absl::StatusOr<Replies> Begin(const std::string& municipality) = 0;
  virtual absl::StatusOr<Replies> Say(const std::string& text) = 0;
  virtual absl::StatusOr<Replies> Tap(const std::string& choice_id) = 0;
  virtual absl::StatusOr<Replies> Send(const std::map<std::string, std::string>& form) = 0;
  virtual absl::Status Wait(int minutes) = 0;
};

// Plays all steps. The first that does not hold: FAILED_PRECONDITION with line and expectation. `other` plays the other
// citizen; `transcript` receives what was said.
absl::Status Play(const Scenario& scenario, Player& player, Player& other, std::string& transcript);

}  // namespace amtslotse::scenarios
