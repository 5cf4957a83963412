// staff: accounts of the people who work with the console.
#include <date/tz.h>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "services/cli/commands.h"
#include "services/cli/service_access.h"
#include "services/rpc/text.h"

namespace amtslotse::cli {
namespace {

using staff::v1::Staff;

constexpr std::chrono::seconds kLimit{10};

struct StaffOptions {
  std::string municipality;
  std::string name;
  std::string url = "http://localhost:8080/";
  bool remove_totp = false;
};

// The service's own words are English.
absl::Status InGerman(const absl::Status& status, const StaffOptions& options) {
  if (absl::IsFailedPrecondition(status))
    return absl::FailedPreconditionError(
        "Es gibt schon eine Administration. Zum Zurücksetzen eines Kontos --name angeben.");
  if (absl::IsNotFound(status)) return absl::NotFoundError(fmt::format("Ein Konto „{}“ gibt es nicht.", options.name));
  if (absl::IsInvalidArgument(status))
    return absl::InvalidArgumentError(fmt::format("Ungültige Angabe: {}", rpc::ToString(status.message())));
  return status;
}

std::string LocalTime(std::int64_t unix_seconds) {
  const date::sys_seconds time{std::chrono::seconds(unix_seconds)};
  return date::format("%d.%m.%Y um %H:%M Uhr", date::make_zoned(date::current_zone(), time));
}

absl::StatusOr<int> MakeLink(const StaffOptions& options, const Installation& installation) {
  const auto access = ServiceAccess::Open(installation, {"knowledge", "staff"});
  if (!access.ok()) return access.status();
  if (auto known = (*access)->CheckMunicipality(options.municipality, kLimit); !known.ok()) return known;
  const auto stub = Staff::NewStub((*access)->Channel("staff"));
  staff::v1::CreateLinkRequest request;
  request.set_municipality_id(options.municipality);
  request.set_name(options.name);
  request.set_remove_totp(options.remove_totp);
  const auto link = rpc::Call(*stub, &Staff::StubInterface::CreateLink, request,
                              (*access)->Administrator(options.municipality, kLimit),
                              {.method = "Staff/CreateLink", .repeatable = true, .timeout = kLimit});
  if (!link.ok()) return InGerman(link.status(), options);
  const std::string base = options.url.ends_with('/') ? options.url : options.url + "/";
  fmt::print("{}\n", options.name.empty() ? "Link für die erste Administration:" : "Link zum Setzen des Passworts:");
  // After the #: it stays in the browser and out of every server's log.
  fmt::print("\n  {}staff/#/link/{}\n\nEr gilt einmal, bis {}.\n", base, link->token(),
             LocalTime(link->expires_unix()));
  return 0;
}

std::string RoleNames(const staff::v1::Account& account) {
  std::string names;
  for (const int role : account.roles()) {
    const char* name = role == staff::v1::ROLE_EDITOR           ? "Redaktion"
                       : role == staff::v1::ROLE_LOCATION_STAFF ? "Standort"
                       : role == staff::v1::ROLE_LEAD           ? "Leitung"
                                                                : "Administration";
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names;
}

absl::StatusOr<int> ListAccounts(const StaffOptions& options, const Installation& installation) {
  const auto access = ServiceAccess::Open(installation, {"knowledge", "staff"});
  if (!access.ok()) return access.status();
  if (auto known = (*access)->CheckMunicipality(options.municipality, kLimit); !known.ok()) return known;
  const auto stub = Staff::NewStub((*access)->Channel("staff"));
  staff::v1::ListAccountsRequest request;
  request.set_municipality_id(options.municipality);
  const auto list = rpc::Call(*stub, &Staff::StubInterface::ListAccounts, request,
                              (*access)->Administrator(options.municipality, kLimit),
                              {.method = "Staff/ListAccounts", .repeatable = true, .timeout = kLimit});
  if (!list.ok()) return InGerman(list.status(), options);
  for (const auto& account : list->accounts()) {
    const char* state = account.disabled() ? "gesperrt" : account.has_password() ? "" : "noch ohne Passwort";
    fmt::print("{:<24} {:<32} {:<24} {}\n", account.name(), account.display_name(), RoleNames(account), state);
  }
  if (list->accounts().empty())
    fmt::print("Noch keine Konten. Das erste: amtslotse staff link {}\n", options.municipality);
  return 0;
}

}  // namespace

void AddStaffCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("staff", "Konten für das Arbeiten in der Verwaltungsoberfläche");
  auto options = std::make_shared<StaffOptions>();
  CLI::App* link = commands.Add(
      "link", "Erstellt einen Link: für die erste Administration, oder zum Zurücksetzen eines Kontos",
      [options](const Installation& installation) { return MakeLink(*options, installation); }, group);
  link->add_option("KOMMUNE", options->municipality, "Kommune, z. B. erlenfurt")->required();
  link->add_option("--name", options->name, "Anmeldename des Kontos; ohne: erste Administration");
  link->add_flag("--remove-totp", options->remove_totp, "Entfernt auch den zweiten Faktor (verlorenes Telefon)");
  link->add_option("--url", options->url, "Adresse der Webseite")->capture_default_str();
  CLI::App* list = commands.Add(
      "list", "Zeigt die Konten einer Kommune",
      [options](const Installation& installation) { return ListAccounts(*options, installation); }, group);
  list->add_option("KOMMUNE", options->municipality, "Kommune, z. B. erlenfurt")->required();
}

}  // namespace amtslotse::cli
