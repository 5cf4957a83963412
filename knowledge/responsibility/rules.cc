#include "knowledge/responsibility/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace amtslotse::responsibility {
namespace {

constexpr std::uint8_t kNamesTheService = 255;

// Where an office is found, in as few words as tell it from others.
std::string WhereIs(const knowledge::Office& office) {
  for (const knowledge::Address& address : office.addresses) {
    if (address.street.empty() || address.kind == "003" || address.kind == "004") continue;
    return address.house_number.empty() ? address.street : fmt::format("{} {}", address.street, address.house_number);
  }
  return office.addresses.empty() ? std::string() : office.addresses.front().place;
}

}  // namespace

Rule FromImport(const knowledge::ResponsibilityRule& imported) {
  Rule rule;
  rule.id = imported.id;
  rule.service = imported.service;
  rule.leika_prefix = imported.leika_prefix;
  if (imported.area) rule.area = imported.area->value;
  rule.office = imported.office;
  rule.role = imported.role;
  rule.source = imported.source;
  return rule;
}

RuleBook::RuleBook(const RuleBookInput& input) : input_(input) {
  IndexOffices();
  services_.reserve(input_.services.size());
  for (const knowledge::ServiceHead& head : input_.services) {
    ServiceRules& service = services_.emplace_back();
    service.head = &head;
    if (input_.place_kinds != nullptr) service.place_kind = input_.place_kinds->Of(head.name);
    for (const knowledge::AreaKey& key : head.areas) {
      if (const auto area = input_.areas->FindKey(key.value)) service.valid_in.push_back(*area);
    }
    service_at_[head.id.value] = services_.size() - 1;
  }
  for (std::uint32_t i = 0; i < input_.rules.size(); ++i) {
    const auto compiled = Compile(i);
    if (!compiled) continue;
    const Rule& rule = input_.rules[i];
    if (rule.service) {
      const auto at = service_at_.find(rule.service->value);
      if (at == service_at_.end())
        dangling_.push_back({i, fmt::format("Die Leistung {} gibt es nicht.", rule.service->value)});
      else
        AddTo(services_[at->second], *compiled, kNamesTheService);
      continue;
    }
    for (ServiceRules& service : services_) {
      const bool fits =
          std::any_of(service.head->leika_keys.begin(), service.head->leika_keys.end(), [&](const std::string& key) {
            return !rule.leika_prefix.empty() && key.compare(0, rule.leika_prefix.size(), rule.leika_prefix) == 0;
          });
      if (fits) AddTo(service, *compiled, std::min<std::size_t>(rule.leika_prefix.size(), kNamesTheService - 1));
    }
  }
  for (ServiceRules& service : services_) {
    std::sort(service.rules.begin(), service.rules.end(), [](const CompiledRule& a, const CompiledRule& b) {
      return std::tuple(255 - a.exactness, a.area, a.rule) < std::tuple(255 - b.exactness, b.area, b.rule);
    });
  }
  for (const knowledge::Offering& offering : input_.offerings) {
    const auto service = service_at_.find(offering.service.value);
    const auto office = office_at_.find(offering.office.value);
    if (service != service_at_.end() && office != office_at_.end() && offering.is_public)
      services_[service->second].offering.push_back(office->second);
  }
}

void RuleBook::IndexOffices() {
  const auto& offices = input_.offices;
  TextMap<int> names;
  for (std::uint32_t i = 0; i < offices.size(); ++i) {
    office_at_[offices[i].id.value] = i;
    if (offices[i].is_public) ++names[offices[i].name];
  }
  public_office_.resize(offices.size());
  qualifiers_.resize(offices.size());
  for (std::uint32_t i = 0; i < offices.size(); ++i) {
    std::optional<std::uint32_t> at = i;
    for (std::size_t steps = 0; at && !offices[*at].is_public && steps < offices.size(); ++steps) {
      const auto above = offices[*at].parent ? office_at_.find(offices[*at].parent->value) : office_at_.end();
      at = above == office_at_.end() ? std::nullopt : std::optional(above->second);
    }
    if (at && offices[*at].is_public) public_office_[i] = at;
    if (names[offices[i].name] > 1)
      qualifiers_[i] = offices[i].qualifier.empty() ? WhereIs(offices[i]) : offices[i].qualifier;
  }
}

std::optional<CompiledRule> RuleBook::Compile(std::uint32_t index) {
  const Rule& rule = input_.rules[index];
  CompiledRule compiled;
  compiled.rule = index;
  compiled.role = rule.role;
  compiled.town = rule.town;
  compiled.not_applicable = rule.not_applicable;
  const auto dangling = [&](std::string what) {
    dangling_.push_back({index, std::move(what)});
    return std::nullopt;
  };
  if (rule.area.empty()) {
    compiled.area = input_.home == kNoArea ? kWholeCountry : input_.home;
  } else {
    const auto area = input_.areas->FindKey(rule.area);
    if (!area) return dangling(fmt::format("Das Gebiet {} gibt es nicht.", rule.area));
    compiled.area = *area;
  }
  if (!rule.not_applicable) {
    const auto office = office_at_.find(rule.office.value);
    if (office == office_at_.end()) return dangling(fmt::format("Die Stelle {} gibt es nicht.", rule.office.value));
    compiled.office = office->second;
  }
  if (!rule.segment.empty()) {
    compiled.segment = input_.streets == nullptr ? 0 : input_.streets->SegmentNumber(rule.segment);
    if (compiled.segment == 0) return dangling(fmt::format("Den Straßenabschnitt {} gibt es nicht.", rule.segment));
  }
  if (!rule.initial_from.empty() || !rule.initial_to.empty()) {
    compiled.initials = static_cast<std::uint32_t>(ranges_.size());
    ranges_.push_back({InitialKey(rule.initial_from), InitialKey(rule.initial_to)});
  }
  return compiled;
}

void RuleBook::AddTo(ServiceRules& service, CompiledRule rule, std::size_t exactness) {
  rule.exactness = static_cast<std::uint8_t>(exactness);
  service.by_segment = service.by_segment || rule.segment != 0;
  service.by_initial = service.by_initial || rule.initials != 0;
  service.rules.push_back(rule);
}

const ServiceRules* RuleBook::Find(const knowledge::ServiceId& service) const {
  const auto at = service_at_.find(service.value);
  return at == service_at_.end() ? nullptr : &services_[at->second];
}

std::optional<std::uint32_t> RuleBook::PublicOffice(std::uint32_t office) const { return public_office_[office]; }

}  // namespace amtslotse::responsibility
