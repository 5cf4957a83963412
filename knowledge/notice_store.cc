// The notices and review tasks of EntryStore.
#include <fmt/format.h>

#include <algorithm>

#include "knowledge/answer.h"
#include "knowledge/catalogue_json.h"
#include "knowledge/entry_store.h"
#include "knowledge/markdown.h"
#include "knowledge/review_task_json.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kMostLines = 2000;

absl::Status CheckNotice(const Notice& notice) {
  if (notice.title.empty()) return absl::InvalidArgumentError("title: missing");
  if (notice.title.size() > 200 || notice.text.size() > 5000)
    return absl::InvalidArgumentError("title or text: too long");
  if (notice.ends && *notice.ends <= notice.starts) return absl::InvalidArgumentError("end: not after the beginning");
  return absl::OkStatus();
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string TextOf(const Catalogue& catalogue, const ServiceId& service, const std::string& act) {
  const auto answer = AnswerAboutService(catalogue, {}, {act, service, "de", {}});
  if (!answer.ok() || answer->outcome != Answer::Outcome::kAnswered || answer->by_text) return {};
  return answer->details.empty() ? answer->text : answer->text + "\n\n" + answer->details;
}

}  // namespace

std::vector<TextDifference> Difference(std::string_view before, std::string_view after) {
  const std::vector<std::string> old_lines = Lines(before);
  const std::vector<std::string> new_lines = Lines(after);
  using Kind = TextDifference::Kind;
  std::vector<TextDifference> result;
  const std::size_t n = old_lines.size(), m = new_lines.size();
  if (n > kMostLines || m > kMostLines) {
    for (const std::string& line : old_lines) result.push_back({Kind::kRemoved, line});
    for (const std::string& line : new_lines) result.push_back({Kind::kAdded, line});
    return result;
  }
  // Length of the longest common subsequence of what is left of both, from each place on.
  std::vector<std::vector<std::uint16_t>> common(n + 1, std::vector<std::uint16_t>(m + 1));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      common[i][j] = old_lines[i] == new_lines[j] ? static_cast<std::uint16_t>(common[i + 1][j + 1] + 1)
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  for (std::size_t i = 0, j = 0; i < n || j < m;) {
    if (i < n && j < m && old_lines[i] == new_lines[j]) {
      result.push_back({Kind::kSame, old_lines[i++]});
      ++j;
    } else if (i < n && (j == m || common[i + 1][j] >= common[i][j + 1])) {
      result.push_back({Kind::kRemoved, old_lines[i++]});
    } else {
      result.push_back({Kind::kAdded, new_lines[j++]});
    }
  }
  return result;
}

absl::StatusOr<Notice> EntryStore::SaveNotice(const MunicipalityId& municipality, Notice notice, const Change& change) {
  if (const absl::Status checked = CheckNotice(notice); !checked.ok()) return checked;
  notice.text = SanitizeMarkdown(notice.text);
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    if (!change.idempotency_key.empty()) {
      const auto done = sql.Rows("SELECT result FROM done_request WHERE municipality_id = $1 AND request_key = $2",
                                 {municipality.value, change.idempotency_key});
      if (!done.ok()) return done.status();
      if (!done->empty()) {
        auto earlier = DecodeNotice(AsText((*done)[0][0]));
        if (earlier.ok()) notice = *std::move(earlier);
        return earlier.status();
      }
    }
    if (notice.id.empty()) {
      const auto next =
          sql.Rows("SELECT COALESCE(MAX(line), 0) + 1 FROM audit WHERE municipality_id = $1", {municipality.value});
      if (!next.ok()) return next.status();
      notice.id = fmt::format("notice-{}", AsInteger((*next)[0][0]));
    }
    const auto stored = sql.Rows("SELECT version FROM notice WHERE municipality_id = $1 AND notice_id = $2",
                                 {municipality.value, notice.id});
    if (!stored.ok()) return stored.status();
    if ((stored->empty() ? 0 : AsInteger((*stored)[0][0])) != notice.version) {
      return absl::AbortedError("the notice was changed meanwhile");
    }
    Notice next = notice;
    ++next.version;
    absl::Status done =
        sql.Run(
               "INSERT INTO notice (municipality_id, notice_id, version, content) VALUES ($1, $2, $3, $4) "
               "ON CONFLICT (municipality_id, notice_id) DO UPDATE SET version = excluded.version, content = "
               "excluded.content",
               {municipality.value, next.id, next.version, Encode(next)})
            .status();
    if (done.ok()) done = BumpChangeMark(sql, municipality);
    if (done.ok())
      done = AppendAudit(sql, municipality, {change.now, change.actor, "save_notice", next.id, next.title});
    if (done.ok() && !change.idempotency_key.empty()) {
      done = sql.Run(
                    "INSERT INTO done_request (municipality_id, request_key, at, result) VALUES ($1, $2, $3, "
                    "$4)",
                    {municipality.value, change.idempotency_key, std::int64_t{change.now.time_since_epoch().count()},
                     Encode(next)})
                 .status();
    }
    if (done.ok()) notice = std::move(next);
    return done;
  });
  if (!status.ok()) return status;
  return notice;
}

