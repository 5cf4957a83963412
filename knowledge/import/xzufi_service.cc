#include <algorithm>
#include <set>

#include "knowledge/import/fields.h"
#include "knowledge/import/xzufi_reading.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::string_view kTitleOne = "02";
constexpr std::string_view kTitleTwo = "03";

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Children of a leistung that carry no text for citizens, or that are read by name below.
bool IsKnown(std::string_view name) {
  return name.empty() || IsOneOf(name, {"id",
                                        "idSekundaer",
                                        "struktur",
                                        "referenzLeiKa",
                                        "typisierung",
                                        "kategorie",
                                        "leistungsschluessel",
                                        "gueltigkeitGebietID",
                                        "gueltigkeitGebiet",
                                        "kennzeichenSchriftformerfordernis",
                                        "versionsinformation",
                                        "sprachversion",
                                        "herausgeber",
                                        "informationsbereichSDG",
                                        "bezeichnung",
                                        "gueltigkeit",
                                        "stichwort",
                                        "leistungstyp",
                                        "kennzeichenEA",
                                        "relevantFuerWirtschaftszweig",
                                        "leistungID",
                                        "relevantFuerStaatsangehoerigkeit",
                                        "relevantFuerRechtsform",
                                        "url"});
}

std::vector<Link> ReadLinks(const XmlNode& node, std::string_view language) {
  std::vector<Link> links;
  for (const XmlNode* link : node.Children("weiterfuehrenderLink")) {
    if (NormalLanguage(link->Attribute("languageCode")) != language) continue;
    std::string url = link->TextAt("uri");
    if (url.empty()) url = link->TextAt("link");
    if (!IsSafeUrl(url)) continue;
    std::string title = link->TextAt("titel");
    links.push_back({title.empty() ? url : title, url});
  }
  return links;
}

std::set<std::string> LanguagesOf(const XmlNode& node) {
  std::set<std::string> languages;
  for (const XmlNode& child : node.children) {
    if (IsOneOf(child.name, {"inhalt", "beschreibung", "weiterfuehrenderLink", "text"})) {
      languages.insert(NormalLanguage(child.Attribute("languageCode")));
    }
  }
  return languages;
}

// The words of a module that has neither inhalt nor beschreibung, e.g. a structured fee: names, numbers and
// units.
std::string LooseText(const XmlNode& node) {
  std::string text;
  for (const XmlNode& child : node.children) {
    if (child.name.empty() ||
        IsOneOf(child.name, {"leikaTextmodul", "positionDarstellung", "weiterfuehrenderLink", "id"})) {
      continue;
    }
    std::string part = child.children.size() > 1 ? LooseText(child) : child.Text();
    if (part.empty()) continue;
    text += (text.empty() ? "" : " ") + part;
  }
  return text;
}

void ReadModule(const XmlNode& node, ModuleKind kind, const std::string& code, std::vector<TextModule>& modules) {
  const std::set<std::string> languages = LanguagesOf(node);
  for (const std::string& language : languages) {
    TextModule module{kind, code, language, {}, ReadLinks(node, language)};
    for (const XmlNode& child : node.children) {
      if (!IsOneOf(child.name, {"inhalt", "beschreibung", "text"})) continue;
      if (NormalLanguage(child.Attribute("languageCode")) != language) continue;
      const std::string text = HtmlToMarkdown(child.InnerMarkup());
      if (!text.empty()) module.text += (module.text.empty() ? "" : "\n\n") + text;
    }
    if (!module.text.empty() || !module.links.empty()) modules.push_back(std::move(module));
  }
  if (!languages.empty()) return;
  if (std::string text = HtmlToMarkdown(LooseText(node)); !text.empty()) {
    modules.push_back({kind, code, "de", std::move(text), {}});
  }
}

struct Titles {
  std::vector<TranslatedName> one;
  std::vector<TranslatedName> two;
};

std::string In(const std::vector<TranslatedName>& names, std::string_view language) {
  for (const TranslatedName& name : names) {
    if (name.language == language) return name.name;
  }
  return {};
}

void ReadTitle(const XmlNode& node, std::vector<TranslatedName>& names) {
  for (const XmlNode* content : node.Children("inhalt")) {
    std::string text = MarkdownToPlain(HtmlToMarkdown(content->InnerMarkup()));
    if (!text.empty()) names.push_back({NormalLanguage(content->Attribute("languageCode")), std::move(text)});
  }
}

void ReadTextModules(const XmlNode& node, Titles& titles, std::vector<TextModule>& modules) {
  std::vector<const XmlNode*> texts = node.Children("modulText");
  const auto position = [](const XmlNode* text) {
    const std::string number = text->TextAt("positionDarstellung");
    return number.empty() || number.find_first_not_of("0123456789") != std::string::npos || number.size() > 6
               ? 1'000'000
               : std::stoi(number);
  };
  std::stable_sort(texts.begin(), texts.end(), [&](auto* a, auto* b) { return position(a) < position(b); });
  for (const XmlNode* text : texts) {
    std::string code = text->TextAt("leikaTextmodul/code");
    if (code.size() == 1) code.insert(0, "0");
    if (code == kTitleOne) {
      ReadTitle(*text, titles.one);
    } else if (code == kTitleTwo) {
      ReadTitle(*text, titles.two);
    } else {
      ReadModule(*text, ModuleKindFromXzufiCode(code), code, modules);
    }
  }
}

