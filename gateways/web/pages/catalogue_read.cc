#include "gateways/web/pages/catalogue_read.h"

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/problem.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace kv1 = knowledge::v1;
using KnowledgeStub = kv1::Knowledge::StubInterface;

template <class Ask, class Answer>
absl::StatusOr<Answer> AskKnowledge(const Shared& shared, const Request& request, Ask ask, const char* name,
                                    grpc::Status (KnowledgeStub::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
  ask.set_municipality_id(request.town->id());
  return rpc::Call(*shared.backends.knowledge, method, ask, request.caller, {.method = name, .repeatable = true},
                   &shared.backends.metrics);
}

}  // namespace

absl::StatusOr<ServiceList> ReadServices(const Shared& shared, const Request& request,
                                         const std::string& life_situation) {
  constexpr int kMostPages = 20;
  ServiceList list;
  kv1::ListServicesRequest ask;
  ask.set_life_situation(life_situation);
  ask.set_page_size(500);
  for (int page = 0; page < kMostPages; ++page) {
    auto answer = AskKnowledge(shared, request, ask, "Knowledge/ListServices", &KnowledgeStub::ListServices);
    if (!answer.ok()) return answer.status();
    for (auto& service : *answer->mutable_services())
      if (!service.retired()) list.services.push_back(std::move(service));
    if (page == 0) list.life_situations.assign(answer->life_situations().begin(), answer->life_situations().end());
    if (answer->next_page_token().empty()) break;
    ask.set_page_token(answer->next_page_token());
  }
  return list;
}

absl::StatusOr<kv1::Service> ReadService(const Shared& shared, const Request& request, const std::string& id) {
  kv1::GetServiceRequest ask;
  ask.set_service_id(id);
  auto answer = AskKnowledge(shared, request, ask, "Knowledge/GetService", &KnowledgeStub::GetService);
  if (!answer.ok()) return answer.status();
  return std::move(*answer->mutable_service());
}

absl::StatusOr<std::vector<kv1::Office>> ReadOffices(const Shared& shared, const Request& request,
                                                     const std::string& service_id) {
  kv1::ListOfficesRequest ask;
  ask.set_service_id(service_id);
  auto answer = AskKnowledge(shared, request, ask, "Knowledge/ListOffices", &KnowledgeStub::ListOffices);
  if (!answer.ok()) return answer.status();
  return std::vector<kv1::Office>(answer->offices().begin(), answer->offices().end());
}

absl::StatusOr<kv1::GetOfficeResponse> ReadOffice(const Shared& shared, const Request& request, const std::string& id) {
  kv1::GetOfficeRequest ask;
  ask.set_office_id(id);
  ask.set_now_unix(UnixNow());
  return AskKnowledge(shared, request, ask, "Knowledge/GetOffice", &KnowledgeStub::GetOffice);
}

absl::StatusOr<kv1::SearchResponse> ReadSearch(const Shared& shared, const Request& request, const std::string& query) {
  kv1::SearchRequest ask;
  ask.set_query(query);
  ask.set_limit(20);
  ask.set_language(request.language);
  return AskKnowledge(shared, request, ask, "Knowledge/Search", &KnowledgeStub::Search);
}

std::vector<kv1::Notice> ReadNotices(const Shared& shared, const Request& request) {
  kv1::ListNoticesRequest ask;
  ask.set_now_unix(UnixNow());
  const auto answer = AskKnowledge(shared, request, ask, "Knowledge/ListNotices", &KnowledgeStub::ListNotices);
  if (!answer.ok()) return {};
  return {answer->notices().begin(), answer->notices().end()};
}

std::vector<booking::v1::Location> ReadLocations(const Shared& shared, const Request& request,
                                                 const std::string& service_id) {
  booking::v1::ListLocationsRequest ask;
  ask.set_municipality_id(request.town->id());
  if (!service_id.empty()) ask.add_service_ids(service_id);
  const auto answer =
      rpc::Call(*shared.backends.booking, &booking::v1::Booking::StubInterface::ListLocations, ask, request.caller,
                {.method = "Booking/ListLocations", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return {};
  return {answer->locations().begin(), answer->locations().end()};
}

Reply FaultPage(const Shared& shared, const Request& request, const absl::Status& status) {
  return ErrorPage(shared, request, HttpStatus(status));
}

}  // namespace amtslotse::gateways::web
