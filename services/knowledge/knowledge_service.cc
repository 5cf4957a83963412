#include "services/knowledge/knowledge_service.h"

#include <absl/time/civil_time.h>
#include <date/tz.h>
#include <fmt/format.h>
#include <unicode/coll.h>

#include <algorithm>
#include <set>

#include "knowledge/own_texts.h"
#include "services/knowledge/calendar_closures.h"
#include "services/knowledge/convert.h"
#include "services/rpc/log.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::chrono::days kLookAhead{14};  // for "opens again on Monday"
constexpr int kMostMore = 7;

std::chrono::local_seconds LocalTime(std::int64_t unix_time, const std::string& zone) {
  const auto local =
      date::zoned_seconds(zone.empty() ? "Europe/Berlin" : zone, date::sys_seconds(std::chrono::seconds(unix_time)))
          .get_local_time();
  return std::chrono::local_seconds(local.time_since_epoch());
}

// Names as a German dictionary sorts them: Ä beside A.
void SortByName(std::vector<const ServiceHead*>& heads) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale::getGermany(), error));
  std::stable_sort(heads.begin(), heads.end(), [&](const ServiceHead* a, const ServiceHead* b) {
    UErrorCode compare_error = U_ZERO_ERROR;
    return collator->compareUTF8(icu::StringPiece(a->name), icu::StringPiece(b->name), compare_error) == UCOL_LESS;
  });
}

bool Offers(const Catalogue& catalogue, const OfficeId& office, const ServiceId& service) {
  const auto rules = catalogue.RulesFor(service);
  const auto offerings = catalogue.OfferingsFor(service);
  return std::any_of(rules.begin(), rules.end(),
                     [&](const ResponsibilityRule* rule) { return rule->office == office; }) ||
         std::any_of(offerings.begin(), offerings.end(),
                     [&](const Offering* offering) { return offering->office == office; });
}

absl::Status AnswerOne(const Town& town, const v1::AskRequest& request, std::chrono::sys_seconds now,
                       v1::AskResponse& response) {
  if (request.acts_size() > 4) return absl::InvalidArgumentError("acts: at most 4");
  const auto result = Ask(town, Decode(request, now));
  if (!result.ok()) return result.status();
  Encode(*result, town, &response);
  // Whether it is also said, dialogue decides and logs: it asks for more than it says.
  for (const auto& answer : response.answers())
    rpc::LogDebug("looked_up",
                  {{"town", town.municipality.id.value}, {"act", answer.act()}, {"version", answer.version()}});
  return absl::OkStatus();
}

}  // namespace

std::chrono::sys_seconds NowSeconds() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

absl::StatusOr<KnowledgeService::Town> KnowledgeService::TownOf(const std::string& municipality_id) const {
  return parts_.towns.Get({municipality_id});
}

grpc::Status KnowledgeService::Ask(grpc::ServerContext* context, const v1::AskRequest* request,
                                   v1::AskResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/Ask", [&](const rpc::Caller&) -> absl::Status {
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    if (request->more_size() > kMostMore) return absl::InvalidArgumentError("more: at most 7");
    const auto now =
        request->now_unix() == 0 ? NowSeconds() : std::chrono::sys_seconds(std::chrono::seconds(request->now_unix()));
    if (auto status = AnswerOne(**town, *request, now, *response); !status.ok()) return status;
    for (const auto& more : request->more()) {
      if (auto status = AnswerOne(**town, more, now, *response->add_more()); !status.ok()) return status;
    }
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::Search(grpc::ServerContext* context, const v1::SearchRequest* request,
                                      v1::SearchResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/Search", [&](const rpc::Caller&) -> absl::Status {
    if (request->limit() > 50) return absl::InvalidArgumentError("limit: expected 1 to 50");
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    SearchOptions options;
    options.limit = request->limit() == 0 ? 10 : static_cast<int>(request->limit());
    if (request->kinds_size() > 0) {
      const auto wanted = [&](v1::Hit::Kind kind) {
        return std::find(request->kinds().begin(), request->kinds().end(), kind) != request->kinds().end();
      };
      options.services = wanted(v1::Hit::KIND_SERVICE);
      options.entries = wanted(v1::Hit::KIND_ENTRY);
      options.offices = wanted(v1::Hit::KIND_OFFICE);
    }
    const SearchResult result = (*town)->search->Find(request->query(), options);
    for (const Hit& hit : result.hits) {
      Encode(hit, response->add_hits());
      response->mutable_hits(response->hits_size() - 1)->set_snippet(SnippetOf(**town, hit));
    }
    response->set_corrected_query(result.corrected_query);
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListNotices(grpc::ServerContext* context, const v1::ListNoticesRequest* request,
                                           v1::ListNoticesResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/ListNotices", [&](const rpc::Caller&) -> absl::Status {
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    const std::int64_t now = request->now_unix() != 0 ? request->now_unix() : NowSeconds().time_since_epoch().count();
    const std::chrono::sys_seconds at{std::chrono::seconds(now)};
    for (const Notice& notice : (*town)->notices) {
      const bool active = notice.starts <= at && (!notice.ends || at < *notice.ends);
      if (active || request->include_inactive()) Encode(notice, response->add_notices());
    }
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::RecordUnanswered(grpc::ServerContext* context,
                                                const v1::RecordUnansweredRequest* request,
                                                v1::RecordUnansweredResponse*) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/RecordUnanswered", [&](const rpc::Caller&) -> absl::Status {
    if (const auto town = TownOf(request->municipality_id()); !town.ok()) return town.status();
    const std::string key = request->idempotency_key().empty() ? "" : "unanswered/" + request->idempotency_key();
    return parts_.inbox.Record({request->municipality_id()}, request->masked_text(), request->reason(),
                               {"", NowSeconds(), key});
  });
}

