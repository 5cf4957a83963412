// Plays against the running product, over its public JSON interface.
#pragma once

#include <memory>
#include <string>

#include "tests/scenarios/scenario.h"

namespace httplib {
class Client;
}

namespace amtslotse::scenarios {

class HttpPlayer final : public Player {
 public:
  // `url` as http://127.0.0.1:8080. `redis_socket`: the product's Redis, to let a session expire.
  HttpPlayer(const std::string& url, std::string redis_socket);
  ~HttpPlayer() override;

  absl::StatusOr<Replies> Begin(const std::string& municipality) override;
  absl::StatusOr<Replies> Say(const std::string& text) override;
  absl::StatusOr<Replies> Tap(const std::string& choice_id) override;
  absl::StatusOr<Replies> Send(const std::map<std::string, std::string>& form) override;
  // More than the session's 30 minutes: its key is made to expire in Redis, as time would do it.
  absl::Status Wait(int minutes) override;

 private:
  absl::StatusOr<Replies> Post(const std::string& body);

  std::unique_ptr<httplib::Client> client_;
  std::string redis_socket_;
  std::string host_, conversation_, token_, municipality_;
  int messages_ = 0;
};

}  // namespace amtslotse::scenarios
