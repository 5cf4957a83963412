// What staff may do: see, try, change.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "knowledge/responsibility/streets.h"
#include "services/responsibility/convert.h"
#include "services/responsibility/responsibility_service.h"
#include "services/rpc/actor.h"
#include "services/rpc/text.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::uint32_t kUsualPage = 100;
constexpr std::uint32_t kLargestPage = 500;
constexpr std::size_t kLargestStreetList = 6u << 20u;
constexpr int kMostTrialRules = 200;

absl::StatusOr<std::size_t> PageStart(const std::string& token) {
  std::size_t start = 0;
  if (token.empty()) return start;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), start);
  if (error != std::errc() || end != token.data() + token.size())
    return absl::InvalidArgumentError("page_token: unknown");
  return start;
}

absl::StatusOr<std::size_t> PageSize(std::uint32_t asked) {
  if (asked > kLargestPage) return absl::InvalidArgumentError("page_size: expected 0 to 500");
  return asked == 0 ? kUsualPage : asked;
}

absl::Status CannotSave() { return absl::FailedPreconditionError("RESPONSIBILITY_DATA_DIR is not set"); }

// The town with other rules than it has.
class Trial {
 public:
  Trial(const Town& town, std::vector<Rule> rules)
      : rules_(std::move(rules)), book_(Input(town)), resolver_(*town.areas, *town.streets, book_) {}
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  const Resolver& resolver() const { return resolver_; }

 private:
  RuleBookInput Input(const Town& town) const {
    RuleBookInput input = town.book->input();
    input.rules = rules_;
    return input;
  }

  std::vector<Rule> rules_;
  RuleBook book_;
  Resolver resolver_;
};

absl::StatusOr<std::vector<Rule>> TrialRules(const Town& town, const v1::WhatIfRequest& request) {
  if (request.rules_size() > kMostTrialRules) return absl::InvalidArgumentError("rules: at most 200");
  std::unordered_set<std::string> without(request.without_rule_ids().begin(), request.without_rule_ids().end());
  for (const auto& rule : request.rules()) without.insert(rule.id());
  std::vector<Rule> rules;
  for (const Rule& rule : town.rules) {
    if (!without.contains(rule.id)) rules.push_back(rule);
  }
  for (const auto& in : request.rules()) {
    auto rule = Decode(town, in);
    if (!rule.ok()) return rule.status();
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace

absl::StatusOr<Change> ResponsibilityService::MayChange(const rpc::Caller& caller,
                                                        const std::string& municipality_id) const {
  const auto now = std::chrono::system_clock::now();
  const auto actor = rpc::CheckActor(caller.signed_actor, actor_key_, municipality_id, {staff::v1::ROLE_EDITOR}, now);
  if (!actor.ok()) return actor.status();
  return Change{actor->account_id(), std::chrono::floor<std::chrono::seconds>(now)};
}

grpc::Status ResponsibilityService::ListRules(grpc::ServerContext* context, const v1::ListRulesRequest* request,
                                              v1::ListRulesResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/ListRules", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    if (const auto change = MayChange(caller, request->municipality_id()); !change.ok()) return change.status();
    const auto start = PageStart(request->page_token());
    if (!start.ok()) return start.status();
    const auto size = PageSize(request->page_size());
    if (!size.ok()) return size.status();
    std::optional<AreaIndex> inside;
    if (!request->ars().empty()) {
      inside = (*town)->areas->FindKey(request->ars());
      if (!inside) return absl::InvalidArgumentError("ars: no such area");
    }
    std::vector<const Rule*> rules;
    for (const Rule& rule : (*town)->rules) {
      if (!request->service_id().empty() && (!rule.service || rule.service->value != request->service_id())) continue;
      if (!request->office_id().empty() && rule.office.value != request->office_id()) continue;
      const auto area = (*town)->areas->FindKey(rule.area);
      if (inside && (!area || !(*town)->areas->Contains(*inside, *area))) continue;
      rules.push_back(&rule);
    }
    response->set_total(static_cast<std::uint32_t>(rules.size()));
    const std::size_t end = std::min(*start + *size, rules.size());
    for (std::size_t i = *start; i < end; ++i) Encode(**town, *rules[i], response->add_rules());
    if (end < rules.size()) response->set_next_page_token(std::to_string(end));
    return absl::OkStatus();
  });
}

grpc::Status ResponsibilityService::SaveRule(grpc::ServerContext* context, const v1::SaveRuleRequest* request,
                                             v1::SaveRuleResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/SaveRule", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    const auto change = MayChange(caller, request->municipality_id());
    if (!change.ok()) return change.status();
    if (own_ == nullptr) return CannotSave();
    auto rule = Decode(**town, request->rule());
    if (!rule.ok()) return rule.status();
    const auto& rules = (*town)->rules;
    const bool imported = std::any_of(rules.begin(), rules.end(), [&](const Rule& other) {
      return !other.town && other.id == rule->id && !rule->id.empty();
    });
    if (imported) return absl::InvalidArgumentError("rule.id: belongs to an imported rule");
    rule->version = static_cast<std::int64_t>(request->expected_version());
    const auto saved = own_->SaveRule({request->municipality_id()}, *std::move(rule), *change);
    if (!saved.ok()) return saved.status();
    Encode(**town, *saved, response->mutable_rule());
    return towns_.Refresh();
  });
}