absl::Status EntryStore::DeleteNotice(const MunicipalityId& municipality, const std::string& id, const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto stored =
        sql.Rows("SELECT content FROM notice WHERE municipality_id = $1 AND notice_id = $2", {municipality.value, id});
    if (!stored.ok() || stored->empty()) return stored.status();
    const auto deleted =
        sql.Run("DELETE FROM notice WHERE municipality_id = $1 AND notice_id = $2", {municipality.value, id});
    if (!deleted.ok()) return deleted.status();
    const auto notice = DecodeNotice(AsText((*stored)[0][0]));
    absl::Status done = BumpChangeMark(sql, municipality);
    if (done.ok())
      done = AppendAudit(sql, municipality,
                         {change.now, change.actor, "delete_notice", id, notice.ok() ? notice->title : ""});
    return done;
  });
}

absl::StatusOr<std::vector<Notice>> EntryStore::Notices(const MunicipalityId& municipality) const {
  std::vector<Notice> notices;
  absl::Status damaged;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT content FROM notice WHERE municipality_id = $1 ORDER BY notice_id", {municipality.value},
                     [&](const SqlRow& row) {
                       auto notice = DecodeNotice(AsText(row[0]));
                       damaged.Update(notice.status());
                       if (notice.ok()) notices.push_back(*std::move(notice));
                       return damaged.ok();
                     });
  });
  if (!status.ok()) return status;
  if (!damaged.ok()) return damaged;
  return notices;
}

absl::Status EntryStore::AddReviewTasks(const Catalogue& before, const Catalogue& after, std::chrono::sys_seconds now) {
  const MunicipalityId& municipality = after.municipality();
  const auto entries = Published(municipality);
  if (!entries.ok()) return entries.status();
  std::vector<ReviewTask> tasks;
  for (const Entry& entry : *entries) {
    if (!entry.service || entry.act.empty()) continue;
    ReviewTask task{0,
                    entry.id,
                    entry.owner,
                    now,
                    TextOf(before, *entry.service, entry.act),
                    TextOf(after, *entry.service, entry.act)};
    if (task.before != task.after) tasks.push_back(std::move(task));
  }
  if (tasks.empty()) return absl::OkStatus();
  return database_.Write([&](Sql& sql) -> absl::Status {
    for (const ReviewTask& task : tasks) {
      const auto written = sql.Run(
          "INSERT INTO review_task (municipality_id, task_id, entry_id, at, done, content) "
          "SELECT $1, COALESCE(MAX(task_id), 0) + 1, $2, $3, 0, $4 FROM review_task WHERE municipality_id = "
          "$1",
          {municipality.value, task.entry.value, std::int64_t{now.time_since_epoch().count()}, EncodeReviewTask(task)});
      if (!written.ok()) return written.status();
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<ReviewTask>> EntryStore::ReviewTasks(const MunicipalityId& municipality) const {
  std::vector<ReviewTask> tasks;
  absl::Status damaged;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT task_id, content FROM review_task WHERE municipality_id = $1 AND done = 0 ORDER BY task_id",
        {municipality.value}, [&](const SqlRow& row) {
          auto task = DecodeReviewTask(AsText(row[1]));
          damaged.Update(task.status());
          if (!task.ok()) return false;
          task->id = AsInteger(row[0]);
          tasks.push_back(*std::move(task));
          return true;
        });
  });
  if (!status.ok()) return status;
  if (!damaged.ok()) return damaged;
  return tasks;
}

absl::Status EntryStore::CloseReviewTask(const MunicipalityId& municipality, std::int64_t id, const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto closed =
        sql.Run("UPDATE review_task SET done = 1 WHERE municipality_id = $1 AND task_id = $2 AND done = 0",
                {municipality.value, id});
    if (!closed.ok() || *closed == 0) return closed.status();
    return AppendAudit(sql, municipality, {change.now, change.actor, "close_review_task", std::to_string(id), ""});
  });
}

}  // namespace amtslotse::knowledge
