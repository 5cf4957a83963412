// The messengers' own store: what came in and is not answered, what is to go out, and who the peers are.
//
// Everything a citizen wrote or gets, and every address, is sealed; peers are named by a keyed hash. What is done keeps
// its event id only, as long as the channel may deliver it again.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "booking/sql/database.h"
#include "gateways/message.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/rpc/person_words.h"

namespace amtslotse::messengers {

// How long a peer who is silent stays known, and what could not be delivered.
inline constexpr std::chrono::hours kPeersKept{90 * 24};

// Milliseconds since 1970.
using Millis = std::int64_t;
Millis NowMillis();

struct PeerKey {
  std::string account;  // Account::Key()
  std::string peer;     // keyed hash, 32 hexadecimal digits
  bool operator==(const PeerKey&) const = default;
  std::string Lane() const { return account + "|" + peer; }
  static PeerKey OfLane(const std::string& lane);
};

// The choices of a message that nobody asked for, until one is taken or newer ones are shown.
struct Offer {
  gateways::Message message;  // its choices, nothing else of it
  Millis shown = 0;
};

struct Peer {
  std::string address;       // in clear
  std::string conversation;  // the dialogue's id, empty: none yet
  std::string prompt;        // the channel's name of the last message with open choices
  bool stopped = false;      // wants nothing unasked
  bool blocked = false;
  Millis last_inbound = 0;
  Millis noticed = 0;  // a notice that is not repeated at once (groups, trouble)
  std::optional<Offer> offer;
};

struct WaitingEvent {
  gateways::Inbound event;
  Millis received = 0;
  Millis due = 0;
  int attempts = 0;
};

// Messages that go out together, in order, under one key.
struct Outgoing {
  std::string key;  // unique within the account: a second one with it does nothing
  std::vector<gateways::Message> messages;
  std::string delivery;  // of the dialogue, with its fence; empty: an answer
  std::uint64_t fence = 0;
  bool forgets_peer = false;  // after it the peer is forgotten
  // Goes out although the time for free messages is over: it was refused for that before.
  bool OutsideWindow() const { return key.starts_with("w:"); }
  // Kept by the store:
  int piece = 0;  // pieces before it have gone out
  int attempts = 0;
  int unknown = 0;     // results that were never learnt
  bool begun = false;  // a send may be under way
  Millis created = 0;
  Millis due = 0;
};

// How an event ends.
struct Finished {
  std::optional<Outgoing> reply;
  std::optional<std::string> conversation;
  std::optional<Millis> noticed;
  std::optional<bool> stopped;
  std::optional<bool> blocked;
  std::optional<std::string> prompt;
  std::optional<std::string> moved_to;
  bool offer_over = false;
  bool forgets = false;  // everything about the peer but the reply
  bool dead = false;     // could not be answered: kept for the staff
};

struct Recorded {
  std::vector<PeerKey> peers;  // with something new
  int duplicates = 0;
};

struct DeadLetter {
  PeerKey key;
  std::string id;      // outbox key, or "in:" and the event's id
  std::string kind;    // answer, unasked, unanswered
  std::string reason;  // "permanent: …"
  Millis created = 0;
};

// Whoever raised or lowered a data level.
struct Approval {
  bool books = false;
  std::string by_account;
  std::string by_name;
  std::string reason;
  Millis at = 0;
};

// What a send that was accepted is called by its channel.
struct Accepted {
  std::vector<std::string> references;
  Millis shown = 0;  // not before this
  Millis at = 0;
};

struct Report {
  std::string account;
  std::string key;
  std::string delivery;
  std::uint64_t fence = 0;
  std::string outcome;
};

struct Backlog {
  std::vector<PeerKey> events;
  std::vector<PeerKey> outgoing;
  int begun = 0;  // sends whose result was never learnt
};

// What is kept of somebody: the address, and what waits.
struct PersonKept {
  PeerKey key;
  std::string address;
  Millis last_inbound = 0;
  std::vector<std::string> received;  // not answered yet
  std::vector<std::string> outgoing;  // not sent yet, refused, or may still be refused
  bool Names(const rpc::PersonWords& person) const;
};

// Thread-safe. Every call that writes returns when it is durable. Everything is borrowed.
class Store {
 public:
  Store(booking::sql::Database& database, const keys::KeyRing& keys, keys::Randomness& random);
  absl::Status Prepare();  // schema; once, before anything else

  PeerKey KeyOf(const std::string& account, const std::string& address) const;

  // Events and the position they lead to (empty: none), both or nothing. STOP and blocks take effect here already:
  // nothing unasked is left in the outbox behind them.
  absl::StatusOr<Recorded> Record(const std::string& account, const std::vector<gateways::Inbound>& events,
                                  const std::string& position, Millis now);
  absl::StatusOr<std::string> Position(const std::string& account);

  absl::StatusOr<std::optional<Peer>> FindPeer(const PeerKey& key);
  // The oldest event of the peer.
  absl::StatusOr<std::optional<WaitingEvent>> NextEvent(const PeerKey& key);
  absl::Status Finish(const PeerKey& key, const std::string& event_id, const Finished& finished, Millis now);
  // Again at `due`; with a notice to the citizen, which goes out once.
  absl::Status PostponeEvent(const PeerKey& key, const std::string& event_id, Millis due,
                             const std::optional<Outgoing>& notice, Millis now);

