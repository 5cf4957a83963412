#include "knowledge/import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "knowledge/audit.h"
#include "knowledge/catalogue_loader.h"
#include "knowledge/entry_store.h"
#include "knowledge/import/dldb.h"
#include "knowledge/import/removal.h"
#include "knowledge/import/report_json.h"
#include "knowledge/import/staging.h"
#include "knowledge/import/xzufi.h"
#include "knowledge/tables.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kKeptLines = 500;

enum class Format { kXzufi, kDldbServices, kDldbLocations };

absl::StatusOr<Format> DetectFormat(std::istream& input) {
  std::string head(512, '\0');
  input.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(input.gcount()));
  input.clear();
  input.seekg(0);
  const bool utf16 = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
  const std::size_t first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (head.empty()) return absl::InvalidArgumentError("Die Datei ist leer.");
  if (utf16 || (first != std::string::npos && head[first] == '<')) return Format::kXzufi;
  if (first != std::string::npos && head[first] == '{') {
    switch (DetectDldb(input)) {
      case DldbFile::kServices: return Format::kDldbServices;
      case DldbFile::kLocations: return Format::kDldbLocations;
      case DldbFile::kOther: break;
    }
  }
  return absl::InvalidArgumentError(
      "Das Format ist weder XZuFi noch DLDB, und für Einträge (question; answer) oder Antworten nach Straße (entry; "
      "street; text) fehlen die Spalten.");
}

absl::Status Named(const absl::Status& status, const std::string& name) {
  return status.ok() ? status : absl::Status(status.code(), name + ": " + std::string(status.message()));
}

// What a complete file replaces: every object of these kinds and source that it does not name again.
void ClaimKinds(Format format, bool complete, StagingSink& staging) {
  if (format == Format::kDldbServices) staging.Claim({ObjectKind::kService}, "dldb");
  if (format == Format::kDldbLocations) {
    staging.Claim({ObjectKind::kOffice, ObjectKind::kRule, ObjectKind::kOffering}, "dldb");
  }
  if (format == Format::kXzufi && complete) {
    staging.Claim({ObjectKind::kService, ObjectKind::kOffice, ObjectKind::kRule, ObjectKind::kOnlineService,
                   ObjectKind::kSpecialisation},
                  "xzufi");
  }
}

// `tell` gets the share of the file that is read.
absl::Status ReadFile(const ImportFile& file, const std::string& name, bool complete, StagingSink& staging,
                      const std::function<void(int objects, double share)>& tell) {
  std::ifstream input(file.path, std::ios::binary);
  if (!input) return absl::NotFoundError(name + ": lässt sich nicht öffnen.");
  const absl::StatusOr<Format> format = DetectFormat(input);
  if (!format.ok()) return Named(format.status(), name);
  ClaimKinds(*format, complete, staging);
  staging.InFile(name);
  std::error_code ignored;
  const auto bytes = static_cast<double>(std::filesystem::file_size(file.path, ignored));
  staging.WhenStaged([&](int objects) { tell(objects, static_cast<double>(input.tellg()) / bytes); });
  const int before = staging.staged();
  absl::Status status = *format == Format::kXzufi ? ReadXzufi(input, staging) : ReadDldb(input, staging);
  staging.WhenStaged({});
  if (status.ok() && complete && staging.staged() == before)
    status = absl::InvalidArgumentError("Als vollständig angegeben, enthält aber keine Leistung und keine Stelle.");
  if (status.ok()) status = staging.Flush();
  return Named(status, name);
}

absl::StatusOr<std::int64_t> NextImport(Sql& sql, const std::string& municipality) {
  const auto rows = sql.Rows("SELECT COALESCE(MAX(import_id), 0) + 1 FROM catalogue_import WHERE municipality_id = $1",
                             {municipality});
  if (!rows.ok()) return rows.status();
  return AsInteger((*rows)[0][0]);
}

absl::Status SaveReport(Sql& sql, const std::string& municipality, std::int64_t undoes, ImportReport& report) {
  const auto id = NextImport(sql, municipality);
  if (!id.ok()) return id.status();
  report.id = std::to_string(*id);
  const auto done =
      sql.Run("INSERT INTO catalogue_import (municipality_id, import_id, undoes, report) VALUES ($1, $2, $3, $4)",
              {municipality, *id, undoes, EncodeReport(report)});
  return done.status();
}

absl::Status Activate(Sql& sql, const std::string& municipality, CatalogueVersion version) {
  return sql
      .Run(
          "INSERT INTO active_catalogue (municipality_id, version) VALUES ($1, $2) "
          "ON CONFLICT (municipality_id) DO UPDATE SET version = excluded.version",
          {municipality, version})
      .status();
}

absl::StatusOr<CatalogueVersion> ActiveVersion(Sql& sql, const std::string& municipality) {
  const auto rows = sql.Rows("SELECT version FROM active_catalogue WHERE municipality_id = $1", {municipality});
  if (!rows.ok()) return rows.status();
  return rows->empty() ? 0 : AsInteger((*rows)[0][0]);
}

