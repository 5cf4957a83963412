#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "knowledge/import/fields.h"
#include "knowledge/import/xzufi_reading.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

bool IsTrue(const std::string& text) { return text == "true" || text == "1"; }

std::optional<double> Degrees(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data() || value < -180 || value > 180) return std::nullopt;
  return value;
}

// The first child among several spellings that is there.
const XmlNode* AnyChild(const XmlNode& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const XmlNode* child = node.Child(name)) return child;
  }
  return nullptr;
}

std::string TextOfAny(const XmlNode& node, std::initializer_list<std::string_view> names) {
  const XmlNode* child = AnyChild(node, names);
  return child ? child->Text() : std::string();
}

// German text of elements that repeat per language.
std::string GermanMarkdown(const XmlNode& node, std::string_view name) {
  std::string text;
  for (const XmlNode* child : node.Children(name)) {
    if (NormalLanguage(child->Attribute("languageCode")) != "de") continue;
    const std::string part = HtmlToMarkdown(child->InnerMarkup());
    if (!part.empty()) text += (text.empty() ? "" : "\n\n") + part;
  }
  return text;
}

Address ReadAddress(const XmlNode& node, std::vector<AreaKey>& areas, XzufiContext& context) {
  Address address;
  address.kind = node.TextAt("typ/code");
  address.street = TextOfAny(node, {"strasse", "strassenname"});
  address.house_number = TextOfAny(node, {"hausnummer"});
  address.postcode = TextOfAny(node, {"postleitzahl", "plz"});
  address.place = TextOfAny(node, {"ort"});
  address.addition = TextOfAny(node, {"zusatz", "adresszusatz"});
  if (address.street.empty()) {
    const std::string box = TextOfAny(node, {"postfach"});
    if (!box.empty()) address.street = "Postfach " + box;
  }
  if (const XmlNode* point = AnyChild(node, {"geokodierung", "koordinaten"})) {
    address.latitude = Degrees(TextOfAny(*point, {"latitude", "breitengrad", "lat"}));
    address.longitude = Degrees(TextOfAny(*point, {"longitude", "laengengrad", "lon"}));
  }
  if (const XmlNode* coding = node.Child("verwaltungspolitischeKodierung")) {
    for (const std::string_view level : {"regionalschluessel", "gemeindeschluessel"}) {
      const XmlNode* code = coding->Child(level);
      const auto key = code ? ParseAreaKey(code->Child("code") ? code->TextAt("code") : code->Text()) : std::nullopt;
      if (key && std::find(areas.begin(), areas.end(), *key) == areas.end()) areas.push_back(*key);
      if (key) break;
      if (code && !code->Text().empty()) {
        context.sink.Note({Remark::Severity::kNote, "Anschrift", "Schlüssel nicht lesbar: " + code->Text(), node.line});
      }
    }
  }
  return address;
}

Contact::Kind ContactKind(const std::string& code, const std::string& value) {
  if (value.find('@') != std::string::npos) return Contact::Kind::kEmail;
  if (value.starts_with("http")) return Contact::Kind::kWeb;
  if (code == "01" || code == "02") return Contact::Kind::kPhone;
  if (code == "03") return Contact::Kind::kFax;
  return Contact::Kind::kOther;
}

void ReadContacts(const XmlNode& node, Office& office) {
  for (const std::string_view name : {"kommunikation", "kommunikationssystem", "erreichbarkeit"}) {
    for (const XmlNode* contact : node.Children(name)) {
      const std::string value = TextOfAny(*contact, {"kennung", "wert"});
      if (value.empty()) continue;
      const XmlNode* channel = AnyChild(*contact, {"kanal", "typ"});
      const std::string label = TextOfAny(*contact, {"zusatz", "kennungszusatz"});
      office.contacts.push_back({ContactKind(channel ? channel->TextAt("code") : "", value), value, label});
    }
  }
  for (const XmlNode* page : node.Children("internetadresse")) {
    const std::string url = TextOfAny(*page, {"uri", "link"});
    if (!IsSafeUrl(url)) continue;
    if (office.url.empty()) office.url = url;
    office.contacts.push_back({Contact::Kind::kWeb, url, page->TextAt("titel")});
  }
}

