// Files in: a stream of pieces becomes files in the upload folder, then one load.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "knowledge/export/xzufi_writer.h"
#include "knowledge/import/entry_csv.h"
#include "knowledge/load.h"
#include "knowledge/readiness.h"
#include "services/knowledge/convert.h"
#include "services/knowledge/knowledge_service.h"
#include "services/rpc/text.h"

namespace amtslotse::knowledge {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestUpload = std::uintmax_t{1} << 30;  // all files together

// What citizens can book; nothing when booking does not say.
std::optional<BookableServices> Bookable(booking::v1::Booking::StubInterface* booking, const std::string& town) {
  if (booking == nullptr) return std::nullopt;
  booking::v1::ListLocationsRequest request;
  request.set_municipality_id(town);
  const rpc::Caller caller{rpc::RandomId(), "", std::chrono::system_clock::now() + std::chrono::seconds(5)};
  const auto locations =
      rpc::Call(*booking, &booking::v1::Booking::StubInterface::ListLocations, request, caller,
                {.method = "Booking/ListLocations", .repeatable = true, .timeout = std::chrono::seconds(2)});
  if (!locations.ok()) return std::nullopt;
  BookableServices services;
  for (const auto& location : locations->locations()) {
    for (const auto& service : location.services()) services.insert(service.service_id());
  }
  return services;
}

// The files of one import; they are gone with it.
class Upload {
 public:
  static absl::StatusOr<std::unique_ptr<Upload>> Begin(const std::string& directory) {
    std::unique_ptr<Upload> upload(new Upload(fs::path(directory) / ("upload-" + rpc::RandomId())));
    std::error_code error;
    fs::create_directories(upload->folder_, error);
    fs::permissions(upload->folder_, fs::perms::owner_all, error);
    if (error) return absl::InternalError("the upload folder cannot be made: " + error.message());
    return upload;
  }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void NextFile(const v1::ImportRequest::Start& start) {
    file_.close();
    file_.clear();
    const std::string path = folder_ / std::to_string(files_.size());
    file_.open(path, std::ios::binary | std::ios::trunc);
    files_.push_back({path, start.file_name(), start.format()});
  }

  absl::Status Append(const std::string& data) {
    if (files_.empty()) return absl::InvalidArgumentError("start: missing before data");
    bytes_ += data.size();
    if (bytes_ > kLargestUpload) return absl::ResourceExhaustedError("Die Dateien sind zusammen größer als 1 GiB.");
    file_.write(data.data(), static_cast<std::streamsize>(data.size()));
    return file_ ? absl::OkStatus() : absl::ResourceExhaustedError("Für die Dateien ist kein Platz.");
  }

  std::vector<LoadFile> Finish() {
    file_.close();
    return files_;
  }

