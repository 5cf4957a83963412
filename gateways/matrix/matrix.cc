#include "gateways/matrix/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

#include "gateways/json_reading.h"
#include "gateways/matrix/capabilities.h"
#include "gateways/matrix/client_api.h"
#include "gateways/matrix/sync.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::matrix {
namespace {

using nlohmann::json;

constexpr int kSyncSeconds = 30;
constexpr int kMostGapPages = 50;

std::string RoomPath(const std::string& room) { return "/client/v3/rooms/" + PercentEncoded(room); }

bool IsOfPerson(const Inbound& event) {
  return std::holds_alternative<Said>(event.content) || std::holds_alternative<SentUnsupported>(event.content) ||
         std::holds_alternative<GaveCommand>(event.content) || std::holds_alternative<CannotRead>(event.content);
}

class Matrix final : public Adapter {
 public:
  Matrix(const AccountSettings& settings, HttpClient& http, int sync_seconds)
      : api_(http, settings.base_url, settings.secrets.at("access_token")), sync_seconds_(sync_seconds) {}

  const Capabilities& capabilities() const override { return kCapabilities; }

  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    const ApiAnswer who = api_.Get("/client/v3/account/whoami", std::chrono::seconds(15), stop);
    if (!who.ok()) return StatusOf(who);
    const std::string user = TextAt(who.body, "user_id");
    if (user.empty()) return absl::UnavailableError("whoami: no user_id");
    {
      const std::lock_guard lock(mutex_);
      user_ = user;
    }
    receiver.Connected();
    const std::string filter = PercentEncoded(Dump(SyncFilter()));
    while (!stop.stop_requested()) {
      const std::string since = receiver.Position();
      std::string path = "/client/v3/sync?filter=" + filter;
      if (since.empty()) {
        path += "&timeout=0";
      } else {
        path += fmt::format("&timeout={}&since={}", sync_seconds_ * 1000, PercentEncoded(since));
      }
      const ApiAnswer answer = api_.Get(path, std::chrono::seconds(sync_seconds_ + 15), stop);
      if (stop.stop_requested()) break;
      if (!answer.ok()) return StatusOf(answer);
      Sync sync = ParseSync(answer.body, user);
      if (sync.next.empty()) return absl::UnavailableError("sync: no next_batch");
      if (auto status = Take(sync, since, user, receiver, stop); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string& key) override {
    json content{{"msgtype", "m.notice"}, {"body", piece.text}};
    if (piece.file) {
      const ApiAnswer uploaded = api_.Upload(*piece.file);
      if (!uploaded.ok()) return OutcomeOf(uploaded);
      content = {{"msgtype", "m.file"},
                 {"body", piece.file->name()},
                 {"filename", piece.file->name()},
                 {"url", TextAt(uploaded.body, "content_uri")},
                 {"info", {{"mimetype", piece.file->media_type()}, {"size", piece.file->content().size()}}}};
    }
    const std::string transaction = EventId("out", key);
    return OutcomeOf(api_.Put(fmt::format("{}/send/m.room.message/{}", RoomPath(peer), transaction), content));
  }

  void ShowTyping(const std::string& peer) override {
    std::string user;
    {
      const std::lock_guard lock(mutex_);
      user = user_;
    }
    if (!user.empty())
      (void)api_.Put(fmt::format("{}/typing/{}", RoomPath(peer), PercentEncoded(user)),
                     {{"typing", true}, {"timeout", 5000}}, std::chrono::seconds(5));
  }

 private:
  absl::Status Take(Sync& sync, const std::string& since, const std::string& user, Receiver& receiver,
                    const std::stop_token& stop) {
    for (const Invitation& invitation : sync.invitations) {
      if (auto status = Answer(invitation, stop); !status.ok()) return status;
    }
    if (since.empty()) return receiver.Receive({}, sync.next);  // what was said before our time is not answered
    for (const auto& [room, count] : sync.members) members_[room] = count;
    std::vector<Inbound> missed;
    for (const Gap& gap : sync.gaps) {
      if (auto status = Fill(gap, since, user, missed, stop); !status.ok()) return status;
    }
    missed.insert(missed.end(), std::make_move_iterator(sync.events.begin()),
                  std::make_move_iterator(sync.events.end()));
    for (Inbound& event : missed) {
      if (!IsOfPerson(event)) continue;
      const auto count = MembersOf(event.peer, stop);
      if (!count.ok()) return count.status();
      if (*count > 2) event.content = SpokeInGroup{};
    }
    return receiver.Receive(missed, sync.next);
  }

  // Direct rooms only. A room that is gone by now, or closed to us, is nobody's loss.
  absl::Status Answer(const Invitation& invitation, const std::stop_token& stop) {
    const ApiAnswer answer =
        api_.Post(RoomPath(invitation.room) + (invitation.direct ? "/join" : "/leave"), json::object(), stop);
    if (answer.ok() || (answer.transport.ok() && (answer.status == 403 || answer.status == 404)))
      return absl::OkStatus();
    return StatusOf(answer);
  }

  // Pages backwards from where the sync began to where the last one ended.
  absl::Status Fill(const Gap& gap, const std::string& since, const std::string& user, std::vector<Inbound>& missed,
                    const std::stop_token& stop) {
    std::vector<Inbound> backwards;
    std::string from = gap.before;
    for (int page = 0; page < kMostGapPages && !from.empty(); ++page) {
      const ApiAnswer answer = api_.Get(fmt::format("{}/messages?dir=b&limit=100&from={}&to={}", RoomPath(gap.room),
                                                    PercentEncoded(from), PercentEncoded(since)),
                                        std::chrono::seconds(15), stop);
      if (!answer.ok()) return StatusOf(answer);
      const json& chunk = ArrayAt(answer.body, "chunk");
      for (const json& event : chunk) {
        if (auto read = ParseEvent(event, gap.room, user)) backwards.push_back(*std::move(read));
      }
      from = chunk.empty() ? "" : TextAt(answer.body, "end");
    }
    missed.insert(missed.end(), std::make_move_iterator(backwards.rbegin()), std::make_move_iterator(backwards.rend()));
    return absl::OkStatus();
  }

  absl::StatusOr<int> MembersOf(const std::string& room, const std::stop_token& stop) {
    if (const auto known = members_.find(room); known != members_.end()) return known->second;
    const ApiAnswer answer = api_.Get(RoomPath(room) + "/joined_members", std::chrono::seconds(15), stop);
    if (!answer.transport.ok() || answer.status == 401 || answer.status == 429 || answer.status >= 500)
      return StatusOf(answer);
    if (!answer.ok()) return 2;  // we were turned out meanwhile
    return members_[room] = static_cast<int>(ObjectAt(answer.body, "joined").size());
  }

  ClientApi api_;
  const int sync_seconds_;
  std::map<std::string, int> members_;  // used by Run only
  std::mutex mutex_;
  std::string user_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  const auto token = settings.secrets.find("access_token");
  if (token == settings.secrets.end() || token->second.find_first_of(" \r\n") != std::string::npos)
    return absl::InvalidArgumentError("access_token: expected the token of the account's own session");
  if (!settings.base_url.starts_with("http"))
    return absl::InvalidArgumentError("base_url: expected the homeserver's address");
  if (settings.webhook) return absl::InvalidArgumentError("receive: Matrix is polled");
  int sync_seconds = kSyncSeconds;
  for (const auto& [name, value] : settings.options) {
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), sync_seconds);
    if (name != "sync_seconds" || parsed.ec != std::errc() || sync_seconds < 0 || sync_seconds > 60)
      return absl::InvalidArgumentError(fmt::format("{}: the only option is sync_seconds, 0..60", name));
  }
  return std::make_unique<Matrix>(settings, http, sync_seconds);
}

}  // namespace amtslotse::gateways::matrix
