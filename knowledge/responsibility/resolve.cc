#include "knowledge/responsibility/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/responsibility/outlook.h"

namespace amtslotse::responsibility {
namespace {

using knowledge::Role;

constexpr std::size_t kMostChoices = 12;
constexpr std::string_view kAskElsewhere = "Die Behördennummer 115 hilft weiter.";

// "Altona" and what it lies in: "Altona (Hamburg)".
std::string Named(const AreaTable& areas, AreaIndex area) {
  const std::string qualifier = areas.Qualifier(area);
  return qualifier.empty() ? areas.at(area).name : fmt::format("{} ({})", areas.at(area).name, qualifier);
}

// One call of Resolve.
class Run {
 public:
  Run(const AreaTable& areas, const StreetTable& streets, const RuleBook& book, const ServiceRules& service,
      const Question& question, const PlaceReading& reading)
      : areas_(areas),
        streets_(streets),
        book_(book),
        service_(service),
        question_(question),
        reading_(reading),
        evaluator_(areas, book, service, question.today),
        observer_(areas, streets, service, evaluator_, reading, question.role) {}

  Resolution Go() {
    result_.place_kind = service_.place_kind;
    if (service_.head->location_independent || service_.rules.empty()) {
      if (!reading_.problem && reading_.candidates.size() == 1) FillAreas(reading_.candidates.front());
      AnyOffice();
      return std::move(result_);
    }
    for (const std::string& note : reading_.notes) result_.path.push_back(note);
    if (reading_.problem) {
      Ask({static_cast<NeedInput::Field>(reading_.problem->field), reading_.problem->choices,
           reading_.problem->reason});
    } else if (reading_.given) {
      AtPlaces(Expanded(reading_.candidates));
    } else {
      AtHome();
    }
    return std::move(result_);
  }

 private:
  // A place of which only the Kreis is certain becomes the Gemeinden it may lie in.
  std::vector<AreaIndex> Expanded(const std::vector<AreaIndex>& places) const {
    std::vector<AreaIndex> out;
    for (const AreaIndex place : places) {
      if (!areas_.IsUncertain(place)) {
        out.push_back(place);
        continue;
      }
      const auto possible = areas_.PossibleGemeinden(place);
      if (possible.empty()) out.push_back(areas_.at(place).parent);
      out.insert(out.end(), possible.begin(), possible.end());
    }
    return out;
  }

  void AtPlaces(const std::vector<AreaIndex>& places) {
    std::vector<Outlook> outlooks;
    std::vector<AreaIndex> seen;
    for (const AreaIndex place : places) {
      Outlook outlook = observer_.LookAt(place);
      // A postcode says more than its Gemeinde: which of its Ortsteile it may be.
      const std::vector<AreaIndex> inside = outlook.open && reading_.postcode != 0 && reading_.streets.empty()
                                                ? PostcodePlacesIn(place)
                                                : std::vector<AreaIndex>{};
      if (inside.empty()) {
        outlooks.push_back(std::move(outlook));
        seen.push_back(place);
      }
      for (const AreaIndex part : inside) {
        outlooks.push_back(observer_.LookAt(part));
        seen.push_back(part);
      }
    }
    const Outlook& first = outlooks.front();
    const bool same = std::all_of(outlooks.begin(), outlooks.end(), [&](const Outlook& other) {
      return !other.open && !first.open && other.answer.SameAs(first.answer);
    });
    if (seen.size() == 1) FillAreas(seen.front());
    if (outlooks.size() == 1 && first.open) {
      SayPlace(seen.front());
      Ask(first.need);
    } else if (same) {
      Conclude(first, seen.front());
    } else {
      Ask({NeedInput::Field::kPlace, seen, ""});
    }
  }

  // By the street list where there is one: it knows all Ortsteile of a postcode.
  std::vector<AreaIndex> PostcodePlacesIn(AreaIndex area) const {
    std::vector<AreaIndex> inside;
    if (areas_.at(area).level == Level::kGemeinde && streets_.Has(area)) {
      inside = streets_.AreasOfPostcode(area, reading_.postcode);
      return inside.size() == 1 && inside.front() != area ? inside : std::vector<AreaIndex>{};
    }
    for (const AreaIndex place : areas_.PlacesOf(reading_.postcode)) {
      if (place != area && areas_.Contains(area, place)) inside.push_back(place);
    }
    return inside;
  }

  // No place was given: it is not asked for when every place that the rules know leads to the same office.
  void AtHome() {
    const AreaIndex home = book_.input().home == kNoArea ? kWholeCountry : book_.input().home;
    const Outlook outlook = observer_.LookAt(home);
    if (outlook.open) {
      Ask(outlook.need);
      return;
    }
    std::vector<AreaIndex> differing;
    for (const AreaIndex area : evaluator_.RuleAreas()) {
      if (areas_.Contains(area, home) || areas_.Contains(home, area)) continue;
      if (!observer_.At({area, {}, reading_.initial}).SameAs(outlook.answer)) differing.push_back(area);
    }
    if (differing.empty()) {
      Conclude(outlook, home);
      return;
    }
    if (outlook.answer.kind != Answer::Kind::kNothing) differing.push_back(home);
    if (differing.size() > kMostChoices) differing.clear();
    Ask({NeedInput::Field::kPlace, std::move(differing), ""});
  }

