// What is spoken rather than written: signs said as words, and slips put right at once. Internal to the core.
#pragma once

#include <string>

namespace amtslotse::dialogue {

// "guten tag komma ich bin blind punkt wie komme ich hin fragezeichen" with its signs; any other text as it is.
std::string WithSpokenSigns(const std::string& text);

// "ich will mein gewerbe abmelden, äh nein anmelden meine ich" without what was said by mistake.
std::string WithoutSlip(const std::string& text);

}  // namespace amtslotse::dialogue
