// Hand-overs as RPCs: who may, then one call.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/dialogue/dialogue_service.h"
#include "services/dialogue/encode.h"
#include "services/dialogue/hand_over_pdf.h"
#include "services/dialogue/hand_overs.h"
#include "services/rpc/actor.h"

namespace amtslotse::dialogue {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestReply = 16000;
constexpr std::size_t kLongestNote = 8000;
constexpr std::size_t kLongestReportField = 1200;  // 300 characters
constexpr std::size_t kLongestTemplate = 4000;
constexpr int kMostTemplates = 100;
constexpr unsigned kPage = 100, kLongestPage = 500;

bool Mine(const staff::v1::Actor& actor, const std::string& office_id) {
  return actor.office_ids().empty() ||
         std::find(actor.office_ids().begin(), actor.office_ids().end(), office_id) != actor.office_ids().end();
}

// Who of the staff calls.
absl::StatusOr<staff::v1::Actor> Staff(const Services& services, const rpc::Caller& caller,
                                       const std::string& municipality_id,
                                       std::initializer_list<staff::v1::Role> roles) {
  auto actor = rpc::CheckActor(caller.signed_actor, services.actor_key, municipality_id, roles,
                               std::chrono::system_clock::now());
  if (!actor.ok()) return actor;
  if (services.hand_overs == nullptr)
    return absl::FailedPreconditionError("hand-over is switched off in this installation");
  return actor;
}
absl::StatusOr<staff::v1::Actor> Answering(const Services& services, const rpc::Caller& caller,
                                           const std::string& municipality_id) {
  return Staff(services, caller, municipality_id, {staff::v1::ROLE_LOCATION_STAFF, staff::v1::ROLE_LEAD});
}

struct Allowed {
  HandOverRecord record;
  StaffMark mark;
};
// The hand-over, for who may see it.
template <class Request>
absl::StatusOr<Allowed> Find(const Services& services, const rpc::Caller& caller, const Request& request) {
  const auto actor = Answering(services, caller, request.municipality_id());
  if (!actor.ok()) return actor.status();
  auto record = services.hand_overs->store().Find(request.municipality_id(), request.hand_over_id());
  if (!record.ok()) return record.status();
  if (!record->has_value()) return absl::NotFoundError("no such hand-over");
  if (!Mine(*actor, (*record)->office_id)) return absl::PermissionDeniedError("it is at another office");
  return Allowed{**std::move(record), {actor->account_id()}};
}

void EncodeRecord(const HandOverRecord& record, const StaffMark& mark, v1::HandOver* out) {
  out->set_id(record.id);
  out->set_conversation_id(record.conversation_id);
  out->set_channel(record.channel);
  out->set_office_id(record.office_id);
  out->set_office_name(record.office_name);
  out->set_state(record.state);
  out->set_since_unix(record.since.time_since_epoch().count());
  out->set_due_unix(record.due.time_since_epoch().count());
  out->set_topic(record.topic);
  out->set_mine(!record.accepted_by.empty() && record.accepted_by == mark.value);
}

std::string TemplatesJson(const v1::SetStaffedHoursRequest& request) {
  json list = json::array();
  for (const auto& one : request.templates()) list.push_back({one.title(), one.text()});
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

absl::Status CheckTemplates(const v1::SetStaffedHoursRequest& request) {
  if (request.templates_size() > kMostTemplates) return absl::InvalidArgumentError("Höchstens 100 Vorlagen.");
  for (const auto& one : request.templates()) {
    if (one.title().empty() || one.text().empty() || one.title().size() > 200 || one.text().size() > kLongestTemplate)
      return absl::InvalidArgumentError("Jede Vorlage braucht einen Titel und einen Text.");
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status DialogueService::ReportBarrier(grpc::ServerContext* context, const v1::ReportBarrierRequest* request,
                                            v1::ReportBarrierResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ReportBarrier", [&](const rpc::Caller& caller) -> absl::Status {
    if (services_.hand_overs == nullptr)
      return absl::FailedPreconditionError("hand-over is switched off in this installation");
    if (request->text().empty() || request->text().size() > kLongestReply)
      return absl::InvalidArgumentError("text: expected 1 to 4000 characters");
    if (request->idempotency_key().empty() || request->idempotency_key().size() > 60)
      return absl::InvalidArgumentError("idempotency_key: expected 1 to 60 characters");
    for (const std::string* field : {&request->page(), &request->name(), &request->contact()})
      if (field->size() > kLongestReportField)
        return absl::InvalidArgumentError("page, name, contact: expected up to 300 characters");
    if (const auto known = services_.GetMunicipality(request->municipality_id(), caller); !known.ok())
      return known.status();
    const auto due =
        services_.hand_overs->TakeReport(request->idempotency_key(), request->municipality_id(),
                                         {request->text(), request->page(), request->name(), request->contact()});
    if (due.ok()) response->set_due_unix(due->time_since_epoch().count());
    return due.status();
  });
}

grpc::Status DialogueService::ListHandOvers(grpc::ServerContext* context, const v1::ListHandOversRequest* request,
                                            v1::ListHandOversResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ListHandOvers", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Answering(services_, caller, request->municipality_id());
    if (!actor.ok()) return actor.status();
    auto& store = services_.hand_overs->store();
    const auto records = store.List(request->municipality_id(), request->state());
    if (!records.ok()) return records.status();
    for (const HandOverRecord& record : *records) {
      if (!Mine(*actor, record.office_id) ||
          (!request->office_id().empty() && record.office_id != request->office_id()))
        continue;
      auto* out = response->add_hand_overs();
      EncodeRecord(record, {actor->account_id()}, out);
      if (!record.open()) continue;
      const auto last = store.LastSequence(record.municipality_id, record.id);
      if (last.ok()) out->set_messages(static_cast<std::uint32_t>(*last));
    }
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::GetHandOver(grpc::ServerContext* context, const v1::GetHandOverRequest* request,
                                          v1::GetHandOverResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/GetHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    const auto found = Find(services_, caller, *request);
    if (!found.ok()) return found.status();
    const HandOverRecord& record = found->record;
    if (record.open()) (void)services_.hand_overs->Follow(record.municipality_id, record.conversation_id, record.id);
    const auto messages = services_.hand_overs->store().Messages(record.municipality_id, record.id);
    if (!messages.ok()) return messages.status();
    auto* out = response->mutable_hand_over();
    EncodeRecord(record, found->mark, out);
    out->set_name(record.name);
    out->set_telephone(record.telephone);
    out->set_wanted_time(record.wanted_time);
    out->set_messages(static_cast<std::uint32_t>(messages->size()));
    for (const Message& message : *messages) {
      *response->add_transcript() = Encode(message);
      if (message.author == Author::kCitizen) out->set_last_citizen_unix(message.time.time_since_epoch().count());
    }
    for (const Note& note : record.notes) {
      auto* to = response->add_notes();
      to->set_text(note.text);
      to->set_time_unix(note.time.time_since_epoch().count());
    }
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::AcceptHandOver(grpc::ServerContext* context, const v1::AcceptHandOverRequest* request,
                                             v1::AcceptHandOverResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/AcceptHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    const auto found = Find(services_, caller, *request);
    if (!found.ok()) return found.status();
    const auto accepted = services_.hand_overs->Accept(found->record, found->mark);
    if (accepted.ok()) EncodeRecord(*accepted, found->mark, response->mutable_hand_over());
    return accepted.status();
  });
}

grpc::Status DialogueService::ReplyAsStaff(grpc::ServerContext* context, const v1::ReplyAsStaffRequest* request,
                                           v1::ReplyAsStaffResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ReplyAsStaff", [&](const rpc::Caller& caller) -> absl::Status {
    if (request->text().empty() || request->text().size() > kLongestReply)
      return absl::InvalidArgumentError("text: expected 1 to 4000 characters");
    if (request->idempotency_key().empty() || request->idempotency_key().size() > 60)
      return absl::InvalidArgumentError("idempotency_key: expected 1 to 60 characters");
    const auto found = Find(services_, caller, *request);
    if (!found.ok()) return found.status();
    const auto said =
        services_.hand_overs->Reply(found->record, found->mark, request->idempotency_key(), request->text());
    if (said.ok()) *response->mutable_message() = Encode(*said);
    return said.status();
  });
}