  void Ask(NeedInput need) {
    SortBySize(areas_, book_.input().home, need.choices);
    if (need.choices.size() > kMostChoices) need.choices.resize(kMostChoices);
    const auto& path = result_.path;
    const bool said = std::find(path.begin(), path.end(), need.reason) != path.end();
    if (!need.reason.empty() && !said) result_.path.push_back(need.reason);
    result_.outcome = std::move(need);
  }

  ResponsibleOffice Shown(std::uint32_t office, Role role) const {
    return {&book_.office(office), book_.Qualifier(office), role};
  }

  static std::string Title(const ResponsibleOffice& office) {
    return office.qualifier.empty() ? office.office->name
                                    : fmt::format("{} ({})", office.office->name, office.qualifier);
  }

  void SayPlace(AreaIndex place) {
    if (place == kWholeCountry) return;
    if (reading_.given) result_.path.push_back(fmt::format("Ort: {}.", Named(areas_, place)));
  }

  void FillAreas(AreaIndex place) {
    for (AreaIndex area = place; area != kNoArea && area != kWholeCountry; area = areas_.at(area).parent)
      result_.areas.push_back(area);
  }

  void Conclude(const Outlook& outlook, AreaIndex place) {
    if (result_.areas.empty() && reading_.candidates.size() < 2) FillAreas(place);
    const bool one_place = !reading_.given || reading_.candidates.size() == 1;
    if (one_place)
      SayPlace(place);
    else
      result_.path.push_back(fmt::format("Für alle Orte, die gemeint sein können ({} …), ist das Ergebnis gleich.",
                                         areas_.at(place).name));
    switch (outlook.answer.kind) {
      case Answer::Kind::kNothing: return SayNothing(place);
      case Answer::Kind::kNotApplicable: return SayNotApplicable(outlook.answer, place);
      case Answer::Kind::kOffices: break;
    }
    SayRule(outlook);
    const Role role = outlook.answer.rule->role;
    std::vector<ResponsibleOffice> offices;
    for (const std::uint32_t office : outlook.answer.offices) offices.push_back(Shown(office, role));
    PutOffices(std::move(offices), "Mehrere Stellen sind zuständig. Sie können sich eine aussuchen.");
    if (!question_.role) AddOthers(outlook);
  }

  void SayRule(const Outlook& outlook) {
    const CompiledRule& rule = *outlook.answer.rule;
    result_.path.push_back(fmt::format("Für „{}“ zählt {}.", service_.head->name, PlaceKindWords(service_.place_kind)));
    if (rule.area != kWholeCountry)
      result_.path.push_back(fmt::format("Es gilt die Regel für: {}.", areas_.at(rule.area).name));
    if (rule.segment != 0) result_.path.emplace_back("Es kommt dort auf Straße und Hausnummer an.");
    if (rule.initials != 0) {
      const Rule& written = book_.rule(rule);
      result_.path.push_back(fmt::format("Es kommt dort auf den Nachnamen an: {} bis {}.",
                                         written.initial_from.empty() ? "A" : written.initial_from,
                                         written.initial_to.empty() ? "Z" : written.initial_to));
    }
  }

  // A catalogue may list one counter several times, for the times it gives out: citizens are told it once.
  static void DropRepeated(std::vector<ResponsibleOffice>& offices) {
    const auto same = [](const ResponsibleOffice& a, const ResponsibleOffice& b) {
      if (a.office->name != b.office->name || a.office->addresses.empty() || b.office->addresses.empty()) return false;
      const knowledge::Address& first = a.office->addresses.front();
      const knowledge::Address& second = b.office->addresses.front();
      return first.street == second.street && first.house_number == second.house_number &&
             first.postcode == second.postcode;
    };
    for (auto at = offices.begin(); at != offices.end();) {
      const bool known =
          std::any_of(offices.begin(), at, [&](const ResponsibleOffice& other) { return same(other, *at); });
      at = known ? offices.erase(at) : at + 1;
    }
  }

  void PutOffices(std::vector<ResponsibleOffice> offices, std::string_view reason) {
    DropRepeated(offices);
    std::string names;
    for (const ResponsibleOffice& office : offices) names += (names.empty() ? "" : ", ") + Title(office);
    const Role role = offices.front().role;
    const std::string_view verb = role == Role::kResponsible ? "Zuständig"
                                  : role == Role::kAccepts   ? "Anträge nimmt an"
                                                             : "Auskunft gibt";
    result_.path.push_back(fmt::format("{}: {}.", verb, names));
    if (offices.size() == 1)
      result_.outcome = Unique{std::move(offices.front())};
    else
      result_.outcome = Several{std::move(offices), std::string(reason)};
  }

