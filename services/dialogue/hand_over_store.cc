#include "services/dialogue/hand_over_store.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "keys/randomness.h"
#include "services/dialogue/hand_over_schema.h"
#include "services/dialogue/session_codec.h"

namespace amtslotse::dialogue {
namespace {

namespace sql = booking::sql;
using nlohmann::json;

constexpr sql::Statement kCreate{
    "INSERT INTO hand_over (municipality_id, hand_over_id, office_id, state, since, due, changed, sealed) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (municipality_id, hand_over_id) DO NOTHING"};
constexpr sql::Statement kFind{
    "SELECT municipality_id, hand_over_id, office_id, state, since, due, changed, sealed FROM hand_over "
    "WHERE municipality_id = ?1 AND hand_over_id = ?2"};
constexpr sql::Statement kList{
    "SELECT municipality_id, hand_over_id, office_id, state, since, due, changed, sealed FROM hand_over "
    "WHERE (municipality_id = ?1 OR ?1 = '') AND (state = ?2 OR ?2 = '') ORDER BY since LIMIT 20000"};
constexpr sql::Statement kUpdate{
    "UPDATE hand_over SET office_id = ?3, state = ?4, since = ?5, due = ?6, changed = ?7, sealed = ?8 "
    "WHERE municipality_id = ?1 AND hand_over_id = ?2"};
constexpr sql::Statement kRemove{"DELETE FROM hand_over WHERE municipality_id = ?1 AND hand_over_id = ?2"};
constexpr sql::Statement kRemoveMessages{
    "DELETE FROM hand_over_message WHERE municipality_id = ?1 AND hand_over_id = ?2"};
constexpr sql::Statement kTidyMessages{
    "DELETE FROM hand_over_message WHERE hand_over_id IN "
    "(SELECT hand_over_id FROM hand_over WHERE state IN ('returned', 'closed') AND changed < ?1)"};
constexpr sql::Statement kTidy{"DELETE FROM hand_over WHERE state IN ('returned', 'closed') AND changed < ?1"};
constexpr sql::Statement kCountWaiting{
    "SELECT (SELECT COUNT(*) FROM hand_over WHERE state = 'waiting'), "
    "(SELECT COUNT(*) FROM hand_over WHERE state IN ('callback', 'report')), (SELECT COUNT(*) FROM outgoing)"};
constexpr sql::Statement kTidyAudit{"DELETE FROM audit WHERE at < ?1"};
constexpr sql::Statement kTidyOutgoing{"DELETE FROM outgoing WHERE added < ?1"};
constexpr sql::Statement kAddMessage{
    "INSERT INTO hand_over_message (municipality_id, hand_over_id, sequence, sealed) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (municipality_id, hand_over_id, sequence) DO NOTHING"};
constexpr sql::Statement kMessages{
    "SELECT sealed FROM hand_over_message WHERE municipality_id = ?1 AND hand_over_id = ?2 ORDER BY sequence"};
constexpr sql::Statement kLast{
    "SELECT coalesce(max(sequence), 0) FROM hand_over_message WHERE municipality_id = ?1 AND hand_over_id = ?2"};
constexpr sql::Statement kSaveDesk{
    "INSERT INTO desk (municipality_id, office_id, office_name, hours, templates) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (municipality_id, office_id) DO UPDATE SET office_name = ?3, hours = ?4, templates = ?5"};
constexpr sql::Statement kDesks{
    "SELECT office_id, office_name, hours, templates FROM desk WHERE municipality_id = ?1 ORDER BY office_name"};
constexpr sql::Statement kAudit{
    "INSERT INTO audit (municipality_id, line, at, actor, action, object_id, summary) "
    "SELECT ?1, coalesce(max(line), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM audit WHERE municipality_id = ?1"};
constexpr sql::Statement kListAudit{
    "SELECT line, at, actor, action, object_id, summary FROM audit "
    "WHERE municipality_id = ?1 AND (line < ?2 OR ?2 = 0) ORDER BY line DESC LIMIT ?3"};

std::int64_t Unix(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }
std::chrono::sys_seconds Time(std::int64_t unix) { return std::chrono::sys_seconds(std::chrono::seconds(unix)); }

absl::Status Write(sql::Transaction& transaction, const std::string& municipality_id, const AuditEntry& entry,
                   std::chrono::sys_seconds now) {
  if (entry.action.empty()) return absl::OkStatus();
  return transaction
      .Run(kAudit, {municipality_id, Unix(now), entry.actor, entry.action, entry.object_id, entry.summary})
      .status();
}

std::string Plain(const HandOverRecord& record) {
  json notes = json::array();
  for (const auto& note : record.notes) notes.push_back({note.key, note.text, Unix(note.time)});
  const json all{{"conversation", record.conversation_id},
                 {"channel", record.channel},
                 {"account", record.account},
                 {"peer", record.peer},
                 {"office", record.office_name},
                 {"topic", record.topic},
                 {"by", record.accepted_by},
                 {"name", record.name},
                 {"telephone", record.telephone},
                 {"wanted", record.wanted_time},
                 {"notes", std::move(notes)}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

absl::Status Read(const std::string& plain, HandOverRecord& record) {
  const json all = json::parse(plain, nullptr, false);
  if (!all.is_object()) return absl::DataLossError("a hand-over cannot be read");
  record.conversation_id = all.value("conversation", "");
  record.channel = all.value("channel", "");
  record.account = all.value("account", "");
  record.peer = all.value("peer", "");
  record.office_name = all.value("office", "");
  record.topic = all.value("topic", "");
  record.accepted_by = all.value("by", "");
  record.name = all.value("name", "");
  record.telephone = all.value("telephone", "");
  record.wanted_time = all.value("wanted", "");
  for (const json& note : all.value("notes", json::array())) record.notes.push_back({note[0], note[1], Time(note[2])});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<HandOverStore>> HandOverStore::Open(sql::Database& database, const keys::KeyRing& keys) {
  if (auto migrated = MigrateHandOvers(database); !migrated.ok()) return migrated;
  return std::unique_ptr<HandOverStore>(new HandOverStore(database, keys));
}

std::string HandOverStore::Seal(const std::string& plain, const char* what, const std::string& municipality_id,
                                const std::string& id) const {
  keys::SystemRandomness random;
  return keys_.Seal(plain, fmt::format("{}|{}|{}", what, municipality_id, id), random);
}

absl::StatusOr<std::string> HandOverStore::Unseal(const std::string& sealed, const char* what,
                                                  const std::string& municipality_id, const std::string& id) const {
  return keys_.Open(sealed, fmt::format("{}|{}|{}", what, municipality_id, id));
}

sql::Blob HandOverStore::Sealed(const HandOverRecord& record) const {
  return {Seal(Plain(record), "hand_over", record.municipality_id, record.id)};
}

absl::StatusOr<std::vector<HandOverRecord>> HandOverStore::Records(const sql::Rows& rows) const {
  std::vector<HandOverRecord> records;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    HandOverRecord& record = records.emplace_back();
    record.municipality_id = rows.Text(row, 0);
    record.id = rows.Text(row, 1);
    record.office_id = rows.Text(row, 2);
    record.state = rows.Text(row, 3);
    record.since = Time(rows.Int(row, 4));
    record.due = Time(rows.Int(row, 5));
    record.changed = Time(rows.Int(row, 6));
    const auto plain = Unseal(rows.Bytes(row, 7), "hand_over", record.municipality_id, record.id);
    if (!plain.ok()) return plain.status();
    if (auto read = Read(*plain, record); !read.ok()) return read;
  }
  return records;
}

absl::Status HandOverStore::Create(const HandOverRecord& record, const AuditEntry& audit,
                                   std::chrono::sys_seconds now) {
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto made = transaction.Run(kCreate, {record.municipality_id, record.id, record.office_id, record.state,
                                                Unix(record.since), Unix(record.due), Unix(now), Sealed(record)});
    if (!made.ok()) return made.status();
    return made->touched == 0 ? absl::OkStatus() : Write(transaction, record.municipality_id, audit, now);
  });
}

absl::StatusOr<std::optional<HandOverRecord>> HandOverStore::Find(const std::string& municipality_id,
                                                                  const std::string& id) {
  std::optional<HandOverRecord> found;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kFind, {municipality_id, id});
    if (!rows.ok()) return rows.status();
    auto records = Records(*rows);
    if (!records.ok()) return records.status();
    if (!records->empty()) found = std::move(records->front());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::vector<HandOverRecord>> HandOverStore::List(const std::string& municipality_id,
                                                                const std::string& state) {
  std::vector<HandOverRecord> found;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kList, {municipality_id, state});
    if (!rows.ok()) return rows.status();
    auto records = Records(*rows);
    if (!records.ok()) return records.status();
    found = *std::move(records);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<HandOverRecord> HandOverStore::Update(const std::string& municipality_id, const std::string& id,
                                                     const std::function<absl::Status(HandOverRecord&)>& change,
                                                     const AuditEntry& audit, std::chrono::sys_seconds now) {
  HandOverRecord changed;
  const auto status = database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (auto locked =
            transaction.Lock({{sql::LockKey::Kind::kOther, keys_.SearchHash("hand_over", municipality_id, id)}});
        !locked.ok())
      return locked;
    const auto rows = transaction.Run(kFind, {municipality_id, id});
    if (!rows.ok()) return rows.status();
    auto records = Records(*rows);
    if (!records.ok()) return records.status();
    if (records->empty()) return absl::NotFoundError("no such hand-over");
    changed = std::move(records->front());
    const std::string before = changed.state + changed.office_id;
    if (auto done = change(changed); !done.ok()) return done;
    const auto written = transaction.Run(kUpdate, {municipality_id, id, changed.office_id, changed.state,
                                                   Unix(changed.since), Unix(changed.due), Unix(now), Sealed(changed)});
    if (!written.ok()) return written.status();
    return before == changed.state + changed.office_id && audit.action != "note"
               ? absl::OkStatus()
               : Write(transaction, municipality_id, audit, now);
  });
  if (!status.ok()) return status;
  return changed;
}

