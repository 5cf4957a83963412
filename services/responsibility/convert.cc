#include "services/responsibility/convert.h"

#include <date/tz.h>
#include <fmt/format.h>

#include "services/knowledge/convert.h"
#include "services/rpc/text.h"

namespace amtslotse::responsibility {
namespace {

constexpr int kLongestField = 200;

void EncodeOffice(const knowledge::ServiceId& service, const ResponsibleOffice& responsible, bool brief,
                  v1::ResponsibleOffice* out) {
  auto* office = out->mutable_office();
  if (brief) {
    office->set_id(responsible.office->id.value);
    office->set_name(responsible.office->name);
  } else {
    knowledge::Encode(*responsible.office, office);
  }
  if (!responsible.qualifier.empty()) office->set_qualifier(responsible.qualifier);
  out->set_role(std::string(RoleId(responsible.role)));
  out->set_service_id(service.value);
}

struct OutcomeEncoder {
  const Town& town;
  const knowledge::ServiceId& service;
  bool brief;
  v1::ResolveResponse* out;

  void operator()(const Unique& unique) const {
    out->set_outcome(v1::ResolveResponse::OUTCOME_UNIQUE);
    EncodeOffice(service, unique.office, brief, out->add_offices());
  }
  void operator()(const Several& several) const {
    out->set_outcome(v1::ResolveResponse::OUTCOME_SEVERAL);
    out->set_reason(several.reason);
    for (const ResponsibleOffice& office : several.offices) EncodeOffice(service, office, brief, out->add_offices());
  }
  void operator()(const NeedInput& need) const {
    out->set_outcome(v1::ResolveResponse::OUTCOME_NEED_INPUT);
    out->set_need(std::string(FieldId(need.field)));
    out->set_reason(need.reason);
    for (const AreaIndex area : need.choices) Encode(*town.areas, area, out->add_choices());
  }
  void operator()(const NotApplicable& none) const {
    out->set_outcome(v1::ResolveResponse::OUTCOME_NOT_APPLICABLE);
    out->set_reason(none.reason);
  }
  void operator()(const NoData& none) const {
    out->set_outcome(v1::ResolveResponse::OUTCOME_NO_DATA);
    out->set_reason(none.reason);
  }
};

absl::Status Bad(std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("rule.{}: {}", field, what));
}

absl::Status CheckRule(const Town& town, const v1::Rule& rule) {
  if (rule.service_id().empty() == rule.leika_prefix().empty())
    return Bad("service_id", "Genau eines von service_id und leika_prefix muss gesetzt sein.");
  if (!rule.service_id().empty() && town.catalogue->FindHead({rule.service_id()}) == nullptr)
    return Bad("service_id", "Diese Leistung gibt es nicht.");
  if (rule.leika_prefix().find_first_not_of("0123456789") != std::string::npos || rule.leika_prefix().size() > 14)
    return Bad("leika_prefix", "Erwartet werden 1 bis 14 Ziffern.");
  if (!rule.ars().empty() && !town.areas->FindKey(rule.ars())) return Bad("ars", "Dieses Gebiet gibt es nicht.");
  if (!rule.street_segment_id().empty() && town.streets->SegmentNumber(rule.street_segment_id()) == 0)
    return Bad("street_segment_id", "Diesen Straßenabschnitt gibt es nicht.");
  if (rule.not_applicable() != rule.office_id().empty())
    return Bad("office_id", "Entweder eine Stelle oder not_applicable.");
  if (!rule.office_id().empty() && town.catalogue->FindOffice({rule.office_id()}) == nullptr)
    return Bad("office_id", "Diese Stelle gibt es nicht.");
  if (!rule.role().empty() && !RoleFromId(rule.role()))
    return Bad("role", "Bekannt sind decides, accepts und informs.");
  for (const std::string* initial : {&rule.initial_from(), &rule.initial_to()}) {
    const bool has_digit = initial->find_first_of("0123456789") != std::string::npos;
    if (!initial->empty() && (has_digit || InitialKey(*initial).empty()))
      return Bad("initial_from", "Erwartet werden Buchstaben.");
  }
  if (rule.initial_from().size() > 20 || rule.initial_to().size() > 20) return Bad("initial_to", "Höchstens 20 Bytes.");
  const std::string from = InitialKey(rule.initial_from());
  const std::string to = InitialKey(rule.initial_to());
  if (!to.empty() && from.substr(0, to.size()) > to)
    return Bad("initial_to", "Der letzte Buchstabe liegt vor dem ersten.");
  if (rule.id().size() > kLongestField) return Bad("id", "Höchstens 200 Bytes.");
  if (rule.note().size() > kLongestText) return Bad("note", "Höchstens 4000 Bytes.");
  return absl::OkStatus();
}

}  // namespace

