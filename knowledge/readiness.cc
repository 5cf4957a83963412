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

bool IsOffered(const Catalogue& catalogue, const Service& service) {
  const auto offerings = catalogue.OfferingsFor(service.id);
  return catalogue.offerings().empty() ||
         std::any_of(offerings.begin(), offerings.end(), [](const Offering* o) { return o->bookable; });
}

std::vector<std::string> Lacks(const Catalogue& catalogue, const Service& service, const CommonRequest& request,
                               const std::optional<BookableServices>& bookable) {
  std::vector<std::string> lacks;
  if (request.has_fee && !Has(service, ModuleKind::kFee)) lacks.emplace_back("fee");
  if (!Has(service, ModuleKind::kDocuments)) lacks.emplace_back("documents");
  const bool office = !catalogue.RulesFor(service.id).empty() || Has(service, ModuleKind::kResponsibleOffice);
  if (!office) lacks.emplace_back("office");
  const bool has_slots = bookable ? bookable->contains(service.id.value) : IsOffered(catalogue, service);
  if (request.needs_visit && !has_slots) lacks.emplace_back("slots");
  return lacks;
}

}  // namespace

absl::StatusOr<std::vector<ReadinessItem>> MeasureReadiness(const Town& town,
                                                            const std::optional<BookableServices>& bookable) {
  std::vector<ReadinessItem> items;
  SearchOptions options;
  options.limit = 1;
  options.entries = options.offices = options.reasons = false;
  for (const CommonRequest& request : kCommonRequests) {
    ReadinessItem item{std::string(request.words), {}, {}};
    const SearchResult found = town.search->Find(request.words, options);
    if (found.hits.empty() || found.hits[0].confidence < kFound) {
      item.lacks.emplace_back("service");
    } else {
      const auto service = town.catalogue->FindService({found.hits[0].id});
      if (!service.ok()) return service.status();
      item.service = *town.catalogue->FindHead((*service)->id);
      item.lacks = Lacks(*town.catalogue, **service, request, bookable);
    }
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace amtslotse::knowledge
