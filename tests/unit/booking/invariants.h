#pragma once

#include <gtest/gtest.h>

#include "booking/sql/database.h"

namespace amtslotse::booking {

// What must hold in the database at any time: every slot's counts equal the appointments and withheld places that
// overlap it, and are within its ceiling.
inline void ExpectCountsMatch(sql::Database& database) {
  static constexpr sql::Statement kWrong{
      "SELECT s.location, s.start, s.taken, s.public_taken, s.ceiling, "
      "(SELECT count(*) FROM appointment a WHERE a.location = s.location AND a.occupies = 1 AND a.start < s.ends AND "
      "a.occupied_to > s.start) + (SELECT count(*) FROM withheld w WHERE w.location = s.location AND w.start < s.ends "
      "AND "
      "w.occupied_to > s.start) FROM slot s"};
  const absl::Status read = database.Read([](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kWrong, {});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row) {
      EXPECT_EQ(rows->Int(row, 2), rows->Int(row, 5)) << "slot " << rows->Int(row, 1);
      EXPECT_LE(rows->Int(row, 2), rows->Int(row, 4)) << "slot " << rows->Int(row, 1);
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(read, absl::OkStatus());
}

inline std::int64_t CountRows(sql::Database& database, const sql::Statement& statement) {
  std::int64_t count = -1;
  const absl::Status read = database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(statement, {});
    if (rows.ok()) count = rows->Int(0, 0);
    return rows.status();
  });
  EXPECT_EQ(read, absl::OkStatus());
  return count;
}

}  // namespace amtslotse::booking