grpc::Status ResponsibilityService::DeleteRule(grpc::ServerContext* context, const v1::DeleteRuleRequest* request,
                                               v1::DeleteRuleResponse*) {
  return rpc::Serve(*context, metrics_, "Responsibility/DeleteRule", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    const auto change = MayChange(caller, request->municipality_id());
    if (!change.ok()) return change.status();
    if (own_ == nullptr) return CannotSave();
    const auto& rules = (*town)->rules;
    const bool imported = std::any_of(rules.begin(), rules.end(),
                                      [&](const Rule& rule) { return !rule.town && rule.id == request->rule_id(); });
    if (imported) return absl::NotFoundError("no such town rule; imported rules change with the catalogue");
    if (const auto status = own_->DeleteRule({request->municipality_id()}, request->rule_id(), *change); !status.ok())
      return status;
    return towns_.Refresh();
  });
}

grpc::Status ResponsibilityService::WhatIf(grpc::ServerContext* context, const v1::WhatIfRequest* request,
                                           v1::WhatIfResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/WhatIf", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    if (const auto change = MayChange(caller, request->municipality_id()); !change.ok()) return change.status();
    const auto place = Decode(request->place());
    if (!place.ok()) return place.status();
    auto rules = TrialRules(**town, *request);
    if (!rules.ok()) return rules.status();
    const bool differs = request->rules_size() > 0 || request->without_rule_ids_size() > 0;
    const Trial trial(**town, *std::move(rules));
    const auto day = DayOf(**town, request->now_unix());
    const auto& ids = request->service_ids();
    for (const ServiceRules& service : (*town)->book->services()) {
      const knowledge::ServiceId& id = service.head->id;
      if (!ids.empty() && std::find(ids.begin(), ids.end(), id.value) == ids.end()) continue;
      auto* row = response->add_rows();
      row->set_service_id(id.value);
      row->set_service_name(service.head->name);
      const Question question{id, *place, std::nullopt, day};
      Encode(**town, id, (*town)->resolver->Resolve(question), true, row->mutable_now());
      if (!differs) continue;
      Encode(**town, id, trial.resolver().Resolve(question), true, row->mutable_then());
      if (row->now().SerializeAsString() == row->then().SerializeAsString()) row->clear_then();
    }
    return absl::OkStatus();
  });
}

grpc::Status ResponsibilityService::ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                                              v1::ListAuditResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/ListAudit", [&](const rpc::Caller& caller) -> absl::Status {
    if (const auto town = Find(request->municipality_id()); !town.ok()) return town.status();
    if (const auto change = MayChange(caller, request->municipality_id()); !change.ok()) return change.status();
    if (own_ == nullptr) return CannotSave();
    const auto before = PageStart(request->page_token());
    if (!before.ok()) return before.status();
    const auto size = PageSize(request->page_size());
    if (!size.ok()) return size.status();
    const auto lines =
        own_->Audit({request->municipality_id()}, static_cast<std::int64_t>(*before), static_cast<int>(*size));
    if (!lines.ok()) return lines.status();
    for (const auto& [number, line] : *lines) {
      auto* out = response->add_lines();
      out->set_time_unix(line.at.time_since_epoch().count());
      out->set_actor(line.actor);
      out->set_action(line.action);
      out->set_object_id(line.object_id);
      out->set_summary(line.summary);
    }
    if (lines->size() == *size && !lines->empty()) response->set_next_page_token(std::to_string(lines->back().number));
    return absl::OkStatus();
  });
}

grpc::Status ResponsibilityService::ImportStreets(grpc::ServerContext* context, const v1::ImportStreetsRequest* request,
                                                  v1::ImportStreetsResponse* response) {
  return rpc::Serve(*context, metrics_, "Responsibility/ImportStreets", [&](const rpc::Caller& caller) -> absl::Status {
    const auto town = Find(request->municipality_id());
    if (!town.ok()) return town.status();
    const auto change = MayChange(caller, request->municipality_id());
    if (!change.ok()) return change.status();
    if (own_ == nullptr) return CannotSave();
    if (request->csv().size() > kLargestStreetList) return absl::InvalidArgumentError("csv: at most 6 MiB");
    const auto list = ReadStreetsCsv("csv", request->csv());
    if (!list.ok()) return list.status();
    for (const StreetRow& row : list->rows) {
      if (!row.gemeinde.empty() && !(*town)->areas->FindKey(row.gemeinde))
        return absl::InvalidArgumentError(
            fmt::format("csv, Zeile {}, Spalte gemeinde: Das Gebiet {} gibt es nicht.", row.line, row.gemeinde));
    }
    if (const auto status = own_->SaveStreets({request->municipality_id()}, request->csv(), *change); !status.ok())
      return status;
    response->set_segments(static_cast<std::uint32_t>(list->rows.size()));
    for (const std::string& remark : list->remarks) response->add_remarks(remark);
    return towns_.Refresh();
  });
}

}  // namespace amtslotse::responsibility
