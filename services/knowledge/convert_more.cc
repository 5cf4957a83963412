// Questions, hits and what staff edit, to the wire and back.
#include <fmt/format.h>

#include <algorithm>

#include "knowledge/answer.h"
#include "knowledge/import/fields.h"
#include "knowledge/markdown.h"
#include "nlu/text/fold.h"
#include "services/knowledge/convert.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kSnippetBytes = 200;

std::optional<std::chrono::sys_days> DayOf(std::int64_t unix_time) {
  if (unix_time == 0) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(unix_time)));
}

std::int64_t UnixOf(const std::optional<std::chrono::sys_days>& day) {
  return day ? std::chrono::sys_seconds(*day).time_since_epoch().count() : 0;
}

v1::EntryState StateOf(EntryState state) { return static_cast<v1::EntryState>(static_cast<int>(state) + 1); }

std::string Cut(const std::string& text) {
  if (text.size() <= kSnippetBytes) return text;
  std::string cut(nlu::Truncated(text, kSnippetBytes));
  if (const std::size_t space = cut.rfind(' '); space != std::string::npos) cut.resize(space);
  return cut + " …";
}

}  // namespace

void Encode(const Hit& hit, v1::Hit* out) {
  out->set_kind(hit.kind == HitKind::kService ? v1::Hit::KIND_SERVICE
                : hit.kind == HitKind::kEntry ? v1::Hit::KIND_ENTRY
                                              : v1::Hit::KIND_OFFICE);
  out->set_id(hit.id);
  out->set_title(hit.title);
  out->set_score(hit.score);
  out->set_confidence(hit.confidence);
  out->set_reason(hit.reason);
}

std::string SnippetOf(const Town& town, const Hit& hit) {
  if (hit.kind == HitKind::kEntry) {
    const Entry* entry = town.FindEntry(hit.id);
    return entry ? Cut(MarkdownToPlain(entry->answer)) : std::string();
  }
  if (hit.kind == HitKind::kOffice) {
    const Office* office = town.catalogue->FindOffice({hit.id});
    if (!office || office->addresses.empty()) return {};
    const Address& address = office->addresses.front();
    return fmt::format("{} {}, {} {}", address.street, address.house_number, address.postcode, address.place);
  }
  const auto service = town.catalogue->FindService({hit.id});
  if (!service.ok()) return {};
  for (const ModuleKind kind : {ModuleKind::kSummary, ModuleKind::kTeaser, ModuleKind::kDescription}) {
    for (const TextModule& module : (*service)->modules) {
      if (module.kind == kind && module.language == "de" && !module.text.empty())
        return Cut(MarkdownToPlain(module.text));
    }
  }
  return {};
}

AskQuestion Decode(const v1::AskRequest& request, std::chrono::sys_seconds now) {
  AskQuestion question;
  question.topic = request.topic();
  question.text = request.text();
  question.acts.assign(request.acts().begin(), request.acts().end());
  if (!request.service_id().empty()) question.service = ServiceId{request.service_id()};
  question.language = request.plain_language() ? "de-LS" : NormalLanguage(request.language());
  question.now = now;
  return question;
}

void Encode(const AskResult& result, const Town& town, v1::AskResponse* out) {
  switch (result.outcome) {
    case AskResult::Outcome::kAnswered: out->set_outcome(v1::AskResponse::OUTCOME_ANSWERED); break;
    case AskResult::Outcome::kChoice: out->set_outcome(v1::AskResponse::OUTCOME_CHOICE); break;
    case AskResult::Outcome::kUnknown: out->set_outcome(v1::AskResponse::OUTCOME_UNKNOWN); break;
  }
  const std::string catalogue_version = std::to_string(town.catalogue->version());
  for (const Answer& answer : result.answers) {
    const ServiceHead* head = answer.service ? town.catalogue->FindHead(*answer.service) : nullptr;
    v1::Answer* to = out->add_answers();
    Encode(answer, head ? head->name : std::string(), to);
    if (!answer.entry)
      to->set_version(fmt::format("{}@{}", answer.service ? answer.service->value : answer.title, catalogue_version));
  }
  for (const Hit& hit : result.candidates) Encode(hit, out->add_candidates());
  if (result.service) {
    out->mutable_service()->set_service_id(result.service->id.value);
    out->mutable_service()->set_name(result.service->name);
  }
  out->set_confidence(result.confidence);
  out->set_service_from_topic(result.service_from_topic);
  out->set_place_matters(result.place_matters);
  for (const Notice& notice : result.notices) Encode(notice, out->add_notices());
}

