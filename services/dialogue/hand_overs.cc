#include "services/dialogue/hand_overs.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "services/dialogue/core/conversation.h"
#include "services/dialogue/core/hand_over.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::chrono::seconds kTurn{5};
constexpr std::chrono::seconds kLookEvery{5};
constexpr std::chrono::hours kLongestTalk{12};
constexpr std::chrono::hours kTidyEvery{1};
constexpr std::chrono::hours kReportAnsweredWithin{24 * 30};  // a month: § 12b (2) BGG and the Länder's laws after it

rpc::Caller NewCaller() {
  return {.request_id = rpc::RandomId(), .signed_actor = {}, .deadline = std::chrono::system_clock::now() + kTurn};
}

std::string IdOf(const std::string& key) { return rpc::KeyedHash("hand_over", key).substr(0, 24); }

AuditEntry By(const StaffMark& by, const char* action, const std::string& id, const std::string& summary) {
  return {by.value, action, id, summary};
}

StaffedPlace PlaceOf(const Municipality& municipality) { return {municipality.time_zone, municipality.land}; }

StaffedHours HoursOf(const Desk& desk) {
  const auto hours = ParseStaffedHours(desk.hours_json);
  return hours.ok() ? *hours : StaffedHours();
}

absl::Status Over() { return absl::FailedPreconditionError("the conversation is over"); }

}  // namespace

HandOvers::HandOvers(HandOverStore& store, SessionStore& sessions, Services& services, Clock clock,
                     std::chrono::hours audit)
    : store_(store),
      sessions_(sessions),
      services_(services),
      clock_(std::move(clock)),
      audit_(audit),
      people_(services.metrics, "hand_overs"),
      callbacks_(services.metrics, "callbacks"),
      deliveries_(services.metrics, "deliveries"),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

bool HandOvers::StaffedNow(const Desk& desk, const Municipality& municipality) const {
  return StaffedAt(HoursOf(desk), PlaceOf(municipality), clock_());
}

absl::StatusOr<HumanHelp> HandOvers::Help(const Municipality& municipality, const std::vector<std::string>& offices) {
  auto desks = store_.Desks(municipality.id);
  if (!desks.ok()) return desks.status();
  std::erase_if(*desks, [](const Desk& desk) { return HoursOf(desk).empty(); });
  if (desks->empty()) return HumanHelp{};
  const auto preferred = [&](const Desk& desk) {
    return std::find(offices.begin(), offices.end(), desk.office_id) != offices.end();
  };
  std::stable_sort(desks->begin(), desks->end(), [&](const Desk& a, const Desk& b) {
    return std::pair(!preferred(a), !StaffedNow(a, municipality)) <
           std::pair(!preferred(b), !StaffedNow(b, municipality));
  });
  const auto staffed =
      std::find_if(desks->begin(), desks->end(), [&](const Desk& desk) { return StaffedNow(desk, municipality); });
  const Desk& desk = staffed == desks->end() ? desks->front() : *staffed;
  const StaffedHours hours = HoursOf(desk);
  HumanHelp help;
  help.state = staffed == desks->end() ? HumanHelp::State::kOutside : HumanHelp::State::kStaffed;
  help.office_id = desk.office_id;
  help.office_name = desk.office_name;
  help.hours = InWords(hours);
  if (const auto day = NextStaffedDay(hours, PlaceOf(municipality), clock_())) {
    help.due_date = day->date;
    help.due = day->end;
  }
  return help;
}

absl::StatusOr<InQueue> HandOvers::Start(const std::string& key, const Session& session, const HumanHelp& help,
                                         const std::string& topic) {
  HandOverRecord record;
  record.municipality_id = session.municipality_id;
  record.id = IdOf(key);
  record.office_id = help.office_id;
  record.state = "waiting";
  record.since = clock_();
  record.conversation_id = session.conversation_id;
  record.channel = session.channel;
  record.account = session.account;
  record.peer = session.peer;
  record.office_name = help.office_name;
  record.topic = topic;
  if (auto made = store_.Create(record, {}, clock_()); !made.ok()) return made;
  const auto waiting = store_.List(record.municipality_id, "waiting");
  if (!waiting.ok()) return waiting.status();
  const auto before = std::count_if(waiting->begin(), waiting->end(), [&](const HandOverRecord& other) {
    return other.office_id == record.office_id && other.id != record.id && other.since <= record.since;
  });
  return InQueue{.hand_over_id = record.id, .position = static_cast<int>(before) + 1};
}

