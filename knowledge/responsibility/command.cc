#include "knowledge/responsibility/command.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/search/analysis.h"
#include "nlu/text/tokens.h"

namespace amtslotse::responsibility {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostServices = 8;
constexpr std::size_t kArsDigits = 12;

Json AreaJson(const AreaTable& areas, AreaIndex index) {
  const Area& area = areas.at(index);
  Json out = {{"ars", area.key.substr(0, kArsDigits)},
              {"name", area.name},
              {"kind", LevelId(area.level)},
              {"qualifier", areas.Qualifier(index)},
              {"inhabitants", area.inhabitants}};
  if (area.key.size() > kArsDigits) out["key"] = area.key;
  return out;
}

Json AreasJson(const AreaTable& areas, const std::vector<AreaIndex>& list) {
  Json out = Json::array();
  for (const AreaIndex area : list) out.push_back(AreaJson(areas, area));
  return out;
}

std::string AddressLine(const knowledge::Office& office) {
  for (const knowledge::Address& address : office.addresses) {
    if (address.street.empty() || address.kind == "003" || address.kind == "004") continue;
    return fmt::format("{} {}, {} {}", address.street, address.house_number, address.postcode, address.place);
  }
  return {};
}

Json OfficeJson(const ResponsibleOffice& responsible) {
  const knowledge::Office& office = *responsible.office;
  Json out{{"id", office.id.value},
           {"name", office.name},
           {"qualifier", responsible.qualifier},
           {"role", RoleId(responsible.role)},
           {"address", AddressLine(office)}};
  for (const knowledge::Contact& contact : office.contacts) {
    if (contact.kind == knowledge::Contact::Kind::kPhone && !out.contains("telephone"))
      out["telephone"] = contact.value;
    if (contact.kind == knowledge::Contact::Kind::kEmail && !out.contains("email")) out["email"] = contact.value;
  }
  return out;
}

Json ServiceJson(const knowledge::ServiceHead& head) { return {{"id", head.id.value}, {"name", head.name}}; }

struct OutcomeJson {
  const AreaTable& areas;
  Json& out;
  void operator()(const Unique& unique) const { out["offices"].push_back(OfficeJson(unique.office)); }
  void operator()(const Several& several) const {
    for (const ResponsibleOffice& office : several.offices) out["offices"].push_back(OfficeJson(office));
    out["reason"] = several.reason;
  }
  void operator()(const NeedInput& need) const {
    out["need"] = FieldId(need.field);
    out["choices"] = AreasJson(areas, need.choices);
    if (!need.reason.empty()) out["reason"] = need.reason;
  }
  void operator()(const NotApplicable& none) const { out["reason"] = none.reason; }
  void operator()(const NoData& none) const { out["reason"] = none.reason; }
};

// "abmelden", "Anmeldung": says what is done, not to what.
bool IsOnlyDeed(const std::vector<std::string>& words) {
  return words.size() == 1 && (words[0].ends_with("en") || words[0].ends_with("ung"));
}

bool HasStem(const std::string& name, const std::string& stem) {
  const std::vector<std::string> words = nlu::FoldedWords(name);
  return std::any_of(words.begin(), words.end(),
                     [&stem](const std::string& word) { return knowledge::StemOf(word) == stem; });
}

bool HasAllWords(const std::vector<std::string>& words, const std::string& folded_name) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return folded_name.find(word) != std::string::npos; });
}

}  // namespace

Json PlaceCommand(const AreaTable& areas, const PlaceReading& reading) {
  Json out{{"areas", AreasJson(areas, reading.candidates)},
           {"offices", Json::array()},
           {"choices", Json::array()},
           {"path", reading.notes}};
  if (reading.problem) {
    out["result"] = "need_input";
    out["need"] = FieldId(static_cast<NeedInput::Field>(reading.problem->field));
    out["reason"] = reading.problem->reason;
    out["choices"] = AreasJson(areas, reading.problem->choices);
  } else if (reading.candidates.empty()) {
    out["result"] = "need_input";
    out["need"] = "place";
    out["reason"] = "Bitte einen Ort nennen.";
  } else {
    out["result"] = reading.candidates.size() == 1 ? "unique" : "several";
    if (reading.candidates.size() > 1) out["choices"] = out["areas"];
  }
  return out;
}

std::vector<const knowledge::ServiceHead*> FindServices(const Town& town, const std::string& text) {
  std::vector<const knowledge::ServiceHead*> exact, partial;
  const std::string folded = nlu::Fold(text);
  const std::vector<std::string> words = nlu::FoldedWords(text);
  if (words.empty()) return {};
  for (const knowledge::ServiceHead& head : town.catalogue->services()) {
    const std::string name = nlu::Fold(head.name);
    const bool key = std::find(head.leika_keys.begin(), head.leika_keys.end(), text) != head.leika_keys.end();
    if (head.id.value == text || key) return {&head};
    if (name == folded)
      exact.push_back(&head);
    else if (HasAllWords(words, name))
      partial.push_back(&head);
  }
  if (!exact.empty()) return exact;
  const absl::Status read = town.catalogue->ForEachService([&](const knowledge::Service& service) {
    const bool named = std::any_of(service.synonyms.begin(), service.synonyms.end(),
                                   [&](const std::string& synonym) { return nlu::Fold(synonym) == folded; });
    if (named) exact.push_back(town.catalogue->FindHead(service.id));
    return true;
  });
  // What can be done to several things does not say which, even where one of them is usually meant.
  if (IsOnlyDeed(words)) {
    std::vector<const knowledge::ServiceHead*> done = exact;
    const std::string stem = knowledge::StemOf(words[0]);
    for (const knowledge::ServiceHead& head : town.catalogue->services()) {
      const bool known = std::find(done.begin(), done.end(), &head) != done.end();
      if (!known && HasStem(head.name, stem)) done.push_back(&head);
    }
    if (done.size() > kMostServices) done.resize(kMostServices);
    if (done.size() > 1) return done;
  }
  if (read.ok() && !exact.empty()) return exact;
  // The fewer words a name has beside those that were asked, the nearer it is; half of it must have been asked to be
  // clear.
  const auto count = [](const knowledge::ServiceHead* head) { return nlu::FoldedWords(head->name).size(); };
  std::stable_sort(partial.begin(), partial.end(), [&](const auto* a, const auto* b) { return count(a) < count(b); });
  if (partial.size() > 1 && count(partial[0]) < count(partial[1]) && count(partial[0]) <= 2 * words.size())
    return {partial.front()};
  if (partial.size() > kMostServices) partial.resize(kMostServices);
  return partial;
}

