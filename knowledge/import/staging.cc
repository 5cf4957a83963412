#include "knowledge/import/staging.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "knowledge/tables.h"
#include "nlu/text/fold.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{4} << 20;
constexpr std::size_t kKeptChanges = 500;
constexpr int kToldEvery = 250;
constexpr std::int64_t kDeadAfterSeconds = 24 * 60 * 60;

std::string SourceOf(const CatalogueObject& object) {
  return std::visit([](const auto& value) { return value.source; }, object);
}

std::string_view GermanKind(const std::string& kind) {
  if (kind == "service") return "Leistung";
  if (kind == "office") return "Stelle";
  if (kind == "rule") return "Zuständigkeit";
  if (kind == "offering") return "Terminangebot";
  if (kind == "online") return "Onlinedienst";
  return "Spezialisierung";
}

// What people call an object as it is stored; empty for one that has no name.
std::string NameIn(const std::string& content) {
  const auto object = nlohmann::json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return {};
  const auto name = object.find("name");
  return name != object.end() && name->is_string() ? name->get<std::string>() : std::string();
}

// Nothing that a town names is longer; what is gets cut, so that lists and pages stay readable.
constexpr std::size_t kLongestName = 500;
constexpr std::size_t kLongestId = 400;

template <typename T>
bool CutName(T& object) {
  if constexpr (requires { object.name; }) {
    if (object.name.size() <= kLongestName) return false;
    object.name = std::string(nlu::Truncated(object.name, kLongestName)) + "…";
    return true;
  }
  return false;
}

// Staged rows beside the open row of the same object.
constexpr std::string_view kJoin =
    "staged_object s LEFT JOIN catalogue_object o ON o.municipality_id = $1 AND o.kind = s.kind "
    "AND o.object_id = s.object_id AND o.to_version = $3 WHERE s.staging = $2";

}  // namespace

StagingSink::StagingSink(Database& database, const MunicipalityId& municipality, std::size_t kept_remarks)
    : database_(database), municipality_(municipality), kept_remarks_(kept_remarks) {}

StagingSink::~StagingSink() {
  if (number_ == 0) return;
  database_
      .Write([&](Sql& sql) -> absl::Status {
        const auto rows = sql.Run("DELETE FROM staged_object WHERE staging = $1", {staging_});
        if (!rows.ok()) return rows.status();
        return sql.Run("DELETE FROM staging WHERE staging = $1", {number_}).status();
      })
      .IgnoreError();
}

// A number that no other import has, of whatever process.
absl::Status StagingSink::TakeNumber(std::chrono::sys_seconds now) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const std::int64_t at = now.time_since_epoch().count();
    const auto dead = sql.Run("DELETE FROM staging WHERE at < $1", {at - kDeadAfterSeconds});
    if (!dead.ok()) return dead.status();
    if (*dead > 0) {
      const auto rows = sql.Run(
          "DELETE FROM staged_object WHERE NOT EXISTS "
          "(SELECT 1 FROM staging g WHERE CAST(g.staging AS TEXT) = staged_object.staging)",
          {});
      if (!rows.ok()) return rows.status();
    }
    const auto next = sql.Rows("SELECT COALESCE(MAX(staging), 0) + 1 FROM staging", {});
    if (!next.ok()) return next.status();
    number_ = AsInteger((*next)[0][0]);
    staging_ = std::to_string(number_);
    return sql.Run("INSERT INTO staging (staging, at) VALUES ($1, $2)", {number_, at}).status();
  });
}

absl::StatusOr<std::unique_ptr<StagingSink>> StagingSink::Open(Database& database, const MunicipalityId& municipality,
                                                               std::size_t kept_remarks, std::chrono::sys_seconds now,
                                                               bool trial) {
  std::unique_ptr<StagingSink> staging(new StagingSink(database, municipality, kept_remarks));
  CatalogueStore store(database);
  const auto town = store.FindMunicipality(municipality);
  if (!town.ok() && !(trial && absl::IsNotFound(town.status()))) return town.status();
  if (town.ok()) staging->agency_ = town->agency_id;
  const auto active = store.ActiveVersion(municipality);
  if (!active.ok()) return active.status();
  staging->base_ = *active;
  if (absl::Status taken = staging->TakeNumber(now); !taken.ok()) return taken;
  return staging;
}

std::string StagingSink::LocalId(const std::string& id, const std::string& agency) {
  if (agency_.empty() && !agency.empty()) {
    agency_ = agency;
    agency_is_new_ = true;
  }
  return agency.empty() || agency == agency_ ? id : agency + ":" + id;
}

