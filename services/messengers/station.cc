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
constexpr milliseconds kStorePause{2000};  // it is ours: nobody is spared by waiting longer
constexpr milliseconds kLease{8000};
constexpr milliseconds kRenew{2000};
constexpr milliseconds kLook{500};  // for the work of other processes

}  // namespace

Station::Station(Account account, std::unique_ptr<gateways::Adapter> adapter, Store& store,
                 dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics, std::string holder)
    : account_(std::move(account)),
      key_(account_.Key()),
      holder_(std::move(holder)),
      adapter_(std::move(adapter)),
      store_(store),
      counters_(metrics, account_.settings.channel, key_),
      answering_({account_, books_, *adapter_, store, dialogue, hints_, counters_, metrics},
                 [this](const PeerKey& key) { WakeOutgoing(key); }),
      sending_({account_, books_, *adapter_, store, dialogue, hints_, counters_, metrics},
               [this](const std::string& why) { Broken(why); }),
      outgoing_(
          kSendThreads,
          [this](const std::string& lane) { return held() ? sending_.Step(PeerKey::OfLane(lane)) : std::nullopt; }),
      incoming_(kAnswerThreads, [this](const std::string& lane) {
        return held() ? answering_.Step(PeerKey::OfLane(lane)) : std::nullopt;
      }) {}

Station::~Station() { Stop(); }

absl::Status Station::Start() {
  if (auto status = ReadLevel(); !status.ok()) return status;
  if (!TakeLease()) rpc::LogInfo("account_held_elsewhere", {{"account", key_}});
  lease_ = std::jthread([this](const std::stop_token& stop) { KeepLease(stop); });
  connection_ = std::jthread([this](const std::stop_token& stop) { Hold(stop); });
  return absl::OkStatus();
}

absl::Status Station::ReadLevel() {
  const auto approval = store_.FindApproval(key_);
  if (!approval.ok()) return approval.status();
  const bool raised = adapter_->capabilities().books_by_default || (approval->has_value() && (*approval)->books);
  const bool lowered = (approval->has_value() && !(*approval)->books) || (account_.level_given && !account_.books);
  books_ = raised && !lowered;
  if (account_.books && !books_) rpc::LogWarning("data_level_needs_approval", {{"account", key_}});
  return absl::OkStatus();
}

bool Station::TakeLease() {
  const auto begin = std::chrono::steady_clock::now();
  const Millis now = NowMillis();
  const auto ours = store_.Hold(key_, holder_, now, now + milliseconds(kLease).count());
  const bool taken = ours.ok() && *ours;
  // A store that does not answer leaves what was held until it ends.
  const bool before = held();
  if (!ours.ok() && before) return true;
  const auto until = taken ? begin + kLease : std::chrono::steady_clock::time_point();
  const bool known = held_until_.exchange(until.time_since_epoch().count()) != 0;
  if (taken && !before) TakeUp();
  if (known && !taken) {
    rpc::LogWarning("account_lost", {{"account", key_}});
    const std::lock_guard lock(mutex_);
    session_.request_stop();
  }
  changed_.notify_all();
  return taken;
}

void Station::KeepLease(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wait;
  std::unique_lock lock(mutex);
  const bool alone = holder_ == kAlone;
  auto renew = std::chrono::steady_clock::now() + kRenew;
  while (!stop.stop_requested()) {
    wait.wait_for(lock, stop, alone ? kRenew : kLook, [] { return false; });
    if (stop.stop_requested()) return;
    if (std::chrono::steady_clock::now() >= renew) {
      TakeLease();
      if (!alone) (void)ReadLevel();
      renew = std::chrono::steady_clock::now() + kRenew;
    }
    if (!alone) LookAround();
  }
}

void Station::LookAround() {
  if (!held()) return;
  if (const auto backlog = store_.ReadBacklog(key_); backlog.ok()) Wake(*backlog);
}

void Station::Wake(const Backlog& backlog) {
  for (const PeerKey& key : backlog.events) incoming_.Wake(key.Lane());
  for (const PeerKey& key : backlog.outgoing) outgoing_.Wake(key.Lane());
}

void Station::TakeUp() {
  const auto backlog = store_.ReadBacklog(key_);
  if (!backlog.ok())
    return rpc::LogError("backlog_unreadable", {{"account", key_}, {"why", rpc::ToString(backlog.status().message())}});
  if (backlog->begun > 0 && !adapter_->capabilities().idempotent_sends) counters_.SentAgain(backlog->begun);
  rpc::LogInfo("account_starts", {{"account", key_},
                                  {"books", books_.load()},
                                  {"waiting_peers", backlog->events.size()},
                                  {"outgoing_peers", backlog->outgoing.size()},
                                  {"unknown_results", backlog->begun}});
  if (const auto dead = store_.CountDead(key_); dead.ok()) counters_.SetDead(*dead);
  Wake(*backlog);
}

void Station::Stop() {
  lease_.request_stop();
  if (lease_.joinable()) lease_.join();
  connection_.request_stop();
  if (connection_.joinable()) connection_.join();
  incoming_.Stop();
  outgoing_.Stop();
  if (held_until_.exchange(0) != 0) (void)store_.Release(key_, holder_);
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
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return held(); });
      session_ = std::stop_source();
      session = session_.get_token();
    }
    if (stop.stop_requested()) return;
    const auto begin = std::chrono::steady_clock::now();
    const absl::Status status = adapter_->Run(*this, session);
    connected_ = false;
    counters_.SetConnected(false);
    if (stop.stop_requested()) return;
    if (absl::IsUnauthenticated(status)) Broken(rpc::ToString(status.message()));
    if (std::chrono::steady_clock::now() - begin > kLongestPause) pause = kFirstPause;
    rpc::LogWarning("connection_lost",
                    {{"account", key_}, {"why", rpc::ToString(status.message())}, {"pause_ms", pause.count()}});
    std::unique_lock lock(mutex_);
    if (store_refused_.exchange(false)) {
      changed_.wait_for(lock, stop, kStorePause, [] { return false; });
      continue;
    }
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
  connected_ = true;
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
  Wake(*backlog);
  if (const auto dead = store_.CountDead(key_); dead.ok()) counters_.SetDead(*dead);
}

absl::Status Station::Receive(const std::vector<gateways::Inbound>& events, std::string_view position) {
  const auto recorded = store_.Record(key_, events, std::string(position), NowMillis());
  if (!recorded.ok()) {
    store_refused_ = true;
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

void Station::CountWaiting() {
  if (const auto backlog = store_.ReadBacklog(key_); backlog.ok())
    counters_.SetWaiting(backlog->events.size(), backlog->outgoing.size());
}

void Station::Tidy() {
  if (const auto status = store_.Tidy(key_, NowMillis(), adapter_->capabilities().redelivery, kPeersKept); !status.ok())
    rpc::LogWarning("tidy_failed", {{"account", key_}, {"why", rpc::ToString(status.message())}});
}

}  // namespace amtslotse::messengers
