#include "services/dialogue/watch.h"

#include "services/dialogue/encode.h"
#include "services/rpc/log.h"

namespace amtslotse::dialogue {

// Lives until the call is done; the registry and the queue share it.
class Watchers::Stream final : public grpc::ServerWriteReactor<v1::WatchMessagesResponse> {
 public:
  Stream(Watchers& watchers, const v1::WatchMessagesRequest& request)
      : watchers_(watchers), municipality_(request.municipality_id()), conversation_(request.conversation_id()), after_(request.after()),
        key_(SessionKey(municipality_, conversation_)) {}

  const std::string& key() const { return key_; }
  void Keep(std::shared_ptr<Stream> self) { self_ = std::move(self); }

  // On the worker's thread: sends what is new, unless a write is under way; then again after it.
  void Check() {
    {
      const std::lock_guard lock(mutex_);
      if (finished_) return;
      if (writing_) {
        again_ = true;
        return;
      }
    }
    const auto messages = watchers_.sessions_.Messages(municipality_, conversation_, after_);
    const std::lock_guard lock(mutex_);
    if (finished_ || writing_) return;
    if (!messages.ok()) return End(grpc::Status(grpc::StatusCode::UNAVAILABLE, "sessions cannot be read"));
    update_.Clear();
    if (!messages->has_value()) {
      update_.set_gone(true);
      finished_ = true;
      StartWriteAndFinish(&update_, grpc::WriteOptions(), grpc::Status::OK);
      return;
    }
    for (const Message& message : **messages) *update_.add_messages() = Encode(message);
    if (update_.messages().empty()) return;
    after_ = update_.messages().rbegin()->sequence();
    writing_ = true;
    StartWrite(&update_);
  }

  void Stop(const grpc::Status& status) {
    const std::lock_guard lock(mutex_);
    End(status);
  }

  void OnWriteDone(bool ok) override {
    bool again = false;
    {
      const std::lock_guard lock(mutex_);
      writing_ = false;
      if (!ok) End(grpc::Status::CANCELLED);
      again = std::exchange(again_, false) && !finished_;
    }
    if (again) watchers_.Schedule(self_);
  }
  void OnCancel() override { Stop(grpc::Status::CANCELLED); }
  void OnDone() override {
    watchers_.Remove(this);
    self_.reset();  // may be the last
  }

 private:
  void End(const grpc::Status& status) {
    if (std::exchange(finished_, true)) return;
    Finish(status);
  }

  Watchers& watchers_;
  const std::string municipality_, conversation_;
  std::uint64_t after_;
  const std::string key_;
  std::mutex mutex_;
  bool writing_ = false, again_ = false, finished_ = false;
  v1::WatchMessagesResponse update_;
  std::shared_ptr<Stream> self_;
};

Watchers::Watchers(SessionStore& sessions, rpc::RedisSettings redis)
    : sessions_(sessions), redis_(std::move(redis)), listener_([this] { Listen(); }), worker_([this] { Work(); }) {}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  listener_.join();
  worker_.join();
}

grpc::ServerWriteReactor<v1::WatchMessagesResponse>* Watchers::Watch(const v1::WatchMessagesRequest& request) {
  auto stream = std::make_shared<Stream>(*this, request);
  stream->Keep(stream);
  Add(stream);
  Schedule(stream);
  return stream.get();
}

void Watchers::Add(const std::shared_ptr<Stream>& stream) {
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    full = draining_ || streams_.size() >= kMaxWatching;
    if (!full) streams_.emplace(stream->key(), stream);
  }
  if (full) stream->Stop(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "too many open chats"));
}

void Watchers::StopAll() {
  std::vector<std::shared_ptr<Stream>> open;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    for (const auto& [key, stream] : streams_) open.push_back(stream);
  }
  for (const auto& stream : open) stream->Stop(grpc::Status(grpc::StatusCode::UNAVAILABLE, "restarting"));
}

void Watchers::Remove(const Stream* stream) {
  const std::lock_guard lock(mutex_);
  const auto [begin, end] = streams_.equal_range(stream->key());
  for (auto it = begin; it != end; ++it) {
    if (it->second.get() == stream) {
      streams_.erase(it);
      return;
    }
  }
}

void Watchers::Schedule(std::shared_ptr<Stream> stream) {
  {
    const std::lock_guard lock(mutex_);
    due_.push_back(std::move(stream));
  }
  woken_.notify_one();
}

void Watchers::Wake(const std::string& session_key) {
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = streams_.equal_range(session_key);
    for (auto it = begin; it != end; ++it) due_.push_back(it->second);
  }
  woken_.notify_one();
}

void Watchers::WakeAll() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, stream] : streams_) due_.push_back(stream);
  }
  woken_.notify_one();
}

void Watchers::Listen() {
  while (!stopping_) {
    rpc::RedisSubscription subscription(redis_, kSessionPattern);
    // What was written while nobody listened is found now.
    if (subscription.ok()) WakeAll();
    while (!stopping_ && subscription.ok()) {
      if (const auto channel = subscription.Next()) Wake(*channel);
    }
    if (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

void Watchers::Work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    woken_.wait(lock, [this] { return stopping_ || !due_.empty(); });
    while (!due_.empty() && !stopping_) {
      const std::shared_ptr<Stream> stream = std::move(due_.front());
      due_.pop_front();
      lock.unlock();
      stream->Check();
      lock.lock();
    }
  }
}

}  // namespace amtslotse::dialogue
