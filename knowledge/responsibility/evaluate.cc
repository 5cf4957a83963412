#include "knowledge/responsibility/evaluate.h"

#include <algorithm>
#include <array>

namespace amtslotse::responsibility {
namespace {

constexpr std::array kRoleOrder{knowledge::Role::kResponsible, knowledge::Role::kAccepts, knowledge::Role::kContact};

bool AreaLess(const CompiledRule& rule, AreaIndex area) { return rule.area < area; }

void AddOffice(Answer& answer, std::uint32_t office) {
  const auto at = std::lower_bound(answer.offices.begin(), answer.offices.end(), office);
  if (at == answer.offices.end() || *at != office) answer.offices.insert(at, office);
}

}  // namespace

bool Evaluator::IsValid(const CompiledRule& compiled) const {
  const Rule& rule = book_.rule(compiled);
  return (!rule.valid_from || *rule.valid_from <= today_) && (!rule.valid_to || today_ <= *rule.valid_to);
}

std::span<const CompiledRule> Evaluator::NextExactness(std::size_t begin) const {
  std::size_t end = begin;
  while (end < service_.rules.size() && service_.rules[end].exactness == service_.rules[begin].exactness) ++end;
  return std::span(service_.rules).subspan(begin, end - begin);
}

std::span<const CompiledRule> Evaluator::RulesAt(std::span<const CompiledRule> rules, AreaIndex area) const {
  const auto begin = std::lower_bound(rules.begin(), rules.end(), area, AreaLess);
  auto end = begin;
  while (end != rules.end() && end->area == area) ++end;
  return {begin, end};
}

// The rules of one exactness at one area: the more they ask, the surer; the town's before imported ones.
void Evaluator::Best(std::span<const CompiledRule> rules, const Point& point, knowledge::Role role,
                     Answer& answer) const {
  int best = -1;
  for (const CompiledRule& rule : rules) {
    if (rule.role != role || !IsValid(rule)) continue;
    if (rule.segment != 0 &&
        std::find(point.segments.begin(), point.segments.end(), rule.segment) == point.segments.end())
      continue;
    if (rule.initials != 0) {
      const InitialFit fit =
          point.initial.empty() ? InitialFit::kMoreLettersNeeded : Fit(book_.initials(rule), point.initial);
      if (fit == InitialFit::kMoreLettersNeeded) answer.more_letters = true;
      if (fit != InitialFit::kInside) continue;
    }
    const int rank = (rule.segment != 0 ? 4 : 0) + (rule.initials != 0 ? 2 : 0) + (rule.town ? 1 : 0);
    if (rank < best) continue;
    std::optional<std::uint32_t> office;
    if (!rule.not_applicable) {
      office = book_.PublicOffice(rule.office);
      if (!office) continue;  // an internal unit with nobody public above it is nobody to send citizens to
    }
    if (rank > best) {
      answer.offices.clear();
      answer.kind = Answer::Kind::kNothing;
      best = rank;
    }
    if (office) {
      AddOffice(answer, *office);
      if (answer.kind != Answer::Kind::kOffices) answer.rule = &rule;
      answer.kind = Answer::Kind::kOffices;
    } else if (answer.kind == Answer::Kind::kNothing) {
      answer.kind = Answer::Kind::kNotApplicable;
      answer.rule = &rule;
    }
  }
}

Answer Evaluator::OfRole(const Point& point, knowledge::Role role) const {
  Answer answer;
  for (std::size_t begin = 0; begin < service_.rules.size();) {
    const auto rules = NextExactness(begin);
    for (AreaIndex area = point.area; area != kNoArea; area = areas_.at(area).parent) {
      Best(RulesAt(rules, area), point, role, answer);
      if (answer.kind != Answer::Kind::kNothing) return answer;
    }
    begin += rules.size();
  }
  return answer;
}

Answer Evaluator::At(const Point& point, std::optional<knowledge::Role> role) const {
  if (role) return OfRole(point, *role);
  Answer answer;
  for (const knowledge::Role next : kRoleOrder) {
    const bool more_letters = answer.more_letters;
    answer = OfRole(point, next);
    answer.more_letters = answer.more_letters || more_letters;
    if (answer.kind != Answer::Kind::kNothing) break;
  }
  return answer;
}

std::vector<std::string_view> Evaluator::InitialsAt(const Point& point) const {
  std::vector<std::string_view> initials;
  if (!service_.by_initial) return initials;
  for (const CompiledRule& rule : service_.rules) {
    if (rule.initials == 0 || !IsValid(rule)) continue;
    if (!areas_.Contains(rule.area, point.area)) continue;
    const InitialRange& range = book_.initials(rule);
    initials.push_back(range.from.empty() ? std::string_view("a") : std::string_view(range.from));
  }
  std::sort(initials.begin(), initials.end());
  initials.erase(std::unique(initials.begin(), initials.end()), initials.end());
  return initials;
}

std::vector<AreaIndex> Evaluator::RuleAreasInside(AreaIndex area) const {
  std::vector<AreaIndex> inside;
  if (areas_.at(area).last == area) return inside;
  for (std::size_t begin = 0; begin < service_.rules.size();) {
    const auto rules = NextExactness(begin);
    for (auto at = std::lower_bound(rules.begin(), rules.end(), area + 1, AreaLess);
         at != rules.end() && at->area <= areas_.at(area).last; ++at) {
      if ((inside.empty() || inside.back() != at->area) && IsValid(*at)) inside.push_back(at->area);
    }
    begin += rules.size();
  }
  std::sort(inside.begin(), inside.end());
  inside.erase(std::unique(inside.begin(), inside.end()), inside.end());
  return inside;
}

std::vector<std::uint32_t> Evaluator::SegmentsNamed(AreaIndex area) const {
  std::vector<std::uint32_t> segments;
  if (!service_.by_segment) return segments;
  for (const CompiledRule& rule : service_.rules) {
    if (rule.segment != 0 && (areas_.Contains(rule.area, area) || areas_.Contains(area, rule.area)))
      segments.push_back(rule.segment);
  }
  std::sort(segments.begin(), segments.end());
  segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
  return segments;
}

std::vector<AreaIndex> Evaluator::RuleAreas() const {
  std::vector<AreaIndex> all;
  for (const CompiledRule& rule : service_.rules) {
    if (IsValid(rule)) all.push_back(rule.area);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace amtslotse::responsibility
