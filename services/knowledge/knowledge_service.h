// The gRPC shell of knowledge. Each call decodes, calls the library once, encodes.
#pragma once

#include <string>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "knowledge/town.h"
#include "services/knowledge/background.h"
#include "services/rpc/actor.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {

// What the shell works on; all borrowed.
struct KnowledgeParts {
  Database& database;
  CatalogueStore& catalogues;
  EntryStore& entries;
  Inbox& inbox;
  Towns& towns;
  Puller& puller;
  rpc::Metrics& metrics;
  std::string actor_key;
  std::string upload_directory;                            // for files that are being imported
  booking::v1::Booking::StubInterface* booking = nullptr;  // none: not configured
};

class KnowledgeService final : public v1::Knowledge::Service {
 public:
  explicit KnowledgeService(KnowledgeParts parts) : parts_(std::move(parts)) {}

  // For the conversation and the public pages: knowledge_service.cc
  grpc::Status Ask(grpc::ServerContext*, const v1::AskRequest*, v1::AskResponse*) override;
  grpc::Status Search(grpc::ServerContext*, const v1::SearchRequest*, v1::SearchResponse*) override;
  grpc::Status GetMunicipality(grpc::ServerContext*, const v1::GetMunicipalityRequest*,
                               v1::GetMunicipalityResponse*) override;
  grpc::Status ListMunicipalities(grpc::ServerContext*, const v1::ListMunicipalitiesRequest*,
                                  v1::ListMunicipalitiesResponse*) override;
  grpc::Status GetService(grpc::ServerContext*, const v1::GetServiceRequest*, v1::GetServiceResponse*) override;
  grpc::Status ListServices(grpc::ServerContext*, const v1::ListServicesRequest*, v1::ListServicesResponse*) override;
  grpc::Status GetOffice(grpc::ServerContext*, const v1::GetOfficeRequest*, v1::GetOfficeResponse*) override;
  grpc::Status ListOffices(grpc::ServerContext*, const v1::ListOfficesRequest*, v1::ListOfficesResponse*) override;
  grpc::Status ListNotices(grpc::ServerContext*, const v1::ListNoticesRequest*, v1::ListNoticesResponse*) override;
  grpc::Status RecordUnanswered(grpc::ServerContext*, const v1::RecordUnansweredRequest*,
                                v1::RecordUnansweredResponse*) override;
  grpc::Status RecordRating(grpc::ServerContext*, const v1::RecordRatingRequest*, v1::RecordRatingResponse*) override;

  // Files: import_calls.cc
  grpc::Status Import(grpc::ServerContext*, grpc::ServerReaderWriter<v1::ImportResponse, v1::ImportRequest>*) override;
  grpc::Status ListImports(grpc::ServerContext*, const v1::ListImportsRequest*, v1::ListImportsResponse*) override;
  grpc::Status UndoImport(grpc::ServerContext*, const v1::UndoImportRequest*, v1::UndoImportResponse*) override;
  grpc::Status GetReadiness(grpc::ServerContext*, const v1::GetReadinessRequest*, v1::GetReadinessResponse*) override;

  grpc::Status Export(grpc::ServerContext*, const v1::ExportRequest*, grpc::ServerWriter<v1::ExportResponse>*) override;

  // Fetching on a schedule: pull_calls.cc
  grpc::Status ListPulls(grpc::ServerContext*, const v1::ListPullsRequest*, v1::ListPullsResponse*) override;
  grpc::Status SavePull(grpc::ServerContext*, const v1::SavePullRequest*, v1::SavePullResponse*) override;
  grpc::Status DeletePull(grpc::ServerContext*, const v1::DeletePullRequest*, v1::DeletePullResponse*) override;
  grpc::Status RunPull(grpc::ServerContext*, const v1::RunPullRequest*, v1::RunPullResponse*) override;

