#include "gateways/web/router.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

Router Example() {
  Router router;
  const auto none = [](const Request&) { return Reply{}; };
  router.Add("GET", "/", Needs::kTown, none);
  router.Add("GET", "/services/{id}", Needs::kTown, none);
  router.Add("DELETE", "/services/{id}", Needs::kTown, none);
  router.Add("GET", "/services/all", Needs::kTown, none);
  return router;
}

TEST(Router, FindsByMethodAndSegments) {
  const Router router = Example();
  const Matched matched = router.Find("GET", "/services/reisepass");
  ASSERT_NE(matched.route, nullptr);
  EXPECT_EQ(matched.variables[0].second, "reisepass");
  EXPECT_NE(router.Find("GET", "/").route, nullptr);
  EXPECT_EQ(router.Find("HEAD", "/services/x").route, matched.route);
}

TEST(Router, SaysWhichMethodsAPathHas) {
  const Router router = Example();
  EXPECT_EQ(router.Find("POST", "/services/x").allowed, "GET, DELETE");
  EXPECT_EQ(router.Find("POST", "/nix").allowed, "");
}

TEST(Router, OddPathsFindNothing) {
  const Router router = Example();
  for (const char* path : {"", "services", "/services", "/services/", "/services/a/b", "//", "/services//"})
    EXPECT_EQ(router.Find("GET", path).route, nullptr) << path;
}

}  // namespace
}  // namespace amtslotse::gateways::web
