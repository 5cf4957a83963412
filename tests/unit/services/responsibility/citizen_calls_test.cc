#include "desk.h"

namespace amtslotse::responsibility {
namespace {

using grpc::StatusCode;

TEST_F(Desk, ResolvesAServiceToItsOfficeWithThePathInWords) {
  const auto response = Resolve("kfz-zulassung", Text("24201 Erlenfurt"));
  ASSERT_EQ(response.outcome(), v1::ResolveResponse::OUTCOME_UNIQUE);
  EXPECT_EQ(response.offices(0).office().id(), "kfz-zulassungsstelle");
  EXPECT_FALSE(response.offices(0).office().name().empty());
  ASSERT_FALSE(response.areas().empty());
  EXPECT_EQ(response.areas(0).ars(), "010990001001");
  EXPECT_FALSE(response.path().empty());
  EXPECT_EQ(response.place_kind(), "residence");
}

TEST_F(Desk, WhatCitizensGetWrongIsNoFaultButAQuestion) {
  v1::Place place;
  place.set_postcode("99999");
  const auto unknown = Resolve("kfz-zulassung", place);
  EXPECT_EQ(unknown.outcome(), v1::ResolveResponse::OUTCOME_NEED_INPUT);
  EXPECT_EQ(unknown.need(), "place");
  EXPECT_NE(unknown.reason().find("99999"), std::string::npos);
  place.Clear();
  place.set_ags("1099001");
  const auto short_key = Resolve("kfz-zulassung", place);
  EXPECT_EQ(short_key.outcome(), v1::ResolveResponse::OUTCOME_NEED_INPUT);
  ASSERT_EQ(short_key.choices_size(), 1);
  EXPECT_EQ(short_key.choices(0).ars(), "010990001001");
}

TEST_F(Desk, BadResolveRequestsGetTheirStatus) {
  v1::ResolveRequest request;
  v1::ResolveResponse response;
  request.set_municipality_id("erlenfurt");
  request.set_service_id("gibt-es-nicht");
  EXPECT_EQ(Call(&Stub::Resolve, request, response).error_code(), StatusCode::NOT_FOUND);
  request.set_service_id("hundesteuer");
  request.set_municipality_id("anderswo");
  EXPECT_EQ(Call(&Stub::Resolve, request, response).error_code(), StatusCode::NOT_FOUND);
  request.set_municipality_id("erlenfurt");
  request.set_role("bestimmt");
  EXPECT_EQ(Call(&Stub::Resolve, request, response).error_code(), StatusCode::INVALID_ARGUMENT);
  request.clear_role();
  request.mutable_place()->set_ars("010990001001");
  request.mutable_place()->set_ags("01099001");
  EXPECT_EQ(Call(&Stub::Resolve, request, response).error_code(), StatusCode::INVALID_ARGUMENT);
  request.mutable_place()->clear_ags();
  request.mutable_place()->set_text(std::string(4001, 'a'));
  EXPECT_EQ(Call(&Stub::Resolve, request, response).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(Desk, APostcodeLiesWhereItIsNotInTheMiddleOfItsTown) {
  v1::FindPlacesRequest request;
  request.set_municipality_id("erlenfurt");
  v1::FindPlacesResponse response;
  for (const auto& [postcode, latitude] : {std::pair("24201", 54.56), std::pair("24203", 54.5875)}) {
    request.set_text(postcode);
    ASSERT_TRUE(Call(&Stub::FindPlaces, request, response).ok());
    ASSERT_GE(response.areas_size(), 1);
    EXPECT_NEAR(response.areas(0).latitude(), latitude, 0.001) << postcode;
  }
}

TEST_F(Desk, FindsPlacesLargestFirstAndTheStreetBesideThem) {
  v1::FindPlacesRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_text("Neustadt");
  v1::FindPlacesResponse response;
  ASSERT_TRUE(Call(&Stub::FindPlaces, request, response).ok());
  ASSERT_GT(response.areas_size(), 10);
  for (int i = 1; i < response.areas_size(); ++i)
    EXPECT_GE(response.areas(i - 1).inhabitants(), response.areas(i).inhabitants());
  request.set_limit(3);
  ASSERT_TRUE(Call(&Stub::FindPlaces, request, response).ok());
  EXPECT_EQ(response.areas_size(), 3);
  request.set_text("ich ziehe von Kiel nach Krummwik, Ahornweg 5");
  ASSERT_TRUE(Call(&Stub::FindPlaces, request, response).ok());
  ASSERT_EQ(response.mentions_size(), 2);
  EXPECT_EQ(response.mentions(0).relation(), "from");
  EXPECT_EQ(response.mentions(1).relation(), "to");
  EXPECT_EQ(response.street(), "Ahornweg");
  EXPECT_EQ(response.house_number(), "5");
  request.set_limit(101);
  EXPECT_EQ(Call(&Stub::FindPlaces, request, response).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(Desk, LintAnswersTheStaffOfAKnownTownOnly) {
  v1::LintRequest request;
  v1::LintResponse response;
  request.set_municipality_id("krummwik");
  EXPECT_EQ(Call(&Stub::Lint, request, response).error_code(), StatusCode::UNAUTHENTICATED);
  const std::string of_another_town = ActorWith(staff::v1::ROLE_EDITOR, "erlenfurt");
  EXPECT_EQ(Call(&Stub::Lint, request, response, of_another_town).error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(Call(&Stub::Lint, request, response, ActorWith(staff::v1::ROLE_EDITOR, "krummwik")).ok());
  request.set_municipality_id("anderswo");
  EXPECT_EQ(Call(&Stub::Lint, request, response).error_code(), StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace amtslotse::responsibility
