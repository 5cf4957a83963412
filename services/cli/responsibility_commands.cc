// resolve, lint. They read the stores beside the services, so they work whether these run or not.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "knowledge/database.h"
#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/command.h"
#include "knowledge/store.h"
#include "services/cli/commands.h"
#include "services/cli/knowledge_store.h"
#include "services/cli/privacy/traces.h"

namespace amtslotse::cli {
namespace {

namespace resp = responsibility;

std::vector<std::string> AreaFolders(const Installation& installation) {
  return {(installation.source / "knowledge/data/areas").native(),
          (installation.source / "knowledge/data/demo").native()};
}

std::chrono::sys_days Today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

// The stores, opened for reading, and the town in them.
class TownReader {
 public:
  // FAILED_PRECONDITION when there is no catalogue yet.
  static absl::StatusOr<std::unique_ptr<TownReader>> Open(const Installation& installation) {
    std::unique_ptr<TownReader> reader(new TownReader);
    auto catalogues = OpenKnowledge(installation);
    if (absl::IsNotFound(catalogues.status()))
      return absl::FailedPreconditionError(fmt::format(
          "{}: Noch kein Katalog. Zuerst „./amtslotse run“ oder „./amtslotse import“.", installation.data.native()));
    if (!catalogues.ok()) return catalogues.status();
    reader->database_ = *std::move(catalogues);
    reader->catalogues_ = std::make_unique<knowledge::CatalogueStore>(*reader->database_);
    const auto file = installation.Store("responsibility") / "responsibility.db";
    const std::string postgres = DatabaseSetting("RESPONSIBILITY_DATABASE");
    if (!postgres.empty() || std::filesystem::exists(file)) {
      auto own = postgres.empty() ? knowledge::OpenSqliteForReading(file.native()) : knowledge::OpenPostgres(postgres);
      if (!own.ok()) return own.status();
      reader->own_database_ = *std::move(own);
      reader->own_ = std::make_unique<resp::TownStore>(*reader->own_database_);
    }
    reader->towns_ = std::make_unique<resp::Towns>(*reader->catalogues_, reader->own_.get(), AreaFolders(installation));
    if (const auto status = reader->towns_->Load(); !status.ok()) return status;
    return reader;
  }

  // An empty id: the only municipality, or the one that answers on localhost.
  absl::StatusOr<std::shared_ptr<const resp::Town>> Get(const std::string& id) {
    if (!id.empty()) {
      auto town = towns_->Get({id});
      if (absl::IsNotFound(town.status())) return NoSuchTown(id, *database_);
      return town;
    }
    const auto all = catalogues_->Municipalities();
    if (!all.ok()) return all.status();
    std::string ids;
    for (const auto& municipality : *all) {
      ids += (ids.empty() ? "" : ", ") + municipality.id.value;
      const auto& hosts = municipality.hosts;
      if (all->size() == 1 || std::find(hosts.begin(), hosts.end(), "localhost") != hosts.end())
        return towns_->Get(municipality.id);
    }
    return absl::InvalidArgumentError(
        ids.empty() ? std::string("Noch keine Kommune. Zuerst „./amtslotse run“ oder „./amtslotse import“.")
                    : fmt::format("Welche Kommune? --municipality mit einem von: {}", ids));
  }