grpc::Status DialogueService::TransferHandOver(grpc::ServerContext* context, const v1::TransferHandOverRequest* request,
                                               v1::TransferHandOverResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/TransferHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    if (request->note().size() > kLongestNote) return absl::InvalidArgumentError("note: too long");
    const auto found = Find(services_, caller, *request);
    if (!found.ok()) return found.status();
    const auto desks = services_.hand_overs->store().Desks(request->municipality_id());
    if (!desks.ok()) return desks.status();
    const auto desk = std::find_if(desks->begin(), desks->end(),
                                   [&](const Desk& each) { return each.office_id == request->office_id(); });
    if (desk == desks->end()) return absl::InvalidArgumentError("Diese Stelle nimmt keine Gespräche an.");
    const auto moved =
        services_.hand_overs->Transfer(found->record, found->mark, desk->office_id, desk->office_name, request->note());
    if (moved.ok()) EncodeRecord(*moved, found->mark, response->mutable_hand_over());
    return moved.status();
  });
}

grpc::Status DialogueService::EndHandOver(grpc::ServerContext* context, const v1::EndHandOverRequest* request,
                                          v1::EndHandOverResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/EndHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    const auto found = Find(services_, caller, *request);
    return found.ok() ? services_.hand_overs->End(found->record, found->mark, request->close()) : found.status();
  });
}