grpc::Status KnowledgeService::RecordRating(grpc::ServerContext* context, const v1::RecordRatingRequest* request,
                                            v1::RecordRatingResponse*) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/RecordRating", [&](const rpc::Caller&) -> absl::Status {
    if (const auto town = TownOf(request->municipality_id()); !town.ok()) return town.status();
    const std::string answer =
        request->entry_id().empty() ? request->service_id() + "/" + request->act() : request->entry_id();
    const std::string key = request->idempotency_key().empty() ? "" : "rating/" + request->idempotency_key();
    absl::Status status =
        parts_.inbox.Rate({request->municipality_id()}, answer, request->helpful(), {"", NowSeconds(), key});
    if (status.ok() && !request->helpful() && !request->masked_comment().empty())
      status = parts_.inbox.Record({request->municipality_id()},
                                   "Anmerkung zu einer schlecht bewerteten Antwort: " + request->masked_comment(),
                                   kCommentReason, {"", NowSeconds(), key.empty() ? "" : key + "/comment"});
    return status;
  });
}

grpc::Status KnowledgeService::GetMunicipality(grpc::ServerContext* context, const v1::GetMunicipalityRequest* request,
                                               v1::GetMunicipalityResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/GetMunicipality", [&](const rpc::Caller&) -> absl::Status {
    std::string id = request->municipality_id();
    if (id.empty()) {
      const auto all = parts_.catalogues.Municipalities();
      if (!all.ok()) return all.status();
      for (const Municipality& municipality : *all) {
        if (std::find(municipality.hosts.begin(), municipality.hosts.end(), request->host()) !=
            municipality.hosts.end())
          id = municipality.id.value;
      }
      if (id.empty()) return absl::NotFoundError("no municipality with this host name");
    }
    const auto municipality = parts_.catalogues.FindMunicipality({id});
    if (!municipality.ok()) return municipality.status();
    Encode(*municipality, response->mutable_municipality());
    const auto version = parts_.catalogues.ActiveVersion({id});
    if (!version.ok()) return version.status();
    response->mutable_municipality()->set_catalogue_version(std::to_string(*version));
    const auto own_texts = ReadOwnTexts(parts_.database, {id});
    if (!own_texts.ok()) return own_texts.status();
    for (const OwnText& own : *own_texts) {
      auto* to = response->mutable_municipality()->add_own_texts();
      to->set_language(own.language);
      to->set_key(own.key);
      to->set_text(own.text);
    }
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListMunicipalities(grpc::ServerContext* context, const v1::ListMunicipalitiesRequest*,
                                                  v1::ListMunicipalitiesResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/ListMunicipalities", [&](const rpc::Caller&) -> absl::Status {
    const auto all = parts_.catalogues.Municipalities();
    if (!all.ok()) return all.status();
    for (Municipality municipality : *all) {
      municipality.imprint.clear();
      municipality.privacy_notice.clear();
      municipality.accessibility_statement.clear();
      Encode(municipality, response->add_municipalities());
    }
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::GetService(grpc::ServerContext* context, const v1::GetServiceRequest* request,
                                          v1::GetServiceResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/GetService", [&](const rpc::Caller&) -> absl::Status {
    const auto catalogue = parts_.catalogues.Active({request->municipality_id()});
    if (!catalogue.ok()) return catalogue.status();
    const auto service = (*catalogue)->FindService({request->service_id()});
    if (!service.ok()) return service.status();
    Encode(**service, request->language(), response->mutable_service());
    std::set<std::string> offices;
    for (const auto* rule : (*catalogue)->RulesFor((*service)->id)) offices.insert(rule->office.value);
    for (const auto* offering : (*catalogue)->OfferingsFor((*service)->id)) offices.insert(offering->office.value);
    for (const std::string& office : offices) response->mutable_service()->add_offered_by_office_ids(office);
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListServices(grpc::ServerContext* context, const v1::ListServicesRequest* request,
                                            v1::ListServicesResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/ListServices",
                    [&](const rpc::Caller&) { return PageOfServices(*request, *response); });
}

absl::Status KnowledgeService::PageOfServices(const v1::ListServicesRequest& request,
                                              v1::ListServicesResponse& response) const {
  if (request.page_size() > 500) return absl::InvalidArgumentError("page_size: at most 500");
  const auto catalogue = parts_.catalogues.Active({request.municipality_id()});
  if (!catalogue.ok()) return catalogue.status();
  std::vector<const ServiceHead*> heads;
  std::set<std::string> situations;
  std::set<std::string> in_situation;
  const auto visited = (*catalogue)->ForEachService([&](const knowledge::Service& service) {
    if (!service.is_public) return true;
    for (const std::string& situation : service.life_situations) {
      situations.insert(situation);
      if (situation == request.life_situation()) in_situation.insert(service.id.value);
    }
    return true;
  });
  if (!visited.ok()) return visited;
  for (const ServiceHead& head : (*catalogue)->services()) {
    if (head.is_public && (request.life_situation().empty() || in_situation.contains(head.id.value)))
      heads.push_back(&head);
  }
  SortByName(heads);
  std::size_t begin = 0;
  if (!request.page_token().empty()) {
    while (begin < heads.size() && heads[begin]->id.value != request.page_token()) ++begin;
  }
  const std::size_t size = request.page_size() == 0 ? 100 : request.page_size();
  for (std::size_t i = begin; i < std::min(heads.size(), begin + size); ++i) {
    auto* to = response.add_services();
    to->set_id(heads[i]->id.value);
    to->set_name(heads[i]->name);
    to->set_location_independent(heads[i]->location_independent);
  }
  if (begin + size < heads.size()) response.set_next_page_token(heads[begin + size]->id.value);
  for (const std::string& situation : situations) response.add_life_situations(situation);
  response.set_total(static_cast<std::uint32_t>(heads.size()));
  return absl::OkStatus();
}

grpc::Status KnowledgeService::GetOffice(grpc::ServerContext* context, const v1::GetOfficeRequest* request,
                                         v1::GetOfficeResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/GetOffice", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    const Office* office = (*town)->catalogue->FindOffice({request->office_id()});
    if (office == nullptr || !office->is_public) return absl::NotFoundError("no such office");
    Encode(*office, response->mutable_office());
    if (request->now_unix() == 0) return absl::OkStatus();
    const auto now = LocalTime(request->now_unix(), (*town)->municipality.time_zone);
    const auto closures = [&](std::chrono::local_days first, std::chrono::local_days last) {
      std::vector<Closure> all = ClosuresOf(**town, first);
      if (parts_.booking == nullptr) return all;
      const auto own = CalendarClosures(*parts_.booking, request->municipality_id(), office->id, first, last, caller,
                                        parts_.metrics);
      all.insert(all.end(), own.begin(), own.end());
      return all;
    };
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const OpenState state = OpenAt(*office, closures(today, today + kLookAhead), now);
    response->set_open_now(state.open);
    response->set_today_text(TodayText(state, now));
    if (request->date().empty()) return absl::OkStatus();
    absl::CivilDay date;
    if (!absl::ParseCivilTime(request->date(), &date)) return absl::InvalidArgumentError("date: YYYY-MM-DD");
    const auto day = std::chrono::local_days(std::chrono::days(date - absl::CivilDay(1970, 1, 1)));
    response->set_date_text(HoursOn(*office, closures(day, day), day));
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListOffices(grpc::ServerContext* context, const v1::ListOfficesRequest* request,
                                           v1::ListOfficesResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/ListOffices", [&](const rpc::Caller&) -> absl::Status {
    const auto catalogue = parts_.catalogues.Active({request->municipality_id()});
    if (!catalogue.ok()) return catalogue.status();
    for (const Office& office : (*catalogue)->offices()) {
      if (office.is_public &&
          (request->service_id().empty() || Offers(**catalogue, office.id, {request->service_id()})))
        Encode(office, response->add_offices());
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::knowledge
