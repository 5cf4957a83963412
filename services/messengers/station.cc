#include "services/messengers/station.h"

#include <algorithm>

#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kAnswerThreads = 8;
constexpr std::size_t kSendThreads = 16;
constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{60000};
constexpr std::chrono::hours kRetention{90 * 24};

}  // namespace

Station::Station(Account account, std::unique_ptr<gateways::Adapter> adapter, Store& store,
                 dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics)
    : account_(std::move(account)),
      key_(account_.Key()),
      adapter_(std::move(adapter)),
      store_(store),
      counters_(metrics, account_.settings.channel, key_),
      answering_({account_, *adapter_, store, dialogue, hints_, counters_, metrics}, [this](const PeerKey& key) { WakeOutgoing(key); }),
      sending_({account_, *adapter_, store, dialogue, hints_, counters_, metrics}, [this](const std::string& why) { Broken(why); }),
      outgoing_(kSendThreads, [this](const std::string& lane) { return sending_.Step(PeerKey::OfLane(lane)); }),
      incoming_(kAnswerThreads, [this](const std::string& lane) { return answering_.Step(PeerKey::OfLane(lane)); }) {}

Station::~Station() { Stop(); }

absl::Status Station::Start() {
  const auto backlog = store_.ReadBacklog(key_);
  if (!backlog.ok()) return backlog.status();
  if (backlog->begun > 0 && !adapter_->capabilities().idempotent_sends) counters_.SentAgain(backlog->begun);
  rpc::LogInfo("account_starts", {{"account", key_},
                                  {"waiting_peers", backlog->events.size()},
                                  {"outgoing_peers", backlog->outgoing.size()},
                                  {"unknown_results", backlog->begun}});
  if (const auto dead = store_.CountDead(key_); dead.ok()) counters_.SetDead(*dead);
  for (const PeerKey& key : backlog->events) incoming_.Wake(key.Lane());
  for (const PeerKey& key : backlog->outgoing) outgoing_.Wake(key.Lane());
  connection_ = std::jthread([this](const std::stop_token& stop) { Hold(stop); });
  return absl::OkStatus();
}

void Station::Stop() {
  connection_.request_stop();
  if (connection_.joinable()) connection_.join();
  incoming_.Stop();
  outgoing_.Stop();
}

void Station::Hold(const std::stop_token& stop) {
  const std::stop_callback end_session(stop, [this] {
    const std::lock_guard lock(mutex_);
    session_.request_stop();
  });
  milliseconds pause = kFirstPause;
  while (!stop.stop_requested()) {
    std::stop_token session;
    {
      const std::lock_guard lock(mutex_);
      session_ = std::stop_source();
      session = session_.get_token();
    }
    if (stop.stop_requested()) return;
    const auto begin = std::chrono::steady_clock::now();
    const absl::Status status = adapter_->Run(*this, session);
    counters_.SetConnected(false);
    if (stop.stop_requested()) return;
    if (absl::IsUnauthenticated(status)) Broken(rpc::ToString(status.message()));
    if (std::chrono::steady_clock::now() - begin > kLongestPause) pause = kFirstPause;
    rpc::LogWarning("connection_lost", {{"account", key_}, {"why", rpc::ToString(status.message())}, {"pause_ms", pause.count()}});
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, pause, [] { return false; });
    pause = std::min(pause * 2, kLongestPause);
  }
}

void Station::Broken(const std::string& why) {
  sending_.SetOpen(false);
  if (circuit_open_.exchange(true)) return;
  counters_.SetBroken(true);
  rpc::LogError("alarm_credentials_refused", {{"account", key_}, {"why", why}});
  const std::lock_guard lock(mutex_);
  session_.request_stop();  // the connection tries the credentials until they work again
}

void Station::Connected() {
  counters_.SetConnected(true);
  counters_.SetBroken(false);
  sending_.SetOpen(true);
  if (!circuit_open_.exchange(false)) return;
  rpc::LogInfo("credentials_accepted_again", {{"account", key_}});
  WakeAll();
}

void Station::WakeAll() {
  const auto backlog = store_.ReadBacklog(key_);
  if (!backlog.ok()) return;
  for (const PeerKey& key : backlog->outgoing) outgoing_.Wake(key.Lane());
}

absl::Status Station::Receive(const std::vector<gateways::Inbound>& events, std::string_view position) {
  const auto recorded = store_.Record(key_, events, std::string(position), NowMillis());
  if (!recorded.ok()) {
    rpc::LogError("event_not_recorded", {{"account", key_}, {"why", rpc::ToString(recorded.status().message())}});
    return recorded.status();
  }
  counters_.Received(static_cast<int>(recorded->peers.size()), recorded->duplicates);
  for (const PeerKey& key : recorded->peers) incoming_.Wake(key.Lane());
  return absl::OkStatus();
}

std::string Station::Position() {
  const auto position = store_.Position(key_);
  return position.ok() ? *position : std::string();
}

void Station::Tidy() {
  if (const auto status = store_.Tidy(key_, NowMillis(), adapter_->capabilities().redelivery, kRetention); !status.ok())
    rpc::LogWarning("tidy_failed", {{"account", key_}, {"why", rpc::ToString(status.message())}});
}

}  // namespace amtslotse::messengers