grpc::Status DialogueService::AddHandOverNote(grpc::ServerContext* context, const v1::AddHandOverNoteRequest* request,
                                              v1::AddHandOverNoteResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/AddHandOverNote", [&](const rpc::Caller& caller) -> absl::Status {
    if (request->text().empty() || request->text().size() > kLongestNote)
      return absl::InvalidArgumentError("text: expected 1 to 2000 characters");
    const auto found = Find(services_, caller, *request);
    return found.ok()
               ? services_.hand_overs->AddNote(found->record, found->mark, request->idempotency_key(), request->text())
               : found.status();
  });
}

grpc::Status DialogueService::ExportHandOver(grpc::ServerContext* context, const v1::ExportHandOverRequest* request,
                                             v1::ExportHandOverResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ExportHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    const auto found = Find(services_, caller, *request);
    if (!found.ok()) return found.status();
    const HandOverRecord& record = found->record;
    if (record.open()) (void)services_.hand_overs->Follow(record.municipality_id, record.conversation_id, record.id);
    const auto municipality = services_.GetMunicipality(record.municipality_id, caller);
    if (!municipality.ok()) return municipality.status();
    const auto messages = services_.hand_overs->store().Messages(record.municipality_id, record.id);
    if (!messages.ok()) return messages.status();
    auto pdf = HandOverPdf(record, *messages, *municipality, clock_());
    if (!pdf.ok()) return pdf.status();
    response->set_file_name("gespraech-" + record.id.substr(0, 8) + ".pdf");
    response->set_pdf(*std::move(pdf));
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::DeleteHandOver(grpc::ServerContext* context, const v1::DeleteHandOverRequest* request,
                                             v1::DeleteHandOverResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/DeleteHandOver", [&](const rpc::Caller& caller) -> absl::Status {
    const auto found = Find(services_, caller, *request);
    if (absl::IsNotFound(found.status())) return absl::OkStatus();
    return found.ok() ? services_.hand_overs->Delete(found->record, found->mark) : found.status();
  });
}

