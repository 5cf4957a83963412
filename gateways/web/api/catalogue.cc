// Reading what the town knows: services, offices, search, notices, responsibility.
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "gateways/web/dates.h"
#include "gateways/web/gateway.h"
#include "gateways/web/json.h"
#include "gateways/web/markdown.h"
#include "gateways/web/problem.h"
#include "gateways/web/query.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace kv1 = knowledge::v1;
namespace rv1 = responsibility::v1;
using KnowledgeStub = kv1::Knowledge::StubInterface;

Reply BadParameter(const Shared& shared, const Request& request, const std::string& name) {
  return Problem(shared.texts, request, 400, shared.texts.Say(request.language, "problem.parameter", {{"name", name}}));
}

// Asks knowledge and answers with its response as it is.
template <class Ask, class Answer>
Reply Pass(const Shared& shared, const Request& request, Ask& ask, const Query& query, const char* name,
           grpc::Status (KnowledgeStub::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
  if (!query.bad().empty()) return BadParameter(shared, request, query.bad());
  ask.set_municipality_id(request.town->id());
  const auto answer = rpc::Call(*shared.backends.knowledge, method, ask, request.caller,
                                {.method = name, .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return JsonReply(ToJson(*answer)).With("Cache-Control", "public, max-age=30");
}

Reply GetTown(const Shared&, const Request& request) {
  return JsonReply(ToJson(*request.town)).With("Cache-Control", "public, max-age=30");
}

Reply ListServices(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::ListServicesRequest ask;
  ask.set_life_situation(query.Text("lifeSituation"));
  ask.set_page_size(query.Number("pageSize", 100, 1, 500));
  ask.set_page_token(query.Text("pageToken"));
  return Pass(shared, request, ask, query, "Knowledge/ListServices", &KnowledgeStub::ListServices);
}

Reply GetService(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::GetServiceRequest ask;
  ask.set_service_id(request.Variable("id"));
  ask.set_language(query.Text("language", 10));
  return Pass(shared, request, ask, query, "Knowledge/GetService", &KnowledgeStub::GetService);
}

// schema.org GovernmentService, for search engines and catalogues of open data.
std::string JsonLdOf(const Town& town, const kv1::Service& service) {
  nlohmann::ordered_json ld = {{"@context", "https://schema.org"},
                               {"@type", "GovernmentService"},
                               {"identifier", service.id()},
                               {"name", service.name()},
                               {"inLanguage", "de"}};
  for (const auto& module : service.modules()) {
    if (module.language() != "de") continue;
    if (module.kind() == "short_text" || (module.kind() == "full_text" && !ld.contains("description")))
      ld["description"] = PlainSummary(module.text(), 1000);
    // All of it: which amount holds for whom may stand at the end.
    if (module.kind() == "fee") ld["offers"] = {{"@type", "Offer"}, {"description", PlainText(module.text())}};
  }
  if (service.synonyms_size() > 0)
    ld["alternateName"] = std::vector<std::string>(service.synonyms().begin(), service.synonyms().end());
  if (service.leika_keys_size() > 0)
    ld["serviceType"] = std::vector<std::string>(service.leika_keys().begin(), service.leika_keys().end());
  if (service.life_situations_size() > 0)
    ld["category"] = std::vector<std::string>(service.life_situations().begin(), service.life_situations().end());
  ld["provider"] = {{"@type", "GovernmentOrganization"}, {"name", town.name()}};
  ld["areaServed"] = {{"@type", "AdministrativeArea"}, {"name", town.name()}};
  if (!town.ars().empty()) ld["areaServed"]["identifier"] = town.ars();
  if (!service.source_url().empty()) ld["url"] = service.source_url();
  for (const auto& online : service.online_services())
    ld["availableChannel"].push_back(
        {{"@type", "ServiceChannel"}, {"name", online.label()}, {"serviceUrl", online.url()}});
  return ld.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Reply GetServiceJsonLd(const Shared& shared, const Request& request) {
  kv1::GetServiceRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_service_id(request.Variable("id"));
  const auto answer = rpc::Call(*shared.backends.knowledge, &KnowledgeStub::GetService, ask, request.caller,
                                {.method = "Knowledge/GetService", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  Reply reply = JsonReply(JsonLdOf(*request.town, answer->service()));
  reply.content_type = "application/ld+json";
  return std::move(reply).With("Cache-Control", "public, max-age=30").With("Access-Control-Allow-Origin", "*");
}

// What the chat would answer, without a conversation.
Reply Answers(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::AskRequest ask;
  ask.set_text(query.Text("q", 400));
  ask.set_topic(ask.text());
  ask.set_service_id(query.Text("service"));
  for (const std::string& act : query.All("act", 4)) ask.add_acts(act);
  ask.set_language(query.Text("language", 10));
  ask.set_now_unix(UnixNow());
  if (ask.text().empty() && ask.service_id().empty()) return BadParameter(shared, request, "q");
  return Pass(shared, request, ask, query, "Knowledge/Ask", &KnowledgeStub::Ask);
}

Reply ListOffices(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::ListOfficesRequest ask;
  ask.set_service_id(query.Text("service"));
  return Pass(shared, request, ask, query, "Knowledge/ListOffices", &KnowledgeStub::ListOffices);
}

Reply GetOffice(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::GetOfficeRequest ask;
  ask.set_office_id(request.Variable("id"));
  ask.set_now_unix(UnixNow());
  ask.set_date(query.Date("date"));
  return Pass(shared, request, ask, query, "Knowledge/GetOffice", &KnowledgeStub::GetOffice);
}

Reply ListNotices(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::ListNoticesRequest ask;
  ask.set_now_unix(UnixNow());
  return Pass(shared, request, ask, query, "Knowledge/ListNotices", &KnowledgeStub::ListNotices);
}

Reply Search(const Shared& shared, const Request& request) {
  Query query(request);
  kv1::SearchRequest ask;
  ask.set_query(query.Text("q", 400));
  ask.set_limit(query.Number("limit", 10, 1, 50));
  ask.set_language(query.Text("language", 10));
  for (const std::string& kind : query.All("kind", 3)) {
    if (kind == "service")
      ask.add_kinds(kv1::Hit::KIND_SERVICE);
    else if (kind == "entry")
      ask.add_kinds(kv1::Hit::KIND_ENTRY);
    else if (kind == "office")
      ask.add_kinds(kv1::Hit::KIND_OFFICE);
    else
      return BadParameter(shared, request, "kind");
  }
  return Pass(shared, request, ask, query, "Knowledge/Search", &KnowledgeStub::Search);
}

// Which of the ways to name the place is used; nullptr when it is none or more than one.
const char* PlaceParameter(const Request& request) {
  const char* used = nullptr;
  for (const char* name : {"ars", "ags", "plz", "place"}) {
    if (request.Query(name).empty()) continue;
    if (used != nullptr) return nullptr;
    used = name;
  }
  return used;
}

// A key or postcode that does not exist is a fault of who asks, in the words that citizens get too.
bool IsUnknownPlace(const rv1::ResolveResponse& answer) {
  return answer.outcome() == rv1::ResolveResponse::OUTCOME_NEED_INPUT && answer.areas().empty() &&
         answer.need() == "place" && !answer.reason().empty();
}

Reply Resolve(const Shared& shared, const Request& request) {
  Query query(request);
  rv1::ResolveRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_service_id(query.Text("service"));
  ask.set_role(query.Text("role", 20));
  ask.set_now_unix(UnixNow());
  rv1::Place& place = *ask.mutable_place();
  place.set_ars(query.Text("ars"));
  place.set_ags(query.Text("ags"));
  place.set_postcode(query.Text("plz"));
  place.set_text(query.Text("place"));
  place.set_street(query.Text("street"));
  place.set_house_number(query.Text("houseNumber", 20));
  place.set_initial(query.Text("initial", 60));
  if (ask.service_id().empty()) return BadParameter(shared, request, "service");
  if (!query.bad().empty()) return BadParameter(shared, request, query.bad());
  if (PlaceParameter(request) == nullptr)
    return Problem(shared.texts, request, 400, shared.texts.Say(request.language, "problem.onePlace"));
  const auto answer =
      rpc::Call(*shared.backends.responsibility, &rv1::Responsibility::StubInterface::Resolve, ask, request.caller,
                {.method = "Responsibility/Resolve", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  if (place.text().empty() && IsUnknownPlace(*answer))
    return Problem(shared.texts, request, 400, answer->reason(), "unknown_place");
  return JsonReply(ToJson(*answer));
}

}  // namespace

void AddCatalogueRoutes(Router& router, const Shared& shared) {
  const auto add = [&](const char* pattern, Reply (*handle)(const Shared&, const Request&)) {
    router.Add("GET", pattern, Needs::kTown,
               [&shared, handle](const Request& request) { return handle(shared, request); });
  };
  add("/api/v1/municipality", &GetTown);
  add("/api/v1/services", &ListServices);
  add("/api/v1/services/{id}", &GetService);
  add("/api/v1/services/{id}/jsonld", &GetServiceJsonLd);
  add("/api/v1/answers", &Answers);
  add("/api/v1/offices", &ListOffices);
  add("/api/v1/offices/{id}", &GetOffice);
  add("/api/v1/notices", &ListNotices);
  add("/api/v1/search", &Search);
  add("/api/v1/responsibility", &Resolve);
}

}  // namespace amtslotse::gateways::web
