// A name that was told already, put right: "nicht Berger, sondern Bergmann", "ups, ich heiße Meyer mit e". Internal to
// the core.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::dialogue {

struct Turn;

struct NameCorrection {
  bool meant = false;     // the message speaks of the name that was told
  bool doubtful = false;  // one word that may be a name, and may be anything else
  std::string name;       // the whole name as it is to be; empty: it was not said
};

// What `text` says of the name `known`, which was told before. Who says one word only means the part of the name that
// it is most like, else the surname.
NameCorrection ReadNameCorrection(std::string_view text, const std::string& known);

// "das ist falsch geschrieben", "vertippt", "stimmt nicht"; of what was folded.
bool SpeaksOfMistake(std::string_view folded);

// "mein Name ist falsch", "bei der Mail vertippt" behind a booking: who puts it right. False: it is something else.
bool TakeLateCorrection(Turn& turn);

}  // namespace amtslotse::dialogue
