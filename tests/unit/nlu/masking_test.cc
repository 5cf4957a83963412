#include "nlu/masking.h"

#include <gtest/gtest.h>

namespace amtslotse::nlu {
namespace {

std::string Masked(std::string_view text, std::vector<std::string> names = {}) {
  return MaskPersonalData(text, {std::move(names), std::chrono::year{2026}});
}

// Found by fuzzing: digits of another script were no number.
TEST(Masking, ReadsDatesInDigitsOfAnyScript) {
  EXPECT_EQ(MaskPersonalData("geboren am ٣.٥.١٩٨٥", {}).find("١٩٨٥"), std::string::npos);
  EXPECT_EQ(MaskPersonalData("\xDF\x88", {}), "\xDF\x88");
}

TEST(Masking, HidesEmailAndTelephone) {
  EXPECT_EQ(Masked("Schreiben Sie an a.b@example.de oder rufen Sie 0431 901234 an"),
            "Schreiben Sie an «E-Mail» oder rufen Sie «Telefon» an");
}

TEST(Masking, HidesAccounts) {
  EXPECT_EQ(Masked("IBAN DE89 3704 0044 0532 0130 00 bitte"), "IBAN «IBAN» bitte");
  EXPECT_EQ(Masked("iban de89370400440532013000"), "iban «IBAN»");
  EXPECT_EQ(Masked("Konto AT61 1904 3002 3457 3201 in Wien"), "Konto «IBAN» in Wien");
}

TEST(Masking, HidesNumbersOfPapersTaxAndInsurance) {
  EXPECT_EQ(Masked("Ausweis L01X00T471 verloren"), "Ausweis «Ausweisnummer» verloren");
  EXPECT_EQ(Masked("Steuer-ID 12 345 678 901"), "Steuer-ID «Steuernummer»");
  EXPECT_EQ(Masked("Steuernummer 21/815/08150"), "Steuernummer «Steuernummer»");
  EXPECT_EQ(Masked("SV-Nummer 12 150780 J 009"), "SV-Nummer «Versicherungsnummer»");
  EXPECT_EQ(Masked("Karte A123456789"), "Karte «Versicherungsnummer»");
}

TEST(Masking, HidesBirthDates) {
  EXPECT_EQ(Masked("geboren am 12.03.1985 in Kiel"), "geboren am «Geburtsdatum» in Kiel");
  EXPECT_EQ(Masked("ich bin 1965 geboren"), "ich bin «Geburtsdatum» geboren");
  EXPECT_EQ(Masked("Jahrgang 1965, was muss ich tun?"), "Jahrgang «Geburtsdatum», was muss ich tun?");
  EXPECT_EQ(Masked("3. Mai 1972"), "«Geburtsdatum»");
  EXPECT_EQ(Masked("Tochter, geb. 4.5.26"), "Tochter, geb. «Geburtsdatum»");
}

TEST(Masking, LeavesDatesOfAppointments) {
  EXPECT_EQ(Masked("Termin am 3.12.2026 um 10 Uhr"), "Termin am 3.12.2026 um 10 Uhr");
  EXPECT_EQ(Masked("am 3. Dezember"), "am 3. Dezember");
}

TEST(Masking, HidesNamesOfTheBooking) {
  EXPECT_EQ(Masked("jürgen mueller hier nochmal", {"Jürgen Müller"}), "«Name» hier nochmal");
  EXPECT_EQ(Masked("Ich heiße Peter Sonntag"), "Ich heiße «Name»");
}

TEST(Masking, HidesAddressesAndCodes) {
  EXPECT_EQ(Masked("Ich wohne Hafenstraße 12a"), "Ich wohne «Adresse»");
  EXPECT_EQ(Masked("Mein Code ist KT4H-92XR"), "Mein Code ist «Code»");
}

TEST(Masking, LeavesOrdinaryQuestions) {
  for (const char* text :
       {"Was kostet ein Personalausweis?", "Wo ist das Bürgerbüro in 24201 Erlenfurt?", "2 Ausweise für 37 Euro", ""}) {
    EXPECT_EQ(Masked(text), text);
  }
}

TEST(Masking, TwiceIsOnce) {
  const std::string once = Masked("a@b.de, 0431 901234, DE89370400440532013000, geb. 1.1.1990");
  EXPECT_EQ(Masked(once), once);
}

TEST(Masking, LeavesNoNumberOfWhatAMarkCutShort) {
  const std::string once = Masked("Nz999111111111111111N999N998");
  EXPECT_EQ(Masked(once), once);
}

}  // namespace
}  // namespace amtslotse::nlu
