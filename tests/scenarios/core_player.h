// Plays against the dialogue core, with the town's services but without dialogue's process, Redis and the web.
#pragma once

#include <string>

#include "services/dialogue/core/conversation.h"
#include "services/dialogue/grpc_town.h"
#include "tests/scenarios/scenario.h"

namespace amtslotse::scenarios {

class CorePlayer final : public Player {
 public:
  explicit CorePlayer(dialogue::Services& services) : services_(services) {}

  absl::StatusOr<Replies> Begin(const std::string& municipality) override;
  absl::StatusOr<Replies> Say(const std::string& text) override;
  absl::StatusOr<Replies> Tap(const std::string& choice_id) override;
  absl::StatusOr<Replies> Send(const std::map<std::string, std::string>& form) override;
  // Moves the clock; after 30 minutes the session is a new one, as dialogue's process makes it.
  absl::Status Wait(int minutes) override;

 private:
  rpc::Caller Caller() const;
  std::chrono::sys_seconds Now() const;
  absl::StatusOr<Replies> Run(dialogue::Event event);

  dialogue::Services& services_;
  dialogue::Session session_;
  std::chrono::minutes waited_{0};
  bool expired_ = false;
  int events_ = 0;
};

}  // namespace amtslotse::scenarios