  // Entries: entry_calls.cc
  grpc::Status CompareEntryVersions(grpc::ServerContext*, const v1::CompareEntryVersionsRequest*,
                                    v1::CompareEntryVersionsResponse*) override;
  grpc::Status RestoreEntryVersion(grpc::ServerContext*, const v1::RestoreEntryVersionRequest*,
                                   v1::RestoreEntryVersionResponse*) override;
  grpc::Status PreviewEntry(grpc::ServerContext*, const v1::PreviewEntryRequest*, v1::PreviewEntryResponse*) override;
  grpc::Status ListReviewTasks(grpc::ServerContext*, const v1::ListReviewTasksRequest*,
                               v1::ListReviewTasksResponse*) override;
  grpc::Status CloseReviewTask(grpc::ServerContext*, const v1::CloseReviewTaskRequest*,
                               v1::CloseReviewTaskResponse*) override;
  // Entries, as above: entry_calls.cc; other things that staff edit: staff_calls.cc
  grpc::Status ListEntries(grpc::ServerContext*, const v1::ListEntriesRequest*, v1::ListEntriesResponse*) override;
  grpc::Status GetEntry(grpc::ServerContext*, const v1::GetEntryRequest*, v1::GetEntryResponse*) override;
  grpc::Status SaveEntry(grpc::ServerContext*, const v1::SaveEntryRequest*, v1::SaveEntryResponse*) override;
  grpc::Status SetEntryState(grpc::ServerContext*, const v1::SetEntryStateRequest*,
                             v1::SetEntryStateResponse*) override;
  grpc::Status SaveNotice(grpc::ServerContext*, const v1::SaveNoticeRequest*, v1::SaveNoticeResponse*) override;
  grpc::Status DeleteNotice(grpc::ServerContext*, const v1::DeleteNoticeRequest*, v1::DeleteNoticeResponse*) override;
  grpc::Status ListSynonyms(grpc::ServerContext*, const v1::ListSynonymsRequest*, v1::ListSynonymsResponse*) override;
  grpc::Status SaveSynonyms(grpc::ServerContext*, const v1::SaveSynonymsRequest*, v1::SaveSynonymsResponse*) override;
  grpc::Status ListUnanswered(grpc::ServerContext*, const v1::ListUnansweredRequest*,
                              v1::ListUnansweredResponse*) override;
  grpc::Status AssignUnanswered(grpc::ServerContext*, const v1::AssignUnansweredRequest*,
                                v1::AssignUnansweredResponse*) override;
  grpc::Status SaveMunicipality(grpc::ServerContext*, const v1::SaveMunicipalityRequest*,
                                v1::SaveMunicipalityResponse*) override;
  grpc::Status ListAudit(grpc::ServerContext*, const v1::ListAuditRequest*, v1::ListAuditResponse*) override;
  grpc::Status ExportExamples(grpc::ServerContext*, const v1::ExportExamplesRequest*,
                              grpc::ServerWriter<v1::ExportExamplesResponse>*) override;

 private:
  using Town = std::shared_ptr<const knowledge::Town>;
  absl::Status PageOfServices(const v1::ListServicesRequest& request, v1::ListServicesResponse& response) const;
  absl::StatusOr<Town> TownOf(const std::string& municipality_id) const;
  // Runs a staff call: checks the actor (editors and administrators), serves it, and brings the town up to date.
  template <class Body>
  grpc::Status ServeStaff(const grpc::ServerContext& context, const char* method, const std::string& municipality_id,
                          bool administrators_only, Body&& body);
  absl::StatusOr<Change> ChangeBy(const rpc::Caller& caller, const std::string& municipality_id,
                                  bool administrators_only) const;

  KnowledgeParts parts_;
};

std::chrono::sys_seconds NowSeconds();

template <class Body>
grpc::Status KnowledgeService::ServeStaff(const grpc::ServerContext& context, const char* method,
                                          const std::string& municipality_id, bool administrators_only, Body&& body) {
  return rpc::Serve(context, parts_.metrics, method, [&](const rpc::Caller& caller) -> absl::Status {
    const auto change = ChangeBy(caller, municipality_id, administrators_only);
    if (!change.ok()) return change.status();
    const absl::Status status = body(*change);
    if (!status.ok()) return status;
    return parts_.towns.Refresh({municipality_id});
  });
}

}  // namespace amtslotse::knowledge
