#include "knowledge/responsibility/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "knowledge/responsibility/evaluate.h"

namespace amtslotse::responsibility {
namespace {

using Kind = Finding::Kind;

class Linter {
 public:
  Linter(const Town& town, std::chrono::sys_days today) : town_(town), book_(*town.book), today_(today) {}

  std::vector<Finding> Go() {
    for (const ServiceRules& service : book_.services()) {
      Gap(service);
      Overlaps(service);
      InitialGaps(service);
    }
    Unreachable();
    Dangling();
    Addresses();
    for (const std::string& remark : town_.remarks) Add(Kind::kOverlap, remark, {});
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
    return std::move(findings_);
  }

 private:
  void Add(Kind kind, std::string text, std::vector<std::string> ids) {
    findings_.push_back({kind, std::move(text), std::move(ids)});
  }

  std::string AreaName(AreaIndex area) const {
    return area == kWholeCountry ? "ganz Deutschland" : town_.areas->at(area).name;
  }

  void Gap(const ServiceRules& service) {
    if (!service.head->is_public) return;
    PlaceInput home;
    if (town_.home != kNoArea) home.ars = town_.areas->at(town_.home).key;
    const Resolution resolution = town_.resolver->Resolve({service.head->id, home, std::nullopt, today_});
    if (!std::holds_alternative<NoData>(resolution.outcome)) return;
    const auto& rules = service.rules;
    const bool valid = std::any_of(rules.begin(), rules.end(), [&](const CompiledRule& rule) { return Valid(rule); });
    const bool elsewhere = std::any_of(rules.begin(), rules.end(), [&](const CompiledRule& rule) {
      return Valid(rule) && (rule.not_applicable || book_.PublicOffice(rule.office));
    });
    const std::string here = AreaName(town_.home == kNoArea ? kWholeCountry : town_.home);
    const std::string why = elsewhere ? fmt::format("Die Regeln gelten nur für andere Gebiete als {}.", here)
                            : valid   ? "Die Regeln nennen nur interne Stellen."
                                      : "Keine Regel nennt eine Stelle.";
    Add(Kind::kGap, fmt::format("„{}“: {}", service.head->name, why), {service.head->id.value});
  }

  bool Valid(const CompiledRule& compiled) const {
    const Rule& rule = book_.rule(compiled);
    return (!rule.valid_from || *rule.valid_from <= today_) && (!rule.valid_to || today_ <= *rule.valid_to);
  }

  // Rules that ask exactly the same and contradict: an office and "does not exist", or two offices for crossing
  // letters.
  void Overlaps(const ServiceRules& service) {
    const auto& rules = service.rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (std::size_t k = i + 1;
           k < rules.size() && rules[k].area == rules[i].area && rules[k].exactness == rules[i].exactness; ++k) {
        const CompiledRule& a = rules[i];
        const CompiledRule& b = rules[k];
        if (a.role != b.role || a.segment != b.segment || a.town != b.town || !Valid(a) || !Valid(b)) continue;
        if (a.not_applicable != b.not_applicable)
          Add(Kind::kOverlap,
              fmt::format(
                  "„{}“ in {}: Eine Regel nennt eine Stelle, eine andere sagt, dass es die Leistung nicht gibt.",
                  service.head->name, AreaName(a.area)),
              {book_.rule(a).id, book_.rule(b).id});
        if (a.initials != 0 && b.initials != 0 && a.office != b.office && Cross(book_.initials(a), book_.initials(b)))
          Add(Kind::kOverlap,
              fmt::format("„{}“ in {}: Die Buchstaben {} und {} überschneiden sich.", service.head->name,
                          AreaName(a.area), Letters(a), Letters(b)),
              {book_.rule(a).id, book_.rule(b).id});
      }
    }
  }

  std::string Letters(const CompiledRule& rule) const {
    return fmt::format("{}–{}", book_.rule(rule).initial_from, book_.rule(rule).initial_to);
  }

  static bool Cross(const InitialRange& a, const InitialRange& b) {
    const auto inside = [](const InitialRange& range, const std::string& key) {
      return !key.empty() && Fit(range, key) == InitialFit::kInside;
    };
    return inside(a, b.from) || inside(b, a.from) || inside(a, b.to) || inside(b, a.to);
  }

  // Letters from a to z that no rule takes where others are split by letters.
  void InitialGaps(const ServiceRules& service) {
    if (!service.by_initial) return;
    const Evaluator evaluator(*town_.areas, book_, service, today_);
    std::set<AreaIndex> areas;
    for (const CompiledRule& rule : service.rules) {
      if (rule.initials != 0 && rule.segment == 0 && Valid(rule)) areas.insert(rule.area);
    }
    for (const AreaIndex area : areas) {
      std::string missing;
      for (char first = 'a'; first <= 'z'; ++first) {
        const std::string of_letter = MissingAfter(evaluator, area, first);
        if (!of_letter.empty()) missing += (missing.empty() ? "" : ", ") + of_letter;
      }
      if (!missing.empty())
        Add(Kind::kGap,
            fmt::format("„{}“ in {}: Für Namen mit {} ist niemand zuständig.", service.head->name, AreaName(area),
                        missing),
            {service.head->id.value});
    }
  }

