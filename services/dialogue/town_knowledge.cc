// What knowledge and responsibility answer, as the conversation needs it.
#include <fmt/format.h>

#include <cmath>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "amtslotse/responsibility/v1/responsibility.grpc.pb.h"
#include "services/dialogue/core/plain_text.h"
#include "services/dialogue/deliveries.h"
#include "services/dialogue/grpc_town.h"

namespace amtslotse::dialogue {
namespace {

namespace kv = knowledge::v1;
namespace rv = responsibility::v1;

constexpr std::array kShortDays{"", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};
constexpr auto kKnownFor = std::chrono::seconds(10);

std::string Clock(unsigned minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

// Days with the same hours share a line: "Mo–Do 8:00–12:30 und 13:30–16:00 Uhr".
std::vector<std::string> HoursLines(const kv::Office& office) {
  std::array<std::string, 8> of_day;
  for (const auto& hours : office.opening_hours()) {
    if (hours.weekday() < 1 || hours.weekday() > 7) continue;
    std::string& text = of_day[hours.weekday()];
    if (!text.empty()) text += " und ";
    text += fmt::format("{}–{}", Clock(hours.from_minute()), Clock(hours.to_minute()));
    if (!hours.note().empty()) text += fmt::format(" ({})", hours.note());
  }
  std::vector<std::string> lines;
  for (std::size_t day = 1; day <= 7; ++day) {
    if (of_day[day].empty()) continue;
    std::size_t last = day;
    while (last < 7 && of_day[last + 1] == of_day[day]) ++last;
    lines.push_back(last == day ? fmt::format("{} {} Uhr", kShortDays[day], of_day[day])
                                : fmt::format("{}–{} {} Uhr", kShortDays[day], kShortDays[last], of_day[day]));
    day = last;
  }
  if (lines.empty() && !office.opening_hours_text().empty()) lines.push_back(office.opening_hours_text());
  return lines;
}

Office Decode(const kv::Office& in) {
  Office out;
  out.id = in.id();
  out.name = in.qualifier().empty() ? in.name() : fmt::format("{} ({})", in.name(), in.qualifier());
  const kv::Address* visitors = nullptr;
  for (const auto& address : in.addresses()) {
    if (visitors == nullptr || (visitors->kind() != "visitors" && address.kind() == "visitors")) visitors = &address;
  }
  if (visitors != nullptr) {
    const std::string street = visitors->house_number().empty()
                                   ? visitors->street()
                                   : fmt::format("{} {}", visitors->street(), visitors->house_number());
    out.address = fmt::format("{}{}{} {}", street, street.empty() ? "" : ", ", visitors->postcode(), visitors->town());
    if (!street.empty()) out.map_url = "https://www.openstreetmap.org/search?query=" + UrlEncoded(out.address);
    if (!visitors->addition().empty()) out.address += fmt::format(" ({})", visitors->addition());
  }
  out.opening_hours = HoursLines(in);
  out.telephone = in.telephone();
  out.email = in.email();
  out.url = in.url();
  out.accessibility = in.accessibility();
  out.public_transport = in.public_transport();
  out.step_free = in.step_free();
  out.source = {.title = "Behördenverzeichnis", .url = in.source_url(), .date = in.changed_date()};
  return out;
}

std::vector<Link> Decode(const google::protobuf::RepeatedPtrField<kv::Link>& in) {
  std::vector<Link> out;
  for (const auto& link : in) out.push_back({link.label(), link.url()});
  return out;
}

Answer Decode(const kv::Answer& in) {
  Answer out;
  out.act = in.act();
  if (!in.service().service_id().empty()) out.service = ServiceRef{in.service().service_id(), in.service().name()};
  out.entry_id = in.entry_id();
  out.short_text = PlainText(in.short_text());
  out.details = PlainText(in.details());
  for (const auto& source : in.sources()) {
    std::string title = source.title();
    if (!source.legal_basis().empty()) title += fmt::format(", {}", source.legal_basis());
    out.sources.push_back({title, source.url(), source.changed_date()});
  }
  out.online_services = Decode(in.online_services());
  out.forms = Decode(in.forms());
  out.lacking = in.lacking();
  out.version = in.version();
  out.told_acts.assign(in.told_acts().begin(), in.told_acts().end());
  out.plain = in.language() == "de-LS";
  return out;
}

kv::AskRequest Encode(const AskQuery& query) {
  kv::AskRequest request;
  request.set_topic(query.topic);
  request.set_text(query.text);
  for (const std::string& act : query.acts) request.add_acts(act);
  request.set_service_id(query.service_id);
  request.set_plain_language(query.plain);
  return request;
}

std::string TextOf(const kv::Notice& notice) {
  const std::string text = PlainText(notice.text());
  return text.empty() ? notice.title() : fmt::format("{}: {}", notice.title(), text);
}

Found Decode(const kv::AskResponse& in) {
  Found found;
  found.outcome = in.outcome() == kv::AskResponse::OUTCOME_ANSWERED ? Found::Outcome::kAnswered
                  : in.outcome() == kv::AskResponse::OUTCOME_CHOICE ? Found::Outcome::kChoice
                                                                    : Found::Outcome::kUnknown;
  for (const auto& answer : in.answers()) found.answers.push_back(Decode(answer));
  for (const auto& hit : in.candidates()) {
    const HitKind kind = hit.kind() == kv::Hit::KIND_OFFICE  ? HitKind::kOffice
                         : hit.kind() == kv::Hit::KIND_ENTRY ? HitKind::kEntry
                                                             : HitKind::kService;
    found.candidates.push_back({kind, hit.id(), hit.title(), hit.confidence()});
  }
  if (!in.service().service_id().empty()) found.service = ServiceRef{in.service().service_id(), in.service().name()};
  found.confidence = in.confidence();
  found.service_from_topic = in.service_from_topic();
  for (const auto& notice : in.notices()) found.notices.push_back(TextOf(notice));
  return found;
}

std::vector<Area> Decode(const google::protobuf::RepeatedPtrField<rv::Area>& in) {
  std::vector<Area> out;
  const auto millionths = [](double degrees) { return std::llround(degrees * 1e6); };
  for (const auto& area : in) {
    out.push_back(
        {area.ars(), area.name(), area.qualifier(), {millionths(area.latitude()), millionths(area.longitude())}});
  }
  return out;
}

// The pages' address: a town whose host lies below the one that is set ("krummwik.localhost") has its own.
std::string WebUrlOf(const kv::Municipality& town, const std::string& web_url) {
  const std::size_t begin = web_url.find("://");
  if (begin == std::string::npos) return web_url;
  const std::size_t end = std::min(web_url.find_first_of(":/", begin + 3), web_url.size());
  const std::string host = web_url.substr(begin + 3, end - begin - 3);
  if (std::find(town.hosts().begin(), town.hosts().end(), host) != town.hosts().end()) return web_url;
  for (const std::string& own : town.hosts()) {
    if (own.ends_with("." + host)) return web_url.substr(0, begin + 3) + own + web_url.substr(end);
  }
  return web_url;
}

Municipality Decode(const kv::Municipality& in, const std::string& web_url) {
  Municipality out;
  out.id = in.id();
  out.name = in.name();
  if (!in.time_zone().empty()) out.time_zone = in.time_zone();
  out.land = in.land();
  out.greeting = in.greeting();
  out.telephone = in.telephone();
  out.email = in.email();
  out.address = in.address();
  out.opening_hours = in.opening_hours_text();
  out.human_text = in.human_text();
  out.data_protection_email = in.data_protection_email();
  out.web_url = WebUrlOf(in, web_url);
  out.search_page = in.search_page();
  return out;
}

}  // namespace

Services::Services(const Channels& channels, std::string web_url, rpc::Metrics& counted)
    : nlu(channels.nlu),
      knowledge(channels.knowledge),
      responsibility(channels.responsibility),
      booking(channels.booking),
      metrics(counted),
      unanswered(nlu, knowledge, counted),
      web_url_(std::move(web_url)) {}

absl::StatusOr<Municipality> Services::GetMunicipality(const std::string& municipality_id, const rpc::Caller& caller) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(municipality_id);
    if (known != known_.end() && now - known->second.at < kKnownFor) return known->second.municipality;
  }
  kv::GetMunicipalityRequest request;
  request.set_municipality_id(municipality_id);
  const auto response = rpc::Call(*knowledge, &kv::Knowledge::StubInterface::GetMunicipality, request, caller,
                                  {.method = "Knowledge/GetMunicipality", .repeatable = true}, &metrics);
  auto bookable = response.ok() ? BookableServices(municipality_id, caller) : nullptr;
  const std::lock_guard lock(mutex_);
  if (!response.ok()) {
    const auto known = known_.find(municipality_id);
    if (absl::IsNotFound(response.status()) || known == known_.end()) return response.status();
    return known->second.municipality;
  }
  Municipality municipality = Decode(response->municipality(), web_url_);
  municipality.bookable_services = std::move(bookable);
  municipality.conversations_kept = conversations_kept;
  known_[municipality_id] = {municipality, now};
  return municipality;
}

