#include "services/messengers/store.h"

#include <sodium.h>

#include "booking/sql/migrations.h"
#include "services/messengers/store_schema.h"
#include "services/messengers/store_seals.h"

namespace amtslotse::messengers {
namespace {

using booking::sql::Blob;
using booking::sql::Rows;
using booking::sql::Statement;
using booking::sql::Transaction;
using booking::sql::Value;

constexpr Statement kInsertEvent{
    "INSERT INTO inbox (account, event, peer, place, received, due, attempts, dead, content) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, 0, ?6) ON CONFLICT (account, event) DO NOTHING"};
constexpr Statement kUpsertPeer{
    "INSERT INTO peer (account, peer, address, conversation, prompt, stopped, blocked, last_inbound, noticed) "
    "VALUES (?1, ?2, ?3, '', '', 0, 0, ?4, 0) "
    "ON CONFLICT (account, peer) DO UPDATE SET last_inbound = excluded.last_inbound, blocked = 0"};
constexpr Statement kSilence{"UPDATE peer SET stopped = 1, blocked = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kDropUnasked{
    "UPDATE outbox SET state = 2, outcome = 'blocked' "
    "WHERE account = ?1 AND peer = ?2 AND state = 0 AND delivery <> ''"};
constexpr Statement kSetPosition{
    "INSERT INTO received_up_to (account, value) VALUES (?1, ?2) "
    "ON CONFLICT (account) DO UPDATE SET value = excluded.value"};
constexpr Statement kPosition{"SELECT value FROM received_up_to WHERE account = ?1"};
constexpr Statement kPeer{
    "SELECT address, conversation, prompt, stopped, blocked, last_inbound, noticed, offer.shown, offer.content "
    "FROM peer LEFT JOIN offer ON offer.account = peer.account AND offer.peer = peer.peer "
    "WHERE peer.account = ?1 AND peer.peer = ?2"};
constexpr Statement kNextEvent{
    "SELECT event, received, due, attempts, content FROM inbox "
    "WHERE account = ?1 AND peer = ?2 AND content IS NOT NULL AND dead = 0 "
    "ORDER BY place LIMIT 1"};
constexpr Statement kEventDone{"UPDATE inbox SET content = NULL WHERE account = ?1 AND event = ?2"};
constexpr Statement kEventDead{"UPDATE inbox SET dead = 1 WHERE account = ?1 AND event = ?2"};
constexpr Statement kEventLater{"UPDATE inbox SET due = ?3, attempts = attempts + 1 WHERE account = ?1 AND event = ?2"};
constexpr Statement kSetConversation{"UPDATE peer SET conversation = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kSetNoticed{"UPDATE peer SET noticed = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kSetStopped{"UPDATE peer SET stopped = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kSetPrompt{"UPDATE peer SET prompt = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kSetBlocked{"UPDATE peer SET blocked = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetEvents{
    "UPDATE inbox SET content = NULL WHERE account = ?1 AND peer = ?2 AND (dead = 1 OR event = ?3)"};
constexpr Statement kForgetKept{"DELETE FROM kept WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetAnswers{"DELETE FROM outbox WHERE account = ?1 AND peer = ?2 AND delivery = ''"};
constexpr Statement kForgetOffer{"DELETE FROM offer WHERE account = ?1 AND peer = ?2"};
constexpr Statement kTidyOffers{"DELETE FROM offer WHERE account = ?1 AND shown < ?2"};
constexpr Statement kForgetConversation{
    "UPDATE peer SET conversation = '', prompt = '' WHERE account = ?1 AND peer = ?2"};
constexpr Statement kBacklogEvents{
    "SELECT DISTINCT peer FROM inbox WHERE account = ?1 AND content IS NOT NULL AND dead = 0"};
constexpr Statement kBacklogOutgoing{
    "SELECT peer, CAST(SUM(begun) AS BIGINT) FROM outbox WHERE account = ?1 AND state = 0 GROUP BY peer"};
constexpr Statement kLastPlace{
    "SELECT MAX(place) FROM (SELECT MAX(place) AS place FROM inbox UNION ALL SELECT MAX(place) FROM outbox) AS places"};
constexpr Statement kTidyEvents{"DELETE FROM inbox WHERE account = ?1 AND received < ?2 AND content IS NULL"};
constexpr Statement kTidyDeadEvents{"DELETE FROM inbox WHERE account = ?1 AND received < ?2 AND dead = 1"};
constexpr Statement kTidyDead{"DELETE FROM outbox WHERE account = ?1 AND state = 1 AND outcome = '' AND created < ?2"};
constexpr Statement kTidyPeers{
    "DELETE FROM peer WHERE account = ?1 AND last_inbound < ?2 AND NOT EXISTS "
    "(SELECT 1 FROM outbox WHERE outbox.account = peer.account AND outbox.peer = peer.peer) AND NOT EXISTS "
    "(SELECT 1 FROM inbox "
    "WHERE inbox.account = peer.account AND inbox.peer = peer.peer AND inbox.content IS NOT NULL)"};
constexpr Statement kTidyKept{"DELETE FROM kept WHERE account = ?1 AND sent < ?2"};
constexpr Millis kKeptFor = 24LL * 60 * 60 * 1000;
constexpr Millis kOffersFor = 3 * kKeptFor;
constexpr Statement kAlive{"SELECT 1"};
constexpr std::int64_t kLockOfSchema = 5;

absl::StatusOr<gateways::Message> ReadOffer(const std::string& plain) {
  gateways::Message message;
  if (!message.ParseFromString(plain)) return absl::DataLossError("an offer cannot be read");
  return message;
}

bool Silences(const gateways::Inbound& event) {
  const auto* command = std::get_if<gateways::GaveCommand>(&event.content);
  return std::holds_alternative<gateways::Blocked>(event.content) ||
         (command != nullptr && command->command == gateways::Command::kStop);
}

}  // namespace

Millis NowMillis() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

PeerKey PeerKey::OfLane(const std::string& lane) {
  const auto bar = lane.rfind('|');
  return {lane.substr(0, bar), lane.substr(bar + 1)};
}

Store::Store(booking::sql::Database& database, const keys::KeyRing& keys, keys::Randomness& random)
    : database_(database), keys_(keys), random_(random) {}

absl::Status Store::Prepare() {
  const std::string schema = booking::sql::InDialect(kSchema, database_.is_postgres());
  const auto create = [&](Transaction& t) -> absl::Status {
    if (auto alone = t.Lock({{booking::sql::LockKey::Kind::kOther, kLockOfSchema}}); !alone.ok()) return alone;
    return t.Script(schema);
  };
  if (auto status = database_.Write(create); !status.ok()) return status;
  return database_.Read([&](Transaction& t) {
    const auto rows = t.Run(kLastPlace, {});
    if (!rows.ok()) return rows.status();
    order_ = rows->empty() ? 0 : rows->Int(0, 0);
    return absl::OkStatus();
  });
}

std::string Store::Seal(const std::string& plain, const std::string& context) const {
  return keys_.Seal(plain, context, random_);
}
absl::StatusOr<std::string> Store::Open(const std::string& sealed, const std::string& context) const {
  return keys_.Open(sealed, context);
}

// Places order what waits: by time, and never backwards.
std::int64_t Store::NextOrder() {
  const std::int64_t now = NowMillis() * 1000;
  std::int64_t last = order_.load();
  while (!order_.compare_exchange_weak(last, std::max(last + 1, now))) {
  }
  return std::max(last + 1, now);
}

PeerKey Store::KeyOf(const std::string& account, const std::string& address) const {
  const std::string hash = keys_.TokenHash("messengers-peer", account + "|" + address);
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(hash.data()), hash.size());
  hex.pop_back();
  return {account, hex};
}

absl::Status Store::RecordOne(Transaction& t, const std::string& account, const gateways::Inbound& event, Millis now,
                              Recorded& recorded) {
  const PeerKey key = KeyOf(account, event.peer);
  const std::string sealed = Seal(gateways::ToJson(event), EventContext(account, event.event_id));
  const auto inserted = t.Run(kInsertEvent, {account, event.event_id, key.peer, NextOrder(), now, Blob{sealed}});
  if (!inserted.ok()) return inserted.status();
  if (inserted->touched == 0) {
    ++recorded.duplicates;
    return absl::OkStatus();
  }
  recorded.peers.push_back(key);
  if (std::holds_alternative<gateways::SendFailedLater>(event.content))
    return absl::OkStatus();  // nothing the citizen did
  if (auto rows = t.Run(kUpsertPeer, {account, key.peer, Blob{Seal(event.peer, AddressContext(key))}, now}); !rows.ok())
    return rows.status();
  if (!Silences(event)) return absl::OkStatus();
  const bool blocked = std::holds_alternative<gateways::Blocked>(event.content);
  if (auto rows = t.Run(kSilence, {account, key.peer, std::int64_t{blocked}}); !rows.ok()) return rows.status();
  return t.Run(kDropUnasked, {account, key.peer}).status();
}

absl::StatusOr<Recorded> Store::Record(const std::string& account, const std::vector<gateways::Inbound>& events,
                                       const std::string& position, Millis now) {
  Recorded recorded;
  const absl::Status status = database_.Write([&](Transaction& t) -> absl::Status {
    recorded = {};
    if (!position.empty()) {
      if (auto held = CheckHeld(t, account); !held.ok()) return held;
    }
    for (const gateways::Inbound& event : events) {
      if (auto one = RecordOne(t, account, event, now, recorded); !one.ok()) return one;
    }
    return position.empty() ? absl::OkStatus() : t.Run(kSetPosition, {account, position}).status();
  });
  if (!status.ok()) return status;
  return recorded;
}

absl::StatusOr<std::string> Store::Position(const std::string& account) {
  std::string position;
  const absl::Status status = database_.Read([&](Transaction& t) {
    const auto rows = t.Run(kPosition, {account});
    if (rows.ok() && !rows->empty()) position = rows->Text(0, 0);
    return rows.status();
  });
  if (!status.ok()) return status;
  return position;
}

absl::StatusOr<std::optional<Peer>> Store::FindPeer(const PeerKey& key) {
  std::optional<Peer> peer;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto rows = t.Run(kPeer, {key.account, key.peer});
    if (!rows.ok() || rows->empty()) return rows.status();
    auto address = Open(rows->Bytes(0, 0), AddressContext(key));
    if (!address.ok()) return address.status();
    peer = Peer{.address = *std::move(address),
                .conversation = rows->Text(0, 1),
                .prompt = rows->Text(0, 2),
                .stopped = rows->Int(0, 3) != 0,
                .blocked = rows->Int(0, 4) != 0,
                .last_inbound = rows->Int(0, 5),
                .noticed = rows->Int(0, 6),
                .offer = {}};
    if (rows->IsNull(0, 8)) return absl::OkStatus();
    const auto plain = Open(rows->Bytes(0, 8), OfferContext(key));
    if (!plain.ok()) return plain.status();
    auto offer = ReadOffer(*plain);
    if (!offer.ok()) return offer.status();
    peer->offer = Offer{.message = *std::move(offer), .shown = rows->Int(0, 7)};
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return peer;
}

absl::StatusOr<std::optional<WaitingEvent>> Store::NextEvent(const PeerKey& key) {
  std::optional<WaitingEvent> waiting;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto rows = t.Run(kNextEvent, {key.account, key.peer});
    if (!rows.ok() || rows->empty()) return rows.status();
    const auto plain = Open(rows->Bytes(0, 4), EventContext(key.account, rows->Text(0, 0)));
    if (!plain.ok()) return plain.status();
    auto event = gateways::InboundFromJson(*plain);
    if (!event) return absl::DataLossError("an event in the inbox cannot be read");
    waiting = WaitingEvent{*std::move(event), rows->Int(0, 1), rows->Int(0, 2), static_cast<int>(rows->Int(0, 3))};
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return waiting;
}

absl::Status Store::FinishIn(Transaction& t, const PeerKey& key, const std::string& event_id, const Finished& finished,
                             Millis now) {
  if (auto held = CheckHeld(t, key.account); !held.ok()) return held;
  std::vector<booking::sql::Call> calls;
  const auto set = [&](const Statement& statement, Value value) {
    calls.push_back({&statement, {key.account, key.peer, std::move(value)}});
  };
  if (finished.conversation) set(kSetConversation, *finished.conversation);
  if (finished.noticed) set(kSetNoticed, std::int64_t{*finished.noticed});
  if (finished.stopped) set(kSetStopped, std::int64_t{*finished.stopped});
  if (finished.prompt) set(kSetPrompt, *finished.prompt);
  if (finished.blocked) set(kSetBlocked, std::int64_t{*finished.blocked});
  if (finished.offer_over && !finished.forgets) calls.push_back({&kForgetOffer, {key.account, key.peer}});
  if (finished.forgets) {
    set(kForgetEvents, event_id);
    calls.push_back({&kForgetAnswers, {key.account, key.peer}});
    calls.push_back({&kDropUnasked, {key.account, key.peer}});
    calls.push_back({&kForgetKept, {key.account, key.peer}});
    calls.push_back({&kForgetOffer, {key.account, key.peer}});
    calls.push_back({&kForgetConversation, {key.account, key.peer}});
  }
  calls.push_back({finished.dead ? &kEventDead : &kEventDone, {key.account, event_id}});
  if (auto rows = t.RunAll(std::move(calls)); !rows.ok()) return rows.status();
  if (finished.reply) return Insert(t, key, *finished.reply, /*begun=*/true, now, nullptr);
  return absl::OkStatus();
}

absl::Status Store::Finish(const PeerKey& key, const std::string& event_id, const Finished& finished, Millis now) {
  if (finished.moved_to) {
    if (auto status = SetAddress(key, *finished.moved_to); !status.ok()) return status;
  }
  return database_.Write([&](Transaction& t) { return FinishIn(t, key, event_id, finished, now); });
}

absl::Status Store::PostponeEvent(const PeerKey& key, const std::string& event_id, Millis due,
                                  const std::optional<Outgoing>& notice, Millis now) {
  return database_.Write([&](Transaction& t) -> absl::Status {
    if (auto rows = t.Run(kEventLater, {key.account, event_id, due}); !rows.ok()) return rows.status();
    if (!notice) return absl::OkStatus();
    if (auto rows = t.Run(kSetNoticed, {key.account, key.peer, now}); !rows.ok()) return rows.status();
    return Insert(t, key, *notice, /*begun=*/true, now, nullptr);
  });
}

absl::StatusOr<Backlog> Store::ReadBacklog(const std::string& account) {
  Backlog backlog;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto events = t.Run(kBacklogEvents, {account});
    if (!events.ok()) return events.status();
    for (std::size_t i = 0; i < events->size(); ++i) backlog.events.push_back({account, events->Text(i, 0)});
    const auto outgoing = t.Run(kBacklogOutgoing, {account});
    if (!outgoing.ok()) return outgoing.status();
    for (std::size_t i = 0; i < outgoing->size(); ++i) {
      backlog.outgoing.push_back({account, outgoing->Text(i, 0)});
      backlog.begun += static_cast<int>(outgoing->Int(i, 1));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return backlog;
}

absl::Status Store::Tidy(const std::string& account, Millis now, std::chrono::hours redelivery,
                         std::chrono::hours retention) {
  const Millis done_before = now - std::chrono::milliseconds(redelivery).count();
  const Millis kept_since = now - std::chrono::milliseconds(retention).count();
  return database_.Write([&](Transaction& t) {
    return t
        .RunAll({{&kTidyEvents, {account, done_before}},
                 {&kTidyDeadEvents, {account, kept_since}},
                 {&kTidyDead, {account, kept_since}},
                 {&kTidyKept, {account, now - kKeptFor}},
                 {&kTidyOffers, {account, now - kOffersFor}},
                 {&kTidyPeers, {account, kept_since}}})
        .status();
  });
}

bool Store::Alive() {
  return database_.Read([](Transaction& t) { return t.Run(kAlive, {}).status(); }).ok();
}

}  // namespace amtslotse::messengers
