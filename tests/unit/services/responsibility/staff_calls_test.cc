#include "desk.h"

namespace amtslotse::responsibility {
namespace {

using grpc::StatusCode;

class StaffDesk : public Desk {
 protected:
  v1::SaveRuleRequest Save(const v1::Rule& rule, std::uint64_t expected = 0) {
    v1::SaveRuleRequest request;
    request.set_municipality_id("erlenfurt");
    *request.mutable_rule() = rule;
    request.set_expected_version(expected);
    return request;
  }
  v1::SaveRuleResponse saved;
};

TEST_F(StaffDesk, IsForEditorsOfTheTownOnly) {
  v1::ListRulesRequest list;
  list.set_municipality_id("erlenfurt");
  v1::ListRulesResponse rules;
  EXPECT_EQ(Call(&Stub::ListRules, list, rules).error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Call(&Stub::ListRules, list, rules, "gefaelscht").error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Call(&Stub::ListRules, list, rules, ActorWith(staff::v1::ROLE_LOCATION_STAFF)).error_code(),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&Stub::ListRules, list, rules, ActorWith(staff::v1::ROLE_EDITOR, "krummwik")).error_code(),
            StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(Call(&Stub::ListRules, list, rules, Editor()).ok());
  EXPECT_TRUE(Call(&Stub::ListRules, list, rules, ActorWith(staff::v1::ROLE_ADMINISTRATOR)).ok());
  EXPECT_EQ(Call(&Stub::SaveRule, Save(SomeRule()), saved).error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(StaffDesk, ASavedRuleDecidesAtOnceAndStandsInTheAudit) {
  ASSERT_TRUE(Call(&Stub::SaveRule, Save(SomeRule()), saved, Editor()).ok());
  EXPECT_EQ(saved.rule().version(), 1u);
  EXPECT_EQ(saved.rule().source(), "town");
  EXPECT_EQ(saved.rule().area().name(), "Erlenfurt");
  EXPECT_EQ(Resolve("hundesteuer", Text("Erlenfurt")).offices(0).office().id(), "buergerbuero-nord");
  v1::ListAuditRequest ask;
  ask.set_municipality_id("erlenfurt");
  v1::ListAuditResponse audit;
  ASSERT_TRUE(Call(&Stub::ListAudit, ask, audit, Editor()).ok());
  ASSERT_EQ(audit.lines_size(), 1);
  EXPECT_EQ(audit.lines(0).actor(), "konto-7");
  EXPECT_EQ(audit.lines(0).object_id(), saved.rule().id());
}

TEST_F(StaffDesk, RepeatingASaveChangesNothingAndAStaleOneIsAborted) {
  ASSERT_TRUE(Call(&Stub::SaveRule, Save(SomeRule()), saved, Editor()).ok());
  const std::string id = saved.rule().id();
  ASSERT_TRUE(Call(&Stub::SaveRule, Save(SomeRule()), saved, Editor()).ok());
  EXPECT_EQ(saved.rule().id(), id);
  EXPECT_EQ(saved.rule().version(), 1u);
  v1::Rule changed = SomeRule();
  changed.set_id(id);
  changed.set_role("accepts");
  EXPECT_EQ(Call(&Stub::SaveRule, Save(changed, 7), saved, Editor()).error_code(), StatusCode::ABORTED);
  EXPECT_TRUE(Call(&Stub::SaveRule, Save(changed, 1), saved, Editor()).ok());
}

TEST_F(StaffDesk, ABadRuleIsRefusedWithItsField) {
  struct Case {
    const char* field;
    void (*spoil)(v1::Rule&);
  };
  // clang-format off
  const Case cases[] = {
      {"service_id", [](v1::Rule& rule) { rule.set_leika_prefix("99"); }},
      {"service_id", [](v1::Rule& rule) { rule.set_service_id("gibt-es-nicht"); }},
      {"leika_prefix", [](v1::Rule& rule) { rule.clear_service_id(); rule.set_leika_prefix("99x"); }},
      {"ars", [](v1::Rule& rule) { rule.set_ars("999999999999"); }},
      {"street_segment_id", [](v1::Rule& rule) { rule.set_street_segment_id("nirgends"); }},
      {"office_id", [](v1::Rule& rule) { rule.set_office_id("gibt-es-nicht"); }},
      {"office_id", [](v1::Rule& rule) { rule.clear_office_id(); }},
      {"office_id", [](v1::Rule& rule) { rule.set_not_applicable(true); }},
      {"role", [](v1::Rule& rule) { rule.set_role("bestimmt"); }},
      {"initial_from", [](v1::Rule& rule) { rule.set_initial_from("7"); }},
      {"initial_to", [](v1::Rule& rule) { rule.set_initial_from("M"); rule.set_initial_to("B"); }},
      {"valid_from", [](v1::Rule& rule) { rule.set_valid_from("2026-02-30"); }},
      {"valid_to", [](v1::Rule& rule) { rule.set_valid_from("2026-05-01"); rule.set_valid_to("2026-04-01"); }},
  };
  // clang-format on
  for (const Case& each : cases) {
    v1::Rule rule = SomeRule();
    each.spoil(rule);
    const grpc::Status status = Call(&Stub::SaveRule, Save(rule), saved, Editor());
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << each.field;
    EXPECT_NE(status.error_message().find(each.field), std::string::npos) << status.error_message();
  }
}

TEST_F(StaffDesk, ADeletedRuleNoLongerDecidesAndImportedOnesStay) {
  const std::string before = Resolve("hundesteuer", Text("Erlenfurt")).offices(0).office().id();
  ASSERT_TRUE(Call(&Stub::SaveRule, Save(SomeRule()), saved, Editor()).ok());
  v1::DeleteRuleRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_rule_id(saved.rule().id());
  v1::DeleteRuleResponse response;
  ASSERT_TRUE(Call(&Stub::DeleteRule, request, response, Editor()).ok());
  ASSERT_TRUE(Call(&Stub::DeleteRule, request, response, Editor()).ok());
  EXPECT_EQ(Resolve("hundesteuer", Text("Erlenfurt")).offices(0).office().id(), before);
  v1::ListRulesRequest list;
  list.set_municipality_id("erlenfurt");
  v1::ListRulesResponse rules;
  ASSERT_TRUE(Call(&Stub::ListRules, list, rules, Editor()).ok());
  ASSERT_FALSE(rules.rules().empty());
  EXPECT_EQ(rules.rules(0).source(), "import");
  request.set_rule_id(rules.rules(0).id());
  EXPECT_EQ(Call(&Stub::DeleteRule, request, response, Editor()).error_code(), StatusCode::NOT_FOUND);
}

TEST_F(StaffDesk, RulesComeInPagesAndByArea) {
  v1::ListRulesRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_page_size(5);
  v1::ListRulesResponse page;
  std::uint32_t seen = 0;
  do {
    ASSERT_TRUE(Call(&Stub::ListRules, request, page, Editor()).ok());
    EXPECT_LE(page.rules_size(), 5);
    seen += static_cast<std::uint32_t>(page.rules_size());
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty());
  EXPECT_EQ(seen, page.total());
  request.set_page_token("x");
  EXPECT_EQ(Call(&Stub::ListRules, request, page, Editor()).error_code(), StatusCode::INVALID_ARGUMENT);
  request.clear_page_token();
  request.set_page_size(501);
  EXPECT_EQ(Call(&Stub::ListRules, request, page, Editor()).error_code(), StatusCode::INVALID_ARGUMENT);
  request.set_page_size(5);
  request.set_ars("999999999999");
  EXPECT_EQ(Call(&Stub::ListRules, request, page, Editor()).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(StaffDesk, WhatIfShowsTheDifferenceAndChangesNothing) {
  v1::WhatIfRequest request;
  request.set_municipality_id("erlenfurt");
  request.mutable_place()->set_text("Ahornweg 5");
  request.add_service_ids("hundesteuer");
  *request.add_rules() = SomeRule();
  v1::WhatIfResponse response;
  ASSERT_TRUE(Call(&Stub::WhatIf, request, response, Editor()).ok());
  ASSERT_EQ(response.rows_size(), 1);
  ASSERT_TRUE(response.rows(0).has_then());
  EXPECT_EQ(response.rows(0).then().offices(0).office().id(), "buergerbuero-nord");
  EXPECT_NE(Resolve("hundesteuer", Text("Ahornweg 5")).offices(0).office().id(), "buergerbuero-nord");
  request.clear_rules();
  request.clear_service_ids();
  ASSERT_TRUE(Call(&Stub::WhatIf, request, response, Editor()).ok());
  EXPECT_GT(response.rows_size(), 30);
  for (const auto& row : response.rows()) EXPECT_FALSE(row.has_then()) << row.service_id();
}

TEST_F(StaffDesk, AStreetListIsReplacedWholeOrNotAtAll) {
  v1::ImportStreetsRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_csv(
      "street;from;to;parity;postcode;ortsteil;segment\nNeue Gasse;1;19;odd;24201;Altstadt;s1\nNeue "
      "Gasse;2;20;even;24201;Nordhagen;s2\n");
  v1::ImportStreetsResponse response;
  ASSERT_TRUE(Call(&Stub::ImportStreets, request, response, Editor()).ok());
  EXPECT_EQ(response.segments(), 2u);
  v1::Rule rule = SomeRule();
  rule.set_street_segment_id("s2");
  ASSERT_TRUE(Call(&Stub::SaveRule, Save(rule), saved, Editor()).ok());
  EXPECT_EQ(Resolve("hundesteuer", Text("Neue Gasse 4")).offices(0).office().id(), "buergerbuero-nord");
  EXPECT_NE(Resolve("hundesteuer", Text("Neue Gasse 5")).offices(0).office().id(), "buergerbuero-nord");
  request.set_csv("street;from;to;parity;postcode;ortsteil\nNeue Gasse;19;1;odd;24201;Altstadt\n");
  const grpc::Status bad = Call(&Stub::ImportStreets, request, response, Editor());
  EXPECT_EQ(bad.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_NE(bad.error_message().find("Zeile 2, Spalte to"), std::string::npos) << bad.error_message();
  EXPECT_EQ(Resolve("hundesteuer", Text("Neue Gasse 4")).offices(0).office().id(), "buergerbuero-nord");
}

}  // namespace
}  // namespace amtslotse::responsibility