absl::Status HandOvers::RequestCallback(const std::string& key, const Session& session, const Callback& callback,
                                        const std::string& topic) {
  HandOverRecord record;
  record.municipality_id = session.municipality_id;
  record.id = IdOf(key);
  record.office_id = callback.office_id;
  record.state = "callback";
  record.since = clock_();
  record.due = callback.due;
  record.channel = session.channel;
  record.office_name = callback.office_name;
  record.topic = topic;
  record.name = callback.name;
  record.telephone = callback.telephone;
  record.wanted_time = callback.wanted_time;
  return store_.Create(record, {}, clock_());
}

absl::StatusOr<std::chrono::sys_seconds> HandOvers::TakeReport(const std::string& key,
                                                               const std::string& municipality_id,
                                                               const BarrierReport& report) {
  HandOverRecord record;
  record.municipality_id = municipality_id;
  record.id = IdOf("report|" + municipality_id + "|" + key);
  record.state = "report";
  record.since = clock_();
  record.due = record.since + kReportAnsweredWithin;
  record.channel = "web";
  record.topic = report.page.empty() ? "Barriere gemeldet" : "Barriere gemeldet: " + report.page;
  record.name = report.name;
  record.telephone = report.contact;
  if (auto made = store_.Create(record, {"", "report", record.id, "Barriere gemeldet"}, record.since); !made.ok())
    return made;
  Message message;
  message.sequence = 1;
  message.author = Author::kCitizen;
  message.text = report.text;
  message.time = record.since;
  if (auto added = store_.AddMessages(municipality_id, record.id, {message}); !added.ok()) return added;
  return record.due;
}

absl::Status HandOvers::Stop(const std::string& municipality_id, const std::string& id) {
  const auto stopped = store_.Update(
      municipality_id, id,
      [](HandOverRecord& record) {
        if (record.open()) record.state = "returned", record.accepted_by.clear();
        return absl::OkStatus();
      },
      {}, clock_());
  return absl::IsNotFound(stopped.status()) ? absl::OkStatus() : stopped.status();
}

absl::Status HandOvers::Follow(const std::string& municipality_id, const std::string& conversation_id,
                               const std::string& id) {
  const auto last = store_.LastSequence(municipality_id, id);
  if (!last.ok()) return last.status();
  const auto messages = sessions_.Messages(municipality_id, conversation_id, *last);
  if (!messages.ok()) return messages.status();
  return messages->has_value() ? store_.AddMessages(municipality_id, id, **messages) : absl::OkStatus();
}

absl::Status HandOvers::Forget(const std::string& municipality_id, const std::string& id) {
  return store_.Remove(municipality_id, id, {"", "deleted_by_citizen", id, "Gespräch von der Person gelöscht"},
                       clock_());
}

absl::StatusOr<Message> HandOvers::InConversation(const HandOverRecord& record, const Say& say) {
  for (int attempt = 1;; ++attempt) {
    auto leased =
        sessions_.Begin(record.municipality_id, record.conversation_id, std::chrono::system_clock::now() + kTurn);
    if (!leased.ok()) return leased.status();
    const bool ours = leased->session && leased->session->hand_over && leased->session->hand_over->id == record.id;
    if (!ours) {
      sessions_.Abandon(*leased);
      return Over();
    }
    Session session = *std::move(leased->session);
    auto message = say(session);
    if (!message.ok()) {
      sessions_.Abandon(*leased);
      return message.status();
    }
    const auto committed = sessions_.Commit(*leased, session);
    if (absl::IsAborted(committed) && attempt == 1) continue;
    if (!committed.ok()) return committed;
    if (auto sent = Deliver(record, *message); !sent.ok()) return sent;
    if (auto followed = Follow(record.municipality_id, record.conversation_id, record.id); !followed.ok())
      rpc::LogWarning("transcript_late", {{"why", rpc::ToString(followed.message())}});
    return message;
  }
}

