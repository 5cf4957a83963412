#pragma once

#include "booking/appointment.h"
#include "booking/json_text.h"

namespace amtslotse::booking {

// What AppointmentFrom (appointment_json.h) reads.
void Write(JsonText& json, const Appointment& appointment);

}  // namespace amtslotse::booking
