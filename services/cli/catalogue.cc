#include "services/cli/catalogue.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "services/cli/reason.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;
using booking::v1::Booking;
using knowledge::v1::Knowledge;
using ImportStream = grpc::ClientReaderWriterInterface<knowledge::v1::ImportRequest, knowledge::v1::ImportResponse>;

constexpr std::size_t kPiece = std::size_t{512} << 10;

// False when the other side ended the call; its status says why.
bool SendFile(ImportStream& stream, const CatalogueImport& import, const CatalogueFile& file, bool last) {
  std::ifstream content(file.path, std::ios::binary);
  knowledge::v1::ImportRequest request;
  auto& start = *request.mutable_start();
  start.set_municipality_id(import.municipality_id);
  start.set_format(file.format);
  start.set_file_name(file.path.filename().native());
  start.set_dry_run(import.dry_run);
  start.set_last_file(last);
  if (!stream.Write(request)) return false;
  std::string piece(kPiece, '\0');
  while (content.read(piece.data(), static_cast<std::streamsize>(piece.size())) || content.gcount() > 0) {
    request.set_data(piece.data(), static_cast<std::size_t>(content.gcount()));
    if (!stream.Write(request)) return false;
  }
  return true;
}

std::string AddressLine(const knowledge::v1::Office& office) {
  for (const auto& address : office.addresses()) {
    if (address.street().empty()) continue;
    return fmt::format("{} {}, {} {}", address.street(), address.house_number(), address.postcode(), address.town());
  }
  return "";
}

