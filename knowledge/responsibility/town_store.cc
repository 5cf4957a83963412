#include "knowledge/responsibility/town_store.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "knowledge/responsibility/resolve.h"
#include "knowledge/retention.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::responsibility {
namespace {

using knowledge::AsInteger;
using knowledge::AsText;
using knowledge::MunicipalityId;
using knowledge::Sql;
using Json = nlohmann::json;

// A step is never changed after its release.
constexpr std::array<std::string_view, 4> kTables = {
    "CREATE TABLE IF NOT EXISTS town_rule (municipality_id TEXT NOT NULL, rule_id TEXT NOT NULL, version BIGINT NOT "
    "NULL, content TEXT NOT NULL, "
    "PRIMARY KEY (municipality_id, rule_id))",
    "CREATE TABLE IF NOT EXISTS street_list (municipality_id TEXT PRIMARY KEY, version BIGINT NOT NULL, content TEXT "
    "NOT NULL)",
    "CREATE TABLE IF NOT EXISTS change_mark (municipality_id TEXT PRIMARY KEY, mark BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS audit (municipality_id TEXT NOT NULL, line BIGINT NOT NULL, at BIGINT NOT NULL, actor "
    "TEXT NOT NULL, "
    "action TEXT NOT NULL, object_id TEXT NOT NULL, summary TEXT NOT NULL, PRIMARY KEY (municipality_id, line))"};

Json ToJson(const Rule& rule) {
  return {{"service", rule.service ? rule.service->value : ""},
          {"leika_prefix", rule.leika_prefix},
          {"area", rule.area},
          {"segment", rule.segment},
          {"initial_from", rule.initial_from},
          {"initial_to", rule.initial_to},
          {"office", rule.office.value},
          {"role", RoleId(rule.role)},
          {"not_applicable", rule.not_applicable},
          {"note", rule.note},
          {"valid_from", DayText(rule.valid_from)},
          {"valid_to", DayText(rule.valid_to)}};
}

absl::StatusOr<Rule> FromJson(const std::string& id, std::int64_t version, const std::string& content) {
  const Json json = Json::parse(content, nullptr, false);
  if (!json.is_object()) return absl::DataLossError(fmt::format("Regel {} ist beschädigt.", id));
  const auto text = [&](const char* field) { return json.value(field, std::string()); };
  Rule rule;
  rule.id = id;
  rule.version = version;
  if (!text("service").empty()) rule.service = knowledge::ServiceId{text("service")};
  rule.leika_prefix = text("leika_prefix");
  rule.area = text("area");
  rule.segment = text("segment");
  rule.initial_from = text("initial_from");
  rule.initial_to = text("initial_to");
  rule.office.value = text("office");
  rule.role = RoleFromId(text("role")).value_or(knowledge::Role::kResponsible);
  rule.not_applicable = json.value("not_applicable", false);
  rule.note = text("note");
  const auto from = ParseDay(text("valid_from"));
  const auto to = ParseDay(text("valid_to"));
  if (!from.ok() || !to.ok()) return absl::DataLossError(fmt::format("Regel {} ist beschädigt.", id));
  rule.valid_from = *from;
  rule.valid_to = *to;
  rule.town = true;
  rule.source = "town";
  return rule;
}

absl::Status Touch(Sql& sql, const MunicipalityId& municipality) {
  const auto changed =
      sql.Run("UPDATE change_mark SET mark = mark + 1 WHERE municipality_id = $1", {municipality.value});
  if (!changed.ok()) return changed.status();
  if (*changed > 0) return absl::OkStatus();
  return sql.Run("INSERT INTO change_mark (municipality_id, mark) VALUES ($1, 1)", {municipality.value}).status();
}

absl::Status Note(Sql& sql, const MunicipalityId& municipality, const Change& change, const char* action,
                  const std::string& object, std::string summary) {
  absl::Status status = Touch(sql, municipality);
  if (!status.ok()) return status;
  return knowledge::AppendAudit(sql, municipality, {change.at, change.actor, action, object, std::move(summary)});
}

std::string Summary(const Rule& rule) {
  return fmt::format("{} in {}: {}", rule.service ? rule.service->value : rule.leika_prefix + "*",
                     rule.area.empty() ? "überall" : rule.area,
                     rule.not_applicable ? "gibt es nicht" : rule.office.value);
}

}  // namespace

absl::StatusOr<std::optional<std::chrono::sys_days>> ParseDay(std::string_view text) {
  if (text.empty()) return std::optional<std::chrono::sys_days>();
  int year = 0, month = 0, day = 0;
  const char* end = text.data() + text.size();
  bool good = text.size() == 10 && text[4] == '-' && text[7] == '-';
  good = good && std::from_chars(text.data(), end, year).ptr == text.data() + 4 &&
         std::from_chars(text.data() + 5, end, month).ptr == text.data() + 7 &&
         std::from_chars(text.data() + 8, end, day).ptr == end;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!good || !date.ok()) return absl::InvalidArgumentError(fmt::format("„{}“ ist kein Tag (JJJJ-MM-TT).", text));
  return std::optional(std::chrono::sys_days(date));
}