absl::Status HandOverStore::Remove(const std::string& municipality_id, const std::string& id, const AuditEntry& audit,
                                   std::chrono::sys_seconds now) {
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (auto gone = transaction.Run(kRemoveMessages, {municipality_id, id}); !gone.ok()) return gone.status();
    if (auto gone = ForgetSaid(transaction, id); !gone.ok()) return gone;
    const auto removed = transaction.Run(kRemove, {municipality_id, id});
    if (!removed.ok()) return removed.status();
    return removed->touched == 0 ? absl::OkStatus() : Write(transaction, municipality_id, audit, now);
  });
}

absl::StatusOr<HandOverStore::Waiting> HandOverStore::CountWaiting() {
  Waiting waiting;
  const absl::Status read = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto counts = transaction.Run(kCountWaiting, {});
    if (!counts.ok()) return counts.status();
    waiting = {.people = static_cast<int>(counts->Int(0, 0)),
               .callbacks = static_cast<int>(counts->Int(0, 1)),
               .deliveries = static_cast<int>(counts->Int(0, 2))};
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return waiting;
}

absl::Status HandOverStore::Tidy(std::chrono::sys_seconds ended_before, std::chrono::sys_seconds audit_before) {
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (auto gone = transaction.Run(kTidyMessages, {Unix(ended_before)}); !gone.ok()) return gone.status();
    if (auto gone = transaction.Run(kTidy, {Unix(ended_before)}); !gone.ok()) return gone.status();
    if (auto gone = transaction.Run(kTidyOutgoing, {Unix(ended_before)}); !gone.ok()) return gone.status();
    return transaction.Run(kTidyAudit, {Unix(audit_before)}).status();
  });
}