 private:
  TownReader() = default;
  std::unique_ptr<knowledge::Database> database_;
  std::unique_ptr<knowledge::CatalogueStore> catalogues_;
  std::unique_ptr<knowledge::Database> own_database_;
  std::unique_ptr<resp::TownStore> own_;
  std::unique_ptr<resp::Towns> towns_;
};

struct ResolveQuery {
  resp::ResolveArguments arguments;
  std::string municipality;
  bool json = false;
};

// What a place means can be said without any catalogue.
absl::StatusOr<nlohmann::json> PlaceAlone(const ResolveQuery& query, const Installation& installation) {
  const auto areas = resp::LoadAreas(AreaFolders(installation));
  if (!areas.ok()) return areas.status();
  const resp::StreetTable no_streets;
  const resp::PlaceReader reader(*areas, no_streets, resp::kNoArea);
  return resp::PlaceCommand(*areas, reader.Read(query.arguments.place, std::nullopt));
}

absl::StatusOr<nlohmann::json> Answer(const ResolveQuery& query, const Installation& installation) {
  const auto reader = TownReader::Open(installation);
  const bool place_only = query.arguments.service.empty() && query.municipality.empty();
  if (!reader.ok())
    return place_only && absl::IsFailedPrecondition(reader.status()) ? PlaceAlone(query, installation)
                                                                     : reader.status();
  const auto town = (*reader)->Get(query.municipality);
  if (!town.ok())
    return place_only && absl::IsInvalidArgument(town.status()) ? PlaceAlone(query, installation) : town.status();
  resp::ResolveArguments arguments = query.arguments;
  // Words that are no name of a service are looked up as the chat does it.
  if (!arguments.service.empty() && resp::FindServices(**town, arguments.service).empty()) {
    const auto meant = ServiceMeantBy(arguments.service, (*town)->municipality.id.value, installation);
    if (meant.ok() && !meant->empty()) arguments.service = *meant;
  }
  return resp::ResolveCommand(**town, arguments);
}

// What was found, or what it may be; otherwise nothing came of the question.
bool AnswersOrAsks(const nlohmann::json& answer) {
  const std::string result = answer.value("result", "");
  return (result != "need_input" && result != "no_data") || !answer.value("choices", nlohmann::json()).empty();
}

absl::StatusOr<int> Resolve(ResolveQuery query, const Installation& installation) {
  query.arguments.today = Today();
  const auto answer = Answer(query, installation);
  if (!answer.ok()) return answer.status();
  if (query.json)
    std::cout << answer->dump(2) << "\n";
  else
    std::cout << resp::ResolveText(*answer);
  return AnswersOrAsks(*answer) ? 0 : 1;
}

absl::StatusOr<int> Lint(const ResolveQuery& query, const Installation& installation) {
  const auto reader = TownReader::Open(installation);
  if (!reader.ok()) return reader.status();
  const auto town = (*reader)->Get(query.municipality);
  if (!town.ok()) return town.status();
  const auto findings = resp::LintCommand(**town, Today());
  if (query.json)
    std::cout << findings.dump(2) << "\n";
  else
    std::cout << resp::LintText(findings);
  return findings["count"] == 0 ? 0 : 1;
}

}  // namespace

void AddResponsibilityCommands(Commands& commands) {
  auto query = std::make_shared<ResolveQuery>();
  CLI::App* resolve = commands.Add("resolve", "Nennt die zuständige Stelle für eine Leistung an einem Ort",
                                   [query](const Installation& installation) { return Resolve(*query, installation); });
  auto& place = query->arguments.place;
  resolve->add_option("--place", place.text, "Ort, Postleitzahl, Schlüssel oder Adresse, wie man sie schreibt");
  resolve->add_option("--service", query->arguments.service,
                      "Leistung: Name, Synonym, Kennung oder LeiKa-Schlüssel; ohne sie nur, was der Ort bedeuten kann");
  resolve->add_option("--ars", place.ars, "Regionalschlüssel, zwölf Ziffern");
  resolve->add_option("--ags", place.ags, "Gemeindeschlüssel, acht Ziffern");
  resolve->add_option("--postcode", place.postcode, "Postleitzahl");
  resolve->add_option("--street", place.street, "Straße");
  resolve->add_option("--house-number", place.house_number, "Hausnummer");
  resolve->add_option("--initial", place.initial, "Nachname oder sein Anfang");
  resolve->add_option("--role", query->arguments.role, "decides, accepts oder informs");
  resolve->add_option("--municipality", query->municipality, "Kommune (Kennung)");
  resolve->add_flag("--json", query->json, "Antwort als JSON");
  auto lint_query = std::make_shared<ResolveQuery>();
  CLI::App* lint =
      commands.Add("lint", "Prüft die Zuständigkeiten einer Kommune auf Lücken und Widersprüche",
                   [lint_query](const Installation& installation) { return Lint(*lint_query, installation); });
  lint->add_option("--municipality", lint_query->municipality, "Kommune (Kennung)");
  lint->add_flag("--json", lint_query->json, "Befunde als JSON");
}

}  // namespace amtslotse::cli