std::string DayText(const std::optional<std::chrono::sys_days>& day) {
  if (!day) return {};
  const std::chrono::year_month_day date(*day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

absl::Status TownStore::Prepare() {
  return database_.Write([](Sql& sql) -> absl::Status {
    for (const std::string_view table : kTables) {
      if (const auto done = sql.Run(table, {}); !done.ok()) return done.status();
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<Rule>> TownStore::Rules(const MunicipalityId& municipality) const {
  std::vector<Rule> rules;
  absl::Status broken;
  absl::Status status = database_.Read([&](Sql& sql) {
    rules.clear();
    return sql.Query("SELECT rule_id, version, content FROM town_rule WHERE municipality_id = $1 ORDER BY rule_id",
                     {municipality.value}, [&](const auto& row) {
                       auto rule = FromJson(AsText(row[0]), AsInteger(row[1]), AsText(row[2]));
                       if (rule.ok())
                         rules.push_back(*std::move(rule));
                       else
                         broken = rule.status();
                       return rule.ok();
                     });
  });
  if (!status.ok()) return status;
  if (!broken.ok()) return broken;
  return rules;
}

absl::StatusOr<Rule> TownStore::SaveRule(const MunicipalityId& municipality, Rule rule, const Change& change) {
  const std::string content = ToJson(rule).dump();
  if (rule.id.empty())
    rule.id = fmt::format("town-{:08x}{:08x}", nlu::StableHash(content), nlu::StableHash(content, 0x9e3779b9u));
  rule.town = true;
  rule.source = "town";
  absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    const auto rows = sql.Rows("SELECT version, content FROM town_rule WHERE municipality_id = $1 AND rule_id = $2",
                               {municipality.value, rule.id});
    if (!rows.ok()) return rows.status();
    const std::int64_t stored = rows->empty() ? 0 : AsInteger((*rows)[0][0]);
    if (!rows->empty() && AsText((*rows)[0][1]) == content) {
      rule.version = stored;
      return absl::OkStatus();
    }
    if (stored != rule.version)
      return absl::AbortedError(fmt::format("Die Regel {} wurde inzwischen geändert (Stand {}).", rule.id, stored));
    const auto written =
        stored == 0
            ? sql.Run("INSERT INTO town_rule (municipality_id, rule_id, version, content) VALUES ($1, $2, $3, $4)",
                      {municipality.value, rule.id, std::int64_t{1}, content})
            : sql.Run("UPDATE town_rule SET version = $3, content = $4 WHERE municipality_id = $1 AND rule_id = $2",
                      {municipality.value, rule.id, stored + 1, content});
    if (!written.ok()) return written.status();
    rule.version = stored + 1;
    return Note(sql, municipality, change, "save_rule", rule.id, Summary(rule));
  });
  if (!status.ok()) return status;
  return rule;
}

absl::Status TownStore::DeleteRule(const MunicipalityId& municipality, const std::string& id, const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto deleted =
        sql.Run("DELETE FROM town_rule WHERE municipality_id = $1 AND rule_id = $2", {municipality.value, id});
    if (!deleted.ok() || *deleted == 0) return deleted.status();
    return Note(sql, municipality, change, "delete_rule", id, "");
  });
}

absl::StatusOr<std::string> TownStore::Streets(const MunicipalityId& municipality) const {
  std::string csv;
  absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT content FROM street_list WHERE municipality_id = $1", {municipality.value},
                     [&](const auto& row) {
                       csv = AsText(row[0]);
                       return false;
                     });
  });
  if (!status.ok()) return status;
  return csv;
}

absl::Status TownStore::SaveStreets(const MunicipalityId& municipality, const std::string& csv, const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto rows = sql.Rows("SELECT content FROM street_list WHERE municipality_id = $1", {municipality.value});
    if (!rows.ok()) return rows.status();
    if (!rows->empty() && AsText((*rows)[0][0]) == csv) return absl::OkStatus();
    const auto written =
        rows->empty() ? sql.Run("INSERT INTO street_list (municipality_id, version, content) VALUES ($1, 1, $2)",
                                {municipality.value, csv})
                      : sql.Run("UPDATE street_list SET version = version + 1, content = $2 WHERE municipality_id = $1",
                                {municipality.value, csv});
    if (!written.ok()) return written.status();
    return Note(sql, municipality, change, "import_streets", "", fmt::format("{} Bytes", csv.size()));
  });
}

absl::StatusOr<std::int64_t> TownStore::StreetsVersion(const MunicipalityId& municipality) const {
  return Counter("SELECT version FROM street_list WHERE municipality_id = $1", municipality);
}

absl::StatusOr<std::int64_t> TownStore::Mark(const MunicipalityId& municipality) const {
  return Counter("SELECT mark FROM change_mark WHERE municipality_id = $1", municipality);
}

absl::StatusOr<std::int64_t> TownStore::Counter(std::string_view query, const MunicipalityId& municipality) const {
  std::int64_t counter = 0;
  absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(query, {municipality.value}, [&](const auto& row) {
      counter = AsInteger(row[0]);
      return false;
    });
  });
  if (!status.ok()) return status;
  return counter;
}

absl::Status TownStore::ForgetAudit(std::chrono::sys_seconds before) {
  return database_.Write([&](Sql& sql) { return knowledge::ForgetAudit(sql, before); });
}

absl::StatusOr<std::vector<knowledge::NumberedAuditLine>> TownStore::Audit(const MunicipalityId& municipality,
                                                                           std::int64_t before, int limit) const {
  return knowledge::ListAudit(database_, municipality, before, limit);
}

}  // namespace amtslotse::responsibility
