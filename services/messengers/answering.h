// One waiting event of a citizen: asks the dialogue, puts the replies into the outbox.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <functional>
#include <optional>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "gateways/channel.h"
#include "services/messengers/accounts.h"
#include "services/messengers/counters.h"
#include "services/messengers/hints.h"
#include "services/messengers/lanes.h"
#include "services/messengers/store.h"
#include "services/rpc/call.h"

namespace amtslotse::messengers {

// What an account's parts share. Everything is borrowed and lives longer than they do.
struct Workplace {
  const Account& account;
  const std::atomic<bool>& books;  // the data level, as it is now
  gateways::Adapter& adapter;
  Store& store;
  dialogue::v1::Dialogue::StubInterface& dialogue;
  Hints& hints;
  Counters& counters;
  rpc::Metrics& metrics;
};

// Thread-safe for different peers.
//
// Repeating is safe: the event's id goes to the dialogue, which answers a repeated one with the first replies, and the
// replies' key in the outbox is the event's.
class Answering {
 public:
  Answering(Workplace workplace, std::function<void(const PeerKey&)> wake_outgoing)
      : at_(workplace), wake_outgoing_(std::move(wake_outgoing)) {}

  std::optional<Lanes::Time> Step(const PeerKey& key);

 private:
  absl::StatusOr<Finished> Handle(const PeerKey& key, const gateways::Inbound& event, const Peer& peer);
  absl::StatusOr<Finished> Command(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                                   gateways::Command command);
  absl::StatusOr<Finished> Tap(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                               const gateways::Chose& chose);
  // `request` without ids; nothing: the conversation is only begun.
  absl::StatusOr<Finished> Converse(const PeerKey& key, const gateways::Inbound& event, const Peer& peer,
                                    std::optional<dialogue::v1::SendRequest> request);
  absl::Status Consent(const Peer& peer, bool granted, const rpc::Caller& caller);
  absl::StatusOr<std::vector<gateways::Message>> MissedGreeting(const std::string& conversation, std::uint64_t before,
                                                                bool whole, const rpc::Caller& caller);
  // Whether the send it is about is known.
  bool Refused(const PeerKey& key, const gateways::SendFailedLater& failed);
  std::optional<Lanes::Time> Again(const PeerKey& key, const WaitingEvent& waiting, const Peer& peer,
                                   const absl::Status& why);

  const Workplace at_;
  const std::function<void(const PeerKey&)> wake_outgoing_;
};

}  // namespace amtslotse::messengers