void Encode(const AreaTable& areas, AreaIndex index, v1::Area* out) {
  const Area& area = areas.at(index);
  out->set_ars(area.key);
  out->set_name(area.name);
  out->set_kind(std::string(LevelId(area.level)));
  out->set_qualifier(areas.Qualifier(index));
  out->set_inhabitants(area.inhabitants);
  out->set_latitude(static_cast<double>(area.latitude));
  out->set_longitude(static_cast<double>(area.longitude));
}

void Encode(const Town& town, const knowledge::ServiceId& service, const Resolution& resolution, bool brief,
            v1::ResolveResponse* out) {
  std::visit(OutcomeEncoder{town, service, brief, out}, resolution.outcome);
  for (const ResponsibleOffice& office : resolution.also) EncodeOffice(service, office, brief, out->add_also());
  for (const std::string& line : resolution.path) out->add_path(line);
  for (const AreaIndex area : resolution.areas) Encode(*town.areas, area, out->add_areas());
  out->set_place_kind(std::string(PlaceKindId(resolution.place_kind)));
}

void Encode(const Town& town, const Rule& rule, v1::Rule* out) {
  out->set_id(rule.id);
  if (rule.service) {
    out->set_service_id(rule.service->value);
    if (const auto* head = town.catalogue->FindHead(*rule.service)) out->set_service_name(head->name);
  }
  out->set_leika_prefix(rule.leika_prefix);
  out->set_ars(rule.area);
  out->set_street_segment_id(rule.segment);
  out->set_initial_from(rule.initial_from);
  out->set_initial_to(rule.initial_to);
  out->set_office_id(rule.office.value);
  if (const auto* office = town.catalogue->FindOffice(rule.office)) out->set_office_name(office->name);
  out->set_role(std::string(RoleId(rule.role)));
  out->set_not_applicable(rule.not_applicable);
  out->set_note(rule.note);
  out->set_valid_from(DayText(rule.valid_from));
  out->set_valid_to(DayText(rule.valid_to));
  out->set_source(rule.town ? "town" : "import");
  out->set_version(static_cast<std::uint64_t>(rule.version));
  const auto area = rule.area.empty() ? (town.home == kNoArea ? std::nullopt : std::optional(town.home))
                                      : town.areas->FindKey(rule.area);
  if (area) Encode(*town.areas, *area, out->mutable_area());
}

void Encode(const Finding& finding, v1::LintFinding* out) {
  out->set_kind(std::string(FindingId(finding.kind)));
  out->set_text(finding.text);
  for (const std::string& id : finding.ids) out->add_ids(id);
}

absl::StatusOr<PlaceInput> Decode(const v1::Place& place) {
  if (!place.ars().empty() && !place.ags().empty()) return absl::InvalidArgumentError("place: only one of ars and ags");
  if (place.text().size() > kLongestText) return absl::InvalidArgumentError("place.text: at most 4000 bytes");
  for (const std::string* field :
       {&place.ars(), &place.ags(), &place.postcode(), &place.street(), &place.house_number(), &place.initial()}) {
    if (field->size() > kLongestField) return absl::InvalidArgumentError("place: a field has more than 200 bytes");
  }
  return PlaceInput{place.text(),   place.ars(),          place.ags(),    place.postcode(),
                    place.street(), place.house_number(), place.initial()};
}

absl::StatusOr<Rule> Decode(const Town& town, const v1::Rule& in) {
  if (const auto status = CheckRule(town, in); !status.ok()) return status;
  Rule rule;
  rule.id = in.id();
  if (!in.service_id().empty()) rule.service = knowledge::ServiceId{in.service_id()};
  rule.leika_prefix = in.leika_prefix();
  rule.area = in.ars();
  rule.segment = in.street_segment_id();
  rule.initial_from = in.initial_from();
  rule.initial_to = in.initial_to();
  rule.office.value = in.office_id();
  rule.role = RoleFromId(in.role()).value_or(knowledge::Role::kResponsible);
  rule.not_applicable = in.not_applicable();
  rule.note = in.note();
  const auto from = ParseDay(in.valid_from());
  if (!from.ok()) return Bad("valid_from", rpc::ToString(from.status().message()));
  const auto to = ParseDay(in.valid_to());
  if (!to.ok()) return Bad("valid_to", rpc::ToString(to.status().message()));
  if (*from && *to && **to < **from) return Bad("valid_to", "Das Ende liegt vor dem Anfang.");
  rule.valid_from = *from;
  rule.valid_to = *to;
  rule.town = true;
  rule.source = "town";
  return rule;
}

std::chrono::sys_days DayOf(const Town& town, std::int64_t unix_seconds) {
  const std::chrono::sys_seconds time = unix_seconds == 0
                                            ? std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
                                            : std::chrono::sys_seconds(std::chrono::seconds(unix_seconds));
  const date::time_zone* zone = nullptr;
  try {
    zone = date::locate_zone(town.municipality.time_zone);
  } catch (const std::exception&) {
    zone = date::locate_zone("Europe/Berlin");
  }
  return std::chrono::sys_days(std::chrono::floor<std::chrono::days>(zone->to_local(time)).time_since_epoch());
}

}  // namespace amtslotse::responsibility
