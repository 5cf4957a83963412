// The services' RPCs for the console: decodes JSON, calls once on behalf of who is signed in, encodes. Which roles may
// what, each service decides by the signed actor.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/knowledge/v1/housekeeping.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/messengers/v1/messengers.grpc.pb.h"
#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web::staff {
namespace {

using google::protobuf::Message;

constexpr std::chrono::seconds kWithin{15};

struct Answer {
  std::unique_ptr<Message> message;
};

// One RPC, its types forgotten: only what differs between RPCs is compiled for each.
struct Rpc {
  std::string name;
  bool repeatable = true;  // said again after an unknown result
  const Message* empty_ask = nullptr;
  std::function<grpc::Status(grpc::ClientContext*, const Message&, Answer*)> invoke;

  grpc::Status Invoke(grpc::ClientContext* context, const Message& ask, Answer* answer) {
    return invoke(context, ask, answer);
  }
};
using RpcTable = std::map<std::string, Rpc, std::less<>>;

// Never from the body: the town is the host's, and the session must be of the same one.
void SetMunicipality(Message& ask, const std::string& municipality_id) {
  const auto* field = ask.GetDescriptor()->FindFieldByName("municipality_id");
  if (field != nullptr) ask.GetReflection()->SetString(&ask, field, municipality_id);
}

// The RPCs of one service.
template <class Stub>
class Group {
 public:
  Group(RpcTable& table, std::string service, Stub& stub) : table_(table), service_(std::move(service)), stub_(stub) {}

  template <class Base, class Ask, class Reply>
  Group& Repeatable(const char* name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Reply*)) {
    return Add(name, method, true);
  }
  template <class Base, class Ask, class Reply>
  Group& Once(const char* name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Reply*)) {
    return Add(name, method, false);
  }

 private:
  template <class Base, class Ask, class Reply>
  Group& Add(const char* name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Reply*),
             bool repeatable) {
    Rpc& rpc = table_[service_ + "/" + name];
    rpc.name = service_ + "/" + name;
    rpc.repeatable = repeatable;
    rpc.empty_ask = &Ask::default_instance();
    rpc.invoke = [&stub = stub_, method](grpc::ClientContext* context, const Message& ask, Answer* answer) {
      auto reply = std::make_unique<Reply>();
      const auto status = (stub.*method)(context, static_cast<const Ask&>(ask), reply.get());
      answer->message = std::move(reply);
      return status;
    };
    return *this;
  }

  RpcTable& table_;
  std::string service_;
  Stub& stub_;
};

void AddKnowledge(RpcTable& table, const Shared& shared) {
  using Stub = knowledge::v1::Knowledge::StubInterface;
  Group<Stub>(table, "knowledge", *shared.backends.knowledge)
      .Repeatable("Ask", &Stub::Ask)
      .Repeatable("Search", &Stub::Search)
      .Repeatable("GetService", &Stub::GetService)
      .Repeatable("ListServices", &Stub::ListServices)
      .Repeatable("ListOffices", &Stub::ListOffices)
      .Repeatable("GetMunicipality", &Stub::GetMunicipality)
      .Repeatable("ListNotices", &Stub::ListNotices)
      .Repeatable("SaveNotice", &Stub::SaveNotice)
      .Repeatable("DeleteNotice", &Stub::DeleteNotice)
      .Repeatable("ListImports", &Stub::ListImports)
      .Repeatable("UndoImport", &Stub::UndoImport)
      .Repeatable("GetReadiness", &Stub::GetReadiness)
      .Repeatable("ListEntries", &Stub::ListEntries)
      .Repeatable("GetEntry", &Stub::GetEntry)
      .Repeatable("SaveEntry", &Stub::SaveEntry)
      .Repeatable("SetEntryState", &Stub::SetEntryState)
      .Repeatable("ListSynonyms", &Stub::ListSynonyms)
      .Repeatable("SaveSynonyms", &Stub::SaveSynonyms)
      .Repeatable("ListUnanswered", &Stub::ListUnanswered)
      .Repeatable("AssignUnanswered", &Stub::AssignUnanswered)
      .Repeatable("CompareEntryVersions", &Stub::CompareEntryVersions)
      .Repeatable("RestoreEntryVersion", &Stub::RestoreEntryVersion)
      .Repeatable("PreviewEntry", &Stub::PreviewEntry)
      .Repeatable("ListReviewTasks", &Stub::ListReviewTasks)
      .Repeatable("CloseReviewTask", &Stub::CloseReviewTask)
      .Repeatable("SaveMunicipality", &Stub::SaveMunicipality)
      .Repeatable("ListPulls", &Stub::ListPulls)
      .Repeatable("SavePull", &Stub::SavePull)
      .Repeatable("DeletePull", &Stub::DeletePull)
      .Repeatable("RunPull", &Stub::RunPull)
      .Repeatable("ListAudit", &Stub::ListAudit);
}

