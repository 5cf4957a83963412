#include "services/knowledge/convert.h"

#include <fmt/format.h>

#include <array>

namespace amtslotse::knowledge {
namespace {

std::string DayText(std::chrono::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

const char* AddressKind(const std::string& code) {
  if (code == "002" || code == "001") return "visitors";
  return code == "003" || code == "006" ? "post" : "other";
}

void Encode(const Address& address, v1::Address* out) {
  out->set_kind(AddressKind(address.kind));
  out->set_street(address.street);
  out->set_house_number(address.house_number);
  out->set_postcode(address.postcode);
  out->set_town(address.place);
  out->set_addition(address.addition);
  if (address.latitude && address.longitude) {
    out->set_latitude(*address.latitude);
    out->set_longitude(*address.longitude);
  }
}

const char* Severity(Remark::Severity severity) {
  return severity == Remark::Severity::kError ? "error" : severity == Remark::Severity::kWarning ? "warning" : "note";
}

}  // namespace

std::string DateText(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? DayText(std::chrono::floor<std::chrono::days>(*time)) : std::string();
}

void Encode(const Link& link, v1::Link* out) {
  out->set_label(link.title);
  out->set_url(link.url);
}

void Encode(const Office& office, v1::Office* out) {
  out->set_id(office.id.value);
  if (office.parent) out->set_parent_id(office.parent->value);
  out->set_name(office.name);
  out->set_qualifier(office.qualifier);
  for (const Address& address : office.addresses) Encode(address, out->add_addresses());
  for (const Contact& contact : office.contacts) {
    if (contact.kind == Contact::Kind::kPhone && out->telephone().empty()) out->set_telephone(contact.value);
    if (contact.kind == Contact::Kind::kEmail && out->email().empty()) out->set_email(contact.value);
  }
  for (const OpeningSpan& span : office.hours.spans) {
    auto* to = out->add_opening_hours();
    to->set_weekday(span.day.iso_encoding());
    to->set_from_minute(static_cast<std::uint32_t>(span.opens.count()));
    to->set_to_minute(static_cast<std::uint32_t>(span.closes.count()));
    if (span.by_appointment) to->set_note("nur mit Termin");
  }
  out->set_opening_hours_text(office.hours.text);
  out->set_accessibility(office.accessibility);
  out->set_step_free(office.step_free.value_or(false));
  out->set_public_transport(office.public_transport);
  out->set_url(office.url);
  out->set_changed_date(DateText(office.changed));
}

void Encode(const Service& service, const std::string& language, v1::Service* out) {
  out->set_id(service.id.value);
  out->set_name(service.name);
  for (const std::string& synonym : service.synonyms) out->add_synonyms(synonym);
  for (const std::string& key : service.leika_keys) out->add_leika_keys(key);
  for (const std::string& situation : service.life_situations) out->add_life_situations(situation);
  for (const TextModule& module : service.modules) {
    if (!language.empty() && module.language != language) continue;
    auto* to = out->add_modules();
    to->set_kind(module.kind == ModuleKind::kOther ? "other:" + module.code : std::string(ModuleKindId(module.kind)));
    to->set_language(module.language);
    to->set_text(module.text);
    for (const Link& link : module.links) Encode(link, to->add_links());
  }
  for (const OnlineService& online : service.online_services)
    Encode(Link{online.name, online.url}, out->add_online_services());
  out->set_location_independent(service.location_independent);
  out->set_changed_date(DateText(service.changed));
  out->set_source_url(service.url);
}

void Encode(const Municipality& municipality, v1::Municipality* out) {
  out->set_id(municipality.id.value);
  out->set_name(municipality.name);
  out->set_ars(municipality.ars.value);
  for (const std::string& host : municipality.hosts) out->add_hosts(host);
  out->set_land(municipality.land);
  out->set_time_zone(municipality.time_zone);
  out->set_greeting(municipality.greeting);
  out->set_informal(municipality.informal);
  out->set_telephone(municipality.telephone);
  out->set_email(municipality.email);
  out->set_address(municipality.address);
  out->set_opening_hours_text(municipality.opening_hours_text);
  out->set_human_text(municipality.human_text);
  out->set_data_protection_email(municipality.data_protection_email);
  out->set_imprint(municipality.imprint);
  out->set_privacy_notice(municipality.privacy_notice);
  out->set_accessibility_statement(municipality.accessibility_statement);
  out->set_enforcement_body(municipality.enforcement_body);
  out->set_primary_colour(municipality.primary_colour);
  out->set_version(static_cast<std::uint64_t>(municipality.version));
  out->set_demo(municipality.demo);
  for (const std::string& origin : municipality.embedding_origins) out->add_embedding_origins(origin);
  out->set_ags(municipality.ags);
  for (const std::string& postcode : municipality.postcodes) out->add_postcodes(postcode);
  out->set_agency_id(municipality.agency_id);
  out->set_website(municipality.website);
  out->set_search_page(municipality.search_page);
  for (const Target& target : municipality.targets) {
    auto* to = out->add_targets();
    to->set_act(target.act);
    if (target.service) to->set_service_id(target.service->value);
    Encode(target.link, to->mutable_link());
  }
}

void Encode(const Notice& notice, v1::Notice* out) {
  out->set_id(notice.id);
  out->set_title(notice.title);
  out->set_text(notice.text);
  out->set_begin_unix(notice.starts.time_since_epoch().count());
  if (notice.ends) out->set_end_unix(notice.ends->time_since_epoch().count());
  for (const ServiceId& service : notice.services) out->add_service_ids(service.value);
  for (const OfficeId& office : notice.offices) out->add_office_ids(office.value);
  out->set_version(static_cast<std::uint64_t>(notice.version));
  out->set_closes_offices(notice.closes_office);
}

void Encode(const ImportReport& report, v1::ImportReport* out) {
  out->set_import_id(report.id);
  out->set_catalogue_version(std::to_string(report.version));
  out->set_added(static_cast<std::uint32_t>(report.added));
  out->set_changed(static_cast<std::uint32_t>(report.changed));
  out->set_deleted(static_cast<std::uint32_t>(report.deleted));
  out->set_unchanged(static_cast<std::uint32_t>(report.unchanged));
  for (const Remark& remark : report.remarks) {
    auto* to = out->add_remarks();
    to->set_severity(Severity(remark.severity));
    to->set_object_id(remark.object);
    to->set_text(remark.text);
    to->set_line(static_cast<std::uint32_t>(remark.line));
  }
  out->set_activated(report.activated);
  out->set_finished_unix(report.finished.time_since_epoch().count());
  out->set_actor(report.actor);
  for (const std::string& change : report.changes) out->add_changes(change);
  for (const std::string& file : report.files) out->add_file_names(file);
  out->set_remark_count(static_cast<std::uint32_t>(report.remark_count));
}

void Encode(const Answer& answer, const std::string& service_name, v1::Answer* out) {
  out->set_act(answer.act);
  if (answer.service) {
    out->mutable_service()->set_service_id(answer.service->value);
    out->mutable_service()->set_name(service_name);
  }
  if (answer.entry) out->set_entry_id(answer.entry->value);
  out->set_short_text(answer.text);
  out->set_details(answer.details);
  if (!answer.source.title.empty()) {
    auto* source = out->add_sources();
    source->set_title(answer.source.title);
    source->set_url(answer.source.url);
    source->set_legal_basis(answer.source.legal_basis);
    if (answer.source.date) source->set_changed_date(DayText(*answer.source.date));
  }
  for (const OnlineService& online : answer.online) Encode(Link{online.name, online.url}, out->add_online_services());
  for (const Link& link : answer.links) Encode(link, out->add_forms());
  for (const Link& link : answer.forms) Encode(link, out->add_forms());
  out->set_lacking(answer.outcome == Answer::Outcome::kLacksThis);
  out->set_version(answer.entry ? fmt::format("{}@{}", answer.entry->value, answer.entry_version)
                                : answer.source.title);
  out->set_language(answer.language);
  for (const std::string& act : answer.available) out->add_told_acts(act);
}

std::string TodayText(const OpenState& state, std::chrono::local_seconds now) {
  if (!state.known) return {};
  static constexpr std::array kDays{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"};
  const auto clock = [](std::chrono::local_seconds time) {
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(time - std::chrono::floor<std::chrono::days>(time)).count();
    return fmt::format("{}:{:02} Uhr", minutes / 60, minutes % 60);
  };
  if (state.open) {
    return state.until ? fmt::format("jetzt geöffnet, bis {}{}", clock(*state.until),
                                     state.by_appointment ? " (nur mit Termin)" : "")
                       : std::string("jetzt geöffnet");
  }
  std::string text = state.closure.empty() ? "jetzt geschlossen" : fmt::format("jetzt geschlossen ({})", state.closure);
  if (!state.until) return text;
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto day = std::chrono::floor<std::chrono::days>(*state.until);
  if (day == today) return fmt::format("{}, öffnet um {}", text, clock(*state.until));
  return fmt::format("{}, öffnet {} um {}", text,
                     day == today + std::chrono::days(1)
                         ? "morgen"
                         : fmt::format("am {}", kDays[std::chrono::weekday(day).c_encoding()]),
                     clock(*state.until));
}

}  // namespace amtslotse::knowledge
