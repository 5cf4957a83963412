// What the rules say at one point, and at which points they could say different things.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/rules.h"

namespace amtslotse::responsibility {

// As much as is known of where and who.
struct Point {
  AreaIndex area = kWholeCountry;
  std::vector<std::uint32_t> segments;  // numbers of the street segments that the house lies in
  std::string_view initial;             // key; empty: unknown
};

struct Answer {
  enum class Kind : std::uint8_t { kNothing, kOffices, kNotApplicable };
  Kind kind = Kind::kNothing;
  std::vector<std::uint32_t> offices;  // public ones, sorted
  const CompiledRule* rule = nullptr;  // one of those that won
  bool more_letters = false;           // the initial given is too short to tell
  bool SameAs(const Answer& other) const { return kind == other.kind && offices == other.offices; }
};

class Evaluator {
 public:
  Evaluator(const AreaTable& areas, const RuleBook& book, const ServiceRules& service, std::chrono::sys_days today)
      : areas_(areas), book_(book), service_(service), today_(today) {}

  // Without a role: who decides, else who accepts, else who informs.
  Answer At(const Point& point, std::optional<knowledge::Role> role) const;

  // The initials at which the answer may change at the point: one key for each range of a rule that may apply there.
  std::vector<std::string_view> InitialsAt(const Point& point) const;
  // Smaller areas inside `area` that have rules of their own, largest first by number.
  std::vector<AreaIndex> RuleAreasInside(AreaIndex area) const;
  // Street segments that rules at `area` or around it name.
  std::vector<std::uint32_t> SegmentsNamed(AreaIndex area) const;
  // Areas of all rules.
  std::vector<AreaIndex> RuleAreas() const;

 private:
  bool IsValid(const CompiledRule& rule) const;
  std::span<const CompiledRule> RulesAt(std::span<const CompiledRule> of_one_exactness, AreaIndex area) const;
  std::span<const CompiledRule> NextExactness(std::size_t begin) const;
  void Best(std::span<const CompiledRule> rules, const Point& point, knowledge::Role role, Answer& answer) const;
  Answer OfRole(const Point& point, knowledge::Role role) const;

  const AreaTable& areas_;
  const RuleBook& book_;
  const ServiceRules& service_;
  std::chrono::sys_days today_;
};

}  // namespace amtslotse::responsibility
