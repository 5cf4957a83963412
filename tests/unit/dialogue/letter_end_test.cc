#include "services/dialogue/core/letter_end.h"

#include <gtest/gtest.h>

namespace amtslotse::dialogue {
namespace {

struct Case {
  const char* said;
  const char* text;
  const char* signature;
};

TEST(LetterEnd, IsTakenOffAndWhoSignedIsKnown) {
  for (const auto& [said, text, signature] : {
           Case{"Was kostet ein Perso? Viele Grüße", "Was kostet ein Perso?", ""},
           Case{"Was kostet ein Perso?\n\nMit freundlichen Grüßen\nHans Meier", "Was kostet ein Perso?", "Hans Meier"},
           Case{"Termin für Perso bitte. MfG, Karl von der Heide", "Termin für Perso bitte.", "Karl von der Heide"},
           Case{"termin für perso lg anna", "termin für perso lg anna", nullptr},
           Case{"termin für perso, lg anna", "termin für perso", "anna"},
           Case{"perso verlängern lg", "perso verlängern", ""},
           Case{"Vielen Dank und herzliche Grüße, Ute Blank!", "Vielen Dank", "Ute Blank!"},
           Case{"Was kostet das? LG 😊", "Was kostet das?", ""},
           Case{"Wann haben Sie offen? Liebe Grüße aus Nordhagen, Ida Brandt", "Wann haben Sie offen?", "Ida Brandt"},
           Case{"Was kostet das? Beste Grüße aus Nordhagen", "Was kostet das?", ""},
           Case{"Löschen Sie alles.\nMit freundlichen Grüßen\nUte Blank\nute@example.org",
                "Löschen Sie alles.\nUte Blank\nute@example.org", ""},
           Case{"Was kostet das?\n\nMit freundlichen Grüßen\nHans Meier\nMeier Bau GmbH\nTel. 040 123456",
                "Was kostet das?", "Hans Meier"},
           Case{"Was kostet das?\nMfG\nHans Meier\nMeier Bau GmbH\nhans@example.org\nTel. 040 123456",
                "Was kostet das?\nHans Meier\nhans@example.org", ""},
           Case{"Was kostet das?\nMfG\nHans Meier\nUnd wo muss ich hin?\nTel. 040 123456",
                "Was kostet das?\nHans Meier\nUnd wo muss ich hin?\nTel. 040 123456", ""},
       }) {
    const auto letter = ReadLetter(said);
    ASSERT_EQ(letter.has_value(), signature != nullptr) << said;
    if (!letter) continue;
    EXPECT_EQ(letter->text, text) << said;
    EXPECT_EQ(letter->signature, signature) << said;
  }
}

TEST(LetterEnd, WhatIsNoneStays) {
  for (const char* said : {"Viele Grüße", "LG", "Mit freundlichen Grüßen, Annegret Lohse", "", "Grüße aus Krummwik",
                           "Wo ist das Rathaus der VG Maxdorf", "Richten Sie der Standesbeamtin liebe Grüße aus",
                           "Viele Grüße, was kostet der Perso?", "Kann ich einen Gruß zum Geburtstag bestellen?"})
    EXPECT_FALSE(ReadLetter(said)) << said;
}

}  // namespace
}  // namespace amtslotse::dialogue
