// An appointment as its holder sees it.
#pragma once

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

// When, where, what for, number.
Markup AppointmentCard(const Shared& shared, const Request& request, const booking::v1::Appointment& appointment);

// What to bring, from the catalogue's documents of each service; empty when it says nothing.
Markup WhatToBring(const Shared& shared, const Request& request, const booking::v1::Appointment& appointment);

// The page after booking: the appointment, the code, the calendar file.
Reply ConfirmedPage(const Shared& shared, const Request& request, const booking::v1::ConfirmResponse& confirmed);

}  // namespace amtslotse::gateways::web