  // "Q" when nobody takes the letter, "Sd–Ss" when somebody takes a part of it, empty when it is taken.
  static std::string MissingAfter(const Evaluator& evaluator, AreaIndex area, char first) {
    std::string open;
    for (char second = 'a'; second <= 'z'; ++second) {
      const std::string key{first, second};
      const Answer answer = evaluator.At({area, {}, key}, std::nullopt);
      if (answer.kind == Answer::Kind::kNothing && !answer.more_letters) open.push_back(second);
    }
    const char capital = static_cast<char>(first - 'a' + 'A');
    if (open.size() == 26) return std::string(1, capital);
    if (open.empty()) return {};
    if (open.size() == 1) return std::string{capital, open.front()};
    return fmt::format("{}{}–{}{}", capital, open.front(), capital, open.back());
  }

  // A rule is reached when at a place of its own, with its own house number and letters, it is among those that win.
  void Unreachable() {
    std::vector<const ServiceRules*> used(town_.rules.size(), nullptr);
    std::vector<bool> wins(town_.rules.size(), false);
    for (const ServiceRules& service : book_.services()) {
      for (const CompiledRule& rule : service.rules) {
        used[rule.rule] = &service;
        if (Valid(rule) && Wins(service, rule)) wins[rule.rule] = true;
      }
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (wins[i]) continue;
      const Rule& rule = town_.rules[i];
      if (used[i] == nullptr) {
        if (!rule.leika_prefix.empty())
          Add(Kind::kUnreachable,
              fmt::format("Keine Leistung hat einen Schlüssel, der mit {} beginnt.", rule.leika_prefix), {rule.id});
        continue;  // others are dangling
      }
      if (rule.valid_from && *rule.valid_from > today_) continue;
      Add(Kind::kUnreachable, fmt::format("„{}“: {}", used[i]->head->name, WhyUnreachable(i, *used[i])),
          {rule.id, used[i]->head->id.value});
    }
  }

  std::string WhyUnreachable(std::size_t index, const ServiceRules& service) const {
    const Rule& rule = town_.rules[index];
    if (rule.valid_to && *rule.valid_to < today_)
      return fmt::format("Die Regel gilt seit dem {} nicht mehr.", DayText(rule.valid_to));
    for (const CompiledRule& compiled : service.rules) {
      if (compiled.rule == index && !rule.not_applicable && !book_.PublicOffice(compiled.office))
        return "Die Stelle der Regel ist intern und gehört zu keiner öffentlichen.";
    }
    return "Die Regel entscheidet nie: Eine genauere oder eine eigene Regel der Kommune gilt überall vor ihr.";
  }

  bool Wins(const ServiceRules& service, const CompiledRule& rule) const {
    if (!rule.not_applicable && !book_.PublicOffice(rule.office)) return false;
    Point point{rule.area, {}, {}};
    if (rule.segment != 0) point.segments.push_back(rule.segment);
    const InitialRange& range = book_.initials(rule);
    const std::string key = range.from.empty() ? std::string("a") : range.from;
    if (rule.initials != 0) point.initial = key;
    const Answer answer = Evaluator(*town_.areas, book_, service, today_).At(point, rule.role);
    if (answer.rule == nullptr || answer.rule->exactness != rule.exactness || answer.rule->area != rule.area ||
        answer.rule->segment != rule.segment)
      return false;
    if (rule.not_applicable) return answer.kind == Answer::Kind::kNotApplicable;
    const auto office = book_.PublicOffice(rule.office);
    return std::find(answer.offices.begin(), answer.offices.end(), *office) != answer.offices.end();
  }

  void Dangling() {
    for (const RuleBook::Dangling& dangling : book_.dangling())
      Add(Kind::kDangling, dangling.what, {town_.rules[dangling.rule].id});
    for (const std::string& defect : town_.catalogue->defects()) Add(Kind::kDangling, defect, {});
  }

  void Addresses() {
    std::set<std::uint32_t> offices;
    for (const ServiceRules& service : book_.services()) {
      for (const CompiledRule& rule : service.rules) {
        if (const auto office = rule.not_applicable ? std::nullopt : book_.PublicOffice(rule.office))
          offices.insert(*office);
      }
    }
    for (const std::uint32_t index : offices) {
      const knowledge::Office& office = book_.office(index);
      const bool found =
          std::any_of(office.addresses.begin(), office.addresses.end(), [](const knowledge::Address& address) {
            return !address.street.empty() && address.kind != "003" && address.kind != "004";
          });
      if (!found)
        Add(Kind::kNoAddress, fmt::format("{} hat keine Anschrift für Besuche.", office.name), {office.id.value});
    }
  }

  const Town& town_;
  const RuleBook& book_;
  std::chrono::sys_days today_;
  std::vector<Finding> findings_;
};

}  // namespace

std::string_view FindingId(Finding::Kind kind) {
  constexpr std::array<std::string_view, 5> kIds{"gap", "overlap", "unreachable", "dangling", "no_address"};
  return kIds[static_cast<std::size_t>(kind)];
}

std::vector<Finding> Lint(const Town& town, std::chrono::sys_days today) { return Linter(town, today).Go(); }

}  // namespace amtslotse::responsibility
