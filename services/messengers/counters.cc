#include "services/messengers/counters.h"

namespace amtslotse::messengers {
namespace {

using Labels = std::map<std::string, std::string>;

prometheus::Counter& Counter(rpc::Metrics& metrics, const char* name, const char* help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(metrics.registry()).Add(labels);
}
prometheus::Gauge& Gauge(rpc::Metrics& metrics, const char* name, const char* help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(metrics.registry()).Add(labels);
}

}  // namespace

Counters::Counters(rpc::Metrics& metrics, const std::string& channel, const std::string& account)
    : channel_(channel),
      account_(account),
      sends_(prometheus::BuildCounter()
                 .Name("messengers_sends_total")
                 .Help("Sends by outcome")
                 .Register(metrics.registry())) {
  const Labels labels{{"channel", channel}, {"account", account}};
  received_ = &Counter(metrics, "messengers_received_total", "Events recorded for the first time", labels);
  duplicates_ = &Counter(metrics, "messengers_duplicates_total", "Events that had been recorded before", labels);
  again_ = &Counter(metrics, "messengers_sent_again_total", "Sends repeated after an unknown result", labels);
  unanswered_ = &Counter(metrics, "messengers_unanswered_total", "Events that the dialogue could not answer", labels);
  connected_ = &Gauge(metrics, "messengers_connected", "1: the channel accepted the account", labels);
  broken_ = &Gauge(metrics, "messengers_credentials_broken", "1: alarm, the channel refuses the account", labels);
  dead_ = &Gauge(metrics, "messengers_dead_letters", "Messages that could not be sent", labels);
  incoming_ = &Gauge(metrics, "messengers_waiting_incoming", "People whose messages wait for an answer", labels);
  outgoing_ = &Gauge(metrics, "messengers_waiting_outgoing", "People to whom answers wait to be sent", labels);
  seconds_ = &prometheus::BuildHistogram()
                  .Name("messengers_send_seconds")
                  .Help("From a reply in the outbox to the channel's answer")
                  .Register(metrics.registry())
                  .Add(labels, prometheus::Histogram::BucketBoundaries{.005, .01, .025, .05, .1, .25, .5, 1, 5, 30});
}

void Counters::Received(int events, int duplicates) {
  received_->Increment(events);
  duplicates_->Increment(duplicates);
}

}  // namespace amtslotse::messengers
