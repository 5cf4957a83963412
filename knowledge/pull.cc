#include "knowledge/pull.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "knowledge/audit.h"
#include "knowledge/status_text.h"

namespace amtslotse::knowledge {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kShortest{5};
constexpr std::chrono::minutes kLongest{31 * 24 * 60};
constexpr std::chrono::minutes kAfterFailure{15};
constexpr std::int64_t kNever = 9'000'000'000'000'000'000;
constexpr std::string_view kColumns = "municipality_id, version, content, state, pull_id";

absl::Status Check(const Pull& pull) {
  if (!pull.url.starts_with("https://") && !pull.url.starts_with("http://"))
    return absl::InvalidArgumentError("url: expected http or https");
  if (pull.url.size() > 2000) return absl::InvalidArgumentError("url: at most 2000 bytes");
  if (pull.interval < kShortest || pull.interval > kLongest)
    return absl::InvalidArgumentError("interval_minutes: expected 5 to 44640");
  constexpr std::array<std::string_view, 6> kFormats = {"",        "xzufi",      "dldb-services", "dldb-locations",
                                                        "faq-csv", "address-csv"};
  if (std::find(kFormats.begin(), kFormats.end(), pull.format) == kFormats.end())
    return absl::InvalidArgumentError("format: expected xzufi, dldb-services, dldb-locations, faq-csv or address-csv");
  return absl::OkStatus();
}

std::string EncodePull(const Pull& pull) {
  return json{{"url", pull.url},
              {"format", pull.format},
              {"complete", pull.complete},
              {"interval", pull.interval.count()},
              {"paused", pull.paused}}
      .dump();
}

std::string EncodeState(const PullState& state) {
  return json{{"outcome", static_cast<int>(state.outcome)},
              {"last", state.last.time_since_epoch().count()},
              {"last_change", state.last_change.time_since_epoch().count()},
              {"message", state.message},
              {"import_id", state.import_id},
              {"etag", state.etag},
              {"last_modified", state.last_modified}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::chrono::sys_seconds Time(const json& object, const char* key) {
  return std::chrono::sys_seconds(std::chrono::seconds(object.value(key, std::int64_t{0})));
}

absl::StatusOr<StoredPull> DecodeRow(const SqlRow& row) {
  StoredPull stored;
  stored.municipality.value = AsText(row[0]);
  try {
    const json pull = json::parse(AsText(row[2]));
    stored.pull = {AsText(row[4]),
                   AsInteger(row[1]),
                   pull.value("url", ""),
                   pull.value("format", ""),
                   pull.value("complete", false),
                   std::chrono::minutes(pull.value("interval", 24 * 60)),
                   pull.value("paused", false)};
    if (AsText(row[3]).empty()) return stored;
    const json state = json::parse(AsText(row[3]));
    stored.state = {static_cast<PullState::Outcome>(std::clamp(state.value("outcome", 0), 0, 3)),
                    Time(state, "last"),
                    Time(state, "last_change"),
                    state.value("message", ""),
                    state.value("import_id", ""),
                    state.value("etag", ""),
                    state.value("last_modified", "")};
  } catch (const json::exception& error) {
    return absl::DataLossError(std::string("pull: ") + error.what());
  }
  return stored;
}

absl::StatusOr<std::vector<StoredPull>> ReadRows(Sql& sql, const std::string& where,
                                                 const std::vector<SqlValue>& parameters) {
  const auto rows = sql.Rows(fmt::format("SELECT {} FROM pull WHERE {}", kColumns, where), parameters);
  if (!rows.ok()) return rows.status();
  std::vector<StoredPull> found;
  for (const SqlRow& row : *rows) {
    auto stored = DecodeRow(row);
    if (!stored.ok()) return stored.status();
    found.push_back(*std::move(stored));
  }
  return found;
}

absl::StatusOr<std::string> NewId(Sql& sql, const std::string& municipality) {
  for (int number = 1;; ++number) {
    const auto taken = ReadRows(sql, "municipality_id = $1 AND pull_id = $2", {municipality, std::to_string(number)});
    if (!taken.ok()) return taken.status();
    if (taken->empty()) return std::to_string(number);
  }
}

}  // namespace

absl::StatusOr<std::vector<StoredPull>> PullStore::List(const MunicipalityId& municipality) const {
  std::vector<StoredPull> found;
  const absl::Status status = database_.Read([&](Sql& sql) -> absl::Status {
    auto rows = ReadRows(sql, "municipality_id = $1 ORDER BY pull_id", {municipality.value});
    if (rows.ok()) found = *std::move(rows);
    return rows.status();
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<StoredPull> PullStore::Find(const MunicipalityId& municipality, const std::string& id) const {
  const auto all = List(municipality);
  if (!all.ok()) return all.status();
  for (const StoredPull& stored : *all) {
    if (stored.pull.id == id) return stored;
  }
  return absl::NotFoundError("no pull " + id);
}

absl::StatusOr<StoredPull> PullStore::Save(const MunicipalityId& municipality, Pull pull, const Change& change) {
  if (absl::Status checked = Check(pull); !checked.ok()) return checked;
  StoredPull saved;
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    saved = {municipality, pull, {}};
    if (saved.pull.id.empty()) {
      const auto id = NewId(sql, municipality.value);
      if (!id.ok()) return id.status();
      saved.pull.id = *id;
    }
    const auto before = ReadRows(sql, "municipality_id = $1 AND pull_id = $2", {municipality.value, saved.pull.id});
    if (!before.ok()) return before.status();
    if (pull.version != (before->empty() ? 0 : before->front().pull.version))
      return absl::AbortedError("the pull was changed meanwhile");
    if (!before->empty() && before->front().pull.url == pull.url) saved.state = before->front().state;
    ++saved.pull.version;
    const auto done = sql.Run(
        "INSERT INTO pull (municipality_id, pull_id, version, due, leased_until, content, state) "
        "VALUES ($1, $2, $3, $4, 0, $5, $6) ON CONFLICT (municipality_id, pull_id) DO UPDATE SET "
        "version = excluded.version, due = excluded.due, content = excluded.content, state = excluded.state",
        {municipality.value, saved.pull.id, saved.pull.version,
         pull.paused ? kNever : std::int64_t{change.now.time_since_epoch().count()}, EncodePull(saved.pull),
         EncodeState(saved.state)});
    if (!done.ok()) return done.status();
    return AppendAudit(sql, municipality, {change.now, change.actor, "save_pull", saved.pull.id, saved.pull.url});
  });
  if (!status.ok()) return status;
  return saved;
}

absl::Status PullStore::Delete(const MunicipalityId& municipality, const std::string& id, const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto gone = sql.Run("DELETE FROM pull WHERE municipality_id = $1 AND pull_id = $2", {municipality.value, id});
    if (!gone.ok() || *gone == 0) return gone.status();
    return AppendAudit(sql, municipality, {change.now, change.actor, "delete_pull", id, ""});
  });
}

absl::StatusOr<std::optional<StoredPull>> PullStore::TakeDue(std::chrono::sys_seconds now, std::chrono::seconds lease) {
  const std::int64_t at = now.time_since_epoch().count();
  const auto due = [at](Sql& sql) {
    return ReadRows(sql, "due <= $1 AND leased_until <= $1 ORDER BY due LIMIT 1", {at});
  };
  bool any = false;  // looked at without writing first: this is asked every second
  absl::Status status = database_.Read([&](Sql& sql) {
    const auto rows = due(sql);
    any = rows.ok() && !rows->empty();
    return rows.status();
  });
  std::optional<StoredPull> taken;
  if (!status.ok()) return status;
  if (!any) return taken;
  status = database_.Write([&](Sql& sql) -> absl::Status {
    const auto rows = due(sql);
    if (!rows.ok() || rows->empty()) return rows.status();
    const auto first = rows->begin();
    taken = *first;
    return sql
        .Run("UPDATE pull SET leased_until = $3 WHERE municipality_id = $1 AND pull_id = $2",
             {first->municipality.value, first->pull.id, at + lease.count()})
        .status();
  });
  if (!status.ok()) return status;
  return taken;
}

absl::Status PullStore::Renew(const StoredPull& pull, std::chrono::sys_seconds now, std::chrono::seconds lease) {
  return database_.Write([&](Sql& sql) {
    return sql
        .Run("UPDATE pull SET leased_until = $3 WHERE municipality_id = $1 AND pull_id = $2",
             {pull.municipality.value, pull.pull.id, std::int64_t{(now + lease).time_since_epoch().count()}})
        .status();
  });
}

absl::Status PullStore::Finish(const StoredPull& pull, std::chrono::sys_seconds now) {
  const bool failed = pull.state.outcome == PullState::Outcome::kFailed;
  const auto next = now + (failed ? std::min(kAfterFailure, pull.pull.interval) : pull.pull.interval);
  return database_.Write([&](Sql& sql) {
    // Whoever changed the pull meanwhile made it due at once; that stays.
    return sql
        .Run(
            "UPDATE pull SET due = $4, leased_until = 0, state = $5 WHERE municipality_id = $1 AND pull_id = $2 "
            "AND version = $3",
            {pull.municipality.value, pull.pull.id, pull.pull.version,
             pull.pull.paused ? kNever : std::int64_t{next.time_since_epoch().count()}, EncodeState(pull.state)})
        .status();
  });
}

PullState RunPull(const StoredPull& pull, const Fetch& fetch, const std::string& folder,
                  const std::function<absl::StatusOr<ImportReport>(const LoadRequest&)>& load,
                  std::chrono::sys_seconds now) {
  PullState state = pull.state;
  state.last = now;
  const auto failed = [&state](const absl::Status& why) {
    state.outcome = PullState::Outcome::kFailed;
    state.message = MessageOf(why);
    return state;
  };
  const std::string path = folder + "/pulled";
  const auto fetched = fetch({pull.pull.url, state.etag, state.last_modified, path});
  if (!fetched.ok()) return failed(fetched.status());
  if (fetched->not_modified) {
    state.outcome = PullState::Outcome::kUnchanged;
    state.message = "Die Quelle hat sich nicht geändert.";
    return state;
  }
  LoadRequest request;
  request.municipality = pull.municipality;
  request.files = {{path, pull.pull.url.substr(pull.pull.url.rfind('/') + 1), pull.pull.format}};
  request.actor = "Abruf " + pull.pull.url;
  request.now = now;
  request.complete = pull.pull.complete;
  request.refuse_losses = true;
  const auto report = load(request);
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  if (!report.ok()) return failed(report.status());
  state.etag = fetched->etag;
  state.last_modified = fetched->last_modified;
  const bool changed = report->added + report->changed + report->deleted > 0;
  state.outcome = changed ? PullState::Outcome::kImported : PullState::Outcome::kUnchanged;
  if (changed) state.last_change = now;
  if (report->activated) state.import_id = report->id;
  state.message = fmt::format("{} neu, {} geändert, {} gelöscht, {} Hinweise", report->added, report->changed,
                              report->deleted, report->remark_count);
  return state;
}

}  // namespace amtslotse::knowledge
