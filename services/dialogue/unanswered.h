// Questions that stayed without an answer go, masked, into knowledge's inbox: after the reply, so that nobody waits for
// it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "services/rpc/call.h"
#include "services/rpc/queue_gauge.h"
#include "services/rpc/stub.h"

namespace amtslotse::knowledge::v1 {
class Knowledge;
}
namespace amtslotse::nlu::v1 {
class Nlu;
}

namespace amtslotse::dialogue {

struct UnansweredQuestion {
  std::string municipality_id;
  std::string text;    // as written; masked before it leaves this process for keeping
  std::string reason;  // lacking, unclear, declined, rated_bad
  std::string channel;
  rpc::Caller caller;  // its request id makes a repetition harmless
};

// Thread-safe. Keeps at most kMaxWaiting; what comes then is dropped and logged. A crash loses what waits.
class UnansweredQueue {
 public:
  static constexpr std::size_t kMaxWaiting = 1000;

  // `metrics` is borrowed.
  UnansweredQueue(rpc::Stub<nlu::v1::Nlu> nlu, rpc::Stub<knowledge::v1::Knowledge> knowledge, rpc::Metrics& metrics);
  // Records what waits, for at most two seconds.
  ~UnansweredQueue();

  void Add(UnansweredQuestion question);

 private:
  void Work();
  void Record(const UnansweredQuestion& question);

  const rpc::Stub<nlu::v1::Nlu> nlu_;
  const rpc::Stub<knowledge::v1::Knowledge> knowledge_;
  rpc::Metrics& metrics_;
  rpc::QueueGauge length_;
  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<UnansweredQuestion> waiting_;
  std::chrono::system_clock::time_point give_up_ = std::chrono::system_clock::time_point::max();
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace amtslotse::dialogue
