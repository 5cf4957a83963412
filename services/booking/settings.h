// Settings of the booking process, keys BOOKING_….
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>

#include "services/booking/mail_settings.h"
#include "services/rpc/server.h"

namespace amtslotse::booking {

struct Settings {
  rpc::ServerSettings server;
  std::string data_directory;    // holds booking.db when there is no PostgreSQL
  std::string database;          // libpq's URI or keywords; empty: SQLite
  std::string erasures;          // the same, for the list of erasures; empty: a file in the data directory
  int connections = 16;          // to PostgreSQL, at the most
  std::string keys_file;         // the installation's keys, outside of the data directory
  std::string actor_key;         // checks signed actors of the staff
  std::chrono::days audit{365};  // how long it stays written down who did what
  MailSettings mail;
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::booking