absl::Status StagingSink::Put(const CatalogueObject& object, const std::string& owner) {
  const std::string id = IdOf(object);
  const auto told = [&](Remark::Severity severity, const char* text) {
    Note({severity,
          fmt::format("{} {}", GermanKind(std::string(ObjectKindId(KindOf(object)))), nlu::Truncated(id, kLongestId)),
          text, 0});
  };
  if (id.size() > kLongestId) {
    told(Remark::Severity::kError, "Die Kennung ist länger als 400 Zeichen; übersprungen.");
    return absl::OkStatus();
  }
  CatalogueObject kept = object;
  if (std::visit([](auto& value) { return CutName(value); }, kept))
    told(Remark::Severity::kWarning, "Der Name ist länger als 500 Zeichen; gekürzt.");
  return Stage({KindOf(kept), id, owner, SourceOf(kept), Encode(kept)});
}

absl::Status StagingSink::Delete(ObjectKind kind, const std::string& id) { return Stage({kind, id, "", "", nullptr}); }

absl::Status StagingSink::Stage(Row row) {
  const bool deletes = std::holds_alternative<std::nullptr_t>(row.content);
  if (!seen_in_.emplace(row.kind, row.id).second && !deletes) {
    Note({Remark::Severity::kWarning, fmt::format("{} {}", GermanKind(std::string(ObjectKindId(row.kind))), row.id),
          "Kommt mehrmals vor; der letzte Stand gilt.", 0});
  }
  if (++staged_ % kToldEvery == 0 && tell_) tell_(staged_);
  buffered_bytes_ += AsText(row.content).size() + 100;
  buffer_.push_back(std::move(row));
  return buffered_bytes_ > kFlushBytes ? Flush() : absl::OkStatus();
}

absl::Status StagingSink::Flush() {
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    for (const Row& row : buffer_) {
      const auto done = sql.Run(
          "INSERT INTO staged_object (staging, kind, object_id, owner, source, content) VALUES ($1, $2, $3, "
          "$4, $5, $6) "
          "ON CONFLICT (staging, kind, object_id) DO UPDATE SET owner = excluded.owner, source = "
          "excluded.source, "
          "content = excluded.content",
          {staging_, std::string(ObjectKindId(row.kind)), row.id, row.owner, row.source, row.content});
      if (!done.ok()) return done.status();
    }
    return absl::OkStatus();
  });
  buffer_.clear();
  buffered_bytes_ = 0;
  return status;
}

void StagingSink::Note(Remark remark) {
  ++remark_count_;
  if (remarks_.size() >= kept_remarks_) return;
  if (!file_.empty()) remark.object = remark.object.empty() ? file_ : file_ + ": " + remark.object;
  remarks_.push_back(std::move(remark));
}

void StagingSink::Claim(const std::set<ObjectKind>& kinds, const std::string& source) {
  for (const ObjectKind kind : kinds) claims_.emplace(kind, source);
  seen_in_.clear();
}

// Marks as deleted, in the staging, what its owner or its complete file no longer names.
absl::Status StagingSink::DeleteClaimed(Sql& sql) {
  const auto owned = sql.Run(
      "INSERT INTO staged_object (staging, kind, object_id, owner, source, content) "
      "SELECT $2, o.kind, o.object_id, '', '', NULL FROM catalogue_object o "
      "WHERE o.municipality_id = $1 AND o.to_version = $3 AND o.owner <> '' "
      "AND EXISTS (SELECT 1 FROM staged_object p WHERE p.staging = $2 AND o.owner = p.kind || '/' || "
      "p.object_id) "
      "AND NOT EXISTS (SELECT 1 FROM staged_object s WHERE s.staging = $2 AND s.kind = o.kind "
      "AND s.object_id = o.object_id)",
      {municipality_.value, staging_, kOpenVersion});
  if (!owned.ok()) return owned.status();
  for (const auto& [kind, source] : claims_) {
    const auto claimed = sql.Run(
        "INSERT INTO staged_object (staging, kind, object_id, owner, source, content) "
        "SELECT $2, o.kind, o.object_id, '', '', NULL FROM catalogue_object o "
        "WHERE o.municipality_id = $1 AND o.to_version = $3 AND o.kind = $4 AND o.source = $5 "
        "AND NOT EXISTS (SELECT 1 FROM staged_object s WHERE s.staging = $2 AND s.kind = o.kind "
        "AND s.object_id = o.object_id)",
        {municipality_.value, staging_, kOpenVersion, std::string(ObjectKindId(kind)), source});
    if (!claimed.ok()) return claimed.status();
  }
  return absl::OkStatus();
}