grpc::Status DialogueService::SetStaffedHours(grpc::ServerContext* context, const v1::SetStaffedHoursRequest* request,
                                              v1::SetStaffedHoursResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/SetStaffedHours", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Staff(services_, caller, request->municipality_id(), {staff::v1::ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    if (request->office_id().empty() || request->office_id().size() > 200 || request->office_name().empty() ||
        request->office_name().size() > 300)
      return absl::InvalidArgumentError("Die Stelle fehlt.");
    if (!Mine(*actor, request->office_id())) return absl::PermissionDeniedError("another office");
    const auto hours = ParseStaffedHours(request->hours_json());
    if (!hours.ok()) return hours.status();
    if (auto good = CheckTemplates(*request); !good.ok()) return good;
    const Desk desk{request->office_id(), request->office_name(), ToJson(*hours), TemplatesJson(*request)};
    const std::string summary = hours->empty() ? "Übergabe abgeschaltet: " + desk.office_name
                                               : "Besetzte Zeiten: " + desk.office_name + ", " + InWords(*hours);
    return services_.hand_overs->store().SaveDesk(
        request->municipality_id(), desk, {actor->account_id(), "staffed_hours", desk.office_id, summary}, clock_());
  });
}

grpc::Status DialogueService::ListStaffedHours(grpc::ServerContext* context, const v1::ListStaffedHoursRequest* request,
                                               v1::ListStaffedHoursResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ListStaffedHours", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Answering(services_, caller, request->municipality_id());
    if (!actor.ok()) return actor.status();
    const auto municipality = services_.GetMunicipality(request->municipality_id(), caller);
    if (!municipality.ok()) return municipality.status();
    const auto desks = services_.hand_overs->store().Desks(request->municipality_id());
    if (!desks.ok()) return desks.status();
    for (const Desk& desk : *desks) {
      auto* out = response->add_offices();
      out->set_office_id(desk.office_id);
      out->set_office_name(desk.office_name);
      out->set_hours_json(desk.hours_json);
      out->set_staffed_now(services_.hand_overs->StaffedNow(desk, *municipality));
      if (!Mine(*actor, desk.office_id)) continue;  // of other offices only where to transfer to
      const json templates = json::parse(desk.templates_json, nullptr, false);
      for (const json& one : templates.is_array() ? templates : json::array()) {
        auto* to = out->add_templates();
        to->set_title(one[0]);
        to->set_text(one[1]);
      }
    }
    return absl::OkStatus();
  });
}

grpc::Status DialogueService::ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                                        v1::ListAuditResponse* response) {
  return rpc::Serve(*context, metrics_, "Dialogue/ListAudit", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Staff(services_, caller, request->municipality_id(), {staff::v1::ROLE_ADMINISTRATOR});
    if (!actor.ok()) return actor.status();
    const std::string& token = request->page_token();
    if (token.size() > 18 || token.find_first_not_of("0123456789") != std::string::npos)
      return absl::InvalidArgumentError("page_token: not ours");
    if (request->page_size() > kLongestPage) return absl::InvalidArgumentError("page_size: expected at most 500");
    const int size = static_cast<int>(request->page_size() == 0 ? kPage : request->page_size());
    const auto lines =
        services_.hand_overs->store().Audit(request->municipality_id(), token.empty() ? 0 : std::stoll(token), size);
    if (!lines.ok()) return lines.status();
    for (const DatedAuditEntry& line : *lines) {
      auto* out = response->add_lines();
      out->set_time_unix(line.time.time_since_epoch().count());
      out->set_actor(line.entry.actor);
      out->set_action(line.entry.action);
      out->set_object_id(line.entry.object_id);
      out->set_summary(line.entry.summary);
    }
    if (static_cast<int>(lines->size()) == size && lines->back().line > 1)
      response->set_next_page_token(std::to_string(lines->back().line));
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::dialogue