// A web chat reads the session itself; a messenger gets it by its gateway.
absl::Status HandOvers::Deliver(const HandOverRecord& record, const Message& message) {
  if (record.channel == "web" || record.peer.empty()) return absl::OkStatus();
  return store_.AddOutgoing({.id = fmt::format("h.{}.{}", record.id, message.sequence),
                             .municipality_id = record.municipality_id,
                             .channel = record.channel,
                             .account = record.account,
                             .peer = record.peer,
                             .conversation_id = record.conversation_id,
                             .message = message,
                             .attempt = 0},
                            clock_());
}

absl::StatusOr<HandOverRecord> HandOvers::Accept(const HandOverRecord& record, const StaffMark& by) {
  auto accepted = store_.Update(
      record.municipality_id, record.id,
      [&](HandOverRecord& now) -> absl::Status {
        if (now.state == "accepted")
          return now.accepted_by == by.value ? absl::OkStatus() : absl::AbortedError("another person has accepted");
        if (now.state != "waiting") return absl::FailedPreconditionError("nobody waits any more");
        now.state = "accepted";
        now.accepted_by = by.value;
        return absl::OkStatus();
      },
      By(by, "accepted", record.id, "Gespräch angenommen"), clock_());
  if (!accepted.ok()) return accepted;
  const auto said = InConversation(*accepted, [&](Session& session) -> absl::StatusOr<Message> {
    if (session.hand_over->connected) return absl::AlreadyExistsError("connected");
    return SayConnected(session, clock_());
  });
  if (said.ok() || absl::IsAlreadyExists(said.status())) return accepted;
  if (absl::IsFailedPrecondition(said.status())) (void)Stop(record.municipality_id, record.id);
  return said.status();
}

absl::StatusOr<Message> HandOvers::Reply(const HandOverRecord& record, const StaffMark& by, const std::string& key,
                                         const std::string& text) {
  if (record.state != "accepted" || record.accepted_by != by.value)
    return absl::FailedPreconditionError("accept it first");
  const std::string event = "s." + key;
  std::uint64_t said_before = 0;
  auto said = InConversation(record, [&](Session& session) -> absl::StatusOr<Message> {
    if (const HandledEvent* handled = FindHandled(session, event)) {
      said_before = handled->first_sequence;
      return absl::AlreadyExistsError("said");
    }
    Message message = SayAsPerson(session, text, clock_());
    session.events.push_back(
        {.event_id = event, .first_sequence = message.sequence, .last_sequence = message.sequence});
    if (session.events.size() > kKeptEvents) session.events.erase(session.events.begin());
    return message;
  });
  if (!absl::IsAlreadyExists(said.status())) return said;
  const auto messages = sessions_.Messages(record.municipality_id, record.conversation_id, said_before - 1);
  if (!messages.ok()) return messages.status();
  if (!messages->has_value() || (*messages)->empty()) return Over();
  if (auto sent = Deliver(record, (*messages)->front()); !sent.ok()) return sent;
  return (*messages)->front();
}

absl::StatusOr<HandOverRecord> HandOvers::Transfer(const HandOverRecord& record, const StaffMark& by,
                                                   const std::string& office_id, const std::string& office_name,
                                                   const std::string& note) {
  auto moved = store_.Update(
      record.municipality_id, record.id,
      [&](HandOverRecord& now) -> absl::Status {
        if (now.office_id == office_id) return absl::OkStatus();
        if (!now.open() && !now.to_be_ticked_off()) return absl::FailedPreconditionError("it has ended");
        if (now.open()) now.state = "waiting";
        now.office_id = office_id;
        now.office_name = office_name;
        now.accepted_by.clear();
        if (!note.empty()) now.notes.push_back({office_id, note, clock_()});
        return absl::OkStatus();
      },
      By(by, "transferred", record.id, "Weitergegeben an " + office_name), clock_());
  if (!moved.ok() || moved->to_be_ticked_off()) return moved;
  const auto said = InConversation(*moved, [&](Session& session) -> absl::StatusOr<Message> {
    if (session.hand_over->office_id == office_id) return absl::AlreadyExistsError("moved");
    return SayMoved(session, office_id, office_name, clock_());
  });
  if (said.ok() || absl::IsAlreadyExists(said.status())) return moved;
  return said.status();
}

