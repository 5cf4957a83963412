// import, and the demo towns for `serve`.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>

#include "knowledge/import/import.h"
#include "knowledge/municipality_file.h"
#include "services/cli/arguments.h"
#include "services/cli/catalogue.h"
#include "services/cli/commands.h"
#include "services/cli/reason.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/town_file.h"
#include "services/knowledge/convert.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kShownRemarks = 20;

struct ImportOptions {
  std::vector<std::string> paths;
  std::string municipality;
  std::string name;
  bool dry_run = false;
  bool allow_deletions = false;
  bool checked = false;  // the files come with the program
};

// What the paths of one import hold.
struct Sources {
  fs::path municipality;  // municipality.json
  fs::path calendars;     // calendars.json
  std::vector<CatalogueFile> files;
};

void AddPath(const fs::path& path, Sources& sources) {
  const std::string name = path.filename().native();
  if (name == "municipality.json")
    sources.municipality = path;
  else if (name == "calendars.json")
    sources.calendars = path;
  else if (name == "faq.csv")
    sources.files.push_back({path, "faq-csv"});
  else if (name == "streets.csv")
    sources.files.push_back({path, "address-csv"});
  else
    sources.files.push_back({path, ""});
}

// A folder stands for its files, a town's folder as knowledge/data/demo has them.
Sources SourcesOf(const std::vector<std::string>& paths) {
  Sources sources;
  for (const std::string& text : paths) {
    const fs::path path(text);
    if (!fs::is_directory(path)) {
      AddPath(path, sources);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.is_regular_file()) inside.push_back(entry.path());
    std::sort(inside.begin(), inside.end());
    for (const fs::path& file : inside) AddPath(file, sources);
  }
  return sources;
}

// "munich_services.json" → "munich".
std::string IdFrom(const fs::path& file) {
  const std::string name = file.filename().string();
  std::string id;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') break;
    id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return id;
}

std::string Outcome(const knowledge::v1::ImportReport& report, bool dry_run) {
  if (dry_run) return "Nur geprüft: Es gilt weiter, was galt.";
  if (report.activated()) return fmt::format("Stand {} gilt jetzt.", report.catalogue_version());
  // Entries have no state of their own: each takes its place at once.
  return report.added() + report.changed() > 0 ? "Die Einträge gelten jetzt." : "Es gilt weiter, was galt.";
}

void Show(const knowledge::v1::ImportReport& report, bool dry_run, Console& console) {
  console.Say(fmt::format("  {} neu, {} geändert, {} gelöscht, {} unverändert. {}", report.added(), report.changed(),
                          report.deleted(), report.unchanged(), Outcome(report, dry_run)));
  for (int i = 0; i < std::min(kShownRemarks, report.remarks_size()); ++i) {
    const auto& remark = report.remarks(i);
    console.Say(fmt::format("  {} {}{}{}", remark.severity() == "note" ? "·" : "!", remark.object_id(),
                            remark.object_id().empty() ? "" : ": ", remark.text()));
  }
  if (report.remarks_size() > kShownRemarks)
    console.Say(fmt::format("  … und {} weitere Hinweise", report.remarks_size() - kShownRemarks));
}