absl::Status HandOverStore::AddMessages(const std::string& municipality_id, const std::string& id,
                                        const std::vector<Message>& messages) {
  if (messages.empty()) return absl::OkStatus();
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    for (const Message& message : messages) {
      const sql::Blob sealed{Seal(Serialize({message}), "hand_over_message", municipality_id, id)};
      const auto added =
          transaction.Run(kAddMessage, {municipality_id, id, static_cast<std::int64_t>(message.sequence), sealed});
      if (!added.ok()) return added.status();
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Message>> HandOverStore::Messages(const std::string& municipality_id,
                                                             const std::string& id) {
  std::vector<Message> messages;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kMessages, {municipality_id, id});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row) {
      const auto plain = Unseal(rows->Bytes(row, 0), "hand_over_message", municipality_id, id);
      if (!plain.ok()) return plain.status();
      auto said = ParseMessages(*plain);
      if (!said.ok()) return said.status();
      for (Message& message : *said) messages.push_back(std::move(message));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return messages;
}

absl::StatusOr<std::uint64_t> HandOverStore::LastSequence(const std::string& municipality_id, const std::string& id) {
  std::uint64_t last = 0;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kLast, {municipality_id, id});
    if (!rows.ok()) return rows.status();
    last = static_cast<std::uint64_t>(rows->Int(0, 0));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return last;
}

absl::Status HandOverStore::SaveDesk(const std::string& municipality_id, const Desk& desk, const AuditEntry& audit,
                                     std::chrono::sys_seconds now) {
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto saved = transaction.Run(
        kSaveDesk, {municipality_id, desk.office_id, desk.office_name, desk.hours_json, desk.templates_json});
    if (!saved.ok()) return saved.status();
    return Write(transaction, municipality_id, audit, now);
  });
}

absl::StatusOr<std::vector<Desk>> HandOverStore::Desks(const std::string& municipality_id) {
  std::vector<Desk> desks;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kDesks, {municipality_id});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row)
      desks.push_back({rows->Text(row, 0), rows->Text(row, 1), rows->Text(row, 2), rows->Text(row, 3)});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return desks;
}

absl::StatusOr<std::vector<DatedAuditEntry>> HandOverStore::Audit(const std::string& municipality_id,
                                                                  std::int64_t before, int limit) {
  std::vector<DatedAuditEntry> lines;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kListAudit, {municipality_id, before, std::int64_t{limit}});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row)
      lines.push_back({rows->Int(row, 0),
                       Time(rows->Int(row, 1)),
                       {rows->Text(row, 2), rows->Text(row, 3), rows->Text(row, 4), rows->Text(row, 5)}});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return lines;
}

}  // namespace amtslotse::dialogue
