#include "services/dialogue/conversation_figures.h"

#include <algorithm>
#include <condition_variable>

#include "services/dialogue/core/german.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::dialogue {
namespace {

namespace sql = booking::sql;

constexpr std::chrono::seconds kWriteEvery{5};
constexpr std::size_t kMostWaiting = 100'000;

constexpr sql::Statement kAdd{
    "INSERT INTO figure (municipality_id, day, kind, value, answered, unanswered, handed_over, helpful, not_helpful) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (municipality_id, day, kind, value) DO UPDATE SET "
    "answered = figure.answered + ?5, unanswered = figure.unanswered + ?6, handed_over = figure.handed_over + ?7, "
    "helpful = figure.helpful + ?8, not_helpful = figure.not_helpful + ?9"};
constexpr sql::Statement kRead{
    "SELECT kind, value, sum(answered), sum(unanswered), sum(handed_over), sum(helpful), sum(not_helpful) FROM figure "
    "WHERE municipality_id = ?1 AND day >= ?2 AND day <= ?3 GROUP BY kind, value ORDER BY kind, value"};

}  // namespace

ConversationFigures::ConversationFigures(sql::Database& database)
    : database_(database), thread_([this](const std::stop_token& stop) { Run(stop); }) {}

ConversationFigures::~ConversationFigures() {
  thread_.request_stop();
  thread_.join();
  (void)Flush();
}

void ConversationFigures::Count(Counted what, const Municipality& municipality, const std::string& channel,
                                const std::string& service, const std::string& office, std::chrono::sys_seconds now) {
  const std::string day = LocalDate(now, municipality.time_zone);
  const std::string hour = LocalClock(now, municipality.time_zone).substr(0, 2);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() > kMostWaiting) return;  // the database has been away for long
  for (const auto& [kind, value] : {std::pair<const char*, const std::string&>{"day", day},
                                    {"hour", hour},
                                    {"channel", channel},
                                    {"service", service},
                                    {"office", office}}) {
    if (!value.empty()) ++waiting_[{municipality.id, day, kind, value}][static_cast<std::size_t>(what)];
  }
  ++waiting_[{municipality.id, day, "total", ""}][static_cast<std::size_t>(what)];
}

void ConversationFigures::CountTurn(const Session& session, const Municipality& municipality,
                                    const std::vector<Message>& replies, bool unanswered, bool handed_over,
                                    std::chrono::sys_seconds now) {
  std::string office;
  bool answered = false;
  for (const Message& reply : replies) {
    if (!reply.answer_version.empty()) answered = true;
    for (const Card& card : reply.cards) {
      if (card.kind == "office") answered = true, office = card.title;
    }
  }
  if (session.hand_over) office = session.hand_over->office_name;
  const std::string service = session.service ? session.service->id : "";
  if (handed_over)
    Count(Counted::kHandedOver, municipality, session.channel, service, office, now);
  else if (unanswered)
    Count(Counted::kUnanswered, municipality, session.channel, service, office, now);
  else if (answered)
    Count(Counted::kAnswered, municipality, session.channel, service, office, now);
}

absl::StatusOr<std::vector<ConversationFigure>> ConversationFigures::Read(const std::string& municipality_id,
                                                                          const std::string& from_date,
                                                                          const std::string& to_date) {
  if (auto flushed = Flush(); !flushed.ok()) return flushed;
  std::vector<ConversationFigure> figures;
  const auto status = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kRead, {municipality_id, from_date, to_date});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row) {
      ConversationFigure& figure = figures.emplace_back();
      figure.kind = rows->Text(row, 0);
      figure.value = rows->Text(row, 1);
      for (std::size_t i = 0; i < kCounted; ++i) figure.counts[i] = rows->Int(row, static_cast<int>(i) + 2);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return figures;
}

absl::Status ConversationFigures::Flush() {
  decltype(waiting_) writing;
  {
    const std::lock_guard lock(mutex_);
    writing.swap(waiting_);
  }
  if (writing.empty()) return absl::OkStatus();
  const auto written = database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    for (const auto& [key, counts] : writing) {
      const auto& [municipality, day, kind, value] = key;
      if (auto added = transaction.Run(
              kAdd, {municipality, day, kind, value, counts[0], counts[1], counts[2], counts[3], counts[4]});
          !added.ok())
        return added.status();
    }
    return absl::OkStatus();
  });
  if (written.ok()) return written;
  const std::lock_guard lock(mutex_);
  for (const auto& [key, counts] : writing) {
    for (std::size_t i = 0; i < kCounted; ++i) waiting_[key][i] += counts[i];
  }
  return written;
}

void ConversationFigures::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wait;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex);
      wait.wait_for(lock, stop, kWriteEvery, [] { return false; });
    }
    if (auto written = Flush(); !written.ok())
      rpc::LogWarning("figures_not_written", {{"why", rpc::ToString(written.message())}});
  }
}

}  // namespace amtslotse::dialogue