// The town that the paths are for, as it would be saved; nothing is.
absl::StatusOr<knowledge::v1::Municipality> TownOf(const Sources& sources, const ImportOptions& options) {
  knowledge::v1::Municipality message;
  if (!sources.municipality.empty()) {
    const auto town = knowledge::LoadMunicipality(sources.municipality.string());
    if (!town.ok())
      return absl::Status(town.status().code(),
                          fmt::format("{}: {}", sources.municipality.native(), rpc::ToString(town.status().message())));
    knowledge::Encode(*town, &message);
    return message;
  }
  std::string id = options.municipality;
  if (id.empty() && !sources.files.empty()) id = IdFrom(sources.files.front().path);
  if (id.empty()) return WrongCall("Welche Kommune? --municipality KENNUNG angeben.");
  std::string name = options.name.empty() ? id : options.name;
  if (options.name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  message.set_id(id);
  message.set_name(name);
  return message;
}

// What municipality.json does to the town, and what it still lacks.
void ShowTown(const TownUpdate& update, bool is_new, Console& console) {
  if (!is_new)
    console.Say(update.changed.empty()
                    ? "  Angaben zur Kommune unverändert."
                    : fmt::format("  Angaben zur Kommune geändert: {}.", fmt::join(update.changed, ", ")));
  if (!update.kept.empty())
    console.Say(
        fmt::format("  ! In municipality.json nicht genannt, es gilt weiter: {}.", fmt::join(update.kept, ", ")));
  if (const auto missing = MissingTexts(update.town); !missing.empty())
    console.Say(fmt::format("  ! Fehlt, und ohne geht kein öffentlicher Betrieb: {}.", fmt::join(missing, ", ")));
}

absl::Status TakeOver(const ServiceAccess& access, const Sources& sources, const std::string& id, bool dry_run,
                      Console& console) {
  console.Begin(fmt::format("{}: Katalog {}", id, dry_run ? "prüfen" : "übernehmen"));
  const auto report = ImportFiles(access, {.municipality_id = id, .files = sources.files, .dry_run = dry_run},
                                  [&](const std::string& step, double) { console.Progress(step); });
  if (!report.ok()) return console.Failed(), report.status();
  console.Done();
  Show(*report, dry_run, console);
  return absl::OkStatus();
}

// Whether all files can be read and hold what they seem to, before a town is made or its settings change.
absl::Status CheckFiles(const ServiceAccess& access, const Sources& sources, const std::string& id,
                        bool allow_deletions) {
  const auto report = ImportFiles(access, {.municipality_id = id, .files = sources.files, .dry_run = true}, {});
  if (!report.ok()) return report.status();
  const knowledge::ImportReport counted{.changed = static_cast<int>(report->changed()),
                                        .deleted = static_cast<int>(report->deleted()),
                                        .unchanged = static_cast<int>(report->unchanged())};
  if (allow_deletions || !knowledge::LosesMost(counted)) return absl::OkStatus();
  return absl::FailedPreconditionError(fmt::format(
      "{} Leistungen, Stellen und Zuständigkeiten würden gelöscht, {} blieben; nichts wurde geändert. Ist das "
      "gewollt: noch einmal mit --allow-deletions.",
      report->deleted(), report->changed() + report->unchanged()));
}

// A town made from a catalogue alone is called as its offices' addresses say: "münchen_services.json" and
// "munich_services.json" are both of "München".
absl::Status NameByAddresses(const ServiceAccess& access, const std::string& id) {
  const auto name = TownInAddresses(access, id);
  if (!name.ok() || name->empty()) return name.status();
  auto town = FindMunicipality(access, id);
  if (!town.ok()) return town.status();
  town->set_name(*name);
  return SaveMunicipality(access, *town);
}

// Where its chat is found, once everything runs.
absl::Status ShowWhere(const ServiceAccess& access, const std::string& id, Console& console) {
  const auto town = FindMunicipality(access, id);
  if (!town.ok()) return town.status();
  for (const std::string& host : town->hosts())
    console.Say(fmt::format("  {}: http://{}:8080 (oder der Port von „amtslotse run“)", town->name(), host));
  return absl::OkStatus();
}

absl::Status ImportTown(const ServiceAccess& access, const ImportOptions& options, Console& console) {
  const Sources sources = SourcesOf(options.paths);
  const auto town = TownOf(sources, options);
  if (!town.ok()) return town.status();
  const std::string id = town->id();
  const auto known = FindMunicipality(access, id);
  if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
  const TownUpdate update = known.ok() ? Update(*known, *town) : TownUpdate{*town, {}, {}};
  if (options.dry_run) {
    if (!known.ok()) console.Say(fmt::format("{}: eine neue Kommune.", id));
    if (!sources.municipality.empty()) ShowTown(update, !known.ok(), console);
    return sources.files.empty() ? absl::OkStatus() : TakeOver(access, sources, id, true, console);
  }
  if (!options.checked && !sources.files.empty())
    if (auto status = CheckFiles(access, sources, id, options.allow_deletions); !status.ok()) return status;
  if (!sources.municipality.empty()) {
    if (auto status = SaveMunicipality(access, update.town); !status.ok()) return status;
    ShowTown(update, !known.ok(), console);
  } else if (const auto made = EnsureMunicipality(access, id, town->name()); !made.ok()) {
    return made.status();
  } else if (!known.ok()) {
    console.Say(fmt::format("{}: eine neue Kommune, „{}“.", id, town->name()));
  }
  if (!sources.files.empty())
    if (auto status = TakeOver(access, sources, id, false, console); !status.ok()) return status;
  const bool unnamed = !known.ok() && sources.municipality.empty() && options.name.empty();
  if (unnamed)
    if (auto status = NameByAddresses(access, id); !status.ok()) return status;
  const auto calendars = ApplyToBooking(access, id, sources.calendars);
  if (!calendars.ok()) return calendars.status();
  if (calendars->kept > 0)
    console.Say(
        fmt::format("  Kalender: {} neu, {} gab es schon; sie bleiben, wie sie sind, und werden in der "
                    "Oberfläche geändert.",
                    calendars->added, calendars->kept));
  return known.ok() || options.checked ? absl::OkStatus() : ShowWhere(access, id, console);
}

absl::StatusOr<int> Import(const ImportOptions& options, const Installation& installation) {
  for (const std::string& path : options.paths)
    if (::access(path.c_str(), R_OK) != 0) return absl::NotFoundError(fmt::format("{}: {}", path, ReasonText(errno)));
  Console console;
  const auto access = ServiceAccess::Open(installation, {"knowledge", "booking"}, ServiceAccess::WhenMissing::kCreate);
  if (!access.ok()) return access.status();
  if (auto status = ImportTown(**access, options, console); !status.ok()) return status;
  return 0;
}

// A town that began as a demonstration and took its demo data out is nobody's to overwrite.
bool BecameReal(const ServiceAccess& access, const std::string& municipality_id) {
  const auto known = FindMunicipality(access, municipality_id);
  return known.ok() && !known->demo();
}

absl::StatusOr<int> ImportDemo(const Installation& installation) {
  Console console;
  const auto access = ServiceAccess::Open(installation, {"knowledge", "booking"}, ServiceAccess::WhenMissing::kCreate);
  if (!access.ok()) return access.status();
  for (const char* town : {"erlenfurt", "krummwik"}) {
    if (BecameReal(**access, town)) continue;
    ImportOptions options;
    options.checked = true;
    options.paths.push_back((installation.source / "knowledge" / "data" / "demo" / town).string());
    if (auto status = ImportTown(**access, options, console); !status.ok()) return status;
  }
  return 0;
}

}  // namespace

void AddCatalogueCommands(Commands& commands) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* import =
      commands.Add("import", "Übernimmt Katalog, Einträge, Adressen und Kalender einer Kommune",
                   [options](const Installation& installation) { return Import(*options, installation); });
  import
      ->add_option("DATEI", options->paths,
                   "XZuFi, DLDB-JSON, faq.csv, streets.csv, municipality.json, calendars.json, "
                   "oder ein Ordner damit")
      ->required();
  import->add_option("--municipality", options->municipality,
                     "Kennung der Kommune; sonst aus municipality.json oder dem Anfang des Dateinamens");
  import->add_option("--name", options->name,
                     "Name der Kommune, wenn sie neu ist; sonst der Ort in den Adressen ihrer Stellen");
  import->add_flag("--dry-run", options->dry_run, "Nur zeigen, was sich ändern würde");
  import->add_flag("--allow-deletions", options->allow_deletions,
                   "Auch übernehmen, wenn das meiste des bisherigen Bestands gelöscht wird");
  commands.Add("demo", "Übernimmt die beiden Vorführ-Städte", &ImportDemo);
}

}  // namespace amtslotse::cli
