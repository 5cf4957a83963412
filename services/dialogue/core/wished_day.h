// Days that cannot be: "30. Februar", and those that are over. Internal to the core.
#pragma once

#include <string>

namespace amtslotse::dialogue {

struct SlotWish;

// "30. Februar", "31.4.": the day that no calendar has, as a German writes it; empty: none.
std::string ImpossibleDayIn(const std::string& text);

// Whether the wished days all lie before `today`.
bool IsOver(const SlotWish& wish, const std::string& today);

}  // namespace amtslotse::dialogue