std::optional<unsigned> IsoWeekday(const std::string& text) {
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '7') return static_cast<unsigned>(text[0] - '0');
  if (text.size() == 2 && text[0] == '0' && text[1] >= '1' && text[1] <= '7')
    return static_cast<unsigned>(text[1] - '0');
  const std::vector<OpeningSpan> probe = ParseOpeningHours(text + " 8-9 Uhr");
  if (probe.size() != 1) return std::nullopt;
  return probe[0].day.iso_encoding();
}

void ReadHours(const XmlNode& node, XzufiContext& context, Office& office) {
  for (const std::string_view name : {"oeffnungszeit", "oeffnungszeiten"}) {
    for (const XmlNode* span : node.Children(name)) {
      std::string day = span->TextAt("wochentag/code");
      if (day.empty()) day = span->TextAt("wochentag");
      const auto weekday = IsoWeekday(day);
      const auto opens = ParseTimeOfDay(TextOfAny(*span, {"von", "beginn"}));
      const auto closes = ParseTimeOfDay(TextOfAny(*span, {"bis", "ende"}));
      if (weekday && opens && closes && *closes > *opens) {
        const bool by_appointment = IsTrue(TextOfAny(*span, {"nurMitTermin", "kennzeichenTermin"}));
        office.hours.spans.push_back({std::chrono::weekday(*weekday), *opens, *closes, by_appointment});
      } else if (!span->Child("von") && !span->Child("wochentag") && !span->Text().empty()) {
        office.hours.text += (office.hours.text.empty() ? "" : "\n") + HtmlToMarkdown(span->InnerMarkup());
      } else {
        context.sink.Note(
            {Remark::Severity::kWarning, "Stelle " + office.id.value, "Öffnungszeit nicht lesbar.", span->line});
      }
    }
  }
  if (const std::string text = GermanMarkdown(node, "oeffnungszeitText"); !text.empty()) office.hours.text = text;
  if (office.hours.spans.empty()) office.hours.spans = ParseOpeningHours(office.hours.text);
  SortSpans(office.hours.spans);
}

void ReadNames(const XmlNode& node, Office& office) {
  for (const XmlNode* outer : node.Children("name")) {
    std::vector<const XmlNode*> names = outer->Children("name");
    if (names.empty()) names.push_back(outer);
    for (const XmlNode* name : names) {
      const std::string language = NormalLanguage(name->Attribute("languageCode"));
      if (language == "de" && office.name.empty()) {
        office.name = name->Text();
      } else if (language != "de") {
        office.translations.push_back({language, name->Text()});
      }
    }
  }
  if (office.name.empty() && !office.translations.empty()) office.name = office.translations.front().name;
  for (const std::string_view other : {"synonym", "alternativname", "kurzname"}) {
    for (const XmlNode* name : node.Children(other)) office.aliases.push_back(name->Text());
  }
}

Role ReadRole(const XmlNode& node, XzufiContext& context) {
  std::string code = node.TextAt("rolle/code");
  if (code.empty()) code = node.TextAt("rolle");
  if (code == "02") return Role::kAccepts;
  if (code == "03") return Role::kContact;
  if (!code.empty() && code != "01") {
    context.sink.Note({Remark::Severity::kNote, "Zuständigkeit " + node.TextAt("id"),
                       "Rolle " + code + " unbekannt; als zuständige Stelle übernommen.", node.line});
  }
  return Role::kResponsible;
}

}  // namespace

