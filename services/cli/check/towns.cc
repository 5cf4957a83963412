#include "services/cli/check/towns.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <regex>
#include <thread>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "services/rpc/address.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::cli {
namespace {

using knowledge::v1::Knowledge;
using knowledge::v1::Municipality;

constexpr std::size_t kShortestText = 80;
constexpr std::chrono::seconds kLimit{10};

bool IsFilled(const std::string& text) {
  static const std::regex kPlaceholder("lorem ipsum|platzhalter|TODO|\\[bitte|hier einf", std::regex::icase);
  return text.size() >= kShortestText && !std::regex_search(text, kPlaceholder);
}

bool ZoneExists(const std::string& name) {
  try {
    date::locate_zone(name);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

void CheckTown(const Municipality& town, bool is_public, Findings& findings) {
  const auto way = [&](const char* key, const char* file) {
    return fmt::format(
        "In municipality.json unter legal.{} eine Datei wie legal/{} nennen und neu importieren: amtslotse import "
        "ORDNER",
        key, file);
  };
  if (!IsFilled(town.imprint()))
    findings.push_back(
        {Weight::kStopsPublic, fmt::format("{}: kein Impressum.", town.name()), way("imprint", "impressum.md")});
  if (!IsFilled(town.privacy_notice()))
    findings.push_back({Weight::kStopsPublic, fmt::format("{}: keine Datenschutzerklärung.", town.name()),
                        way("privacy", "datenschutz.md")});
  if (!IsFilled(town.accessibility_statement()))
    findings.push_back({Weight::kStopsPublic, fmt::format("{}: keine Erklärung zur Barrierefreiheit.", town.name()),
                        way("accessibility", "barrierefreiheit.md")});
  if (town.time_zone().empty() || !ZoneExists(town.time_zone()))
    findings.push_back({Weight::kMistake,
                        fmt::format("{}: die Zeitzone „{}“ gibt es nicht.", town.name(), town.time_zone()),
                        "In municipality.json: \"time_zone\": \"Europe/Berlin\""});
  if (town.data_protection_email().empty())
    findings.push_back({Weight::kMistake,
                        fmt::format("{}: keine Adresse der oder des Datenschutzbeauftragten.", town.name()),
                        "In municipality.json: \"data_protection_email\""});
  if (town.telephone().empty() && town.human_text().empty())
    findings.push_back({Weight::kMistake, fmt::format("{}: kein Weg zu einem Menschen.", town.name()),
                        "In municipality.json: \"contact\" und \"human\" ausfüllen."});
  if (town.catalogue_version().empty())
    findings.push_back({Weight::kHint, fmt::format("{}: noch kein Katalog.", town.name()),
                        "amtslotse import leistungen.xml --municipality " + town.id()});
  if (is_public && town.demo())
    findings.push_back({Weight::kStopsPublic,
                        fmt::format("{}: eine erfundene Vorführ-Stadt im öffentlichen Betrieb.", town.name()),
                        "Ohne Vorführ-Städte einrichten: ein neuer Datenordner, dann nur die eigenen importieren."});
}

absl::StatusOr<std::vector<Municipality>> ReadTowns(Knowledge::StubInterface& stub) {
  const rpc::Caller caller{.request_id = rpc::RandomId(), .deadline = std::chrono::system_clock::now() + kLimit};
  const auto list =
      rpc::Call(stub, &Knowledge::StubInterface::ListMunicipalities, knowledge::v1::ListMunicipalitiesRequest(), caller,
                {.method = "Knowledge/ListMunicipalities", .repeatable = true, .timeout = kLimit});
  if (!list.ok()) return list.status();
  std::vector<Municipality> towns;
  for (const Municipality& listed : list->municipalities()) {
    knowledge::v1::GetMunicipalityRequest request;
    request.set_municipality_id(listed.id());
    const auto town = rpc::Call(stub, &Knowledge::StubInterface::GetMunicipality, request, caller,
                                {.method = "Knowledge/GetMunicipality", .repeatable = true, .timeout = kLimit});
    if (!town.ok()) return town.status();
    towns.push_back(town->municipality());
  }
  return towns;
}

absl::StatusOr<std::vector<Municipality>> WaitForTowns(const std::string& address, const rpc::TlsIdentity& own,
                                                       std::chrono::seconds wait) {
  const auto give_up = std::chrono::steady_clock::now() + wait;
  const auto stub = Knowledge::NewStub(rpc::Connect(address, "knowledge", own));
  for (;;) {
    auto towns = ReadTowns(*stub);
    if (!absl::IsUnavailable(towns.status()) && !absl::IsDeadlineExceeded(towns.status())) return towns;
    if (std::chrono::steady_clock::now() >= give_up) return absl::UnavailableError("knowledge antwortet nicht");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

Findings CheckTowns(const std::string& address, const rpc::TlsIdentity& own, bool is_public,
                    std::chrono::seconds wait) {
  Findings findings;
  const auto towns = WaitForTowns(address, own, wait);
  if (!towns.ok()) {
    findings.push_back({is_public ? Weight::kStopsPublic : Weight::kHint,
                        fmt::format("Impressum, Datenschutz und Barrierefreiheit ließen sich nicht prüfen ({}).",
                                    std::string(towns.status().message())),
                        "Amtslotse starten und noch einmal prüfen."});
    return findings;
  }
  if (towns->empty()) findings.push_back({Weight::kHint, "Noch keine Kommune.", "amtslotse import meine-kommune/"});
  for (const Municipality& town : *towns) CheckTown(town, is_public, findings);
  return findings;
}

}  // namespace amtslotse::cli