void ReadSpecialModules(const XmlNode& node, XzufiContext& context, std::vector<TextModule>& modules) {
  for (const XmlNode& child : node.children) {
    if (child.name == "modulText" || child.name == "modulBegriffImKontext" || IsKnown(child.name)) continue;
    if (child.name == "modulFrist") {
      ReadModule(child, ModuleKind::kDeadline, child.name, modules);
    } else if (child.name == "modulKosten") {
      ReadModule(child, ModuleKind::kFee, child.name, modules);
    } else if (child.name == "modulBearbeitungsdauer") {
      ReadModule(child, ModuleKind::kDuration, child.name, modules);
    } else {
      ++context.unknown[child.name];
      if (child.name.starts_with("modul")) ReadModule(child, ModuleKind::kOther, child.name, modules);
    }
  }
}

std::vector<std::string> ReadSynonyms(const XmlNode& node) {
  std::vector<std::string> synonyms;
  for (const XmlNode* module : node.Children("modulBegriffImKontext")) {
    for (const XmlNode* term : module->Children("begriffImKontext")) {
      for (const XmlNode* word : term->Children("begriff")) {
        std::string text = word->Text();
        if (!text.empty() && std::find(synonyms.begin(), synonyms.end(), text) == synonyms.end()) {
          synonyms.push_back(std::move(text));
        }
      }
    }
  }
  return synonyms;
}

void ReadNames(const XmlNode& node, Titles titles, Service& service) {
  for (const XmlNode* name : node.Children("bezeichnung")) {
    titles.one.push_back({NormalLanguage(name->Attribute("languageCode")), name->Text()});
  }
  const std::string official = In(titles.one, "de");
  service.name = In(titles.two, "de");
  if (service.name.empty()) service.name = official;
  if (service.name.empty() && !titles.two.empty()) service.name = titles.two.front().name;
  if (service.name.empty() && !titles.one.empty()) service.name = titles.one.front().name;
  if (official != service.name) service.official_name = official;
  for (const auto* names : {&titles.two, &titles.one}) {
    for (const TranslatedName& name : *names) {
      if (name.language != "de" && In(service.translations, name.language).empty())
        service.translations.push_back(name);
    }
  }
}

}  // namespace

std::string XzufiContext::Id(const XmlNode& node, std::string_view child) {
  const XmlNode* id = node.Child(child);
  if (!id) return {};
  const std::string text = id->Text();
  return text.empty() ? text : sink.LocalId(text, std::string(id->Attribute("schemeAgencyID")));
}

std::vector<AreaKey> ReadAreas(const XmlNode& node, std::string_view child, XzufiContext& context) {
  std::vector<AreaKey> areas;
  for (const XmlNode* area : node.Children(child)) {
    const std::string text = area->Text();
    if (const auto key = ParseAreaKey(text)) {
      if (std::find(areas.begin(), areas.end(), *key) == areas.end()) areas.push_back(*key);
    } else {
      context.sink.Note({Remark::Severity::kWarning, "Gebiet " + text,
                         "Kein amtlicher Regionalschlüssel; nicht übernommen.", area->line});
    }
  }
  return areas;
}

std::optional<Service> ReadService(const XmlNode& node, XzufiContext& context) {
  Service service;
  service.id.value = context.Id(node);
  if (service.id.value.empty()) {
    context.sink.Note({Remark::Severity::kError, "Leistung", "Ohne id; übersprungen.", node.line});
    return std::nullopt;
  }
  Titles titles;
  ReadTextModules(node, titles, service.modules);
  ReadNames(node, std::move(titles), service);
  if (service.name.empty()) {
    context.sink.Note(
        {Remark::Severity::kError, "Leistung " + service.id.value, "Ohne Bezeichnung; übersprungen.", node.line});
    return std::nullopt;
  }
  ReadSpecialModules(node, context, service.modules);
  service.synonyms = ReadSynonyms(node);
  for (const XmlNode* reference : node.Children("referenzLeiKa")) {
    if (std::string code = reference->TextAt("code"); !code.empty()) service.leika_keys.push_back(std::move(code));
  }
  for (const XmlNode* category : node.Children("kategorie")) {
    if (std::string name = category->TextAt("bezeichnung"); !name.empty())
      service.life_situations.push_back(std::move(name));
  }
  service.areas = ReadAreas(node, "gueltigkeitGebietID", context);
  service.changed = ParseIsoTime(node.TextAt("versionsinformation/geaendertDatumZeit"));
  if (const std::string url = node.TextAt("url"); IsSafeUrl(url)) service.url = url;
  service.source = "xzufi";
  return service;
}

std::optional<Specialisation> ReadSpecialisation(const XmlNode& node, XzufiContext& context) {
  Specialisation result;
  result.id = context.Id(node);
  result.service.value = context.Id(node, "leistungID");
  if (result.id.empty() || result.service.value.empty()) {
    context.sink.Note({Remark::Severity::kError, "Spezialisierung " + result.id,
                       "Ohne id oder leistungID; übersprungen.", node.line});
    return std::nullopt;
  }
  Titles titles;
  ReadTextModules(node, titles, result.modules);
  ReadSpecialModules(node, context, result.modules);
  result.areas = ReadAreas(node, "gueltigkeitGebietID", context);
  result.source = "xzufi";
  return result;
}

}  // namespace amtslotse::knowledge