absl::Status StagingSink::CollectChanges(Sql& sql, ImportReport& report) {
  const std::string statement = fmt::format(
      "SELECT s.kind, s.object_id, s.content IS NULL, o.object_id IS NULL, "
      "o.content = s.content AND o.owner = s.owner, COALESCE(s.content, o.content) FROM {} "
      "ORDER BY s.kind, s.object_id",
      kJoin);
  return sql.Query(statement, {municipality_.value, staging_, kOpenVersion}, [&](const SqlRow& row) {
    const bool deletes = AsInteger(row[2]) != 0;
    const bool absent = AsInteger(row[3]) != 0;
    if (deletes && absent) return true;
    const char* what = deletes ? "gelöscht" : absent ? "neu" : "geändert";
    if (!deletes && !absent && AsInteger(row[4]) != 0) {
      ++report.unchanged;
      return true;
    }
    ++(deletes ? report.deleted : absent ? report.added : report.changed);
    if (report.changes.size() < kKeptChanges) {
      const std::string name = NameIn(AsText(row[5]));
      report.changes.push_back(fmt::format("{} {} {}{}{}", what, GermanKind(AsText(row[0])), AsText(row[1]),
                                           name.empty() ? "" : " – ", name));
    }
    return true;
  });
}

absl::Status StagingSink::SaveAgency(Sql& sql) {
  if (!agency_is_new_) return absl::OkStatus();
  const auto rows = sql.Rows("SELECT content FROM municipality WHERE municipality_id = $1", {municipality_.value});
  if (!rows.ok() || rows->empty()) return rows.status();
  auto town = DecodeMunicipality(AsText((*rows)[0][0]));
  if (!town.ok()) return town.status();
  town->agency_id = agency_;
  town->version += 1;
  return sql
      .Run("UPDATE municipality SET version = $2, content = $3 WHERE municipality_id = $1",
           {municipality_.value, town->version, Encode(*town)})
      .status();
}

absl::Status StagingSink::Apply(Sql& sql, ImportReport& report) {
  absl::Status status = DeleteClaimed(sql);
  if (status.ok()) status = CollectChanges(sql, report);
  if (!status.ok()) return status;
  const auto closed = sql.Run(
      "UPDATE catalogue_object SET to_version = $4 WHERE municipality_id = $1 AND to_version = $3 "
      "AND EXISTS (SELECT 1 FROM staged_object s WHERE s.staging = $2 AND s.kind = catalogue_object.kind "
      "AND s.object_id = catalogue_object.object_id AND (s.content IS NULL OR s.content <> "
      "catalogue_object.content "
      "OR s.owner <> catalogue_object.owner))",
      {municipality_.value, staging_, kOpenVersion, report.version});
  if (!closed.ok()) return closed.status();
  const auto written = sql.Run(
      fmt::format("INSERT INTO catalogue_object (municipality_id, kind, object_id, from_version, to_version, owner, "
                  "source, content) SELECT $1, s.kind, s.object_id, $4, $3, s.owner, s.source, s.content FROM {} "
                  "AND o.object_id IS NULL AND s.content IS NOT NULL",
                  kJoin),
      {municipality_.value, staging_, kOpenVersion, report.version});
  if (!written.ok()) return written.status();
  return SaveAgency(sql);
}

absl::Status RestoreVersion(Sql& sql, const MunicipalityId& municipality, CatalogueVersion version,
                            CatalogueVersion next) {
  const auto closed = sql.Run(
      "UPDATE catalogue_object SET to_version = $2 WHERE municipality_id = $1 AND to_version = $3 AND "
      "from_version > $4",
      {municipality.value, next, kOpenVersion, version});
  if (!closed.ok()) return closed.status();
  return sql
      .Run(
          "INSERT INTO catalogue_object (municipality_id, kind, object_id, from_version, to_version, owner, "
          "source, "
          "content) SELECT municipality_id, kind, object_id, $2, $3, owner, source, content FROM "
          "catalogue_object "
          "WHERE municipality_id = $1 AND from_version <= $4 AND to_version > $4 AND to_version <> $3",
          {municipality.value, next, kOpenVersion, version})
      .status();
}

}  // namespace amtslotse::knowledge
