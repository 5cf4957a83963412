// Which text modules answer which act, and what the act is called. Internal to knowledge.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/catalogue.h"

namespace amtslotse::knowledge {

struct ActText {
  std::string_view id;
  std::string_view name;               // German, as a topic
  std::string_view asked;              // German, as a clause that begins a sentence
  std::vector<ModuleKind> kinds;       // the first that has text answers
  std::vector<std::string_view> cues;  // words in other modules' sentences that speak of it
  int sentences = 3;                   // the short answer's
  int list_items = 12;
};

extern const std::vector<ActText> kActTexts;

// nullptr for acts that no module answers (booking, greetings …).
const ActText* FindActText(std::string_view act);

}  // namespace amtslotse::knowledge
