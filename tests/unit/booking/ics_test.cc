#include "booking/ics.h"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using testing::HasSubstr;
using testing::Not;

Appointment Example() {
  Appointment appointment;
  appointment.uid = "abc@amtslotse";
  appointment.sequence = 3;
  appointment.time_zone = "Europe/Berlin";
  appointment.start = At(2027, 3, 30, 7, 0);
  appointment.end = At(2027, 3, 30, 7, 20);
  appointment.location_name = "Bürgerbüro Mitte";
  appointment.location_address = "Marktstraße 4, 24201 Erlenfurt";
  appointment.contact.name = "Anna \"Ännchen\" Müller";
  appointment.contact.email = "anna@example.org";
  return appointment;
}

TEST(Ics, TimesAreLocalWithTheirZone) {
  const std::string ics = FormatIcs(Example(), IcsMethod::kPublish, {.summary = "Termin"}, kMondayMorning);
  EXPECT_THAT(ics, HasSubstr("DTSTART;TZID=Europe/Berlin:20270330T090000\r\n"));
  EXPECT_THAT(ics, HasSubstr("DTEND;TZID=Europe/Berlin:20270330T092000\r\n"));
  EXPECT_THAT(
      ics,
      HasSubstr(
          "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"));
  EXPECT_THAT(ics, HasSubstr("UID:abc@amtslotse\r\nSEQUENCE:3\r\nDTSTAMP:20261123T060000Z\r\n"));
  EXPECT_THAT(ics, HasSubstr("LOCATION:Bürgerbüro Mitte\\, Marktstraße 4\\, 24201 Erlenfurt\r\n"));
}

TEST(Ics, NoLineIsLongerThan75OctetsAndNoCharacterIsCut) {
  IcsTexts texts;
  texts.summary = "Termin";
  for (int i = 0; i < 200; ++i) texts.description += "ä€😀";
  const std::string ics = FormatIcs(Example(), IcsMethod::kPublish, texts, kMondayMorning);
  std::istringstream lines(ics);
  std::string unfolded;
  for (std::string line; std::getline(lines, line);) {
    ASSERT_TRUE(line.ends_with('\r'));
    line.pop_back();
    EXPECT_LE(line.size(), 75u);
    if (line.starts_with(' ')) {
      EXPECT_NE(static_cast<unsigned char>(line[1]) & 0xC0, 0x80);
      unfolded += line.substr(1);
    } else {
      unfolded += "\n" + line;
    }
  }
  EXPECT_THAT(unfolded, HasSubstr("DESCRIPTION:" + texts.description));
}

TEST(Ics, TextsCannotAddProperties) {
  Appointment appointment = Example();
  appointment.contact.email = "a@b.de\r\nATTENDEE:mailto:evil@example.org";
  IcsTexts texts;
  texts.summary = "Termin\r\nATTACH:http://evil.example";
  texts.organizer_name = "Stadt\r\nX:1";
  texts.organizer_email = "stadt@erlenfurt.example";
  const std::string ics = FormatIcs(appointment, IcsMethod::kRequest, texts, kMondayMorning);
  EXPECT_THAT(ics, Not(HasSubstr("\nATTACH")));
  EXPECT_THAT(ics, Not(HasSubstr("\nX:1")));
  EXPECT_THAT(ics, Not(HasSubstr("\nATTENDEE:")));
  EXPECT_THAT(ics, HasSubstr("CN=\"Anna Ännchen Müller\""));
}

TEST(Ics, ACancellationSaysSo) {
  const std::string ics =
      FormatIcs(Example(), IcsMethod::kCancel, {.summary = "Termin", .reminder_minutes = 30}, kMondayMorning);
  EXPECT_THAT(ics, HasSubstr("METHOD:CANCEL\r\n"));
  EXPECT_THAT(ics, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(ics, Not(HasSubstr("VALARM")));
}

}  // namespace
}  // namespace amtslotse::booking
