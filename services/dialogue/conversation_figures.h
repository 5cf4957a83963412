// How many questions were answered, handed over, left open and rated: counted by day, hour, channel, service and
// office, never by person. A turn only adds in memory; a thread writes.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "booking/sql/database.h"
#include "services/dialogue/core/message.h"
#include "services/dialogue/core/session.h"
#include "services/dialogue/core/town.h"

namespace amtslotse::dialogue {

enum class Counted : std::uint8_t { kAnswered, kUnanswered, kHandedOver, kHelpful, kNotHelpful };
inline constexpr std::size_t kCounted = 5;

struct ConversationFigure {
  std::string kind, value;  // total, day, hour, channel, service, office
  std::array<std::int64_t, kCounted> counts{};
};

// Thread-safe. What was counted within the last seconds before a crash is lost.
class ConversationFigures {
 public:
  explicit ConversationFigures(booking::sql::Database& database);
  ~ConversationFigures();  // writes what is left

  // `service` and `office` may be empty.
  void Count(Counted what, const Municipality& municipality, const std::string& channel, const std::string& service,
             const std::string& office, std::chrono::sys_seconds now);
  // What a turn's replies say of the question: an answer with a version or a card of an office is answered.
  void CountTurn(const Session& session, const Municipality& municipality, const std::vector<Message>& replies,
                 bool unanswered, bool handed_over, std::chrono::sys_seconds now);

  // Sums over the days, both included (YYYY-MM-DD); of `day` one row each.
  absl::StatusOr<std::vector<ConversationFigure>> Read(const std::string& municipality_id, const std::string& from_date,
                                                       const std::string& to_date);
  absl::Status Flush();

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string>;  // municipality, day, kind, value
  void Run(const std::stop_token& stop);

  booking::sql::Database& database_;
  std::mutex mutex_;
  std::map<Key, std::array<std::int64_t, kCounted>> waiting_;
  std::jthread thread_;
};

}  // namespace amtslotse::dialogue
