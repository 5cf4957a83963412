// Catalogues fetched on a schedule; administrators only.
#include "services/knowledge/knowledge_service.h"

namespace amtslotse::knowledge {
namespace {

const char* OutcomeId(PullState::Outcome outcome) {
  switch (outcome) {
    case PullState::Outcome::kUnchanged: return "unchanged";
    case PullState::Outcome::kImported: return "imported";
    case PullState::Outcome::kFailed: return "failed";
    case PullState::Outcome::kNeverRun: break;
  }
  return "";
}

void Encode(const StoredPull& stored, v1::Pull* out) {
  out->set_id(stored.pull.id);
  out->set_url(stored.pull.url);
  out->set_format(stored.pull.format);
  out->set_complete(stored.pull.complete);
  out->set_interval_minutes(static_cast<std::uint32_t>(stored.pull.interval.count()));
  out->set_paused(stored.pull.paused);
  out->set_version(static_cast<std::uint64_t>(stored.pull.version));
  out->set_last_unix(stored.state.last.time_since_epoch().count());
  out->set_last_change_unix(stored.state.last_change.time_since_epoch().count());
  out->set_last_outcome(OutcomeId(stored.state.outcome));
  out->set_last_message(stored.state.message);
  out->set_last_import_id(stored.state.import_id);
}

Pull Decode(const v1::Pull& in) {
  Pull pull;
  pull.id = in.id();
  pull.version = static_cast<std::int64_t>(in.version());
  pull.url = in.url();
  pull.format = in.format();
  pull.complete = in.complete();
  if (in.interval_minutes() != 0) pull.interval = std::chrono::minutes(in.interval_minutes());
  pull.paused = in.paused();
  return pull;
}

}  // namespace

grpc::Status KnowledgeService::ListPulls(grpc::ServerContext* context, const v1::ListPullsRequest* request,
                                         v1::ListPullsResponse* response) {
  return ServeStaff(*context, "Knowledge/ListPulls", request->municipality_id(), true,
                    [&](const Change&) -> absl::Status {
                      const auto pulls = parts_.puller.store().List({request->municipality_id()});
                      if (!pulls.ok()) return pulls.status();
                      for (const StoredPull& pull : *pulls) Encode(pull, response->add_pulls());
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::SavePull(grpc::ServerContext* context, const v1::SavePullRequest* request,
                                        v1::SavePullResponse* response) {
  return ServeStaff(
      *context, "Knowledge/SavePull", request->municipality_id(), true, [&](const Change& change) -> absl::Status {
        const auto saved = parts_.puller.store().Save({request->municipality_id()}, Decode(request->pull()), change);
        if (!saved.ok()) return saved.status();
        Encode(*saved, response->mutable_pull());
        return absl::OkStatus();
      });
}

grpc::Status KnowledgeService::DeletePull(grpc::ServerContext* context, const v1::DeletePullRequest* request,
                                          v1::DeletePullResponse*) {
  return ServeStaff(*context, "Knowledge/DeletePull", request->municipality_id(), true, [&](const Change& change) {
    return parts_.puller.store().Delete({request->municipality_id()}, request->pull_id(), change);
  });
}

grpc::Status KnowledgeService::RunPull(grpc::ServerContext* context, const v1::RunPullRequest* request,
                                       v1::RunPullResponse* response) {
  return ServeStaff(*context, "Knowledge/RunPull", request->municipality_id(), true,
                    [&](const Change&) -> absl::Status {
                      const auto ran = parts_.puller.RunNow({request->municipality_id()}, request->pull_id(),
                                                            [context] { return !context->IsCancelled(); });
                      if (!ran.ok()) return ran.status();
                      Encode(*ran, response->mutable_pull());
                      return absl::OkStatus();
                    });
}

}  // namespace amtslotse::knowledge
