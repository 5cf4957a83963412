// Entries: their versions, states, differences and preview, and the tasks about them.
#include <algorithm>

#include "knowledge/entry_text.h"
#include "services/knowledge/convert.h"
#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/paging.h"

namespace amtslotse::knowledge {
namespace {

absl::Status Give(const SaveOutcome& outcome, v1::Entry* out) {
  if (const auto* conflict = std::get_if<EditConflict>(&outcome)) {
    Encode(conflict->current, out);
    return absl::AbortedError("the entry was changed meanwhile by " + conflict->current.changed_by + ": version " +
                              std::to_string(conflict->current.version));
  }
  Encode(std::get<Entry>(outcome), out);
  return absl::OkStatus();
}

void EncodeOn(const Change& change, const Entry& entry, v1::Entry* out) {
  Encode(entry, out);
  out->set_overdue(entry.review_on && entry.state != EntryState::kArchived &&
                   std::chrono::sys_seconds(*entry.review_on) + std::chrono::days(1) <= change.now);
}

template <class Lines>
void Encode(const std::vector<TextDifference>& difference, Lines* lines) {
  for (const TextDifference& part : difference) {
    auto* to = lines->Add();
    to->set_kind(part.kind == TextDifference::Kind::kSame      ? v1::TextDifference::KIND_SAME
                 : part.kind == TextDifference::Kind::kRemoved ? v1::TextDifference::KIND_REMOVED
                                                               : v1::TextDifference::KIND_ADDED);
    to->set_text(part.text);
  }
}

absl::StatusOr<Entry> FindVersion(const EntryStore& entries, const std::string& municipality_id,
                                  const std::string& entry_id, std::uint64_t version) {
  auto versions = entries.Versions({municipality_id}, {entry_id});
  if (!versions.ok()) return versions.status();
  for (Entry& entry : *versions) {
    if (static_cast<std::uint64_t>(entry.version) == version) return std::move(entry);
  }
  return absl::NotFoundError("no version " + std::to_string(version) + " of " + entry_id);
}

}  // namespace

grpc::Status KnowledgeService::ListEntries(grpc::ServerContext* context, const v1::ListEntriesRequest* request,
                                           v1::ListEntriesResponse* response) {
  return ServeStaff(*context, "Knowledge/ListEntries", request->municipality_id(), false,
                    [&](const Change& change) -> absl::Status {
                      const auto size = PageSize(request->page_size());
                      if (!size.ok()) return size.status();
                      EntryFilter filter;
                      filter.text = request->query();
                      if (request->state() != v1::ENTRY_STATE_UNSPECIFIED)
                        filter.state = static_cast<EntryState>(static_cast<int>(request->state()) - 1);
                      if (request->overdue_only())
                        filter.overdue_on = std::chrono::floor<std::chrono::days>(change.now);
                      const auto entries = parts_.entries.List({request->municipality_id()}, filter);
                      if (!entries.ok()) return entries.status();
                      const std::size_t begin = OffsetOf(request->page_token());
                      for (std::size_t i = begin; i < std::min(entries->size(), begin + *size); ++i)
                        EncodeOn(change, (*entries)[i], response->add_entries());
                      if (begin + *size < entries->size()) response->set_next_page_token(std::to_string(begin + *size));
                      response->set_total(static_cast<std::uint32_t>(entries->size()));
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::GetEntry(grpc::ServerContext* context, const v1::GetEntryRequest* request,
                                        v1::GetEntryResponse* response) {
  return ServeStaff(
      *context, "Knowledge/GetEntry", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
        const auto entry = parts_.entries.Find({request->municipality_id()}, {request->entry_id()});
        if (!entry.ok()) return entry.status();
        EncodeOn(change, *entry, response->mutable_entry());
        if (!request->with_versions()) return absl::OkStatus();
        const auto versions = parts_.entries.Versions({request->municipality_id()}, {request->entry_id()});
        if (!versions.ok()) return versions.status();
        for (const Entry& version : *versions) Encode(version, response->add_versions());
        return absl::OkStatus();
      });
}

grpc::Status KnowledgeService::SaveEntry(grpc::ServerContext* context, const v1::SaveEntryRequest* request,
                                         v1::SaveEntryResponse* response) {
  return ServeStaff(
      *context, "Knowledge/SaveEntry", request->municipality_id(), false, [&](Change change) -> absl::Status {
        auto entry = Decode(request->entry());
        if (!entry.ok()) return entry.status();
        change.idempotency_key = request->idempotency_key();
        const auto expected = static_cast<std::int64_t>(request->expected_version());
        if (expected > 0) {  // what the wire does not carry stays
          const auto stored = parts_.entries.Find({request->municipality_id()}, entry->id);
          if (!stored.ok()) return stored.status();
          if (entry->by_street.empty() && !request->clear_by_street()) entry->by_street = stored->by_street;
          if (!request->entry().has_replaces_catalogue()) entry->replaces_catalogue = stored->replaces_catalogue;
        }
        const auto outcome = parts_.entries.Save({request->municipality_id()}, *std::move(entry), expected, change);
        return outcome.ok() ? Give(*outcome, response->mutable_entry()) : outcome.status();
      });
}

grpc::Status KnowledgeService::SetEntryState(grpc::ServerContext* context, const v1::SetEntryStateRequest* request,
                                             v1::SetEntryStateResponse* response) {
  return ServeStaff(*context, "Knowledge/SetEntryState", request->municipality_id(), false,
                    [&](const Change& change) -> absl::Status {
                      if (request->state() == v1::ENTRY_STATE_UNSPECIFIED)
                        return absl::InvalidArgumentError("state: missing");
                      const auto outcome =
                          parts_.entries.SetState({request->municipality_id()}, {request->entry_id()},
                                                  static_cast<EntryState>(static_cast<int>(request->state()) - 1),
                                                  static_cast<std::int64_t>(request->expected_version()), change);
                      return outcome.ok() ? Give(*outcome, response->mutable_entry()) : outcome.status();
                    });
}

grpc::Status KnowledgeService::CompareEntryVersions(grpc::ServerContext* context,
                                                    const v1::CompareEntryVersionsRequest* request,
                                                    v1::CompareEntryVersionsResponse* response) {
  return ServeStaff(*context, "Knowledge/CompareEntryVersions", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto before = FindVersion(parts_.entries, request->municipality_id(), request->entry_id(),
                                                      request->before());
                      if (!before.ok()) return before.status();
                      const auto after = FindVersion(parts_.entries, request->municipality_id(), request->entry_id(),
                                                     request->after());
                      if (!after.ok()) return after.status();
                      Encode(Difference(*before, *after), response->mutable_lines());
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::RestoreEntryVersion(grpc::ServerContext* context,
                                                   const v1::RestoreEntryVersionRequest* request,
                                                   v1::RestoreEntryVersionResponse* response) {
  return ServeStaff(
      *context, "Knowledge/RestoreEntryVersion", request->municipality_id(), false, [&](Change change) -> absl::Status {
        auto old = FindVersion(parts_.entries, request->municipality_id(), request->entry_id(), request->version());
        if (!old.ok()) return old.status();
        old->state = EntryState::kDraft;
        change.idempotency_key = request->idempotency_key();
        const auto outcome = parts_.entries.Save({request->municipality_id()}, *std::move(old),
                                                 static_cast<std::int64_t>(request->expected_version()), change);
        return outcome.ok() ? Give(*outcome, response->mutable_entry()) : outcome.status();
      });
}

grpc::Status KnowledgeService::PreviewEntry(grpc::ServerContext* context, const v1::PreviewEntryRequest* request,
                                            v1::PreviewEntryResponse* response) {
  return ServeStaff(
      *context, "Knowledge/PreviewEntry", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
        auto entry = Decode(request->entry());
        if (!entry.ok()) return entry.status();
        if (entry->id.value.empty()) entry->id.value = "preview";
        const auto town = TownOf(request->municipality_id());
        if (!town.ok()) return town.status();
        const std::string id = entry->id.value;
        const auto result = AskWithEntry(**town, *std::move(entry), Decode(request->question(), change.now));
        if (!result.ok()) return result.status();
        Encode(*result, **town, response->mutable_answer());
        response->set_entry_answers(
            std::any_of(result->answers.begin(), result->answers.end(),
                        [&](const Answer& answer) { return answer.entry && answer.entry->value == id; }));
        return absl::OkStatus();
      });
}

grpc::Status KnowledgeService::ListReviewTasks(grpc::ServerContext* context, const v1::ListReviewTasksRequest* request,
                                               v1::ListReviewTasksResponse* response) {
  return ServeStaff(*context, "Knowledge/ListReviewTasks", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto tasks = parts_.entries.ReviewTasks({request->municipality_id()});
                      if (!tasks.ok()) return tasks.status();
                      for (const ReviewTask& task : *tasks) {
                        auto* to = response->add_tasks();
                        to->set_id(std::to_string(task.id));
                        to->set_entry_id(task.entry.value);
                        to->set_owner(task.owner);
                        to->set_time_unix(task.at.time_since_epoch().count());
                        Encode(Difference(task.before, task.after), to->mutable_lines());
                      }
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::CloseReviewTask(grpc::ServerContext* context, const v1::CloseReviewTaskRequest* request,
                                               v1::CloseReviewTaskResponse*) {
  return ServeStaff(
      *context, "Knowledge/CloseReviewTask", request->municipality_id(), false, [&](const Change& change) {
        return parts_.entries.CloseReviewTask({request->municipality_id()},
                                              static_cast<std::int64_t>(OffsetOf(request->task_id())), change);
      });
}

}  // namespace amtslotse::knowledge
