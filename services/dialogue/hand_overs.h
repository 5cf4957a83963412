// Conversations that people take over: who waits, who answers, how it goes back to the assistant.
//
// The record is the store's, what the citizen reads is the session's. Each step changes the record first and then says
// so in the conversation, so that "verbunden" is never read before somebody has accepted.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "services/dialogue/core/staffed_hours.h"
#include "services/dialogue/grpc_town.h"
#include "services/dialogue/hand_over_store.h"
#include "services/dialogue/session_store.h"
#include "services/rpc/queue_gauge.h"

namespace amtslotse::dialogue {

// Who of the staff acts: the mark of the account, which stands in the audit.
struct StaffMark {
  std::string value;
};

// From the form of the accessibility statement; only the text must be there.
struct BarrierReport {
  std::string text, page, name, contact;
};

// Thread-safe.
class HandOvers {
 public:
  using Clock = std::function<std::chrono::sys_seconds()>;
  // Borrowed. Begins at once to look after the open ones.
  // `audit`: how long it stays written down who did what.
  HandOvers(HandOverStore& store, SessionStore& sessions, Services& services, Clock clock, std::chrono::hours audit);

  // --- for the conversation ---
  // The first of `offices` that is staffed, else any that is; outside of all hours the one of `offices`, else any.
  absl::StatusOr<HumanHelp> Help(const Municipality& municipality, const std::vector<std::string>& offices);
  // Twice with the same key is once.
  absl::StatusOr<InQueue> Start(const std::string& key, const Session& session, const HumanHelp& help,
                                const std::string& topic);
  absl::Status RequestCallback(const std::string& key, const Session& session, const Callback& callback,
                               const std::string& topic);
  // A barrier that a citizen reports, for nobody's office in particular. When it is to be answered by. Twice with the
  // same key is once.
  absl::StatusOr<std::chrono::sys_seconds> TakeReport(const std::string& key, const std::string& municipality_id,
                                                      const BarrierReport& report);
  // The citizen goes back to the assistant.
  absl::Status Stop(const std::string& municipality_id, const std::string& id);
  // Copies what was said since into the transcript. What it misses it copies the next time.
  absl::Status Follow(const std::string& municipality_id, const std::string& conversation_id, const std::string& id);
  // The conversation was deleted by the citizen: so is what staff have of it.
  absl::Status Forget(const std::string& municipality_id, const std::string& id);

  // --- for the staff; who may is checked before. FAILED_PRECONDITION when the state does not allow it ---
  absl::StatusOr<HandOverRecord> Accept(const HandOverRecord& record, const StaffMark& by);
  absl::StatusOr<Message> Reply(const HandOverRecord& record, const StaffMark& by, const std::string& key,
                                const std::string& text);
  absl::StatusOr<HandOverRecord> Transfer(const HandOverRecord& record, const StaffMark& by,
                                          const std::string& office_id, const std::string& office_name,
                                          const std::string& note);
  absl::Status End(const HandOverRecord& record, const StaffMark& by, bool close);
  absl::Status AddNote(const HandOverRecord& record, const StaffMark& by, const std::string& key,
                       const std::string& text);
  absl::Status Delete(const HandOverRecord& record, const StaffMark& by);

  // Ends what nobody can accept any more, and keeps the conversations that wait. Called now and then by its own thread.
  void LookAfter();

  HandOverStore& store() { return store_; }
  bool StaffedNow(const Desk& desk, const Municipality& municipality) const;

 private:
  using Say = std::function<absl::StatusOr<Message>(Session&)>;
  // Says something in the conversation and sends it on its way. FAILED_PRECONDITION when the conversation is over or
  // was left.
  absl::StatusOr<Message> InConversation(const HandOverRecord& record, const Say& say);
  absl::Status Deliver(const HandOverRecord& record, const Message& message);
  absl::Status Return(const HandOverRecord& record, const std::string& state, const std::string& actor,
                      const std::string& action, bool nobody);
  void CountWaiting();
  void LookAfterOne(const HandOverRecord& record);
  void Run(const std::stop_token& stop);

  HandOverStore& store_;
  SessionStore& sessions_;
  Services& services_;
  Clock clock_;
  const std::chrono::hours audit_;
  rpc::QueueGauge people_, callbacks_, deliveries_;
  std::chrono::sys_seconds tidied_{};
  std::jthread thread_;
};

}  // namespace amtslotse::dialogue