 private:
  explicit Upload(fs::path folder) : folder_(std::move(folder)) {}
  fs::path folder_;
  std::ofstream file_;
  std::vector<LoadFile> files_;
  std::uintmax_t bytes_ = 0;
};

// Sends what is written in messages of a size that travels well.
class Pieces {
 public:
  explicit Pieces(grpc::ServerWriter<v1::ExportResponse>& writer) : writer_(writer) {}
  bool Add(std::string_view text) {
    while (!text.empty()) {
      const std::string_view part = text.substr(0, kPiece - buffer_.size());
      buffer_ += part;
      text.remove_prefix(part.size());
      if (buffer_.size() == kPiece && !Finish()) return false;
    }
    return true;
  }
  bool Finish() {
    v1::ExportResponse response;
    response.set_data(std::exchange(buffer_, {}));
    return response.data().empty() || writer_.Write(response);
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{256} << 10;
  grpc::ServerWriter<v1::ExportResponse>& writer_;
  std::string buffer_;
};

}  // namespace

grpc::Status KnowledgeService::Import(grpc::ServerContext* context,
                                      grpc::ServerReaderWriter<v1::ImportResponse, v1::ImportRequest>* stream) {
  return rpc::Serve(*context, parts_.metrics, "Knowledge/Import", [&](const rpc::Caller& caller) -> absl::Status {
    auto upload = Upload::Begin(parts_.upload_directory);
    if (!upload.ok()) return upload.status();
    LoadRequest request;
    v1::ImportRequest piece;
    while (stream->Read(&piece)) {
      if (piece.has_start()) {
        const v1::ImportRequest::Start& start = piece.start();
        if (request.municipality.value.empty()) {
          const auto change = ChangeBy(caller, start.municipality_id(), true);
          if (!change.ok()) return change.status();
          request.municipality.value = start.municipality_id();
          request.actor = change->actor;
          request.now = change->now;
        } else if (request.municipality.value != start.municipality_id()) {
          return absl::InvalidArgumentError("municipality_id: one import is for one municipality");
        }
        request.dry_run = request.dry_run || start.dry_run();
        request.complete = request.complete || start.complete();
        (*upload)->NextFile(start);
      } else if (absl::Status status = (*upload)->Append(piece.data()); !status.ok()) {
        return status;
      }
    }
    if (request.municipality.value.empty()) return absl::InvalidArgumentError("start: missing");
    request.files = (*upload)->Finish();
    v1::ImportResponse response;
    const auto report =
        LoadFiles(parts_.database, parts_.catalogues, parts_.entries, request, [&](const ImportProgress& progress) {
          response.set_step(progress.step);
          response.set_fraction(progress.fraction);
          stream->Write(response);
        });
    if (!report.ok()) return report.status();
    if (!request.dry_run)
      if (absl::Status refreshed = parts_.towns.Refresh(request.municipality); !refreshed.ok()) return refreshed;
    response.set_step("Fertig");
    response.set_fraction(1);
    Encode(*report, response.mutable_report());
    stream->Write(response);
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListImports(grpc::ServerContext* context, const v1::ListImportsRequest* request,
                                           v1::ListImportsResponse* response) {
  return ServeStaff(*context, "Knowledge/ListImports", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto imports = knowledge::ListImports(parts_.database, {request->municipality_id()});
                      if (!imports.ok()) return imports.status();
                      for (const ImportReport& report : *imports) Encode(report, response->add_imports());
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::UndoImport(grpc::ServerContext* context, const v1::UndoImportRequest* request,
                                          v1::UndoImportResponse* response) {
  return ServeStaff(*context, "Knowledge/UndoImport", request->municipality_id(), true,
                    [&](const Change& change) -> absl::Status {
                      const auto report = knowledge::UndoImport(parts_.database, {request->municipality_id()},
                                                                request->import_id(), change.actor, change.now);
                      if (!report.ok()) return report.status();
                      response->set_catalogue_version(std::to_string(report->version));
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::GetReadiness(grpc::ServerContext* context, const v1::GetReadinessRequest* request,
                                            v1::GetReadinessResponse* response) {
  return ServeStaff(*context, "Knowledge/GetReadiness", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto town = TownOf(request->municipality_id());
                      if (!town.ok()) return town.status();
                      const auto items = MeasureReadiness(**town, Bookable(parts_.booking, request->municipality_id()));
                      if (!items.ok()) return items.status();
                      for (const ReadinessItem& item : *items) {
                        auto* to = response->add_items();
                        to->set_request(item.request);
                        if (item.service) {
                          to->mutable_service()->set_service_id(item.service->id.value);
                          to->mutable_service()->set_name(item.service->name);
                        }
                        for (const std::string& lack : item.lacks) to->add_lacks(lack);
                      }
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::Export(grpc::ServerContext* context, const v1::ExportRequest* request,
                                      grpc::ServerWriter<v1::ExportResponse>* writer) {
  return ServeStaff(
      *context, "Knowledge/Export", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
        Pieces pieces(*writer);
        const auto town = parts_.catalogues.FindMunicipality({request->municipality_id()});
        if (!town.ok()) return town.status();
        if (request->format() == "xzufi") {
          const auto version = parts_.catalogues.ActiveVersion(town->id);
          if (!version.ok()) return version.status();
          const absl::Status written = WriteXzufi(parts_.database, *town, *version, change.now,
                                                  [&](std::string_view piece) { return pieces.Add(piece); });
          if (!written.ok()) return written;
        } else if (request->format() == "faq-csv" || request->format() == "address-csv") {
          const auto entries = parts_.entries.List(town->id);
          if (!entries.ok()) return entries.status();
          pieces.Add(request->format() == "faq-csv" ? WriteEntryCsv(*entries) : WriteStreetCsv(*entries));
        } else {
          return absl::InvalidArgumentError("format: expected xzufi, faq-csv or address-csv");
        }
        return pieces.Finish() ? absl::OkStatus() : absl::CancelledError("nobody takes the export");
      });
}

}  // namespace amtslotse::knowledge
