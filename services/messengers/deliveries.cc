#include "services/messengers/deliveries.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>

#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

using dialogue::v1::Dialogue;

constexpr std::chrono::milliseconds kSeldom{30000};
constexpr unsigned kAtOnce = 100;
constexpr unsigned kLeaseSeconds = 60;

rpc::Caller NewCaller() {
  return {.request_id = rpc::RandomId(),
          .signed_actor = {},
          .deadline = std::chrono::system_clock::now() + std::chrono::seconds(10)};
}

// "erlenfurt/telegram/bot" → "erlenfurt"
std::string MunicipalityOf(const std::string& account) { return account.substr(0, account.find('/')); }

}  // namespace

Deliveries::Deliveries(const std::vector<std::unique_ptr<Station>>& stations, Store& store,
                       dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics,
                       std::chrono::milliseconds often)
    : stations_(stations),
      store_(store),
      dialogue_(dialogue),
      metrics_(metrics),
      holder_(rpc::RandomId()),
      often_(often) {}

void Deliveries::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wait;
  while (!stop.stop_requested()) {
    const bool soon = Fetch();
    TellFates();
    std::unique_lock lock(mutex);
    wait.wait_for(lock, stop, soon ? often_ : kSeldom, [] { return false; });
  }
}

bool Deliveries::Fetch() {
  dialogue::v1::LeaseDeliveriesRequest request;
  request.set_holder(holder_);
  request.set_limit(kAtOnce);
  request.set_lease_seconds(kLeaseSeconds);
  std::set<std::string> channels;
  for (const auto& station : stations_) channels.insert(station->account().settings.channel);
  for (const std::string& channel : channels) request.add_channels(channel);
  const auto leased = rpc::Call(dialogue_, &Dialogue::StubInterface::LeaseDeliveries, request, NewCaller(),
                                {.method = "Dialogue/LeaseDeliveries"}, &metrics_);
  if (!leased.ok()) return !absl::IsUnimplemented(leased.status());
  for (const auto& delivery : leased->deliveries()) Take(delivery, leased->fence());
  return true;
}

void Deliveries::Take(const dialogue::v1::Delivery& delivery, std::uint64_t fence) {
  const auto& to = delivery.key();
  const auto station = std::find_if(stations_.begin(), stations_.end(), [&](const auto& candidate) {
    const auto& settings = candidate->account().settings;
    return settings.municipality_id == to.municipality_id() && settings.channel == to.channel() &&
           settings.account == to.account();
  });
  if (station == stations_.end()) {
    Tell(to.municipality_id(), delivery.id(), fence, "permanent");
    return;
  }
  const PeerKey key{(*station)->account().Key(), to.peer()};
  const auto peer = store_.FindPeer(key);
  if (!peer.ok()) return;  // its lease ends, and it comes again
  // Who said STOP still gets the answer of a person they asked for.
  const bool asked_for = delivery.message().author() == gateways::Message::AUTHOR_STAFF;
  if (!peer->has_value() || (*peer)->blocked || ((*peer)->stopped && !asked_for)) {
    Tell(to.municipality_id(), delivery.id(), fence, peer->has_value() ? "blocked" : "permanent");
    return;
  }
  Outgoing outgoing{
      .key = "d:" + delivery.id(), .messages = {delivery.message()}, .delivery = delivery.id(), .fence = fence};
  if (const auto added = store_.Add(key, outgoing, NowMillis()); added.ok() && *added) (*station)->WakeOutgoing(key);
}

void Deliveries::TellFates() {
  const auto reports = store_.ReportsDue(static_cast<int>(kAtOnce));
  if (!reports.ok()) return;
  for (const Report& report : *reports) {
    if (!Tell(MunicipalityOf(report.account), report.delivery, report.fence, report.outcome)) return;
    (void)store_.Reported(report);
  }
}

bool Deliveries::Tell(const std::string& municipality_id, const std::string& id, std::uint64_t fence,
                      const std::string& outcome) {
  dialogue::v1::ReportDeliveryRequest request;
  request.set_municipality_id(municipality_id);
  request.set_id(id);
  request.set_fence(fence);
  request.set_outcome(outcome);
  const auto told = rpc::Call(dialogue_, &Dialogue::StubInterface::ReportDelivery, request, NewCaller(),
                              {.method = "Dialogue/ReportDelivery", .repeatable = true}, &metrics_);
  // Whoever holds the lease now tells; what the dialogue no longer knows needs no report.
  return told.ok() || absl::IsNotFound(told.status()) || absl::IsAborted(told.status()) ||
         absl::IsFailedPrecondition(told.status());
}

}  // namespace amtslotse::messengers
