#include "knowledge/catalogue_json.h"

#include <nlohmann/json.hpp>

#include "knowledge/json_fields.h"

namespace amtslotse::knowledge {

using nlohmann::json;

// One list of fields per type serves writing, reading and the check for unknown keys. Not in an unnamed
// namespace: JsonCodec finds them through their arguments.

static void Fields(auto& f, Of<Link> auto& v) {
  f("title", v.title);
  f("url", v.url);
}

static void Fields(auto& f, Of<TextModule> auto& v) {
  f("kind", v.kind);
  f("code", v.code);
  f("language", v.language);
  f("text", v.text);
  f("links", v.links);
}

static void Fields(auto& f, Of<OnlineService> auto& v) {
  f("id", v.id);
  f("name", v.name);
  f("url", v.url);
  f("trust_level", v.trust_level);
}

static void Fields(auto& f, Of<TranslatedName> auto& v) {
  f("language", v.language);
  f("name", v.name);
}

static void Fields(auto& f, Of<Service> auto& v) {
  f("id", v.id);
  f("name", v.name);
  f("official_name", v.official_name);
  f("translations", v.translations);
  f("synonyms", v.synonyms);
  f("leika", v.leika_keys);
  f("life_situations", v.life_situations);
  f("modules", v.modules);
  f("online", v.online_services);
  f("areas", v.areas);
  f("location_independent", v.location_independent);
  f("public", v.is_public);
  f("url", v.url);
  f("changed", v.changed);
  f("duration", v.appointment_duration);
  f("max_quantity", v.max_quantity);
  f("combinable", v.combinable);
  f("source", v.source);
}

static void Fields(auto& f, Of<Address> auto& v) {
  f("kind", v.kind);
  f("street", v.street);
  f("house_number", v.house_number);
  f("postcode", v.postcode);
  f("place", v.place);
  f("addition", v.addition);
  f("latitude", v.latitude);
  f("longitude", v.longitude);
}

static void Fields(auto& f, Of<Contact> auto& v) {
  f("kind", v.kind);
  f("value", v.value);
  f("label", v.label);
}

static void Fields(auto& f, Of<OpeningHours> auto& v) {
  f("spans", v.spans);
  f("text", v.text);
}

static void Fields(auto& f, Of<Office> auto& v) {
  f("id", v.id);
  f("parent", v.parent);
  f("name", v.name);
  f("qualifier", v.qualifier);
  f("aliases", v.aliases);
  f("translations", v.translations);
  f("public", v.is_public);
  f("addresses", v.addresses);
  f("contacts", v.contacts);
  f("hours", v.hours);
  f("accessibility", v.accessibility);
  f("step_free", v.step_free);
  f("public_transport", v.public_transport);
  f("parking", v.parking);
  f("payment", v.payment);
  f("description", v.description);
  f("areas", v.areas);
  f("url", v.url);
  f("changed", v.changed);
  f("source", v.source);
}

static void Fields(auto& f, Of<ResponsibilityRule> auto& v) {
  f("id", v.id);
  f("service", v.service);
  f("leika", v.leika_prefix);
  f("area", v.area);
  f("office", v.office);
  f("role", v.role);
  f("source", v.source);
}

static void Fields(auto& f, Of<Offering> auto& v) {
  f("service", v.service);
  f("office", v.office);
  f("duration", v.duration);
  f("max_quantity", v.max_quantity);
  f("bookable", v.bookable);
  f("public", v.is_public);
  f("url", v.url);
  f("source", v.source);
}

static void Fields(auto& f, Of<OnlineServiceRow> auto& v) {
  f("online", v.online);
  f("services", v.services);
  f("source", v.source);
}

static void Fields(auto& f, Of<Specialisation> auto& v) {
  f("id", v.id);
  f("service", v.service);
  f("areas", v.areas);
  f("modules", v.modules);
  f("source", v.source);
}

static void Fields(auto& f, Of<Target> auto& v) {
  f("act", v.act);
  f("service", v.service);
  f("link", v.link);
}

static void Fields(auto& f, Of<Municipality> auto& v) {
  f("id", v.id);
  f("version", v.version);
  f("name", v.name);
  f("ars", v.ars);
  f("ags", v.ags);
  f("land", v.land);
  f("hosts", v.hosts);
  f("postcodes", v.postcodes);
  f("time_zone", v.time_zone);
  f("agency_id", v.agency_id);
  f("website", v.website);
  f("search_page", v.search_page);
  f("telephone", v.telephone);
  f("email", v.email);
  f("address", v.address);
  f("opening_hours_text", v.opening_hours_text);
  f("greeting", v.greeting);
  f("informal", v.informal);
  f("human_text", v.human_text);
  f("data_protection_email", v.data_protection_email);
  f("imprint", v.imprint);
  f("privacy_notice", v.privacy_notice);
  f("accessibility_statement", v.accessibility_statement);
  f("enforcement_body", v.enforcement_body);
  f("primary_colour", v.primary_colour);
  f("demo", v.demo);
  f("embedding_origins", v.embedding_origins);
  f("targets", v.targets);
}

static void Fields(auto& f, Of<StreetAnswer> auto& v) {
  f("street", v.street);
  f("house_numbers", v.house_numbers);
  f("text", v.text);
}

static void Fields(auto& f, Of<Entry> auto& v) {
  f("id", v.id);
  f("version", v.version);
  f("state", v.state);
  f("questions", v.questions);
  f("answer", v.answer);
  f("by_street", v.by_street);
  f("links", v.links);
  f("service", v.service);
  f("act", v.act);
  f("replaces_catalogue", v.replaces_catalogue);
  f("language", v.language);
  f("valid_from", v.valid_from);
  f("valid_until", v.valid_until);
  f("owner", v.owner);
  f("review_on", v.review_on);
  f("changed_by", v.changed_by);
  f("changed", v.changed);
}

static void Fields(auto& f, Of<Notice> auto& v) {
  f("id", v.id);
  f("version", v.version);
  f("title", v.title);
  f("text", v.text);
  f("starts", v.starts);
  f("ends", v.ends);
  f("offices", v.offices);
  f("services", v.services);
  f("closes_office", v.closes_office);
}

namespace {

template <typename T>
std::string EncodeAs(const T& value) {
  return ToJson(value).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <typename T>
absl::StatusOr<T> DecodeAs(std::string_view text) {
  try {
    return FromJson<T>(json::parse(text));
  } catch (const json::exception& error) {
    return absl::DataLossError(std::string("a stored row is damaged: ") + error.what());
  }
}

}  // namespace

std::string Encode(const Service& service) { return EncodeAs(service); }
std::string Encode(const Office& office) { return EncodeAs(office); }
std::string Encode(const ResponsibilityRule& rule) { return EncodeAs(rule); }
std::string Encode(const Offering& offering) { return EncodeAs(offering); }
std::string Encode(const OnlineServiceRow& online) { return EncodeAs(online); }
std::string Encode(const Specialisation& specialisation) { return EncodeAs(specialisation); }
std::string Encode(const Municipality& municipality) { return EncodeAs(municipality); }
std::string Encode(const Entry& entry) { return EncodeAs(entry); }
std::string Encode(const Notice& notice) { return EncodeAs(notice); }

absl::StatusOr<Service> DecodeService(std::string_view text) { return DecodeAs<Service>(text); }
absl::StatusOr<Office> DecodeOffice(std::string_view text) { return DecodeAs<Office>(text); }
absl::StatusOr<ResponsibilityRule> DecodeRule(std::string_view text) { return DecodeAs<ResponsibilityRule>(text); }
absl::StatusOr<Offering> DecodeOffering(std::string_view text) { return DecodeAs<Offering>(text); }
absl::StatusOr<OnlineServiceRow> DecodeOnlineService(std::string_view text) { return DecodeAs<OnlineServiceRow>(text); }
absl::StatusOr<Specialisation> DecodeSpecialisation(std::string_view text) { return DecodeAs<Specialisation>(text); }
absl::StatusOr<Municipality> DecodeMunicipality(std::string_view text) { return DecodeAs<Municipality>(text); }
absl::StatusOr<Entry> DecodeEntry(std::string_view text) { return DecodeAs<Entry>(text); }
absl::StatusOr<Notice> DecodeNotice(std::string_view text) { return DecodeAs<Notice>(text); }

}  // namespace amtslotse::knowledge
