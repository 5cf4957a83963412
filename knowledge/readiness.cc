#include "knowledge/readiness.h"

#include <algorithm>
#include <array>

namespace amtslotse::knowledge {
namespace {

constexpr double kFound = 0.5;

struct CommonRequest {
  std::string_view words;
  bool has_fee = true;      // usually costs something, or says that it does not
  bool needs_visit = true;  // usually done with an appointment
};

constexpr std::array<CommonRequest, 50> kCommonRequests = {{
    {"Personalausweis beantragen"},
    {"Reisepass beantragen"},
    {"vorläufiger Reisepass"},
    {"Personalausweis verloren"},
    {"Wohnung anmelden"},
    {"Wohnung ummelden"},
    {"Wohnung abmelden"},
    {"Meldebescheinigung"},
    {"Führungszeugnis"},
    {"Beglaubigung"},
    {"Auto anmelden"},
    {"Auto abmelden"},
    {"Auto ummelden"},
    {"Wunschkennzeichen"},
    {"Führerschein beantragen"},
    {"Führerschein umtauschen"},
    {"internationaler Führerschein"},
    {"Anwohnerparkausweis"},
    {"Parkausweis für Schwerbehinderte"},
    {"Halteverbot für Umzug"},
    {"heiraten"},
    {"Geburtsurkunde"},
    {"Geburt anmelden"},
    {"Eheurkunde"},
    {"Sterbeurkunde"},
    {"Vaterschaft anerkennen"},
    {"Namen ändern"},
    {"Kirchenaustritt"},
    {"Gewerbe anmelden"},
    {"Gewerbe abmelden"},
    {"Gewerbe ummelden"},
    {"Kita-Platz", false, false},
    {"Schulanmeldung", false},
    {"Elterngeld", false, false},
    {"Kindergeld", false, false},
    {"Unterhaltsvorschuss", false},
    {"Wohngeld", false},
    {"Wohnberechtigungsschein"},
    {"Grundsicherung", false},
    {"Bildung und Teilhabe", false},
    {"Hund anmelden", true, false},
    {"Sperrmüll", true, false},
    {"Mülltonne", true, false},
    {"Fundbüro"},
    {"Bauantrag"},
    {"Aufenthaltserlaubnis"},
    {"Einbürgerung"},
    {"Briefwahl", false, false},
    {"Schwerbehindertenausweis", false},
    {"Fischereischein"},
}};

bool Has(const Service& service, ModuleKind kind) {
  return std::any_of(service.modules.begin(), service.modules.end(),
                     [kind](const TextModule& module) { return module.kind == kind && !module.text.empty(); });
}

// In the imported text, or in an entry that the town wrote about it.
bool Tells(const Town& town, const Service& service, ModuleKind kind, std::string_view act) {
  return Has(service, kind) || std::any_of(town.entries.begin(), town.entries.end(), [&](const Entry& entry) {
           return entry.service == service.id && entry.act == act;
         });
}

bool IsOffered(const Catalogue& catalogue, const Service& service) {
  const auto offerings = catalogue.OfferingsFor(service.id);
  return catalogue.offerings().empty() ||
         std::any_of(offerings.begin(), offerings.end(), [](const Offering* o) { return o->bookable; });
}

std::vector<std::string> Lacks(const Town& town, const Service& service, const CommonRequest& request,
                               const std::optional<BookableServices>& bookable) {
  const Catalogue& catalogue = *town.catalogue;
  std::vector<std::string> lacks;
  if (request.has_fee && !Tells(town, service, ModuleKind::kFee, "fee")) lacks.emplace_back("fee");
  if (!Tells(town, service, ModuleKind::kDocuments, "documents")) lacks.emplace_back("documents");
  const bool office = !catalogue.RulesFor(service.id).empty() || Has(service, ModuleKind::kResponsibleOffice);
  if (!office) lacks.emplace_back("office");
  const bool has_slots = bookable ? bookable->contains(service.id.value) : IsOffered(catalogue, service);
  if (request.needs_visit && !has_slots) lacks.emplace_back("slots");
  return lacks;
}

// What the chat takes the request for, as sure as it is when it answers or asks which is meant.
const Hit* NearestService(const AskResult& asked) {
  const auto found = std::find_if(asked.candidates.begin(), asked.candidates.end(),
                                  [](const Hit& hit) { return hit.kind == HitKind::kService; });
  const bool near =
      found != asked.candidates.end() && asked.outcome == AskResult::Outcome::kChoice && found->confidence >= kFound;
  return near ? &*found : nullptr;
}

}  // namespace

absl::StatusOr<std::vector<ReadinessItem>> MeasureReadiness(const Town& town,
                                                            const std::optional<BookableServices>& bookable) {
  std::vector<ReadinessItem> items;
  for (const CommonRequest& request : kCommonRequests) {
    const std::string words(request.words);
    const auto asked = Ask(town, {words, words, {}, {}, "de", {}});
    if (!asked.ok()) return asked.status();
    const bool answered = asked->outcome == AskResult::Outcome::kAnswered;
    const Hit* nearest = NearestService(*asked);
    ReadinessItem item{words, {}, {}};
    if (answered && asked->service) item.service = asked->service;
    if (!answered && nearest) item.service = *town.catalogue->FindHead({nearest->id});
    if (item.service) {
      const auto service = town.catalogue->FindService(item.service->id);
      if (!service.ok()) return service.status();
      item.lacks = Lacks(town, **service, request, bookable);
    } else if (!answered) {  // else an entry of the town answers
      item.lacks.emplace_back("service");
    }
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace amtslotse::knowledge