// Without ErasePerson: an erasure from the console is noted first, for restored backups (person.cc).
void AddBooking(RpcTable& table, const Shared& shared) {
  using Stub = booking::v1::Booking::StubInterface;
  Group<Stub>(table, "booking", *shared.backends.booking)
      .Repeatable("ListLocations", &Stub::ListLocations)
      .Repeatable("FindSlots", &Stub::FindSlots)
      .Repeatable("FindDays", &Stub::FindDays)
      .Repeatable("ListClosures", &Stub::ListClosures)
      .Repeatable("GetCalendar", &Stub::GetCalendar)
      .Repeatable("SaveCalendar", &Stub::SaveCalendar)
      .Repeatable("RetireLocation", &Stub::RetireLocation)
      .Repeatable("ImportAppointments", &Stub::ImportAppointments)
      .Repeatable("MoveAppointments", &Stub::MoveAppointments)
      .Repeatable("UndoMove", &Stub::UndoMove)
      .Repeatable("SearchAppointments", &Stub::SearchAppointments)
      .Repeatable("GetDayList", &Stub::GetDayList)
      .Repeatable("SetVisitState", &Stub::SetVisitState)
      .Repeatable("CallNext", &Stub::CallNext)
      .Repeatable("DrawTicket", &Stub::DrawTicket)
      .Repeatable("Overbook", &Stub::Overbook)
      .Repeatable("CorrectName", &Stub::CorrectName)
      .Repeatable("ListOutbox", &Stub::ListOutbox)
      .Repeatable("ResendNotification", &Stub::ResendNotification)
      .Repeatable("ProposeMoves", &Stub::ProposeMoves)
      .Repeatable("BookForCaller", &Stub::BookForCaller)
      .Repeatable("GetSlip", &Stub::GetSlip)
      .Once("CreateFeed", &Stub::CreateFeed)
      .Repeatable("ExportAppointments", &Stub::ExportAppointments)
      .Repeatable("ListWishes", &Stub::ListWishes)
      .Repeatable("GetMessageTexts", &Stub::GetMessageTexts)
      .Repeatable("SaveMessageTexts", &Stub::SaveMessageTexts)
      .Repeatable("GetKeyFigures", &Stub::GetKeyFigures);
}

void AddResponsibility(RpcTable& table, const Shared& shared) {
  using Stub = responsibility::v1::Responsibility::StubInterface;
  Group<Stub>(table, "responsibility", *shared.backends.responsibility)
      .Repeatable("Resolve", &Stub::Resolve)
      .Repeatable("FindPlaces", &Stub::FindPlaces)
      .Repeatable("ListRules", &Stub::ListRules)
      .Repeatable("SaveRule", &Stub::SaveRule)
      .Repeatable("DeleteRule", &Stub::DeleteRule)
      .Repeatable("WhatIf", &Stub::WhatIf)
      .Repeatable("ImportStreets", &Stub::ImportStreets)
      .Repeatable("ListAudit", &Stub::ListAudit)
      .Repeatable("Lint", &Stub::Lint);
}

void AddDialogue(RpcTable& table, const Shared& shared) {
  using Stub = dialogue::v1::Dialogue::StubInterface;
  Group<Stub>(table, "dialogue", *shared.backends.dialogue)
      .Repeatable("ListHandOvers", &Stub::ListHandOvers)
      .Repeatable("GetHandOver", &Stub::GetHandOver)
      .Repeatable("AcceptHandOver", &Stub::AcceptHandOver)
      .Repeatable("ReplyAsStaff", &Stub::ReplyAsStaff)
      .Repeatable("TransferHandOver", &Stub::TransferHandOver)
      .Repeatable("EndHandOver", &Stub::EndHandOver)
      .Repeatable("AddHandOverNote", &Stub::AddHandOverNote)
      .Repeatable("ExportHandOver", &Stub::ExportHandOver)
      .Repeatable("DeleteHandOver", &Stub::DeleteHandOver)
      .Repeatable("SetStaffedHours", &Stub::SetStaffedHours)
      .Repeatable("ListStaffedHours", &Stub::ListStaffedHours)
      .Repeatable("GetConversationFigures", &Stub::GetConversationFigures)
      .Repeatable("ListAudit", &Stub::ListAudit);
}

