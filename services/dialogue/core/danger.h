// What a message says of danger beyond nlu's judgement, and without it. Internal to the core.
#pragma once

#include <optional>
#include <string>

#include "nlu/understanding.h"

namespace amtslotse::dialogue {

struct Turn;

// The judgement while nlu is away: nlu/danger_by_signs.h, and words between those of a sign.
std::optional<nlu::Emergency> DangerWithoutNlu(const std::string& text);

// Before anything else: true when danger is clear and the numbers were said. What is only like it is noted in the turn.
bool TakeDanger(Turn& turn);

// "Wo ist der Bereitschaftsdienst?": the number for a doctor outside of hours.
bool TakeDoctorOnDuty(Turn& turn);

}  // namespace amtslotse::dialogue
