#include <fmt/format.h>

#include "knowledge/export/xzufi_objects.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

std::string Clock(std::chrono::minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

const char* ContactCode(Contact::Kind kind) {
  switch (kind) {
    case Contact::Kind::kPhone: return "01";
    case Contact::Kind::kFax: return "03";
    case Contact::Kind::kEmail: return "04";
    case Contact::Kind::kWeb: return "05";
    case Contact::Kind::kOther: break;
  }
  return "09";
}

const char* RoleCode(Role role) { return role == Role::kAccepts ? "02" : role == Role::kContact ? "03" : "01"; }

void AddAddress(XmlText& xml, const Address& address, std::string_view qualifier, const AreaKey* area) {
  xml.Open("anschrift").Code("typ", address.kind);
  xml.Leaf("strasse", address.street).Leaf("hausnummer", address.house_number);
  xml.Leaf("postleitzahl", address.postcode).Leaf("ort", address.place).Leaf("ortsteil", qualifier);
  xml.Leaf("zusatz", address.addition);
  if (address.latitude && address.longitude) {
    xml.Open("geokodierung").Leaf("latitude", fmt::format("{}", *address.latitude));
    xml.Leaf("longitude", fmt::format("{}", *address.longitude)).Close();
  }
  if (area) xml.Open("verwaltungspolitischeKodierung").Code("regionalschluessel", area->value).Close();
  xml.Close();
}

void AddContacts(XmlText& xml, const Office& office) {
  for (const Contact& contact : office.contacts) {
    if (contact.kind == Contact::Kind::kWeb && IsSafeUrl(contact.value)) continue;
    xml.Open("kommunikation").Code("kanal", ContactCode(contact.kind));
    xml.Leaf("kennung", contact.value).Leaf("zusatz", contact.label).Close();
  }
  for (const Contact& contact : office.contacts) {
    if (contact.kind != Contact::Kind::kWeb || !IsSafeUrl(contact.value)) continue;
    xml.Open("internetadresse").Leaf("uri", contact.value).Leaf("titel", contact.label).Close();
  }
}

void AddHours(XmlText& xml, const OpeningHours& hours) {
  for (const OpeningSpan& span : hours.spans) {
    xml.Open("oeffnungszeit").Code("wochentag", std::to_string(span.day.iso_encoding()));
    xml.Leaf("von", Clock(span.opens)).Leaf("bis", Clock(span.closes));
    if (span.by_appointment) xml.Leaf("nurMitTermin", "true");
    xml.Close();
  }
}

void AddGerman(XmlText& xml, std::string_view name, const std::string& markdown) {
  xml.Leaf(name, MarkdownToHtml(markdown), {{"languageCode", "de"}});
}

void AddTexts(XmlText& xml, const Office& office) {
  AddGerman(xml, "oeffnungszeitText", office.hours.text);
  AddGerman(xml, "barrierefreiheit", office.accessibility);
  if (office.step_free) xml.Leaf("rollstuhlgerecht", *office.step_free ? "true" : "false");
  AddGerman(xml, "oepnv", office.public_transport);
  AddGerman(xml, "parkplatz", office.parking);
  AddGerman(xml, "zahlungsweise", office.payment);
  AddGerman(xml, "beschreibung", office.description);
}

void AddRuleElement(XmlText& xml, const ResponsibilityRule& rule, std::string_view own_agency) {
  xml.Open("zustaendigkeit");
  AddId(xml, "id", rule.id, own_agency);
  if (rule.service) AddId(xml, "leistungID", rule.service->value, own_agency);
  xml.Code("referenzLeiKa", rule.leika_prefix);
  if (rule.area) xml.Leaf("gebietID", rule.area->value);
  xml.Code("rolle", RoleCode(rule.role)).Close();
}

}  // namespace

void AddOffice(XmlText& xml, const Office& office, const std::vector<ResponsibilityRule>& rules,
               std::string_view own_agency) {
  xml.Open("schreibe").Open("organisationseinheit");
  AddId(xml, "id", office.id.value, own_agency);
  if (office.parent) AddId(xml, "uebergeordnetesObjektID", office.parent->value, own_agency);
  xml.Open("name").Leaf("name", office.name, {{"languageCode", "de"}});
  for (const TranslatedName& name : office.translations) xml.Leaf("name", name.name, {{"languageCode", name.language}});
  xml.Close();
  for (const std::string& alias : office.aliases) xml.Leaf("alternativname", alias);
  if (!office.is_public) xml.Leaf("kennzeichenIntern", "true");
  for (std::size_t i = 0; i < office.addresses.size(); ++i) {
    AddAddress(xml, office.addresses[i], i == 0 ? office.qualifier : "",
               i < office.areas.size() ? &office.areas[i] : nullptr);
  }
  AddContacts(xml, office);
  AddHours(xml, office.hours);
  AddTexts(xml, office);
  if (office.changed) xml.Open("versionsinformation").Leaf("geaendertDatumZeit", IsoTime(*office.changed)).Close();
  for (const ResponsibilityRule& rule : rules) AddRuleElement(xml, rule, own_agency);
  xml.Close().Close();
}

void AddRule(XmlText& xml, const ResponsibilityRule& rule, std::string_view own_agency) {
  xml.Open("schreibe").Open("zustaendigkeitTransferObjekt");
  AddId(xml, "uebergeordnetesObjektID", rule.office.value, own_agency);
  AddRuleElement(xml, rule, own_agency);
  xml.Close().Close();
}

}  // namespace amtslotse::knowledge