std::string Summary(const ImportReport& report) {
  return fmt::format("{} neu, {} geändert, {} gelöscht, {} unverändert, {} Hinweise", report.added, report.changed,
                     report.deleted, report.unchanged, report.remark_count);
}

// What does not fit together in the new version and did not stand so in the one before.
absl::Status AddDefects(Sql& sql, const Database& database, const MunicipalityId& municipality, ImportReport& report) {
  const auto defects = CatalogueLoader::Defects(sql, database, municipality, report.version);
  if (!defects.ok() || defects->empty()) return defects.status();
  const auto old = CatalogueLoader::Defects(sql, database, municipality, report.before);
  if (!old.ok()) return old.status();
  const std::set<std::string> known(old->begin(), old->end());
  for (const std::string& defect : *defects) {
    if (known.contains(defect)) continue;
    ++report.remark_count;
    if (report.remarks.size() < kKeptLines) report.remarks.push_back({Remark::Severity::kWarning, "", defect, 0});
  }
  return absl::OkStatus();
}

absl::Status TakeEntriesBack(Sql& sql, const MunicipalityId& municipality, const ImportReport& undone,
                             const Change& change, ImportReport& report) {
  for (const EntryChange& entry : undone.entries) {
    const auto back = TakeEntryBack(sql, municipality, entry, change);
    if (back.ok()) {
      report.entries.push_back(*back);
      continue;
    }
    if (!absl::IsFailedPrecondition(back.status())) return back.status();
    ++report.remark_count;
    if (report.remarks.size() < kKeptLines)
      report.remarks.push_back(
          {Remark::Severity::kWarning, "Eintrag " + entry.id.value, std::string(back.status().message()), 0});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status KeepEntryChanges(Database& database, const MunicipalityId& municipality, ImportReport& report) {
  return database.Write([&](Sql& sql) -> absl::Status {
    if (report.id.empty()) return SaveReport(sql, municipality.value, 0, report);
    return sql
        .Run("UPDATE catalogue_import SET report = $3 WHERE municipality_id = $1 AND CAST(import_id AS TEXT) = $2",
             {municipality.value, report.id, EncodeReport(report)})
        .status();
  });
}

bool LosesMost(const ImportReport& report) {
  constexpr int kTooFewToTell = 10;
  return report.deleted >= kTooFewToTell && report.deleted > report.changed + report.unchanged;
}

absl::StatusOr<ImportReport> ImportCatalogue(Database& database, const ImportRequest& request,
                                             const std::function<void(const ImportProgress&)>& progress) {
  const auto tell = [&](std::string step, double fraction) {
    if (progress) progress({std::move(step), fraction});
  };
  absl::StatusOr<std::unique_ptr<StagingSink>> staging =
      StagingSink::Open(database, request.municipality, kKeptLines, request.now, request.dry_run);
  if (!staging.ok()) return staging.status();
  ImportReport report;
  report.actor = request.actor;
  report.finished = request.now;
  for (std::size_t i = 0; i < request.files.size(); ++i) {
    const ImportFile& file = request.files[i];
    const std::string name = file.name.empty() ? std::filesystem::path(file.path).filename().string() : file.name;
    const auto fraction = [&](double share) {
      return 0.8 * (static_cast<double>(i) + std::clamp(share, 0.0, 1.0)) / static_cast<double>(request.files.size());
    };
    tell("Lese " + name, fraction(0));
    const absl::Status status = ReadFile(file, name, request.complete, **staging, [&](int objects, double share) {
      tell(fmt::format("Lese {}: {} Objekte", name, objects), fraction(share));
    });
    if (!status.ok()) return status;
    report.files.push_back(name);
  }
  tell("Vergleiche mit dem geltenden Stand", 0.8);
  report.remarks = (*staging)->remarks();
  report.remark_count = (*staging)->remark_count();
  const std::string& town = request.municipality.value;
  const absl::Status status = database.Write([&](Sql& sql) -> absl::Status {
    const auto active = ActiveVersion(sql, town);
    if (!active.ok()) return active.status();
    if (*active != (*staging)->base())
      return absl::AbortedError("Ein anderer Import kam zuvor; nichts wurde geändert.");
    report.before = *active;
    report.version = *active + 1;
    absl::Status applied = (*staging)->Apply(sql, report);
    if (applied.ok() && request.refuse_losses && LosesMost(report))
      applied = absl::FailedPreconditionError(fmt::format(
          "Von {} Objekten würden {} gelöscht; nichts wurde geändert. Ist das gewollt, die Datei von Hand importieren.",
          report.deleted + report.changed + report.unchanged, report.deleted));
    if (applied.ok()) applied = AddDefects(sql, database, request.municipality, report);
    if (!applied.ok()) return applied;
    if (request.dry_run) return absl::CancelledError("dry run");
    report.activated = report.added + report.changed + report.deleted > 0;
    if (!report.activated) {
      report.version = report.before;
      return absl::OkStatus();
    }
    applied = Activate(sql, town, report.version);
    if (applied.ok()) applied = BumpChangeMark(sql, request.municipality);
    if (applied.ok()) applied = SaveReport(sql, town, 0, report);
    if (applied.ok())
      applied =
          AppendAudit(sql, request.municipality, {request.now, request.actor, "import", report.id, Summary(report)});
    return applied;
  });
  if (!status.ok() && !(request.dry_run && absl::IsCancelled(status))) return status;
  tell("Fertig", 1.0);
  return report;
}

absl::StatusOr<ImportReport> UndoImport(Database& database, const MunicipalityId& municipality,
                                        const std::string& import_id, const std::string& actor,
                                        std::chrono::sys_seconds now) {
  ImportReport result;
  const absl::Status status = database.Write([&](Sql& sql) -> absl::Status {
    const auto rows = sql.Rows(
        "SELECT import_id, undoes, report FROM catalogue_import WHERE municipality_id = $1 "
        "ORDER BY import_id DESC LIMIT 1",
        {municipality.value});
    if (!rows.ok()) return rows.status();
    if (rows->empty()) return absl::NotFoundError("Es gibt keinen Import.");
    const auto newest = DecodeReport(AsText((*rows)[0][2]));
    if (!newest.ok()) return newest.status();
    if (std::to_string(AsInteger((*rows)[0][1])) == import_id) {  // undone already
      result = *newest;
      return absl::OkStatus();
    }
    if (std::to_string(AsInteger((*rows)[0][0])) != import_id) {
      return absl::FailedPreconditionError("Nur der letzte Import lässt sich zurücknehmen.");
    }
    const bool catalogue = newest->version != newest->before;
    result.before = newest->version;
    result.version = newest->version + (catalogue ? 1 : 0);
    result.added = newest->deleted;
    result.deleted = newest->added;
    result.changed = newest->changed;
    result.activated = true;
    result.actor = actor;
    result.finished = now;
    result.changes = {"Import " + import_id + " zurückgenommen"};
    absl::Status done = TakeEntriesBack(sql, municipality, *newest, {actor, now, ""}, result);
    if (done.ok() && catalogue) done = RestoreVersion(sql, municipality, newest->before, result.version);
    if (done.ok() && catalogue) done = Activate(sql, municipality.value, result.version);
    if (done.ok()) done = BumpChangeMark(sql, municipality);
    if (done.ok()) done = SaveReport(sql, municipality.value, AsInteger((*rows)[0][0]), result);
    if (done.ok()) done = AppendAudit(sql, municipality, {now, actor, "undo_import", import_id, Summary(result)});
    return done;
  });
  if (!status.ok()) return status;
  return result;
}

absl::StatusOr<ImportReport> RemoveObjects(Database& database, const MunicipalityId& municipality,
                                           const std::vector<std::pair<std::string, std::string>>& objects,
                                           const std::string& what, const std::string& actor,
                                           std::chrono::sys_seconds now) {
  ImportReport report;
  report.actor = actor;
  report.finished = now;
  report.files = {what};
  const std::string& town = municipality.value;
  const absl::Status status = database.Write([&](Sql& sql) -> absl::Status {
    const auto active = ActiveVersion(sql, town);
    if (!active.ok()) return active.status();
    report.before = *active;
    report.version = *active + 1;
    report.deleted = 0;
    for (const auto& [kind, id] : objects) {
      const auto closed = sql.Run(
          "UPDATE catalogue_object SET to_version = $5 WHERE municipality_id = $1 AND kind = $2 AND object_id = $3 AND "
          "to_version = $4",
          {town, kind, id, kOpenVersion, report.version});
      if (!closed.ok()) return closed.status();
      report.deleted += static_cast<int>(*closed);
    }
    report.activated = true;
    absl::Status done = Activate(sql, town, report.version);
    if (done.ok()) done = BumpChangeMark(sql, municipality);
    if (done.ok()) done = SaveReport(sql, town, 0, report);
    if (done.ok())
      done = AppendAudit(sql, municipality, {now, actor, "remove_objects", report.id, what + ": " + Summary(report)});
    return done;
  });
  if (!status.ok()) return status;
  return report;
}

absl::StatusOr<std::vector<ImportReport>> ListImports(const Database& database, const MunicipalityId& municipality) {
  std::vector<ImportReport> reports;
  absl::Status damaged;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query("SELECT report FROM catalogue_import WHERE municipality_id = $1 ORDER BY import_id DESC",
                     {municipality.value}, [&](const SqlRow& row) {
                       auto report = DecodeReport(AsText(row[0]));
                       damaged.Update(report.status());
                       if (report.ok()) reports.push_back(*std::move(report));
                       return damaged.ok();
                     });
  });
  if (!status.ok()) return status;
  if (!damaged.ok()) return damaged;
  return reports;
}

}  // namespace amtslotse::knowledge