GrpcTown::GrpcTown(Services& services, Municipality municipality, const Session& session, rpc::Caller caller,
                   std::chrono::sys_seconds now, std::optional<Foreseen> foreseen)
    : services_(services),
      municipality_(std::move(municipality)),
      session_(session),
      caller_(std::move(caller)),
      now_(now),
      foreseen_(std::move(foreseen)) {}

std::string GrpcTown::Reference() const {
  return services_.keys == nullptr ? std::string() : MakeReference(*services_.keys, session_);
}

absl::StatusOr<std::vector<Found>> GrpcTown::AskAll(const std::vector<AskQuery>& queries) {
  kv::AskRequest request = Encode(queries.front());
  request.set_municipality_id(municipality_.id);
  request.set_now_unix(now_.time_since_epoch().count());
  for (std::size_t i = 1; i < queries.size(); ++i) *request.add_more() = Encode(queries[i]);
  const auto response = rpc::Call(*services_.knowledge, &kv::Knowledge::StubInterface::Ask, request, caller_,
                                  {.method = "Knowledge/Ask", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  if (response->more_size() != request.more_size()) return absl::InternalError("knowledge answers another question");
  std::vector<Found> all{Decode(*response)};
  for (const auto& more : response->more()) all.push_back(Decode(more));
  return all;
}

absl::StatusOr<Office> GrpcTown::GetOffice(const std::string& office_id, const std::string& date) {
  kv::GetOfficeRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_office_id(office_id);
  request.set_now_unix(now_.time_since_epoch().count());
  request.set_date(date);
  const auto response = rpc::Call(*services_.knowledge, &kv::Knowledge::StubInterface::GetOffice, request, caller_,
                                  {.method = "Knowledge/GetOffice", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  Office office = Decode(response->office());
  office.today = response->today_text();
  office.on_day = response->date_text();
  return office;
}

absl::StatusOr<std::vector<Office>> GrpcTown::ListOffices() {
  kv::ListOfficesRequest request;
  request.set_municipality_id(municipality_.id);
  const auto response = rpc::Call(*services_.knowledge, &kv::Knowledge::StubInterface::ListOffices, request, caller_,
                                  {.method = "Knowledge/ListOffices", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  std::vector<Office> offices;
  for (const auto& office : response->offices()) {
    if (!office.addresses().empty()) offices.push_back(Decode(office));
  }
  return offices;
}

absl::StatusOr<std::vector<TownNotice>> GrpcTown::Notices() {
  kv::ListNoticesRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_now_unix(now_.time_since_epoch().count());
  const auto response = rpc::Call(*services_.knowledge, &kv::Knowledge::StubInterface::ListNotices, request, caller_,
                                  {.method = "Knowledge/ListNotices", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  std::vector<TownNotice> notices;
  for (const auto& notice : response->notices()) {
    notices.push_back({TextOf(notice),
                       {notice.service_ids().begin(), notice.service_ids().end()},
                       {notice.office_ids().begin(), notice.office_ids().end()}});
  }
  return notices;
}

absl::StatusOr<Resolution> GrpcTown::Resolve(const std::string& service_id, const PlaceQuery& place) {
  rv::ResolveRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_service_id(service_id);
  request.mutable_place()->set_text(place.text);
  request.mutable_place()->set_ars(place.ars);
  request.mutable_place()->set_postcode(place.postcode);
  request.mutable_place()->set_street(place.street);
  request.mutable_place()->set_house_number(place.house_number);
  request.mutable_place()->set_initial(place.initial);
  request.set_now_unix(now_.time_since_epoch().count());
  const auto response =
      rpc::Call(*services_.responsibility, &rv::Responsibility::StubInterface::Resolve, request, caller_,
                {.method = "Responsibility/Resolve", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  Resolution resolution;
  switch (response->outcome()) {
    case rv::ResolveResponse::OUTCOME_UNIQUE: resolution.outcome = Resolution::Outcome::kUnique; break;
    case rv::ResolveResponse::OUTCOME_SEVERAL: resolution.outcome = Resolution::Outcome::kSeveral; break;
    case rv::ResolveResponse::OUTCOME_NEED_INPUT: resolution.outcome = Resolution::Outcome::kNeedInput; break;
    case rv::ResolveResponse::OUTCOME_NOT_APPLICABLE: resolution.outcome = Resolution::Outcome::kNotApplicable; break;
    default: resolution.outcome = Resolution::Outcome::kNoData;
  }
  for (const auto& office : response->offices()) resolution.offices.push_back(Decode(office.office()));
  resolution.reason = response->reason();
  resolution.need = response->need();
  resolution.choices = Decode(response->choices());
  resolution.path.assign(response->path().begin(), response->path().end());
  return resolution;
}

absl::StatusOr<std::vector<Area>> GrpcTown::FindPlaces(const std::string& text) {
  rv::FindPlacesRequest request;
  request.set_municipality_id(municipality_.id);
  request.set_text(text);
  request.set_limit(8);
  const auto response =
      rpc::Call(*services_.responsibility, &rv::Responsibility::StubInterface::FindPlaces, request, caller_,
                {.method = "Responsibility/FindPlaces", .repeatable = true}, &services_.metrics);
  if (!response.ok()) return response.status();
  return Decode(response->areas());
}

void GrpcTown::RecordUnanswered(const std::string& text, const std::string& reason) {
  unanswered_ = unanswered_ || reason != "declined";  // what is no matter of the town lacks no answer
  services_.unanswered.Add({.municipality_id = municipality_.id,
                            .text = text,
                            .reason = reason,
                            .channel = session_.channel,
                            .caller = caller_});
}

}  // namespace amtslotse::dialogue
