// The services' RPCs for the console: decodes JSON, calls once on behalf of who is signed in, encodes. Which roles may
// what, each service decides by the signed actor.
#include <map>
#include <memory>
#include <string>

#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"

namespace amtslotse::gateways::web::staff {
namespace {

using Json = nlohmann::json;
using RpcCall = std::function<Reply(const Request&, const Json&, const rpc::Caller&)>;
using RpcTable = std::map<std::string, RpcCall, std::less<>>;

constexpr std::chrono::seconds kWithin{15};

// Never from the body: the town is the host's, and the session must be of the same one.
void SetMunicipality(google::protobuf::Message& ask, const std::string& municipality_id) {
  const auto* field = ask.GetDescriptor()->FindFieldByName("municipality_id");
  if (field != nullptr) ask.GetReflection()->SetString(&ask, field, municipality_id);
}

// The RPCs of one service.
template <class Stub>
class Group {
 public:
  Group(RpcTable& table, const Shared& shared, std::string service, Stub& stub)
      : table_(table), shared_(shared), service_(std::move(service)), stub_(stub) {}

  // Said again after an unknown result.
  template <class Base, class Ask, class Answer>
  Group& Repeatable(const std::string& name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
    return Add(name, method, true);
  }
  template <class Base, class Ask, class Answer>
  Group& Once(const std::string& name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
    return Add(name, method, false);
  }

 private:
  template <class Base, class Ask, class Answer>
  Group& Add(const std::string& name, grpc::Status (Base::*method)(grpc::ClientContext*, const Ask&, Answer*), bool repeatable) {
    const std::string full = service_ + "/" + name;
    table_[full] = [&shared = shared_, &stub = stub_, full, method, repeatable](const Request& request, const Json& body, const rpc::Caller& caller) {
      Ask ask;
      if (auto read = FromJson(body, ask); !read.ok()) return Fault(shared, request, read);
      SetMunicipality(ask, request.town->id());
      const auto answer = rpc::Call(stub, method, ask, caller, {.method = full.c_str(), .repeatable = repeatable, .timeout = kWithin},
                                    &shared.backends.metrics);
      return answer.ok() ? JsonReply(ToJson(*answer)) : Fault(shared, request, answer.status());
    };
    return *this;
  }

  RpcTable& table_;
  const Shared& shared_;
  std::string service_;
  Stub& stub_;
};

void AddKnowledge(RpcTable& table, const Shared& shared) {
  using Stub = knowledge::v1::Knowledge::StubInterface;
  Group<Stub>(table, shared, "knowledge", *shared.backends.knowledge)
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
      .Repeatable("ListAudit", &Stub::ListAudit);
}

void AddBooking(RpcTable& table, const Shared& shared) {
  using Stub = booking::v1::Booking::StubInterface;
  Group<Stub>(table, shared, "booking", *shared.backends.booking)
      .Repeatable("ListLocations", &Stub::ListLocations)
      .Repeatable("FindSlots", &Stub::FindSlots)
      .Repeatable("FindDays", &Stub::FindDays)
      .Repeatable("ListClosures", &Stub::ListClosures)
      .Repeatable("GetCalendar", &Stub::GetCalendar)
      .Repeatable("SaveCalendar", &Stub::SaveCalendar)
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
      .Repeatable("GetKeyFigures", &Stub::GetKeyFigures);
}

void AddResponsibility(RpcTable& table, const Shared& shared) {
  using Stub = responsibility::v1::Responsibility::StubInterface;
  Group<Stub>(table, shared, "responsibility", *shared.backends.responsibility)
      .Repeatable("Resolve", &Stub::Resolve)
      .Repeatable("FindPlaces", &Stub::FindPlaces)
      .Repeatable("ListRules", &Stub::ListRules)
      .Repeatable("SaveRule", &Stub::SaveRule)
      .Repeatable("DeleteRule", &Stub::DeleteRule)
      .Repeatable("Lint", &Stub::Lint);
}

void AddDialogue(RpcTable& table, const Shared& shared) {
  using Stub = dialogue::v1::Dialogue::StubInterface;
  Group<Stub>(table, shared, "dialogue", *shared.backends.dialogue)
      .Repeatable("ListHandOvers", &Stub::ListHandOvers)
      .Repeatable("GetHandOver", &Stub::GetHandOver)
      .Repeatable("AcceptHandOver", &Stub::AcceptHandOver)
      .Repeatable("ReplyAsStaff", &Stub::ReplyAsStaff)
      .Repeatable("TransferHandOver", &Stub::TransferHandOver)
      .Repeatable("EndHandOver", &Stub::EndHandOver)
      .Repeatable("SetStaffedHours", &Stub::SetStaffedHours);
}

void AddStaff(RpcTable& table, const Shared& shared) {
  using Stub = amtslotse::staff::v1::Staff::StubInterface;
  Group<Stub>(table, shared, "staff", *shared.backends.staff)
      .Repeatable("ListAccounts", &Stub::ListAccounts)
      .Repeatable("SaveAccount", &Stub::SaveAccount)
      .Once("CreateLink", &Stub::CreateLink)
      .Repeatable("ListAudit", &Stub::ListAudit);
}

}  // namespace

void AddCallRoutes(Router& router, const Shared& shared) {
  auto table = std::make_shared<RpcTable>();
  AddKnowledge(*table, shared);
  AddBooking(*table, shared);
  AddResponsibility(*table, shared);
  AddDialogue(*table, shared);
  AddStaff(*table, shared);
  router.Add("POST", std::string(kStaffApi) + "/call/{service}/{method}", Needs::kTown, [table, &shared](const Request& request) {
    if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
    const auto caller = ActingCaller(shared, request);
    if (!caller.ok()) return Fault(shared, request, caller.status());
    const auto found = table->find(request.Variable("service") + "/" + request.Variable("method"));
    if (found == table->end()) return Fault(shared, request, absl::NotFoundError("no such call"));
    const auto body = ParseObject(request.http.body);
    return body.ok() ? found->second(request, *body, *caller) : Fault(shared, request, body.status());
  });
}

}  // namespace amtslotse::gateways::web::staff
