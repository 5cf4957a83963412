#include "booking/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "booking/appointment_json.h"

namespace amtslotse::booking {
namespace {

std::string WrittenAndRead(std::string_view text) {
  JsonText json;
  json.Begin('{').Text("text", text).End('}');
  return nlohmann::json::parse(std::move(json).Take()).at("text");
}

TEST(JsonText, WhatIsWrittenIsReadByTheLibrary) {
  for (const std::string text : {"", "Anna", "Müller", "\"\\/", "a\nb\tc\x01\x7f", "Ωμέγα 測試 😀", "</script>"}) {
    EXPECT_EQ(WrittenAndRead(text), text);
  }
  EXPECT_EQ(WrittenAndRead(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(JsonText, WhatIsNotUtf8IsReplaced) { EXPECT_EQ(WrittenAndRead("M\xfcller"), "M\xEF\xBF\xBDller"); }

TEST(JsonText, ListsAndNamesAreSeparated) {
  JsonText json;
  json.Begin('{').Name("list").Begin('[').Number(1).Begin('[').End(']').Text("x").End(']');
  json.Flag("yes", true).Flag("no", false).Number("many", INT64_MIN).End('}');
  EXPECT_EQ(std::move(json).Take(), R"({"list":[1,[],"x"],"yes":true,"no":false,"many":-9223372036854775808})");
}

TEST(JsonText, DetailsComeBackAsTheyWereWritten) {
  Details details;
  details.contact.name = "Zoë \"Ö\" Şahin";
  details.contact.email = "zoe@example.org";
  details.contact.wants_reminders = true;
  details.needs.wheelchair = true;
  details.needs.note = "Zeile\nzwei";
  details.attendees = {{"Jonas", "Kind"}, {"Lea", ""}};
  details.cancellation_code = "ACDE-2345";
  const auto read = ParseDetails(FormatDetails(details));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(FormatDetails(*read), FormatDetails(details));
  EXPECT_EQ(read->contact.name, details.contact.name);
  EXPECT_EQ(read->needs.note, details.needs.note);
  ASSERT_EQ(read->attendees.size(), 2u);
  EXPECT_EQ(read->attendees[0].relation, "Kind");
}

}  // namespace
}  // namespace amtslotse::booking
