// An appointment as its holder sees it.
#pragma once

#include "amtslotse/booking/v1/booking.pb.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

// When, where, what for, number.
Markup AppointmentCard(const Shared& shared, const Request& request, const booking::v1::Appointment& appointment);

// What to bring and what it costs, from the catalogue, who must come for a minor, and where it is possible online too;
// empty when nothing is said of it.
Markup WhatToBring(const Shared& shared, const Request& request, const booking::v1::Appointment& appointment);

// The address of the appointment's page as a picture, for the telephone of who sees it on another screen or on paper.
Markup QrOf(const Shared& shared, const Request& request, const std::string& link_token);

booking::v1::ConfirmResponse ConfirmedBy(const booking::v1::ActivateResponse& activated);

// The page after booking: the appointment, the code, the calendar file.
Reply ConfirmedPage(const Shared& shared, const Request& request, const booking::v1::ConfirmResponse& confirmed);

}  // namespace amtslotse::gateways::web
