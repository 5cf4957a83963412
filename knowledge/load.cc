#include "knowledge/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "knowledge/import/csv.h"
#include "knowledge/import/entry_csv.h"
#include "knowledge/import/fields.h"
#include "knowledge/status_text.h"
#include "nlu/text/fold.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::uintmax_t kLargestCsv = std::uintmax_t{64} << 20;

std::string NameOf(const LoadFile& file) {
  return file.name.empty() ? std::filesystem::path(file.path).filename().string() : file.name;
}

absl::StatusOr<std::string> ReadCsv(const LoadFile& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file.path, error);
  if (error) return absl::NotFoundError(NameOf(file) + ": lässt sich nicht öffnen.");
  if (size > kLargestCsv) return absl::ResourceExhaustedError(NameOf(file) + ": größer als 64 MiB.");
  std::ifstream input(file.path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(input), {});
}

// By the first character that is no white space: "<" XML, "{" JSON, otherwise the CSV's columns, German or English.
std::string FormatOf(const LoadFile& file) {
  if (!file.format.empty()) return file.format;
  std::ifstream input(file.path, std::ios::binary);
  std::string head(4096, '\0');
  input.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(input.gcount()));
  const std::size_t first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos || head[first] == '<' || head[first] == '{' || head.starts_with("\xff\xfe") ||
      head.starts_with("\xfe\xff")) {
    return "catalogue";
  }
  const std::string columns = nlu::Fold(head.substr(0, head.find('\n')));
  const auto names = [&](std::string_view english, std::string_view german) {
    return columns.find(english) != std::string::npos || columns.find(german) != std::string::npos;
  };
  if (names("question", "frage")) return "faq-csv";
  if (names("street", "strasse")) return "address-csv";
  return "catalogue";
}

// What the CSV files hold, checked.
struct EntryFiles {
  std::vector<Entry> entries;
  std::map<std::string, std::vector<StreetAnswer>> by_street;  // by entry id
  std::vector<Remark> remarks;
};

absl::Status ReadStreets(const LoadFile& file, EntryFiles& result) {
  const auto text = ReadCsv(file);
  if (!text.ok()) return text.status();
  auto answers = ParseStreetCsv(*text);
  if (!answers.ok()) return absl::InvalidArgumentError(NameOf(file) + ": " + MessageOf(answers.status()));
  if (answers->empty()) {
    result.remarks.push_back({Remark::Severity::kNote, NameOf(file),
                              "Straßenliste ohne die Spalten entry, street und text; für Antworten nicht übernommen.",
                              0});
  }
  for (auto& [entry, list] : *answers) std::move(list.begin(), list.end(), std::back_inserter(result.by_street[entry]));
  return absl::OkStatus();
}

absl::Status ReadEntries(const LoadFile& file, EntryFiles& result) {
  const auto text = ReadCsv(file);
  if (!text.ok()) return text.status();
  auto entries = ParseEntryCsv(*text);
  if (!entries.ok()) return absl::InvalidArgumentError(NameOf(file) + ": " + MessageOf(entries.status()));
  result.entries.insert(result.entries.end(), std::make_move_iterator(entries->begin()),
                        std::make_move_iterator(entries->end()));
  return absl::OkStatus();
}

// Street answers join the entry of the same load, or the stored one.
absl::Status JoinStreets(const EntryStore& store, const MunicipalityId& municipality, EntryFiles& files) {
  for (auto& [id, answers] : files.by_street) {
    auto entry = std::find_if(files.entries.begin(), files.entries.end(),
                              [&wanted = id](const Entry& e) { return e.id.value == wanted; });
    if (entry == files.entries.end()) {
      auto stored = store.Find(municipality, {id});
      if (!stored.ok()) return absl::InvalidArgumentError("Straßenantworten: Eintrag „" + id + "“ gibt es nicht.");
      files.entries.push_back(*std::move(stored));
      entry = files.entries.end() - 1;
    }
    entry->by_street = std::move(answers);
  }
  return absl::OkStatus();
}

// An entry of a service that the catalogue has not answers nothing that is asked about one.
absl::Status RemarkUnknownServices(CatalogueStore& catalogues, const MunicipalityId& municipality,
                                   const EntryFiles& files, ImportReport& report) {
  const auto catalogue = catalogues.Active(municipality);
  if (!catalogue.ok()) return catalogue.status();
  for (const Entry& entry : files.entries) {
    if (!entry.service || (*catalogue)->FindHead(*entry.service)) continue;
    ++report.remark_count;
    report.remarks.push_back({Remark::Severity::kWarning, "Eintrag " + entry.id.value,
                              "Die Leistung „" + entry.service->value + "“ gibt es nicht.", 0});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportReport> LoadFiles(Database& database, CatalogueStore& catalogues, EntryStore& entries,
                                       const LoadRequest& request,
                                       const std::function<void(const ImportProgress&)>& progress) {
  ImportRequest import{request.municipality, {}, request.actor, request.now, request.dry_run, request.complete,
                       request.refuse_losses};
  EntryFiles entry_files;
  for (const LoadFile& file : request.files) {
    const std::string format = FormatOf(file);
    absl::Status status;
    if (format == "faq-csv") {
      status = ReadEntries(file, entry_files);
    } else if (format == "address-csv") {
      status = ReadStreets(file, entry_files);
    } else {
      import.files.push_back({file.path, NameOf(file)});
    }
    if (!status.ok()) return status;
  }
  if (absl::Status joined = JoinStreets(entries, request.municipality, entry_files); !joined.ok()) return joined;
  if (absl::Status checked = EntryStore::Check(entry_files.entries); !checked.ok()) return checked;
  const auto before = catalogues.Active(request.municipality);
  if (!before.ok()) return before.status();
  ImportReport report;
  report.version = report.before = (*before)->version();
  report.actor = request.actor;
  report.finished = request.now;
  if (!import.files.empty()) {
    auto imported = ImportCatalogue(database, import, progress);
    if (!imported.ok()) return imported.status();
    report = *std::move(imported);
  }
  report.remarks.insert(report.remarks.end(), entry_files.remarks.begin(), entry_files.remarks.end());
  report.remark_count += static_cast<int>(entry_files.remarks.size());
  if (absl::Status known = RemarkUnknownServices(catalogues, request.municipality, entry_files, report); !known.ok())
    return known;
  if (!entry_files.entries.empty()) {
    const auto loaded = request.dry_run
                            ? entries.Compare(request.municipality, entry_files.entries)
                            : entries.Load(request.municipality, entry_files.entries, {request.actor, request.now, ""});
    if (!loaded.ok()) return loaded.status();
    report.added += loaded->added;
    report.changed += loaded->changed;
    report.unchanged += loaded->unchanged;
    report.entries = loaded->written;
    report.changes.insert(report.changes.end(), loaded->changes.begin(), loaded->changes.end());
    for (const LoadFile& file : request.files)
      if (FormatOf(file).ends_with("-csv")) report.files.push_back(NameOf(file));
  }
  if (request.dry_run) return report;
  if (!report.entries.empty())
    if (absl::Status kept = KeepEntryChanges(database, request.municipality, report); !kept.ok()) return kept;
  if (report.activated && report.before > 0) {
    const auto after = catalogues.Active(request.municipality);
    if (!after.ok()) return after.status();
    if (absl::Status tasks = entries.AddReviewTasks(**before, **after, request.now); !tasks.ok()) return tasks;
  }
  return report;
}

}  // namespace amtslotse::knowledge
