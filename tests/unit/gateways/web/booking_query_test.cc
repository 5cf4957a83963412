#include "gateways/web/booking_query.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

TEST(BookingQuery, ReadsQuantities) {
  EXPECT_EQ(ParseServiceQuantity("ausweis*3").quantity(), 3u);
  EXPECT_EQ(ParseServiceQuantity("ausweis*3").service_id(), "ausweis");
  EXPECT_EQ(ParseServiceQuantity("ausweis").quantity(), 1u);
  EXPECT_EQ(ParseServiceQuantity("a*b").service_id(), "a*b");
  EXPECT_EQ(ParseServiceQuantity("a*0").quantity(), 1u);
}

}  // namespace
}  // namespace amtslotse::gateways::web