  // Who also takes applications or informs at the same place.
  void AddOthers(const Outlook& outlook) {
    for (const Role role : {Role::kAccepts, Role::kContact}) {
      if (role == outlook.answer.rule->role) continue;
      for (const std::uint32_t office : evaluator_.At(outlook.point, role).offices) {
        const auto& main = outlook.answer.offices;
        if (std::find(main.begin(), main.end(), office) != main.end()) continue;
        result_.also.push_back(Shown(office, role));
        result_.path.push_back(fmt::format("{}: {}.",
                                           role == Role::kAccepts ? "Anträge nimmt auch an" : "Auskunft gibt auch",
                                           Title(result_.also.back())));
      }
    }
  }

  void SayNothing(AreaIndex place) {
    const AreaIndex home = book_.input().home;
    std::string reason;
    if (place == kWholeCountry || (home != kNoArea && areas_.Contains(home, place)))
      reason = fmt::format("Wer für „{}“ zuständig ist, steht nicht in unseren Daten. {}", service_.head->name,
                           kAskElsewhere);
    else
      reason = fmt::format("Für {} haben wir zu „{}“ keine Daten. {}",
                           reading_.candidates.size() > 1 ? "diese Orte" : areas_.at(place).name, service_.head->name,
                           kAskElsewhere);
    result_.path.push_back(reason);
    result_.outcome = NoData{std::move(reason)};
  }

  void SayNotApplicable(const Answer& answer, AreaIndex place) {
    std::string reason;
    if (answer.rule != nullptr) {
      reason = book_.rule(*answer.rule).note;
      if (reason.empty())
        reason = fmt::format("„{}“ gibt es in {} nicht.", service_.head->name, areas_.at(answer.rule->area).name);
    } else {
      const AreaIndex land = areas_.Enclosing(place, Level::kLand);
      reason =
          fmt::format("„{}“ gibt es in {} nicht.", service_.head->name, areas_.at(land == kNoArea ? place : land).name);
    }
    result_.path.push_back(reason);
    result_.outcome = NotApplicable{std::move(reason)};
  }

  // Location-independent services, and those that offices only take appointments for.
  void AnyOffice() {
    Answer all;
    Role role = question_.role.value_or(Role::kAccepts);
    for (const Role next : {Role::kResponsible, Role::kAccepts, Role::kContact}) {
      if (question_.role && *question_.role != next) continue;
      CollectOffices(next, all);
      if (all.offices.empty()) continue;
      role = next;
      break;
    }
    if (all.offices.empty() && question_.role.value_or(Role::kAccepts) == Role::kAccepts) CollectOffering(all);
    if (all.offices.empty()) return SayNothing(kWholeCountry);
    std::vector<ResponsibleOffice> offices;
    for (const std::uint32_t office : all.offices) offices.push_back(Shown(office, role));
    result_.path.push_back(fmt::format("„{}“ hängt nicht davon ab, wo Sie wohnen.", service_.head->name));
    PutOffices(std::move(offices), "Sie können zu jeder dieser Stellen gehen.");
  }

  void CollectOffices(Role role, Answer& all) const {
    for (const CompiledRule& rule : service_.rules) {
      const Rule& written = book_.rule(rule);
      const bool valid = (!written.valid_from || *written.valid_from <= question_.today) &&
                         (!written.valid_to || question_.today <= *written.valid_to);
      if (rule.role == role && !rule.not_applicable && valid) Collect(rule.office, all);
    }
  }

  void CollectOffering(Answer& all) const {
    for (const std::uint32_t office : service_.offering) Collect(office, all);
  }

  void Collect(std::uint32_t office, Answer& all) const {
    const auto shown = book_.PublicOffice(office);
    if (shown && std::find(all.offices.begin(), all.offices.end(), *shown) == all.offices.end())
      all.offices.push_back(*shown);
  }

  const AreaTable& areas_;
  const StreetTable& streets_;
  const RuleBook& book_;
  const ServiceRules& service_;
  const Question& question_;
  const PlaceReading& reading_;
  Evaluator evaluator_;
  Observer observer_;
  Resolution result_;
};

}  // namespace

std::string_view FieldId(NeedInput::Field field) {
  constexpr std::array<std::string_view, 4> kIds{"place", "street", "house_number", "initial"};
  return kIds[static_cast<std::size_t>(field)];
}

std::string_view OutcomeId(const Resolution& resolution) {
  constexpr std::array<std::string_view, 5> kIds{"no_data", "unique", "several", "need_input", "not_applicable"};
  return kIds[resolution.outcome.index()];
}

std::string_view RoleId(Role role) {
  return role == Role::kResponsible ? "decides" : role == Role::kAccepts ? "accepts" : "informs";
}

std::optional<Role> RoleFromId(std::string_view id) {
  for (const Role role : {Role::kResponsible, Role::kAccepts, Role::kContact}) {
    if (RoleId(role) == id) return role;
  }
  return std::nullopt;
}

Resolution Resolver::Resolve(const Question& question) const {
  const ServiceRules* service = book_.Find(question.service);
  if (service == nullptr) {
    Resolution result;
    result.outcome = NoData{fmt::format("Diese Leistung steht nicht im Katalog. {}", kAskElsewhere)};
    return result;
  }
  const PlaceReading reading = reader_.Read(question.place, service->place_kind);
  return Run(areas_, streets_, book_, *service, question, reading).Go();
}

}  // namespace amtslotse::responsibility
