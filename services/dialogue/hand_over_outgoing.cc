// What staff said and a messenger has still to carry: a queue with leases.
#include <nlohmann/json.hpp>

#include "services/dialogue/hand_over_store.h"
#include "services/dialogue/session_codec.h"

namespace amtslotse::dialogue {
namespace {

namespace sql = booking::sql;
using nlohmann::json;

constexpr sql::Statement kAdd{
    "INSERT INTO outgoing (outgoing_id, municipality_id, channel, due, added, attempt, sealed) VALUES (?1, ?2, ?3, ?4, "
    "?4, 0, ?5) "
    "ON CONFLICT (outgoing_id) DO NOTHING"};
constexpr sql::Statement kDue{
    "SELECT outgoing_id, municipality_id, channel, attempt, sealed FROM outgoing WHERE channel = ?1 AND due <= ?2 "
    "ORDER BY added, outgoing_id LIMIT ?3"};
constexpr sql::Statement kOf{
    "SELECT outgoing_id, municipality_id, channel, attempt, sealed FROM outgoing WHERE outgoing_id LIKE ?1"};
constexpr sql::Statement kTake{"UPDATE outgoing SET due = ?2, attempt = attempt + 1 WHERE outgoing_id = ?1"};
constexpr sql::Statement kPostpone{"UPDATE outgoing SET due = ?2 WHERE outgoing_id = ?1"};
constexpr sql::Statement kDrop{"DELETE FROM outgoing WHERE outgoing_id = ?1"};

std::int64_t Unix(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

}  // namespace

absl::Status HandOverStore::AddOutgoing(const OutgoingMessage& outgoing, std::chrono::sys_seconds now) {
  const json all{{"account", outgoing.account},
                 {"peer", outgoing.peer},
                 {"conversation", outgoing.conversation_id},
                 {"message", keys::Base64Url(Serialize({outgoing.message}))}};
  const std::string plain = all.dump(-1, ' ', false, json::error_handler_t::replace);
  const sql::Blob sealed{Seal(plain, "outgoing", outgoing.municipality_id, outgoing.id)};
  return database_.Write([&](sql::Transaction& transaction) {
    return transaction.Run(kAdd, {outgoing.id, outgoing.municipality_id, outgoing.channel, Unix(now), sealed}).status();
  });
}

absl::StatusOr<OutgoingMessage> HandOverStore::ReadOutgoing(const sql::Rows& rows, std::size_t row) const {
  OutgoingMessage outgoing{.id = rows.Text(row, 0),
                           .municipality_id = rows.Text(row, 1),
                           .channel = rows.Text(row, 2),
                           .account = {},
                           .peer = {},
                           .conversation_id = {},
                           .message = {},
                           .attempt = static_cast<int>(rows.Int(row, 3))};
  const auto plain = Unseal(rows.Bytes(row, 4), "outgoing", outgoing.municipality_id, outgoing.id);
  if (!plain.ok()) return plain.status();
  const json all = json::parse(*plain, nullptr, false);
  if (!all.is_object()) return absl::DataLossError("an outgoing message cannot be read");
  const auto bytes = keys::FromBase64Url(all.value("message", ""));
  if (!bytes) return absl::DataLossError("an outgoing message cannot be read");
  auto said = ParseMessages(*bytes);
  if (!said.ok()) return said.status();
  if (said->empty()) return absl::DataLossError("an outgoing message is empty");
  outgoing.message = std::move(said->front());
  outgoing.account = all.value("account", "");
  outgoing.peer = all.value("peer", "");
  outgoing.conversation_id = all.value("conversation", "");
  return outgoing;
}

absl::Status HandOverStore::ForgetSaid(sql::Transaction& transaction, const std::string& hand_over_id) {
  const auto rows = transaction.Run(kOf, {"h." + hand_over_id + ".%"});
  if (!rows.ok()) return rows.status();
  for (std::size_t row = 0; row < rows->size(); ++row) {
    // What cannot be read goes too.
    if (const auto outgoing = ReadOutgoing(*rows, row); outgoing.ok() && outgoing->message.author != Author::kStaff)
      continue;
    if (auto gone = transaction.Run(kDrop, {rows->Text(row, 0)}); !gone.ok()) return gone.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OutgoingMessage>> HandOverStore::LeaseOutgoing(const std::vector<std::string>& channels,
                                                                          int limit, std::chrono::seconds lease,
                                                                          std::chrono::sys_seconds now) {
  std::vector<OutgoingMessage> leased;
  const auto status = database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    leased.clear();
    if (auto locked = transaction.Lock({{sql::LockKey::Kind::kOther, 3}}); !locked.ok()) return locked;
    for (const std::string& channel : channels) {
      const auto rows = transaction.Run(kDue, {channel, Unix(now), std::int64_t{limit}});
      if (!rows.ok()) return rows.status();
      for (std::size_t row = 0; row < rows->size(); ++row) {
        if (auto done = transaction.Run(kTake, {rows->Text(row, 0), Unix(now + lease)}); !done.ok())
          return done.status();
        auto outgoing = ReadOutgoing(*rows, row);
        if (!outgoing.ok()) return outgoing.status();
        leased.push_back(*std::move(outgoing));
      }
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return leased;
}

absl::Status HandOverStore::DropOutgoing(const std::string& id) {
  return database_.Write([&](sql::Transaction& transaction) { return transaction.Run(kDrop, {id}).status(); });
}

absl::Status HandOverStore::PostponeOutgoing(const std::string& id, std::chrono::sys_seconds until) {
  return database_.Write([&](sql::Transaction& transaction) {
    return transaction.Run(kPostpone, {id, Unix(until)}).status();
  });
}

}  // namespace amtslotse::dialogue
