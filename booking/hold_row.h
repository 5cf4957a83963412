#pragma once

#include "booking/store_parts.h"

// Inside of Store only: a hold as it lies in the appointment table.
namespace amtslotse::booking {

// Its key before (see AppointmentKeys), the whole of it when it was written.
struct NewRow {
  sql::Value key;
  AppointmentRow row;
};

// Of this seat, with a new number, for as long as the location keeps one.
AppointmentRow RowOfHold(const Pen& pen, const HoldRequest& request, const Seat& seat);
absl::Status InsertHold(const Pen& pen, const NewRow& made);

}  // namespace amtslotse::booking