absl::Status AddServices(Knowledge::Stub& knowledge, const rpc::Caller& caller,
                         booking::v1::ApplyCatalogueRequest& apply) {
  knowledge::v1::ListServicesRequest request;
  request.set_municipality_id(apply.municipality_id());
  request.set_page_size(500);
  do {
    const auto page =
        rpc::Call(knowledge, &Knowledge::StubInterface::ListServices, request, caller,
                  {.method = "Knowledge/ListServices", .repeatable = true, .timeout = std::chrono::seconds(30)});
    if (!page.ok()) return page.status();
    for (const auto& service : page->services()) {
      auto& added = *apply.add_services();
      added.set_service_id(service.id());
      added.set_name(service.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status AddOffices(Knowledge::Stub& knowledge, const rpc::Caller& caller,
                        booking::v1::ApplyCatalogueRequest& apply) {
  knowledge::v1::ListOfficesRequest request;
  request.set_municipality_id(apply.municipality_id());
  const auto offices =
      rpc::Call(knowledge, &Knowledge::StubInterface::ListOffices, request, caller,
                {.method = "Knowledge/ListOffices", .repeatable = true, .timeout = std::chrono::seconds(30)});
  if (!offices.ok()) return offices.status();
  for (const auto& office : offices->offices()) {
    auto& added = *apply.add_offices();
    added.set_office_id(office.id());
    added.set_name(office.name());
    added.set_address(AddressLine(office));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> LocationIds(Booking::StubInterface& booking, const rpc::Caller& caller,
                                                  const std::string& municipality_id) {
  booking::v1::ListLocationsRequest list;
  list.set_municipality_id(municipality_id);
  const auto locations = rpc::Call(booking, &Booking::StubInterface::ListLocations, list, caller,
                                   {.method = "Booking/ListLocations", .repeatable = true});
  if (!locations.ok()) return locations.status();
  std::set<std::string> ids;
  for (const auto& location : locations->locations()) ids.insert(location.id());
  return ids;
}

}  // namespace

absl::StatusOr<knowledge::v1::Municipality> FindMunicipality(const ServiceAccess& access,
                                                             const std::string& municipality_id) {
  const auto knowledge = Knowledge::NewStub(access.Channel("knowledge"));
  knowledge::v1::GetMunicipalityRequest which;
  which.set_municipality_id(municipality_id);
  const auto found =
      rpc::Call(*knowledge, &Knowledge::StubInterface::GetMunicipality, which,
                access.Administrator(municipality_id, std::chrono::minutes(1)),
                {.method = "Knowledge/GetMunicipality", .repeatable = true, .timeout = std::chrono::seconds(30)});
  if (!found.ok()) return found.status();
  return found->municipality();
}

absl::StatusOr<std::string> TownInAddresses(const ServiceAccess& access, const std::string& municipality_id) {
  const auto knowledge = Knowledge::NewStub(access.Channel("knowledge"));
  knowledge::v1::ListOfficesRequest request;
  request.set_municipality_id(municipality_id);
  const auto offices =
      rpc::Call(*knowledge, &Knowledge::StubInterface::ListOffices, request,
                access.Administrator(municipality_id, std::chrono::minutes(1)),
                {.method = "Knowledge/ListOffices", .repeatable = true, .timeout = std::chrono::seconds(30)});
  if (!offices.ok()) return offices.status();
  std::map<std::string, int> times;
  int all = 0;
  for (const auto& office : offices->offices()) {
    for (const auto& address : office.addresses()) {
      if (address.town().empty()) continue;
      ++all;
      ++times[address.town()];
    }
  }
  for (const auto& [town, count] : times)
    if (2 * count > all) return town;
  return "";
}

absl::StatusOr<knowledge::v1::ImportReport> ImportFiles(const ServiceAccess& access, const CatalogueImport& import,
                                                        const Progress& progress) {
  for (const CatalogueFile& file : import.files)
    if (!std::ifstream(file.path))
      return absl::NotFoundError(fmt::format("{}: {}", file.path.native(), ReasonText(errno)));
  const auto stub = Knowledge::NewStub(access.Channel("knowledge"));
  const rpc::Caller caller = access.Administrator(import.municipality_id, std::chrono::minutes(30));
  grpc::ClientContext context;
  context.set_deadline(caller.deadline);
  context.set_wait_for_ready(true);
  context.AddMetadata(rpc::kRequestIdKey, caller.request_id);
  context.AddMetadata(rpc::kActorKey, caller.signed_actor);
  const auto stream = stub->Import(&context);
  for (std::size_t i = 0; i < import.files.size(); ++i)
    if (!SendFile(*stream, import, import.files[i], i + 1 == import.files.size())) break;
  stream->WritesDone();
  knowledge::v1::ImportReport report;
  for (knowledge::v1::ImportResponse response; stream->Read(&response);) {
    if (response.has_report()) report = response.report();
    if (progress) progress(response.step(), response.fraction());
  }
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return report;
}

absl::StatusOr<CalendarsApplied> ApplyToBooking(const ServiceAccess& access, const std::string& municipality_id,
                                                const fs::path& calendars) {
  const auto knowledge = Knowledge::NewStub(access.Channel("knowledge"));
  const auto booking = Booking::NewStub(access.Channel("booking"));
  const rpc::Caller caller = access.Administrator(municipality_id, std::chrono::minutes(5));
  const auto town = FindMunicipality(access, municipality_id);
  if (!town.ok()) return town.status();
  booking::v1::ApplyCatalogueRequest apply;
  apply.set_municipality_id(municipality_id);
  apply.set_catalogue_version(town->catalogue_version());
  apply.set_municipality_name(town->name());
  *apply.mutable_hosts() = town->hosts();
  apply.set_telephone(town->telephone());
  if (auto status = AddServices(*knowledge, caller, apply); !status.ok()) return status;
  if (auto status = AddOffices(*knowledge, caller, apply); !status.ok()) return status;
  if (std::ifstream file(calendars); !calendars.empty() && file)
    apply.set_calendars_json(std::string((std::istreambuf_iterator<char>(file)), {}));
  const auto before = LocationIds(*booking, caller, municipality_id);
  if (!before.ok()) return before.status();
  const auto applied =
      rpc::Call(*booking, &Booking::StubInterface::ApplyCatalogue, apply, caller,
                {.method = "Booking/ApplyCatalogue", .repeatable = true, .timeout = std::chrono::seconds(60)});
  if (!applied.ok()) return applied.status();
  const auto after = LocationIds(*booking, caller, municipality_id);
  if (!after.ok()) return after.status();
  CalendarsApplied count;
  const auto file = nlohmann::json::parse(apply.calendars_json(), nullptr, /*allow_exceptions=*/false);
  for (const auto& location : file.is_object() ? file.value("locations", nlohmann::json::array()) : nlohmann::json()) {
    const std::string id = location.value("id", "");
    ++(after->contains(id) && !before->contains(id) ? count.added : count.kept);
  }
  return count;
}

absl::Status SaveMunicipality(const ServiceAccess& access, knowledge::v1::Municipality municipality) {
  const auto known = FindMunicipality(access, municipality.id());
  if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
  const auto knowledge = Knowledge::NewStub(access.Channel("knowledge"));
  const rpc::Caller caller = access.Administrator(municipality.id(), std::chrono::minutes(1));
  knowledge::v1::SaveMunicipalityRequest save;
  if (known.ok()) save.set_expected_version(known->version());
  *save.mutable_municipality() = std::move(municipality);
  return rpc::Call(*knowledge, &Knowledge::StubInterface::SaveMunicipality, save, caller,
                   {.method = "Knowledge/SaveMunicipality", .repeatable = true, .timeout = std::chrono::seconds(30)})
      .status();
}

absl::StatusOr<knowledge::v1::Municipality> EnsureMunicipality(const ServiceAccess& access,
                                                               const std::string& municipality_id,
                                                               const std::string& name) {
  auto known = FindMunicipality(access, municipality_id);
  if (known.ok() || !absl::IsNotFound(known.status())) return known;
  knowledge::v1::Municipality town;
  town.set_id(municipality_id);
  town.set_name(name);
  town.set_time_zone("Europe/Berlin");
  town.add_hosts(municipality_id + ".localhost");
  if (auto status = SaveMunicipality(access, town); !status.ok()) return status;
  return FindMunicipality(access, municipality_id);
}

}  // namespace amtslotse::cli
