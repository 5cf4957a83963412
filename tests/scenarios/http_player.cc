#include "tests/scenarios/http_player.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "services/rpc/redis.h"

namespace amtslotse::scenarios {
namespace {

using nlohmann::json;

std::string TextOf(const json& object, const char* name) { return object.value(name, std::string()); }

const json& ListOf(const json& object, const char* name) {
  static const json kNone = json::array();
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

Replies Decode(const json& messages) {
  Replies replies;
  for (const json& message : messages) {
    if (TextOf(message, "author") == "AUTHOR_CITIZEN") continue;
    replies.text += TextOf(message, "text") + "\n";
    for (const json& card : ListOf(message, "cards")) {
      replies.text += fmt::format("[{}]\n", TextOf(card, "title"));
      for (const json& line : ListOf(card, "lines")) replies.text += line.get<std::string>() + "\n";
    }
    for (const json& link : ListOf(message, "links"))
      replies.text += fmt::format("Link: {} {}\n", TextOf(link, "label"), TextOf(link, "url"));
    for (const json& source : ListOf(message, "sources"))
      replies.text += fmt::format("Quelle: {} {}\n", TextOf(source, "title"), TextOf(source, "url"));
    for (const json& file : ListOf(message, "files")) replies.text += fmt::format("Datei: {}\n", TextOf(file, "name"));
    const json& choices = ListOf(message, "choices");
    if (!choices.empty()) replies.choices.clear();
    for (const json& choice : choices) {
      replies.choices.push_back({TextOf(choice, "id"), TextOf(choice, "label"), TextOf(choice, "description")});
      replies.text += fmt::format("Wahl: {} — {}\n", replies.choices.back().label, replies.choices.back().description);
    }
  }
  return replies;
}

// So many conversations from one address reach the product's limit; a polite client waits as long as it is told.
httplib::Result PostPatiently(httplib::Client& client, const std::string& path, const httplib::Headers& headers,
                              const std::string& body) {
  for (int attempt = 1;; ++attempt) {
    auto result = client.Post(path, headers, body, "application/json");
    if (!result || result->status != 429 || attempt == 5) return result;
    std::this_thread::sleep_for(
        std::chrono::seconds(std::clamp(std::atoi(result->get_header_value("Retry-After").c_str()), 1, 30)));
  }
}

}  // namespace

HttpPlayer::HttpPlayer(const std::string& url, std::string redis_socket)
    : client_(std::make_unique<httplib::Client>(url)), redis_socket_(std::move(redis_socket)) {
  client_->set_keep_alive(true);
  client_->set_read_timeout(20);
}
HttpPlayer::~HttpPlayer() = default;

absl::StatusOr<Replies> HttpPlayer::Begin(const std::string& municipality) {
  municipality_ = municipality;
  host_ = municipality + ".localhost";
  const auto result = PostPatiently(*client_, "/api/v1/conversations", {{"Host", host_}}, "{}");
  if (!result) return absl::UnavailableError("no answer from the product");
  if (result->status != 201) return absl::InternalError(fmt::format("{}: {}", result->status, result->body));
  const json body = json::parse(result->body);
  conversation_ = body.at("id");
  token_ = body.at("token");
  return Decode(ListOf(body, "messages"));
}

absl::StatusOr<Replies> HttpPlayer::Post(const std::string& body) {
  const auto result = PostPatiently(*client_, fmt::format("/api/v1/conversations/{}/messages", conversation_),
                                    {{"Host", host_}, {"Authorization", "Bearer " + token_}}, body);
  if (!result) return absl::UnavailableError("no answer from the product");
  if (result->status != 200) return absl::InternalError(fmt::format("{}: {}", result->status, result->body));
  return Decode(ListOf(json::parse(result->body), "messages"));
}

absl::StatusOr<Replies> HttpPlayer::Say(const std::string& text) {
  return Post(json{{"text", text}, {"client_message_id", fmt::format("m{}", ++messages_)}}.dump());
}
absl::StatusOr<Replies> HttpPlayer::Tap(const std::string& choice_id) {
  return Post(json{{"choice", choice_id}, {"client_message_id", fmt::format("m{}", ++messages_)}}.dump());
}
absl::StatusOr<Replies> HttpPlayer::Send(const std::map<std::string, std::string>& form) {
  return Post(json{{"form", form}, {"client_message_id", fmt::format("m{}", ++messages_)}}.dump());
}

absl::Status HttpPlayer::Wait(int minutes) {
  if (minutes <= 30) return absl::OkStatus();
  rpc::Redis redis({.address = "unix:" + redis_socket_, .password = ""});
  const auto expired = redis.Command({"PEXPIRE", fmt::format("session:{}:{}", municipality_, conversation_), "1"});
  if (!expired.ok()) return expired.status();
  // Redis judges expiry when a key is read.
  return redis.Command({"EXISTS", fmt::format("session:{}:{}", municipality_, conversation_)}).status();
}

}  // namespace amtslotse::scenarios
