// Responsibility rules, imported and by the town's staff, compiled for looking up.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/responsibility/areas.h"
#include "knowledge/responsibility/initials.h"
#include "knowledge/responsibility/place_kinds.h"
#include "knowledge/responsibility/streets.h"
#include "knowledge/responsibility/text_map.h"
#include "knowledge/store.h"

namespace amtslotse::responsibility {

// One rule: this service (or all whose LeiKa key begins so), in this area, for these house numbers and initials → this
// office in this role, or "does not exist here".
struct Rule {
  std::string id;
  std::optional<knowledge::ServiceId> service;  // exactly one of service and leika_prefix
  std::string leika_prefix;
  std::string area;          // key; empty: wherever the municipality works
  std::string segment;       // id of street segments (streets.h); empty: no matter
  std::string initial_from;  // as staff write them: "L", "Sch"; both empty: no matter
  std::string initial_to;
  knowledge::OfficeId office;  // empty when not applicable
  knowledge::Role role = knowledge::Role::kResponsible;
  bool not_applicable = false;
  std::string note;                                           // why, for citizens; may be empty
  std::optional<std::chrono::sys_days> valid_from, valid_to;  // inclusive
  bool town = false;  // by staff: wins over an imported rule that is equally specific
  std::string source;
  std::int64_t version = 0;
};
Rule FromImport(const knowledge::ResponsibilityRule& rule);

// What a rule book is compiled from; everything is borrowed and must outlive the book.
struct RuleBookInput {
  const AreaTable* areas = nullptr;
  const StreetTable* streets = nullptr;
  const PlaceKinds* place_kinds = nullptr;
  AreaIndex home = kNoArea;  // the municipality; kNoArea when its key is unknown
  std::span<const knowledge::ServiceHead> services;
  std::span<const knowledge::Office> offices;
  std::span<const knowledge::Offering> offerings;
  std::span<const Rule> rules;
};

struct CompiledRule {
  AreaIndex area = kWholeCountry;
  std::uint32_t office = 0;    // index in offices(); meaningless when not applicable
  std::uint32_t segment = 0;   // number in the street table, 0: no matter
  std::uint32_t initials = 0;  // index in the book's ranges, 0: no matter
  std::uint32_t rule = 0;      // index in the input's rules
  std::uint8_t exactness = 0;  // 255: names the service; else the length of the LeiKa prefix
  knowledge::Role role = knowledge::Role::kResponsible;
  bool town = false;
  bool not_applicable = false;
};

struct ServiceRules {
  const knowledge::ServiceHead* head = nullptr;
  PlaceKind place_kind = PlaceKind::kResidence;
  std::vector<CompiledRule> rules;      // by exactness (most first), then area
  bool by_segment = false;              // some rule asks for house numbers
  bool by_initial = false;              // some rule asks for initials
  std::vector<AreaIndex> valid_in;      // areas that the service is described for; empty: everywhere
  std::vector<std::uint32_t> offering;  // offices that take appointments for it, without any rule
};

// Immutable, safe to share.
class RuleBook {
 public:
  explicit RuleBook(const RuleBookInput& input);

  const ServiceRules* Find(const knowledge::ServiceId& service) const;  // nullptr: no such service
  const std::vector<ServiceRules>& services() const { return services_; }
  const Rule& rule(const CompiledRule& compiled) const { return input_.rules[compiled.rule]; }
  const InitialRange& initials(const CompiledRule& compiled) const { return ranges_[compiled.initials]; }
  const knowledge::Office& office(std::uint32_t office) const { return input_.offices[office]; }
  // The office that citizens are shown: itself, or the nearest public one above an internal unit; nothing when there is
  // none.
  std::optional<std::uint32_t> PublicOffice(std::uint32_t office) const;
  // What to add to the name because another office bears it too; empty when the name is enough.
  const std::string& Qualifier(std::uint32_t office) const { return qualifiers_[office]; }
  // Rules that could not be compiled (unknown office, area, segment): for the lint.
  struct Dangling {
    std::uint32_t rule;
    std::string what;  // German
  };
  const std::vector<Dangling>& dangling() const { return dangling_; }
  const RuleBookInput& input() const { return input_; }

 private:
  void IndexOffices();
  std::optional<CompiledRule> Compile(std::uint32_t index);
  void AddTo(ServiceRules& service, CompiledRule rule, std::size_t exactness);

  RuleBookInput input_;
  std::vector<ServiceRules> services_;
  TextMap<std::size_t> service_at_;
  TextMap<std::uint32_t> office_at_;
  std::vector<std::optional<std::uint32_t>> public_office_;
  std::vector<std::string> qualifiers_;
  std::vector<InitialRange> ranges_{InitialRange{}};
  std::vector<Dangling> dangling_;
};

}  // namespace amtslotse::responsibility
