// What the messengers process counts, for Prometheus.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

#include "services/rpc/metrics.h"

namespace amtslotse::messengers {

// Of one account. Thread-safe; lives as long as the metrics.
class Counters {
 public:
  Counters(rpc::Metrics& metrics, const std::string& channel, const std::string& account);

  void Received(int events, int duplicates);
  void Sent(std::string_view outcome) {
    sends_.Add({{"channel", channel_}, {"account", account_}, {"outcome", std::string(outcome)}}).Increment();
  }
  // Sent once more although the first may have arrived.
  void SentAgain(int count = 1) { again_->Increment(count); }
  void Unanswered() { unanswered_->Increment(); }
  void Answered(std::chrono::milliseconds took) { seconds_->Observe(std::chrono::duration<double>(took).count()); }
  void SetConnected(bool connected) { connected_->Set(connected ? 1 : 0); }
  // The alarm: credentials do not work.
  void SetBroken(bool broken) { broken_->Set(broken ? 1 : 0); }
  // People with messages to answer, and with answers to send.
  void SetWaiting(std::size_t incoming, std::size_t outgoing) {
    incoming_->Set(static_cast<double>(incoming));
    outgoing_->Set(static_cast<double>(outgoing));
  }
  void SetDead(std::int64_t count) { dead_->Set(static_cast<double>(count)); }

 private:
  std::string channel_, account_;
  prometheus::Family<prometheus::Counter>& sends_;
  prometheus::Counter* received_;
  prometheus::Counter* duplicates_;
  prometheus::Counter* again_;
  prometheus::Counter* unanswered_;
  prometheus::Histogram* seconds_;
  prometheus::Gauge* connected_;
  prometheus::Gauge* broken_;
  prometheus::Gauge* dead_;
  prometheus::Gauge* incoming_;
  prometheus::Gauge* outgoing_;
};

}  // namespace amtslotse::messengers