void AddStaff(RpcTable& table, const Shared& shared) {
  using Stub = amtslotse::staff::v1::Staff::StubInterface;
  Group<Stub>(table, "staff", *shared.backends.staff)
      .Repeatable("ListAccounts", &Stub::ListAccounts)
      .Repeatable("SaveAccount", &Stub::SaveAccount)
      .Once("CreateLink", &Stub::CreateLink)
      .Repeatable("RequestNameLookUp", &Stub::RequestNameLookUp)
      .Repeatable("DecideNameLookUp", &Stub::DecideNameLookUp)
      .Repeatable("ListNameLookUps", &Stub::ListNameLookUps)
      .Repeatable("ListAudit", &Stub::ListAudit);
}

void AddMessengers(RpcTable& table, amtslotse::messengers::v1::Messengers::StubInterface& stub) {
  using Stub = amtslotse::messengers::v1::Messengers::StubInterface;
  Group<Stub>(table, "messengers", stub)
      .Repeatable("ListAccounts", &Stub::ListAccounts)
      .Repeatable("ListDeadLetters", &Stub::ListDeadLetters)
      .Repeatable("ResendDeadLetter", &Stub::ResendDeadLetter)
      .Repeatable("DiscardDeadLetter", &Stub::DiscardDeadLetter)
      .Repeatable("SetDataLevel", &Stub::SetDataLevel);
}

// What the other processes serve beside their main service; the stubs are kept by the route.
struct Beside {
  std::shared_ptr<nlu::v1::Nlu::StubInterface> nlu;  // through dialogue, which alone reaches it
  std::shared_ptr<knowledge::v1::Housekeeping::StubInterface> housekeeping;
  std::shared_ptr<amtslotse::messengers::v1::Messengers::StubInterface> messengers;  // null: no messengers
};

void AddBeside(RpcTable& table, const Beside& beside) {
  using Nlu = nlu::v1::Nlu::StubInterface;
  Group<Nlu>(table, "nlu", *beside.nlu)
      .Repeatable("ListModels", &Nlu::ListModels)
      .Once("ActivateModel", &Nlu::ActivateModel);
  using Housekeeping = knowledge::v1::Housekeeping::StubInterface;
  Group<Housekeeping>(table, "knowledge", *beside.housekeeping)
      .Once("RemoveDemo", &Housekeeping::RemoveDemo)
      .Repeatable("ReopenUnanswered", &Housekeeping::ReopenUnanswered);
  if (beside.messengers != nullptr) AddMessengers(table, *beside.messengers);
}

web::Reply CallOne(const Shared& shared, const Request& request, Rpc& rpc, const rpc::Caller& caller) {
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return Fault(shared, request, body.status());
  const std::unique_ptr<Message> ask(rpc.empty_ask->New());
  if (auto read = FromJson(*body, *ask); !read.ok()) return Fault(shared, request, read);
  SetMunicipality(*ask, request.town->id());
  const absl::StatusOr<Answer> answer = rpc::Call(
      rpc, &Rpc::Invoke, *ask, caller, {.method = rpc.name.c_str(), .repeatable = rpc.repeatable, .timeout = kWithin},
      &shared.backends.metrics);
  return answer.ok() ? JsonReply(ToJson(*answer->message)) : Fault(shared, request, answer.status());
}

}  // namespace

void AddCallRoutes(Router& router, const Shared& shared) {
  auto table = std::make_shared<RpcTable>();
  const auto beside = std::make_shared<Beside>();
  beside->nlu = nlu::v1::Nlu::NewStub(shared.backends.dialogue_channel);
  beside->housekeeping = knowledge::v1::Housekeeping::NewStub(shared.backends.knowledge_channel);
  if (shared.backends.messengers_channel != nullptr)
    beside->messengers = amtslotse::messengers::v1::Messengers::NewStub(shared.backends.messengers_channel);
  AddKnowledge(*table, shared);
  AddBooking(*table, shared);
  AddResponsibility(*table, shared);
  AddDialogue(*table, shared);
  AddStaff(*table, shared);
  AddBeside(*table, *beside);
  router.Add("POST", std::string(kStaffApi) + "/call/{service}/{method}", Needs::kTown,
             [table, beside, &shared](const Request& request) {
               if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
               const auto caller = ActingCaller(shared, request);
               if (!caller.ok()) return Fault(shared, request, caller.status());
               const auto found = table->find(request.Variable("service") + "/" + request.Variable("method"));
               if (found == table->end()) return Fault(shared, request, absl::NotFoundError("no such call"));
               return CallOne(shared, request, found->second, *caller);
             });
}

}  // namespace amtslotse::gateways::web::staff
