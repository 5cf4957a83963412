#include "services/dialogue/unanswered.h"

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "services/rpc/log.h"

namespace amtslotse::dialogue {

namespace kv = knowledge::v1;
using namespace std::chrono_literals;

UnansweredQueue::UnansweredQueue(rpc::Stub<nlu::v1::Nlu> nlu, rpc::Stub<kv::Knowledge> knowledge, rpc::Metrics& metrics)
    : nlu_(std::move(nlu)),
      knowledge_(std::move(knowledge)),
      metrics_(metrics),
      length_(metrics, "unanswered"),
      worker_([this] { Work(); }) {}

UnansweredQueue::~UnansweredQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    give_up_ = std::chrono::system_clock::now() + 2s;
  }
  added_.notify_one();
  worker_.join();
}

void UnansweredQueue::Add(UnansweredQuestion question) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMaxWaiting) return rpc::LogWarning("unanswered_dropped", {{"waiting", waiting_.size()}});
    waiting_.push_back(std::move(question));
    length_.Set(static_cast<double>(waiting_.size()));
  }
  added_.notify_one();
}

void UnansweredQueue::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    added_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty() || std::chrono::system_clock::now() >= give_up_) return;
    UnansweredQuestion question = std::move(waiting_.front());
    waiting_.pop_front();
    length_.Set(static_cast<double>(waiting_.size()));
    question.caller.deadline = std::min(std::chrono::system_clock::now() + 5s, give_up_);
    lock.unlock();
    Record(question);
    lock.lock();
  }
}

void UnansweredQueue::Record(const UnansweredQuestion& question) {
  const rpc::RequestScope scope(question.caller.request_id);
  nlu::v1::MaskRequest mask;
  mask.set_municipality_id(question.municipality_id);
  mask.set_text(question.text);
  const auto masked = rpc::Call(*nlu_, &nlu::v1::Nlu::StubInterface::Mask, mask, question.caller,
                                {.method = "Nlu/Mask", .repeatable = true}, &metrics_);
  if (!masked.ok()) return;  // unmasked text is never kept
  // Nothing around a single word tells whether it is somebody's name, so it is not kept either.
  if (masked->text().find(' ') == std::string::npos) return;
  kv::RecordUnansweredRequest request;
  request.set_municipality_id(question.municipality_id);
  request.set_masked_text(masked->text());
  request.set_reason(question.reason);
  request.set_channel(question.channel);
  request.set_idempotency_key(question.caller.request_id);
  const auto recorded =
      rpc::Call(*knowledge_, &kv::Knowledge::StubInterface::RecordUnanswered, request, question.caller,
                {.method = "Knowledge/RecordUnanswered", .repeatable = true}, &metrics_);
  if (!recorded.ok())
    rpc::LogWarning("unanswered_not_recorded", {{"code", static_cast<int>(recorded.status().code())}});
}

}  // namespace amtslotse::dialogue