absl::Status HandOvers::Return(const HandOverRecord& record, const std::string& state, const std::string& actor,
                               const std::string& action, bool nobody) {
  const auto ended = store_.Update(
      record.municipality_id, record.id,
      [&](HandOverRecord& now) {
        now.state = state;
        now.accepted_by.clear();
        now.name.clear();
        now.telephone.clear();
        now.wanted_time.clear();
        return absl::OkStatus();
      },
      {actor, action, record.id, state == "closed" ? "Abgeschlossen" : "An den Assistenten zurückgegeben"}, clock_());
  if (!ended.ok()) return ended.status();
  if (!record.open()) return absl::OkStatus();
  const auto municipality = services_.GetMunicipality(record.municipality_id, NewCaller());
  if (!municipality.ok()) return municipality.status();
  const auto said = InConversation(record, [&](Session& session) -> absl::StatusOr<Message> {
    return SayReturned(session, *municipality, nobody, clock_());
  });
  return absl::IsFailedPrecondition(said.status()) ? absl::OkStatus() : said.status();
}

absl::Status HandOvers::End(const HandOverRecord& record, const StaffMark& by, bool close) {
  if (!record.open() && !record.to_be_ticked_off()) return absl::OkStatus();
  if (record.to_be_ticked_off() && !close) return absl::FailedPreconditionError("there is no chat to go back to");
  return Return(record, close ? "closed" : "returned", by.value, close ? "closed" : "returned", false);
}

absl::Status HandOvers::AddNote(const HandOverRecord& record, const StaffMark& by, const std::string& key,
                                const std::string& text) {
  return store_
      .Update(
          record.municipality_id, record.id,
          [&](HandOverRecord& now) {
            const bool known =
                std::any_of(now.notes.begin(), now.notes.end(), [&](const Note& note) { return note.key == key; });
            if (!known) now.notes.push_back({key, text, clock_()});
            return absl::OkStatus();
          },
          By(by, "note", record.id, "Notiz hinzugefügt"), clock_())
      .status();
}

absl::Status HandOvers::Delete(const HandOverRecord& record, const StaffMark& by) {
  if (record.open()) {
    if (auto ended = End(record, by, true); !ended.ok()) return ended;
  }
  return store_.Remove(record.municipality_id, record.id, By(by, "deleted", record.id, "Gespräch gelöscht"), clock_());
}

void HandOvers::LookAfterOne(const HandOverRecord& record) {
  const auto session = sessions_.Read(record.municipality_id, record.conversation_id);
  if (!session.ok()) return;
  const bool there = session->has_value() && (*session)->hand_over && (*session)->hand_over->id == record.id;
  if (!there) {
    // Begun this moment: its turn is not written yet.
    if (clock_() - record.since > std::chrono::minutes(1)) (void)Stop(record.municipality_id, record.id);
    return;
  }
  (void)sessions_.KeepAlive(record.municipality_id, record.conversation_id);
  const auto municipality = services_.GetMunicipality(record.municipality_id, NewCaller());
  const auto desks = store_.Desks(record.municipality_id);
  if (!municipality.ok() || !desks.ok()) return;
  const auto desk =
      std::find_if(desks->begin(), desks->end(), [&](const Desk& each) { return each.office_id == record.office_id; });
  const bool staffed = desk != desks->end() && StaffedNow(*desk, *municipality);
  const bool forgotten = clock_() - record.changed > kLongestTalk;
  if ((record.state == "waiting" && !staffed) || forgotten)
    (void)Return(record, "returned", "", "ended_by_hours", record.state == "waiting");
}

void HandOvers::CountWaiting() {
  const auto waiting = store_.CountWaiting();
  if (!waiting.ok()) return;  // the store's own alert tells of it
  people_.Set(waiting->people);
  callbacks_.Set(waiting->callbacks);
  deliveries_.Set(waiting->deliveries);
}

void HandOvers::LookAfter() {
  CountWaiting();
  for (const char* state : {"waiting", "accepted"}) {
    const auto open = store_.List("", state);
    if (!open.ok()) return;
    for (const HandOverRecord& record : *open) LookAfterOne(record);
  }
  if (clock_() - tidied_ < kTidyEvery) return;
  tidied_ = clock_();
  if (auto tidy = store_.Tidy(tidied_ - kEndedKept, tidied_ - audit_); !tidy.ok())
    rpc::LogError("tidy_failed", {{"why", rpc::ToString(tidy.message())}});
}

void HandOvers::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wait;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex);
      wait.wait_for(lock, stop, kLookEvery, [] { return false; });
    }
    if (!stop.stop_requested()) LookAfter();
  }
}

}  // namespace amtslotse::dialogue
