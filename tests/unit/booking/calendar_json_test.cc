#include "booking/calendar_json.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace amtslotse::booking {
namespace {

using testing::HasSubstr;

std::string Read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Complaint(const std::string& fields) {
  return std::string(ParseLocation(R"({"id": "mitte", )" + fields + "}").status().message());
}

TEST(CalendarJson, TheDemoTownsCalendarsAreRead) {
  const auto locations = ParseCalendars(Read("knowledge/data/demo/erlenfurt/calendars.json"));
  ASSERT_TRUE(locations.ok()) << locations.status();
  EXPECT_GE(locations->size(), 3u);
  for (const Location& location : *locations) {
    EXPECT_FALSE(location.services.empty());
    EXPECT_EQ(location.land, nlu::Land::kSchleswigHolstein);
  }
}

TEST(CalendarJson, WhatIsWrittenIsReadBackTheSame) {
  const std::string text = R"({"id": "mitte", "office_id": "o", "name": "Mitte", "address": "Markt 1", "land": "SH",
    "capacity_per_slot": 3, "public_capacity_per_slot": 2, "slot_minutes": 15, "buffer_minutes": 5,
    "counters": [{"id": "1", "name": "Platz 1"}], "open_holidays": ["2026-10-31"],
    "opening_hours": [{"weekday": 2, "from": "08:00", "to": "12:30", "every_n_weeks": 2, "valid_from": "2026-01-01"},
                      {"weekday": 6, "nth": -1, "from": "09:00", "to": "12:00", "capacity": 1},
                      {"date": "2026-12-27", "from": "09:00", "to": "24:00", "walk_in": true}],
    "closures": [{"date": "2026-12-24", "last": "2027-01-01", "reason": "Ferien"},
                 {"date": "2026-12-02", "from": "10:00", "to": "11:00", "reason": "Schulung"}],
    "services": [{"service_id": "pass", "minutes": 20, "max_quantity": 5, "needs": "name+email|telephone"}],
    "release": {"mode": "weekly", "weekday": 1, "at": "08:00"}, "return_delay_minutes": [30, 90],
    "person_limit": 4, "proof_of_work": "always", "confirm_by_message": true})";
  const auto first = ParseLocation(text);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string written = FormatLocation(*first);
  const auto second = ParseLocation(written);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(FormatLocation(*second), written);
  EXPECT_EQ(second->public_capacity, 2);
  EXPECT_TRUE(second->services[0].demands.email_or_telephone);
  EXPECT_EQ(std::get<NthWeekday>(second->opening[1].days).nth, -1);
  EXPECT_FALSE(second->opening[2].appointments);
  EXPECT_EQ(second->rules.proof_of_work, ProofOfWork::kAlways);
}

TEST(CalendarJson, ComplaintsNameTheLocationAndTheField) {
  EXPECT_THAT(Complaint(R"("slot_minuts": 10)"), HasSubstr("unknown field 'slot_minuts'"));
  EXPECT_THAT(Complaint(R"("slot_minutes": "ten")"), HasSubstr("slot_minutes: wrong type"));
  EXPECT_THAT(Complaint(R"("closures": [{"date": "2026-02-30"}])"), HasSubstr("no such day"));
  EXPECT_THAT(Complaint(R"("opening_hours": [{"weekday": 8, "from": "08:00", "to": "09:00"}])"), HasSubstr("1..7"));
  EXPECT_THAT(Complaint(R"("opening_hours": [{"weekday": 1, "from": "8:00", "to": "09:00"}])"), HasSubstr("HH:MM"));
  EXPECT_THAT(Complaint(R"("land": "XX")"), HasSubstr("land"));
  EXPECT_THAT(Complaint(R"("release": {"mode": "never"})"), HasSubstr("release mode"));
  EXPECT_THAT(Complaint(R"("services": [{"service_id": "a", "minutes": 5, "needs": "passport"}])"), HasSubstr("needs"));
  EXPECT_FALSE(ParseCalendars("[").ok());
  EXPECT_FALSE(ParseCalendars(R"({"locations": [{"id": "a"}, {"id": "a"}]})").ok());
}

}  // namespace
}  // namespace amtslotse::booking
