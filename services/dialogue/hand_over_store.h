// Hand-overs, their transcripts, the offices' staffed hours and what waits to be delivered: durable, sealed, over
// SQLite or PostgreSQL. Counts of questions stand beside it (conversation_figures.h).
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "booking/sql/database.h"
#include "keys/key_ring.h"
#include "services/dialogue/core/message.h"

namespace amtslotse::dialogue {

// Hand-overs, call-backs and reported barriers after they ended.
inline constexpr std::chrono::hours kEndedKept{24 * 30};

struct Note {
  std::string key;  // who adds it twice adds it once
  std::string text;
  std::chrono::sys_seconds time{};
};

// waiting → accepted → returned or closed; a call-back is `callback`, a reported barrier `report`, until it is ticked
// off (closed).
struct HandOverRecord {
  std::string municipality_id, id;
  std::string office_id;
  std::string state;
  std::chrono::sys_seconds since{}, due{}, changed{};
  // Sealed as one:
  std::string conversation_id, channel, account, peer;
  std::string office_name, topic;
  std::string accepted_by;  // the mark of who answers, while it goes on
  std::string name, telephone, wanted_time;
  std::vector<Note> notes;

  bool open() const { return state == "waiting" || state == "accepted"; }
  bool to_be_ticked_off() const { return state == "callback" || state == "report"; }
};

struct Desk {
  std::string office_id, office_name;
  std::string hours_json;
  std::string templates_json;
};

struct AuditEntry {
  std::string actor, action, object_id, summary;
};
struct DatedAuditEntry {
  std::int64_t line = 0;
  std::chrono::sys_seconds time{};
  AuditEntry entry;
};

// A message on its way to a messenger.
struct OutgoingMessage {
  std::string id;
  std::string municipality_id, channel, account, peer, conversation_id;
  Message message;
  int attempt = 0;
};

// Thread-safe. `now` is the time of the change.
class HandOverStore {
 public:
  // Brings the tables up to date. Borrows both.
  static absl::StatusOr<std::unique_ptr<HandOverStore>> Open(booking::sql::Database& database,
                                                             const keys::KeyRing& keys);

  // Twice with the same id is once.
  absl::Status Create(const HandOverRecord& record, const AuditEntry& audit, std::chrono::sys_seconds now);
  absl::StatusOr<std::optional<HandOverRecord>> Find(const std::string& municipality_id, const std::string& id);
  // Longest waiting first; of all municipalities when that is empty, and of all states.
  absl::StatusOr<std::vector<HandOverRecord>> List(const std::string& municipality_id, const std::string& state);
  // Reads, changes and writes in one transaction. NOT_FOUND without a record; what `change` refuses is not written.
  // Without an action nothing is added to the audit.
  absl::StatusOr<HandOverRecord> Update(const std::string& municipality_id, const std::string& id,
                                        const std::function<absl::Status(HandOverRecord&)>& change,
                                        const AuditEntry& audit, std::chrono::sys_seconds now);
  // With the transcript and what staff said there and no messenger has carried yet; that the assistant answers again is
  // still told.
  absl::Status Remove(const std::string& municipality_id, const std::string& id, const AuditEntry& audit,
                      std::chrono::sys_seconds now);
  // What waits now, of all municipalities.
  struct Waiting {
    int people = 0;      // for somebody of the staff to accept
    int callbacks = 0;   // and reported barriers: to be ticked off
    int deliveries = 0;  // messages that no messenger has carried yet
  };
  absl::StatusOr<Waiting> CountWaiting();
  // Ended ones older than `ended_before` and audit lines older than `audit_before`.
  absl::Status Tidy(std::chrono::sys_seconds ended_before, std::chrono::sys_seconds audit_before);

  // The transcript, by sequence number; one that is there is not written again.
  absl::Status AddMessages(const std::string& municipality_id, const std::string& id,
                           const std::vector<Message>& messages);
  absl::StatusOr<std::vector<Message>> Messages(const std::string& municipality_id, const std::string& id);
  absl::StatusOr<std::uint64_t> LastSequence(const std::string& municipality_id, const std::string& id);

  absl::Status SaveDesk(const std::string& municipality_id, const Desk& desk, const AuditEntry& audit,
                        std::chrono::sys_seconds now);
  absl::StatusOr<std::vector<Desk>> Desks(const std::string& municipality_id);

  absl::Status AddOutgoing(const OutgoingMessage& outgoing, std::chrono::sys_seconds now);
  absl::StatusOr<std::vector<OutgoingMessage>> LeaseOutgoing(const std::vector<std::string>& channels, int limit,
                                                             std::chrono::seconds lease, std::chrono::sys_seconds now);
  absl::Status DropOutgoing(const std::string& id);
  absl::Status PostponeOutgoing(const std::string& id, std::chrono::sys_seconds until);

  // Newest first, from before line `before` (0: from the newest).
  absl::StatusOr<std::vector<DatedAuditEntry>> Audit(const std::string& municipality_id, std::int64_t before,
                                                     int limit);

 private:
  HandOverStore(booking::sql::Database& database, const keys::KeyRing& keys) : database_(database), keys_(keys) {}
  std::string Seal(const std::string& plain, const char* what, const std::string& municipality_id,
                   const std::string& id) const;
  absl::StatusOr<std::string> Unseal(const std::string& sealed, const char* what, const std::string& municipality_id,
                                     const std::string& id) const;
  absl::StatusOr<std::vector<HandOverRecord>> Records(const booking::sql::Rows& rows) const;
  booking::sql::Blob Sealed(const HandOverRecord& record) const;
  absl::StatusOr<OutgoingMessage> ReadOutgoing(const booking::sql::Rows& rows, std::size_t row) const;
  absl::Status ForgetSaid(booking::sql::Transaction& transaction, const std::string& hand_over_id);

  booking::sql::Database& database_;
  const keys::KeyRing& keys_;
};

}  // namespace amtslotse::dialogue