std::optional<Office> ReadOffice(const XmlNode& node, XzufiContext& context) {
  Office office;
  office.id.value = context.Id(node);
  ReadNames(node, office);
  if (office.id.value.empty() || office.name.empty()) {
    context.sink.Note(
        {Remark::Severity::kError, "Stelle " + office.id.value, "Ohne id oder Namen; übersprungen.", node.line});
    return std::nullopt;
  }
  for (const std::string_view parent : {"uebergeordnetesObjektID", "uebergeordneteOrganisationseinheitID",
                                        "uebergeordnetesOrganisationseinheitID", "uebergeordneteEinheitID"}) {
    if (std::string id = context.Id(node, parent); !id.empty()) office.parent = OfficeId{std::move(id)};
  }
  office.is_public = !IsTrue(TextOfAny(node, {"kennzeichenIntern", "intern"}));
  for (const XmlNode* address : node.Children("anschrift")) {
    office.addresses.push_back(ReadAddress(*address, office.areas, context));
    if (office.qualifier.empty()) office.qualifier = TextOfAny(*address, {"ortsteil", "stadtteil"});
  }
  ReadContacts(node, office);
  ReadHours(node, context, office);
  office.accessibility = GermanMarkdown(node, "barrierefreiheit");
  const std::string step_free = TextOfAny(node, {"rollstuhlgerecht"});
  if (!step_free.empty()) office.step_free = IsTrue(step_free);
  office.public_transport = GermanMarkdown(node, "oepnv");
  office.parking = GermanMarkdown(node, "parkplatz");
  office.payment = GermanMarkdown(node, "zahlungsweise");
  office.description = GermanMarkdown(node, "beschreibung");
  office.changed = ParseIsoTime(node.TextAt("versionsinformation/geaendertDatumZeit"));
  office.source = "xzufi";
  return office;
}

std::optional<OnlineServiceRow> ReadOnlineService(const XmlNode& node, XzufiContext& context) {
  OnlineServiceRow row;
  row.online.id = context.Id(node);
  row.online.name = GermanMarkdown(node, "bezeichnung");
  if (const XmlNode* link = node.Child("link")) {
    row.online.url = link->Child("link")  ? link->TextAt("link")
                     : link->Child("uri") ? link->TextAt("uri")
                                          : link->Text();
    if (row.online.name.empty()) row.online.name = link->TextAt("titel");
  }
  if (row.online.id.empty() || !IsSafeUrl(row.online.url)) {
    context.sink.Note({Remark::Severity::kError, "Onlinedienst " + row.online.id,
                       "Ohne id oder brauchbaren Link; übersprungen.", node.line});
    return std::nullopt;
  }
  if (row.online.name.empty()) row.online.name = "Online-Dienst";
  row.online.trust_level = node.TextAt("vertrauensniveau/code");
  for (const XmlNode* rule : node.Children("zustaendigkeit")) {
    if (std::string id = context.Id(*rule, "leistungID"); !id.empty()) row.services.push_back({std::move(id)});
  }
  if (std::string id = context.Id(node, "leistungID"); !id.empty()) row.services.push_back({std::move(id)});
  row.source = "xzufi";
  return row;
}

std::vector<ResponsibilityRule> ReadRules(const XmlNode& node, const std::string& office, XzufiContext& context) {
  ResponsibilityRule rule;
  rule.id = context.Id(node);
  if (std::string service = context.Id(node, "leistungID"); !service.empty())
    rule.service = ServiceId{std::move(service)};
  if (!rule.service) rule.leika_prefix = node.TextAt("referenzLeiKa/code");
  if (!rule.service && rule.leika_prefix.empty()) {
    context.sink.Note(
        {Remark::Severity::kError, "Zuständigkeit " + rule.id, "Ohne leistungID; übersprungen.", node.line});
    return {};
  }
  rule.office.value = office;
  rule.role = ReadRole(node, context);
  rule.source = "xzufi";
  if (rule.id.empty()) {
    rule.id = fmt::format("{}/{}/{}", office, rule.service ? rule.service->value : rule.leika_prefix,
                          static_cast<int>(rule.role));
  }
  const std::vector<AreaKey> areas = ReadAreas(node, "gebietID", context);
  if (areas.empty()) return {rule};
  std::vector<ResponsibilityRule> rules;
  for (const AreaKey& area : areas) {
    rules.push_back(rule);
    rules.back().area = area;
    if (areas.size() > 1) rules.back().id += "@" + area.value;
  }
  return rules;
}

}  // namespace amtslotse::knowledge
