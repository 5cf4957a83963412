#include <fmt/format.h>

#include <algorithm>

#include "knowledge/export/xzufi_objects.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

bool IsElementName(std::string_view code) {
  return code.starts_with("modul") && code.size() < 60 &&
         std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// The element that a module stands in: its own, or modulText with a code.
std::string ElementOf(const TextModule& module) {
  if (IsElementName(module.code)) return module.code;
  if (!XzufiCode(module.kind).empty() && module.code == XzufiCode(module.kind)) return "modulText";
  if (module.kind == ModuleKind::kFee) return "modulKosten";
  if (module.kind == ModuleKind::kDuration) return "modulBearbeitungsdauer";
  if (module.kind == ModuleKind::kDeadline) return "modulFrist";
  return "modulText";
}

void AddLinks(XmlText& xml, const TextModule& module) {
  for (const Link& link : module.links) {
    xml.Open("weiterfuehrenderLink", {{"languageCode", module.language}});
    xml.Leaf("titel", link.title).Leaf("uri", link.url).Close();
  }
}

void AddModule(XmlText& xml, const TextModule& module) {
  const std::string element = ElementOf(module);
  const bool is_text = element == "modulText";
  xml.Open(element);
  const std::string html = MarkdownToHtml(module.text);
  xml.Leaf(is_text ? "inhalt" : "beschreibung", html, {{"languageCode", module.language}});
  if (is_text) {
    const std::string_view code = XzufiCode(module.kind);
    xml.Code("leikaTextmodul", module.code.empty() ? code : std::string_view(module.code));
  }
  AddLinks(xml, module);
  xml.Close();
}

// modulText first, as the reader puts them.
void AddModules(XmlText& xml, const std::vector<TextModule>& modules) {
  for (const bool text : {true, false}) {
    for (const TextModule& module : modules) {
      if ((ElementOf(module) == "modulText") == text) AddModule(xml, module);
    }
  }
}

void AddTitle(XmlText& xml, const char* code, const std::string& german,
              const std::vector<TranslatedName>& translations) {
  if (german.empty()) return;
  xml.Open("modulText").Leaf("inhalt", MarkdownToHtml(german), {{"languageCode", "de"}});
  for (const TranslatedName& name : translations) {
    xml.Leaf("inhalt", MarkdownToHtml(name.name), {{"languageCode", name.language}});
  }
  xml.Code("leikaTextmodul", code).Close();
}

}  // namespace

void AddId(XmlText& xml, std::string_view name, std::string_view id, std::string_view own_agency) {
  const std::size_t colon = id.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    xml.Leaf(name, id, {{"schemeAgencyID", own_agency}});
  } else {
    xml.Leaf(name, id.substr(colon + 1), {{"schemeAgencyID", id.substr(0, colon)}});
  }
}

std::string IsoTime(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

void AddService(XmlText& xml, const Service& service, std::string_view own_agency) {
  xml.Open("schreibe").Open("leistung");
  AddId(xml, "id", service.id.value, own_agency);
  for (const std::string& key : service.leika_keys) xml.Code("referenzLeiKa", key);
  AddTitle(xml, "02", service.official_name, {});
  AddTitle(xml, "03", service.name, service.translations);
  AddModules(xml, service.modules);
  if (!service.synonyms.empty()) {
    xml.Open("modulBegriffImKontext");
    for (const std::string& synonym : service.synonyms) xml.Open("begriffImKontext").Leaf("begriff", synonym).Close();
    xml.Close();
  }
  for (const std::string& situation : service.life_situations)
    xml.Open("kategorie").Leaf("bezeichnung", situation).Close();
  for (const AreaKey& area : service.areas) xml.Leaf("gueltigkeitGebietID", area.value);
  if (service.changed) xml.Open("versionsinformation").Leaf("geaendertDatumZeit", IsoTime(*service.changed)).Close();
  xml.Leaf("url", service.url);
  xml.Close().Close();
}

void AddSpecialisation(XmlText& xml, const Specialisation& special, std::string_view own_agency) {
  xml.Open("schreibe").Open("spezialisierung");
  AddId(xml, "id", special.id, own_agency);
  AddId(xml, "leistungID", special.service.value, own_agency);
  AddModules(xml, special.modules);
  for (const AreaKey& area : special.areas) xml.Leaf("gueltigkeitGebietID", area.value);
  xml.Close().Close();
}

void AddOnlineService(XmlText& xml, const OnlineServiceRow& row, std::string_view own_agency) {
  xml.Open("schreibe").Open("onlinedienst");
  AddId(xml, "id", row.online.id, own_agency);
  xml.Leaf("bezeichnung", MarkdownToHtml(row.online.name), {{"languageCode", "de"}});
  xml.Open("link").Leaf("link", row.online.url).Close();
  xml.Code("vertrauensniveau", row.online.trust_level);
  for (const ServiceId& service : row.services) {
    xml.Open("zustaendigkeit");
    AddId(xml, "leistungID", service.value, own_agency);
    xml.Close();
  }
  xml.Close().Close();
}

}  // namespace amtslotse::knowledge