absl::StatusOr<Json> ResolveCommand(const Town& town, const ResolveArguments& arguments) {
  const auto role = RoleFromId(arguments.role);
  if (!arguments.role.empty() && !role)
    return absl::InvalidArgumentError(
        fmt::format("Die Rolle „{}“ gibt es nicht: decides, accepts oder informs.", arguments.role));
  if (arguments.service.empty()) return PlaceCommand(*town.areas, town.resolver->ReadPlace(arguments.place));
  const auto services = FindServices(town, arguments.service);
  if (services.size() != 1) {
    Json out{{"result", services.empty() ? "no_data" : "need_input"},
             {"areas", Json::array()},
             {"offices", Json::array()},
             {"choices", Json::array()},
             {"path", Json::array()}};
    if (!services.empty()) out["need"] = "service";
    out["reason"] = services.empty() ? fmt::format("Eine Leistung „{}“ steht nicht im Katalog.", arguments.service)
                                     : "Mehrere Leistungen können gemeint sein.";
    for (const auto* head : services) out["choices"].push_back(ServiceJson(*head));
    return out;
  }
  const Resolution resolution = town.resolver->Resolve({services.front()->id, arguments.place, role, arguments.today});
  Json out{{"result", OutcomeId(resolution)},
           {"service", ServiceJson(*services.front())},
           {"areas", AreasJson(*town.areas, resolution.areas)},
           {"offices", Json::array()},
           {"choices", Json::array()},
           {"path", resolution.path},
           {"place_kind", PlaceKindId(resolution.place_kind)}};
  std::visit(OutcomeJson{*town.areas, out}, resolution.outcome);
  for (const ResponsibleOffice& office : resolution.also) out["also"].push_back(OfficeJson(office));
  return out;
}

std::string ResolveText(const Json& resolved) {
  std::string text;
  for (const auto& line : resolved.value("path", Json::array())) text += line.get<std::string>() + "\n";
  const std::string reason = resolved.value("reason", "");
  if (!reason.empty() && text.find(reason) == std::string::npos) text += reason + "\n";
  for (const auto& office : resolved.value("offices", Json::array())) {
    text += fmt::format("→ {}", office.value("name", ""));
    if (const std::string qualifier = office.value("qualifier", ""); !qualifier.empty())
      text += fmt::format(" ({})", qualifier);
    if (const std::string address = office.value("address", ""); !address.empty()) text += ", " + address;
    text += "\n";
  }
  const bool of_service = resolved.value("need", "") == "service";
  for (const auto& service : of_service ? resolved["choices"] : Json::array())
    text += fmt::format("? {} ({})\n", service.value("name", ""), service.value("id", ""));
  const bool asks = resolved.value("result", "") == "need_input";
  const bool says_areas = !of_service && (asks || !resolved.contains("service"));
  const Json areas = says_areas ? resolved[asks ? "choices" : "areas"] : Json::array();
  for (const auto& area : areas)
    text += fmt::format("{} {} – {} ({})\n", asks ? "?" : "·", area.value("ars", ""), area.value("name", ""),
                        area.value("qualifier", ""));
  if (const std::string need = resolved.value("need", ""); !need.empty()) {
    static const Json kNeeds{{"place", "Es fehlt noch: der Ort."},
                             {"street", "Es fehlt noch: die Straße."},
                             {"house_number", "Es fehlt noch: die Hausnummer."},
                             {"initial", "Es fehlt noch: der Anfang des Nachnamens."},
                             {"service", "Es fehlt noch: welche Leistung."}};
    text += kNeeds.value(need, "") + "\n";
  }
  return text;
}

Json LintCommand(const Town& town, std::chrono::sys_days today) {
  Json findings = Json::array();
  for (const Finding& finding : Lint(town, today))
    findings.push_back({{"kind", FindingId(finding.kind)}, {"text", finding.text}, {"ids", finding.ids}});
  return {{"count", findings.size()}, {"findings", std::move(findings)}};
}

std::string LintText(const Json& lint) {
  std::string text;
  for (const auto& finding : lint["findings"]) {
    text += fmt::format("{}: {}", finding.value("kind", ""), finding.value("text", ""));
    for (const auto& id : finding["ids"]) text += " [" + id.get<std::string>() + "]";
    text += "\n";
  }
  text += lint["count"] == 0 ? "Nichts gefunden.\n" : fmt::format("{} Befunde.\n", lint["count"].get<std::size_t>());
  return text;
}

}  // namespace amtslotse::responsibility
