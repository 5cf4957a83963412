// The outbox half of the store.
#include <algorithm>

#include "services/messengers/store.h"
#include "services/messengers/store_seals.h"

namespace amtslotse::messengers {
namespace {

using booking::sql::Blob;
using booking::sql::Statement;
using booking::sql::Transaction;

constexpr Statement kInsert{
    "INSERT INTO outbox (account, key, peer, place, created, due, attempts, unknown, piece, begun, state, forgets, "
    "delivery, fence, outcome, reason, content) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, 0, 0, ?6, 0, ?7, ?8, ?9, '', '', "
    "?10) "
    "ON CONFLICT (account, key) DO NOTHING"};
constexpr Statement kNext{
    "SELECT key, created, due, attempts, unknown, piece, begun, forgets, delivery, fence, content FROM outbox "
    "WHERE account = ?1 AND peer = ?2 AND state = 0 ORDER BY place LIMIT 1"};
constexpr Statement kBegin{"UPDATE outbox SET begun = 1 WHERE account = ?1 AND key = ?2"};
constexpr Statement kProgress{
    "UPDATE outbox SET piece = ?3, attempts = 0, unknown = 0 WHERE account = ?1 AND key = ?2"};
constexpr Statement kLater{
    "UPDATE outbox SET due = ?3, attempts = attempts + 1, unknown = unknown + ?4, begun = 0 "
    "WHERE account = ?1 AND key = ?2"};
constexpr Statement kDelete{"DELETE FROM outbox WHERE account = ?1 AND key = ?2"};
constexpr Statement kToReport{"UPDATE outbox SET state = 2, outcome = ?3 WHERE account = ?1 AND key = ?2"};
constexpr Statement kSetPrompt{"UPDATE peer SET prompt = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetPeer{
    "DELETE FROM peer WHERE account = ?1 AND peer = ?2 AND NOT EXISTS "
    "(SELECT 1 FROM inbox WHERE inbox.account = ?1 AND inbox.peer = ?2 AND inbox.content IS NOT NULL)"};
constexpr Statement kKill{"UPDATE outbox SET state = 1, outcome = ?3, reason = ?4 WHERE account = ?1 AND key = ?2"};
constexpr Statement kSetAddress{"UPDATE peer SET address = ?3 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kBlock{"UPDATE peer SET blocked = 1, stopped = 1 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kReports{
    "SELECT account, key, delivery, fence, outcome FROM outbox WHERE outcome <> '' ORDER BY account, key LIMIT ?1"};
constexpr Statement kReportedGone{"DELETE FROM outbox WHERE account = ?1 AND key = ?2 AND state = 2"};
constexpr Statement kReportedDead{"UPDATE outbox SET outcome = '' WHERE account = ?1 AND key = ?2"};
constexpr Statement kPeerExists{"SELECT stopped, blocked FROM peer WHERE account = ?1 AND peer = ?2"};

constexpr Statement kOffer{
    "INSERT INTO offer (account, peer, shown, content) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (account, peer) DO UPDATE SET shown = excluded.shown, content = excluded.content"};
constexpr Statement kKeep{
    "INSERT INTO kept (account, reference, peer, key, delivery, fence, sent, content) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
    "ON CONFLICT (account, reference) DO NOTHING"};
constexpr Statement kKept{
    "SELECT key, delivery, fence, content FROM kept WHERE account = ?1 AND reference = ?2 AND peer = ?3"};
constexpr Statement kUnkeep{"DELETE FROM kept WHERE account = ?1 AND reference = ?2"};

// The last choices among messages, alone; empty: there are none.
std::string OfferIn(const std::vector<gateways::Message>& messages) {
  const auto last =
      std::find_if(messages.rbegin(), messages.rend(), [](const auto& message) { return message.choices_size() > 0; });
  if (last == messages.rend()) return "";
  gateways::Message offer;
  *offer.mutable_choices() = last->choices();
  return offer.SerializeAsString();
}

std::string Serialized(const std::vector<gateways::Message>& messages) {
  dialogue::v1::SendResponse list;
  for (const auto& message : messages) *list.add_messages() = message;
  return list.SerializeAsString();
}

}  // namespace

absl::Status Store::Insert(Transaction& t, const PeerKey& key, const Outgoing& outgoing, bool begun, Millis now,
                           bool* inserted) {
  const std::string sealed = Seal(Serialized(outgoing.messages), OutgoingContext(key.account, outgoing.key));
  const auto rows = t.Run(kInsert, {key.account, outgoing.key, key.peer, NextOrder(), now, std::int64_t{begun},
                                    std::int64_t{outgoing.forgets_peer}, outgoing.delivery,
                                    static_cast<std::int64_t>(outgoing.fence), Blob{sealed}});
  if (rows.ok() && inserted != nullptr) *inserted = rows->touched > 0;
  return rows.status();
}

absl::StatusOr<bool> Store::Add(const PeerKey& key, const Outgoing& outgoing, Millis now) {
  bool inserted = false;
  const absl::Status status = database_.Write([&](Transaction& t) -> absl::Status {
    inserted = false;
    const auto peer = t.Run(kPeerExists, {key.account, key.peer});
    if (!peer.ok() || peer->empty()) return peer.status();
    return Insert(t, key, outgoing, /*begun=*/false, now, &inserted);
  });
  if (!status.ok()) return status;
  return inserted;
}

absl::StatusOr<std::optional<Outgoing>> Store::NextOutgoing(const PeerKey& key) {
  std::optional<Outgoing> next;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto rows = t.Run(kNext, {key.account, key.peer});
    if (!rows.ok() || rows->empty()) return rows.status();
    Outgoing row{.key = rows->Text(0, 0), .messages = {}, .delivery = rows->Text(0, 8)};
    row.created = rows->Int(0, 1);
    row.due = rows->Int(0, 2);
    row.attempts = static_cast<int>(rows->Int(0, 3));
    row.unknown = static_cast<int>(rows->Int(0, 4));
    row.piece = static_cast<int>(rows->Int(0, 5));
    row.begun = rows->Int(0, 6) != 0;
    row.forgets_peer = rows->Int(0, 7) != 0;
    row.fence = static_cast<std::uint64_t>(rows->Int(0, 9));
    const auto plain = Open(rows->Bytes(0, 10), OutgoingContext(key.account, row.key));
    if (!plain.ok()) return plain.status();
    dialogue::v1::SendResponse list;
    if (!list.ParseFromString(*plain)) return absl::DataLossError("a message in the outbox cannot be read");
    row.messages.assign(list.messages().begin(), list.messages().end());
    next = std::move(row);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return next;
}

absl::Status Store::Begin(const PeerKey& key, const std::string& id) {
  return database_.Write([&](Transaction& t) -> absl::Status {
    if (auto held = CheckHeld(t, key.account); !held.ok()) return held;
    return t.Run(kBegin, {key.account, id}).status();
  });
}

absl::Status Store::Progress(const PeerKey& key, const std::string& id, int piece) {
  return database_.Write([&](Transaction& t) {
    return t.Run(kProgress, {key.account, id, std::int64_t{piece}}).status();
  });
}

absl::Status Store::PostponeOutgoing(const PeerKey& key, const std::string& id, Millis due, bool result_unknown) {
  return database_.Write([&](Transaction& t) {
    return t.Run(kLater, {key.account, id, due, std::int64_t{result_unknown}}).status();
  });
}

absl::Status Store::Sent(const PeerKey& key, const Outgoing& outgoing, const std::optional<std::string>& prompt,
                         const Accepted& accepted) {
  return database_.Write([&](Transaction& t) -> absl::Status {
    for (const std::string& reference : accepted.references) {
      if (outgoing.forgets_peer || outgoing.OutsideWindow()) break;
      const std::string sealed = Seal(Serialized(outgoing.messages), KeptContext(key.account, reference));
      const auto kept = t.Run(kKeep, {key.account, reference, key.peer, outgoing.key, outgoing.delivery,
                                      static_cast<std::int64_t>(outgoing.fence), accepted.at, Blob{sealed}});
      if (!kept.ok()) return kept.status();
    }
    const auto done = outgoing.delivery.empty() ? t.Run(kDelete, {key.account, outgoing.key})
                                                : t.Run(kToReport, {key.account, outgoing.key, std::string("sent")});
    if (!done.ok()) return done.status();
    if (const std::string offer = outgoing.delivery.empty() ? "" : OfferIn(outgoing.messages); !offer.empty()) {
      const std::string sealed = Seal(offer, OfferContext(key));
      if (auto kept = t.Run(kOffer, {key.account, key.peer, accepted.shown, Blob{sealed}}); !kept.ok())
        return kept.status();
    }
    if (outgoing.forgets_peer) return t.Run(kForgetPeer, {key.account, key.peer}).status();
    return prompt ? t.Run(kSetPrompt, {key.account, key.peer, *prompt}).status() : absl::OkStatus();
  });
}

absl::StatusOr<bool> Store::RefusedLater(const PeerKey& key, const std::string& reference, bool window_closed,
                                         const std::string& reason, Millis now) {
  bool known = false;
  const absl::Status status = database_.Write([&](Transaction& t) -> absl::Status {
    known = false;
    const auto rows = t.Run(kKept, {key.account, reference, key.peer});
    if (!rows.ok() || rows->empty()) return rows.status();
    const auto plain = Open(rows->Bytes(0, 3), KeptContext(key.account, reference));
    if (!plain.ok()) return plain.status();
    dialogue::v1::SendResponse list;
    if (!list.ParseFromString(*plain)) return absl::DataLossError("a kept message cannot be read");
    Outgoing again{.key = (window_closed ? "w:" : "f:") + rows->Text(0, 0),
                   .messages = {},
                   .delivery = rows->Text(0, 1),
                   .fence = static_cast<std::uint64_t>(rows->Int(0, 2))};
    again.messages.assign(list.messages().begin(), list.messages().end());
    known = true;
    if (auto inserted = Insert(t, key, again, /*begun=*/false, now, nullptr); !inserted.ok()) return inserted;
    if (!window_closed) {
      const auto killed = t.Run(kKill, {key.account, again.key, std::string(), "failed_later: " + reason});
      if (!killed.ok()) return killed.status();
    }
    return t.Run(kUnkeep, {key.account, reference}).status();
  });
  if (!status.ok()) return status;
  return known;
}

absl::Status Store::Drop(const PeerKey& key, const Outgoing& outgoing, const std::string& outcome) {
  return database_.Write([&](Transaction& t) {
    return outgoing.delivery.empty() ? t.Run(kDelete, {key.account, outgoing.key}).status()
                                     : t.Run(kToReport, {key.account, outgoing.key, outcome}).status();
  });
}

absl::Status Store::Kill(const PeerKey& key, const Outgoing& outgoing, const std::string& outcome,
                         const std::string& reason) {
  const std::string report = outgoing.delivery.empty() ? "" : outcome;
  return database_.Write([&](Transaction& t) {
    return t.Run(kKill, {key.account, outgoing.key, report, reason}).status();
  });
}

absl::Status Store::SetAddress(const PeerKey& key, const std::string& address) {
  const std::string sealed = Seal(address, AddressContext(key));
  return database_.Write([&](Transaction& t) {
    return t.Run(kSetAddress, {key.account, key.peer, Blob{sealed}}).status();
  });
}

absl::Status Store::SetBlocked(const PeerKey& key) {
  return database_.Write([&](Transaction& t) { return t.Run(kBlock, {key.account, key.peer}).status(); });
}

absl::StatusOr<std::vector<Report>> Store::ReportsDue(int limit) {
  std::vector<Report> reports;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto rows = t.Run(kReports, {std::int64_t{limit}});
    if (!rows.ok()) return rows.status();
    for (std::size_t i = 0; i < rows->size(); ++i)
      reports.push_back({rows->Text(i, 0), rows->Text(i, 1), rows->Text(i, 2),
                         static_cast<std::uint64_t>(rows->Int(i, 3)), rows->Text(i, 4)});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return reports;
}

absl::Status Store::Reported(const Report& report) {
  return database_.Write([&](Transaction& t) {
    return t.RunAll({{&kReportedGone, {report.account, report.key}}, {&kReportedDead, {report.account, report.key}}})
        .status();
  });
}

}  // namespace amtslotse::messengers