  // A message without an event. Returns false when its key was there before, or the peer is unknown.
  absl::StatusOr<bool> Add(const PeerKey& key, const Outgoing& outgoing, Millis now);
  absl::StatusOr<std::optional<Outgoing>> NextOutgoing(const PeerKey& key);
  // A send is about to begin, of a row that is not begun.
  absl::Status Begin(const PeerKey& key, const std::string& id);
  absl::Status Progress(const PeerKey& key, const std::string& id, int piece);
  absl::Status PostponeOutgoing(const PeerKey& key, const std::string& id, Millis due, bool result_unknown);
  // Done; `prompt` names the message with open choices, when it has any. What an unasked message offers is kept.
  // `accepted.references`: of a channel that may refuse later.
  absl::Status Sent(const PeerKey& key, const Outgoing& outgoing, const std::optional<std::string>& prompt,
                    const Accepted& accepted = {});
  // What was accepted was refused: waits again when the window was closed, else a dead letter. False: not known (any
  // more).
  absl::StatusOr<bool> RefusedLater(const PeerKey& key, const std::string& reference, bool window_closed,
                                    const std::string& reason, Millis now);
  // Will not be sent and is nobody's to look after.
  absl::Status Drop(const PeerKey& key, const Outgoing& outgoing, const std::string& outcome);
  // Becomes a dead letter: kept for the staff.
  absl::Status Kill(const PeerKey& key, const Outgoing& outgoing, const std::string& outcome,
                    const std::string& reason);
  absl::Status SetAddress(const PeerKey& key, const std::string& address);
  absl::Status SetBlocked(const PeerKey& key);

  absl::StatusOr<std::vector<Report>> ReportsDue(int limit);
  absl::Status Reported(const Report& report);

  absl::StatusOr<std::vector<DeadLetter>> DeadLetters(const std::string& account, int limit);
  absl::StatusOr<std::int64_t> CountDead(const std::string& account);
  // From dead to waiting. False: there is no such.
  absl::StatusOr<bool> Revive(const std::string& account, const std::string& id, Millis now);
  absl::StatusOr<bool> Discard(const std::string& account, const std::string& id);

  // The newest; nothing when nobody ever decided.
  absl::StatusOr<std::optional<Approval>> FindApproval(const std::string& account);
  absl::Status Approve(const std::string& account, const Approval& approval);

  // On the municipality's accounts: whose address is the person's, or whose texts name them.
  absl::StatusOr<std::vector<PersonKept>> KeptOf(const std::string& municipality_id, const rpc::PersonWords& person);
  // Deletes all of that; how many people. What is to be reported to dialogue still is, without its text. Also what
  // staff said in those hand-overs and was not delivered yet, whomever it names.
  absl::StatusOr<int> Erase(const std::string& municipality_id, const rpc::PersonWords& person,
                            const std::vector<std::string>& hand_over_ids = {});

  // One holder per account. Takes or renews the lease until `until`; false while another holds it. From then on what is
  // written for the account is refused (ABORTED) once another has taken over. A name that comes back takes over at
  // once.
  absl::StatusOr<bool> Hold(const std::string& account, const std::string& holder, Millis now, Millis until);
  absl::Status Release(const std::string& account, const std::string& holder);

  // After a start: whose work waits.
  absl::StatusOr<Backlog> ReadBacklog(const std::string& account);
  // Forgets done events older than `redelivery`, dead letters and peers silent for `retention`, offers after three
  // days.
  absl::Status Tidy(const std::string& account, Millis now, std::chrono::hours redelivery,
                    std::chrono::hours retention);
  bool Alive();

 private:
  std::int64_t NextOrder();
  std::string Seal(const std::string& plain, const std::string& context) const;
  absl::StatusOr<std::string> Open(const std::string& sealed, const std::string& context) const;
  absl::Status Insert(booking::sql::Transaction& transaction, const PeerKey& key, const Outgoing& outgoing, bool begun,
                      Millis now, bool* inserted);
  absl::Status RecordOne(booking::sql::Transaction& transaction, const std::string& account,
                         const gateways::Inbound& event, Millis now, Recorded& recorded);
  absl::Status AddKept(booking::sql::Transaction& transaction, const std::string& account,
                       const rpc::PersonWords& person, std::vector<PersonKept>& kept);
  static absl::Status ForgetHandOver(booking::sql::Transaction& transaction, const std::string& municipality_id,
                                     const std::string& hand_over_id);
  // ABORTED when another process has taken the account over.
  absl::Status CheckHeld(booking::sql::Transaction& transaction, const std::string& account);
  absl::Status FinishIn(booking::sql::Transaction& transaction, const PeerKey& key, const std::string& event_id,
                        const Finished& finished, Millis now);

  booking::sql::Database& database_;
  const keys::KeyRing& keys_;
  keys::Randomness& random_;
  std::atomic<std::int64_t> order_{0};
  std::mutex mutex_;
  std::map<std::string, std::int64_t> fences_;  // by account, of the leases we took
};

}  // namespace amtslotse::messengers