void Encode(const Entry& entry, v1::Entry* out) {
  out->set_id(entry.id.value);
  if (!entry.questions.empty()) out->set_question(entry.questions[0]);
  for (std::size_t i = 1; i < entry.questions.size(); ++i) out->add_variants(entry.questions[i]);
  out->set_answer(entry.answer);
  for (const Link& link : entry.links) Encode(link, out->add_links());
  if (entry.service) out->set_service_id(entry.service->value);
  out->set_act(entry.act);
  out->set_language(entry.language);
  out->set_valid_from_unix(UnixOf(entry.valid_from));
  out->set_valid_to_unix(UnixOf(entry.valid_until));
  out->set_owner(entry.owner);
  out->set_review_date(entry.review_on ? DateText(std::chrono::sys_seconds(*entry.review_on)) : std::string());
  out->set_state(StateOf(entry.state));
  out->set_version(static_cast<std::uint64_t>(entry.version));
  out->set_changed_unix(entry.changed.time_since_epoch().count());
  out->set_changed_by(entry.changed_by);
  for (const StreetAnswer& answer : entry.by_street) {
    auto* to = out->add_by_street();
    to->set_street(answer.street);
    to->set_house_numbers(answer.house_numbers);
    to->set_text(answer.text);
  }
  out->set_replaces_catalogue(entry.replaces_catalogue);
}

absl::StatusOr<Entry> Decode(const v1::Entry& in) {
  Entry entry;
  entry.id.value = in.id();
  entry.questions.push_back(in.question());
  entry.questions.insert(entry.questions.end(), in.variants().begin(), in.variants().end());
  entry.answer = in.answer();
  for (const v1::Link& link : in.links()) entry.links.push_back({link.label(), link.url()});
  if (!in.service_id().empty()) entry.service = ServiceId{in.service_id()};
  entry.act = in.act();
  entry.language = NormalLanguage(in.language());
  entry.valid_from = DayOf(in.valid_from_unix());
  entry.valid_until = DayOf(in.valid_to_unix());
  entry.owner = in.owner();
  if (!in.review_date().empty()) {
    const auto day = ParseIsoTime(in.review_date());
    if (!day) return absl::InvalidArgumentError("review_date: expected YYYY-MM-DD");
    entry.review_on = std::chrono::floor<std::chrono::days>(*day);
  }
  for (const v1::StreetAnswer& answer : in.by_street())
    entry.by_street.push_back({answer.street(), answer.house_numbers(), answer.text()});
  entry.replaces_catalogue = in.replaces_catalogue();
  if (in.state() != v1::ENTRY_STATE_UNSPECIFIED)
    entry.state = static_cast<EntryState>(static_cast<int>(in.state()) - 1);
  return entry;
}

absl::StatusOr<Notice> Decode(const v1::Notice& in) {
  Notice notice;
  notice.id = in.id();
  notice.version = static_cast<std::int64_t>(in.version());
  notice.title = in.title();
  notice.text = in.text();
  notice.starts = std::chrono::sys_seconds(std::chrono::seconds(in.begin_unix()));
  if (in.end_unix() != 0) notice.ends = std::chrono::sys_seconds(std::chrono::seconds(in.end_unix()));
  for (const std::string& id : in.service_ids()) notice.services.push_back({id});
  for (const std::string& id : in.office_ids()) notice.offices.push_back({id});
  notice.closes_office = in.closes_offices();
  return notice;
}

absl::Status Check(const v1::Municipality& municipality) {
  for (const v1::Target& target : municipality.targets()) {
    if (!MayHaveTarget(target.act()))
      return absl::InvalidArgumentError("targets: no target for the act \"" + target.act() + "\"");
    if (!IsSafeUrl(target.link().url()))
      return absl::InvalidArgumentError("targets: expected http, https, mailto or tel");
  }
  return absl::OkStatus();
}

void Merge(const v1::Municipality& from, Municipality& into) {
  into.name = from.name();
  if (!from.ars().empty()) into.ars.value = from.ars();
  into.hosts.assign(from.hosts().begin(), from.hosts().end());
  into.land = from.land();
  if (!from.time_zone().empty()) into.time_zone = from.time_zone();
  into.greeting = from.greeting();
  into.informal = from.informal();
  into.telephone = from.telephone();
  into.email = from.email();
  into.address = from.address();
  into.opening_hours_text = from.opening_hours_text();
  into.human_text = from.human_text();
  into.data_protection_email = from.data_protection_email();
  into.imprint = SanitizeMarkdown(from.imprint());
  into.privacy_notice = SanitizeMarkdown(from.privacy_notice());
  into.accessibility_statement = SanitizeMarkdown(from.accessibility_statement());
  into.enforcement_body = from.enforcement_body();
  into.primary_colour = from.primary_colour();
  into.demo = from.demo();
  into.embedding_origins.assign(from.embedding_origins().begin(), from.embedding_origins().end());
  into.ags = from.ags();
  into.postcodes.assign(from.postcodes().begin(), from.postcodes().end());
  if (!from.agency_id().empty()) into.agency_id = from.agency_id();
  into.website = from.website();
  into.search_page = from.search_page();
  into.targets.clear();
  for (const v1::Target& target : from.targets()) {
    Target to{target.act(), std::nullopt, {target.link().label(), target.link().url()}};
    if (!target.service_id().empty()) to.service = ServiceId{target.service_id()};
    into.targets.push_back(std::move(to));
  }
}

}  // namespace amtslotse::knowledge
