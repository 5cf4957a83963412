// What a message says of danger beyond nlu's judgement, and without it. Internal to the core.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nlu/understanding.h"

namespace amtslotse::dialogue {

struct Turn;

// The judgement while nlu is away, by the signs of danger alone. Clear where they say so together ("mein Vater ist
// bewusstlos"), with little confidence where one may mean anything ("ich brauche Hilfe beim Ausfüllen"), nothing for an
// errand.
std::optional<nlu::Emergency> DangerBySigns(std::string_view text);

// Before anything else: true when danger is clear and the numbers were said. What is only like it is noted in the turn.
bool TakeDanger(Turn& turn);

// "Wo ist der Bereitschaftsdienst?": the number for a doctor outside of hours.
bool TakeDoctorOnDuty(Turn& turn);

}  // namespace amtslotse::dialogue
