// What staff edit: entries, notices, synonyms, the inbox, the municipality.
#include <algorithm>
#include <charconv>

#include "services/knowledge/convert.h"
#include "services/knowledge/knowledge_service.h"

namespace amtslotse::knowledge {
namespace {

// Page tokens are offsets: lists here are short enough to be read whole.
std::size_t OffsetOf(const std::string& token) {
  std::size_t offset = 0;
  std::from_chars(token.data(), token.data() + token.size(), offset);
  return offset;
}

absl::StatusOr<std::size_t> PageSize(std::uint32_t asked) {
  if (asked > 500) return absl::InvalidArgumentError("page_size: at most 500");
  return asked == 0 ? 100 : asked;
}

absl::Status Give(const SaveOutcome& outcome, v1::Entry* out) {
  if (const auto* conflict = std::get_if<EditConflict>(&outcome)) {
    Encode(conflict->current, out);
    return absl::AbortedError("the entry was changed meanwhile by " + conflict->current.changed_by + ": version " +
                              std::to_string(conflict->current.version));
  }
  Encode(std::get<Entry>(outcome), out);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Change> KnowledgeService::ChangeBy(const rpc::Caller& caller, const std::string& municipality_id, bool administrators_only) const {
  const auto now = std::chrono::system_clock::now();
  const auto actor = administrators_only
                         ? rpc::CheckActor(caller.signed_actor, parts_.actor_key, municipality_id, {staff::v1::ROLE_ADMINISTRATOR}, now)
                         : rpc::CheckActor(caller.signed_actor, parts_.actor_key, municipality_id, {staff::v1::ROLE_EDITOR, staff::v1::ROLE_ADMINISTRATOR}, now);
  if (!actor.ok()) return actor.status();
  return Change{actor->display_name().empty() ? actor->account_id() : actor->display_name(), std::chrono::floor<std::chrono::seconds>(now), ""};
}

grpc::Status KnowledgeService::ListEntries(grpc::ServerContext* context, const v1::ListEntriesRequest* request, v1::ListEntriesResponse* response) {
  return ServeStaff(*context, "Knowledge/ListEntries", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
    const auto size = PageSize(request->page_size());
    if (!size.ok()) return size.status();
    EntryFilter filter;
    filter.text = request->query();
    if (request->state() != v1::ENTRY_STATE_UNSPECIFIED) filter.state = static_cast<EntryState>(static_cast<int>(request->state()) - 1);
    if (request->overdue_only()) filter.overdue_on = std::chrono::floor<std::chrono::days>(change.now);
    const auto entries = parts_.entries.List({request->municipality_id()}, filter);
    if (!entries.ok()) return entries.status();
    const std::size_t begin = OffsetOf(request->page_token());
    for (std::size_t i = begin; i < std::min(entries->size(), begin + *size); ++i) Encode((*entries)[i], response->add_entries());
    if (begin + *size < entries->size()) response->set_next_page_token(std::to_string(begin + *size));
    response->set_total(static_cast<std::uint32_t>(entries->size()));
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::GetEntry(grpc::ServerContext* context, const v1::GetEntryRequest* request, v1::GetEntryResponse* response) {
  return ServeStaff(*context, "Knowledge/GetEntry", request->municipality_id(), false, [&](const Change&) -> absl::Status {
    const auto entry = parts_.entries.Find({request->municipality_id()}, {request->entry_id()});
    if (!entry.ok()) return entry.status();
    Encode(*entry, response->mutable_entry());
    if (!request->with_versions()) return absl::OkStatus();
    const auto versions = parts_.entries.Versions({request->municipality_id()}, {request->entry_id()});
    if (!versions.ok()) return versions.status();
    for (const Entry& version : *versions) Encode(version, response->add_versions());
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::SaveEntry(grpc::ServerContext* context, const v1::SaveEntryRequest* request, v1::SaveEntryResponse* response) {
  return ServeStaff(*context, "Knowledge/SaveEntry", request->municipality_id(), false, [&](Change change) -> absl::Status {
    auto entry = Decode(request->entry());
    if (!entry.ok()) return entry.status();
    change.idempotency_key = request->idempotency_key();
    const auto expected = static_cast<std::int64_t>(request->expected_version());
    if (expected > 0) {  // what the wire does not carry stays
      const auto stored = parts_.entries.Find({request->municipality_id()}, entry->id);
      if (!stored.ok()) return stored.status();
      entry->by_street = stored->by_street;
      entry->replaces_catalogue = stored->replaces_catalogue;
    }
    const auto outcome = parts_.entries.Save({request->municipality_id()}, *std::move(entry), expected, change);
    return outcome.ok() ? Give(*outcome, response->mutable_entry()) : outcome.status();
  });
}

grpc::Status KnowledgeService::SetEntryState(grpc::ServerContext* context, const v1::SetEntryStateRequest* request, v1::SetEntryStateResponse* response) {
  return ServeStaff(*context, "Knowledge/SetEntryState", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
    if (request->state() == v1::ENTRY_STATE_UNSPECIFIED) return absl::InvalidArgumentError("state: missing");
    const auto outcome = parts_.entries.SetState({request->municipality_id()}, {request->entry_id()},
                                                 static_cast<EntryState>(static_cast<int>(request->state()) - 1),
                                                 static_cast<std::int64_t>(request->expected_version()), change);
    return outcome.ok() ? Give(*outcome, response->mutable_entry()) : outcome.status();
  });
}

grpc::Status KnowledgeService::SaveNotice(grpc::ServerContext* context, const v1::SaveNoticeRequest* request, v1::SaveNoticeResponse* response) {
  return ServeStaff(*context, "Knowledge/SaveNotice", request->municipality_id(), false, [&](Change change) -> absl::Status {
    auto notice = Decode(request->notice());
    if (!notice.ok()) return notice.status();
    change.idempotency_key = request->idempotency_key();
    const auto saved = parts_.entries.SaveNotice({request->municipality_id()}, *std::move(notice), change);
    if (!saved.ok()) return saved.status();
    Encode(*saved, response->mutable_notice());
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::DeleteNotice(grpc::ServerContext* context, const v1::DeleteNoticeRequest* request, v1::DeleteNoticeResponse*) {
  return ServeStaff(*context, "Knowledge/DeleteNotice", request->municipality_id(), false, [&](const Change& change) {
    return parts_.entries.DeleteNotice({request->municipality_id()}, request->notice_id(), change);
  });
}

grpc::Status KnowledgeService::ListSynonyms(grpc::ServerContext* context, const v1::ListSynonymsRequest* request, v1::ListSynonymsResponse* response) {
  return ServeStaff(*context, "Knowledge/ListSynonyms", request->municipality_id(), false, [&](const Change&) -> absl::Status {
    const auto synonyms = parts_.inbox.TownSynonyms({request->municipality_id()});
    if (!synonyms.ok()) return synonyms.status();
    for (const auto& [term, means] : *synonyms) {
      auto* to = response->add_synonyms();
      to->set_term(term);
      to->set_means(means);
    }
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::SaveSynonyms(grpc::ServerContext* context, const v1::SaveSynonymsRequest* request, v1::SaveSynonymsResponse*) {
  return ServeStaff(*context, "Knowledge/SaveSynonyms", request->municipality_id(), false, [&](const Change& change) {
    std::vector<Inbox::Synonym> add, remove;
    for (const v1::Synonym& synonym : request->add()) add.emplace_back(synonym.term(), synonym.means());
    for (const v1::Synonym& synonym : request->remove()) remove.emplace_back(synonym.term(), synonym.means());
    return parts_.inbox.SaveSynonyms({request->municipality_id()}, add, remove, change);
  });
}

grpc::Status KnowledgeService::ListUnanswered(grpc::ServerContext* context, const v1::ListUnansweredRequest* request, v1::ListUnansweredResponse* response) {
  return ServeStaff(*context, "Knowledge/ListUnanswered", request->municipality_id(), false, [&](const Change&) -> absl::Status {
    const auto size = PageSize(request->page_size());
    if (!size.ok()) return size.status();
    const auto groups = parts_.inbox.Groups({request->municipality_id()});
    if (!groups.ok()) return groups.status();
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    const std::size_t begin = OffsetOf(request->page_token());
    for (std::size_t i = begin; i < std::min(groups->size(), begin + *size); ++i) {
      const UnansweredGroup& group = (*groups)[i];
      auto* to = response->add_groups();
      to->set_id(group.id);
      to->set_count(static_cast<std::uint32_t>(group.count));
      to->set_last_unix(group.last.time_since_epoch().count());
      for (std::size_t k = 0; k < std::min<std::size_t>(20, group.questions.size()); ++k) to->add_texts(group.questions[k].text);
      SearchOptions options;
      options.limit = 3;
      for (const Hit& hit : (*town)->search->Find(group.questions.front().text, options).hits) Encode(hit, to->add_suggestions());
    }
    if (begin + *size < groups->size()) response->set_next_page_token(std::to_string(begin + *size));
    response->set_total(static_cast<std::uint32_t>(groups->size()));
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::AssignUnanswered(grpc::ServerContext* context, const v1::AssignUnansweredRequest* request, v1::AssignUnansweredResponse*) {
  return ServeStaff(*context, "Knowledge/AssignUnanswered", request->municipality_id(), false, [&](const Change& change) -> absl::Status {
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    AssignTarget target;
    switch (request->target_case()) {
      case v1::AssignUnansweredRequest::kEntryId:
        target = {AssignTarget::Kind::kEntry, request->entry_id()};
        if (!parts_.entries.Find({request->municipality_id()}, {target.id}).ok()) return absl::NotFoundError("no such entry");
        break;
      case v1::AssignUnansweredRequest::kServiceId:
        target = {AssignTarget::Kind::kService, request->service_id()};
        if (!(*town)->catalogue->FindHead({target.id})) return absl::NotFoundError("no such service");
        break;
      case v1::AssignUnansweredRequest::kOutOfScope: break;
      default: return absl::InvalidArgumentError("target: missing");
    }
    return parts_.inbox.Assign({request->municipality_id()}, request->group_id(), target, change);
  });
}

grpc::Status KnowledgeService::SaveMunicipality(grpc::ServerContext* context, const v1::SaveMunicipalityRequest* request, v1::SaveMunicipalityResponse* response) {
  const std::string& id = request->municipality().id();
  return ServeStaff(*context, "Knowledge/SaveMunicipality", id, true, [&](const Change& change) -> absl::Status {
    if (id.empty() || request->municipality().name().empty()) return absl::InvalidArgumentError("id, name: missing");
    auto stored = parts_.catalogues.FindMunicipality({id});
    if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
    Municipality town = stored.ok() ? *std::move(stored) : Municipality{};
    town.id.value = id;
    if (static_cast<std::int64_t>(request->expected_version()) != town.version) return absl::AbortedError("the municipality was changed meanwhile");
    Merge(request->municipality(), town);
    const auto version = parts_.catalogues.SaveMunicipality(town, change.actor, change.now);
    if (!version.ok()) return version.status();
    town.version = *version;
    Encode(town, response->mutable_municipality());
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request, v1::ListAuditResponse* response) {
  return ServeStaff(*context, "Knowledge/ListAudit", request->municipality_id(), false, [&](const Change&) -> absl::Status {
    const auto size = PageSize(request->page_size());
    if (!size.ok()) return size.status();
    const auto lines = knowledge::ListAudit(parts_.database, {request->municipality_id()}, static_cast<std::int64_t>(OffsetOf(request->page_token())),
                                            static_cast<int>(*size));
    if (!lines.ok()) return lines.status();
    for (const NumberedAuditLine& numbered : *lines) {
      auto* to = response->add_lines();
      to->set_time_unix(numbered.line.at.time_since_epoch().count());
      to->set_actor(numbered.line.actor);
      to->set_action(numbered.line.action);
      to->set_object_id(numbered.line.object_id);
      to->set_summary(numbered.line.summary);
    }
    if (lines->size() == *size) response->set_next_page_token(std::to_string(lines->back().number));
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ExportExamples(grpc::ServerContext* context, const v1::ExportExamplesRequest* request, grpc::ServerWriter<v1::ExportExamplesResponse>* writer) {
  return ServeStaff(*context, "Knowledge/ExportExamples", request->municipality_id(), false, [&](const Change&) -> absl::Status {
    const auto outside = parts_.inbox.OutOfScope({request->municipality_id()});
    if (!outside.ok()) return outside.status();
    v1::ExportExamplesResponse example;
    for (const std::string& text : *outside) {
      example.set_act("out_of_scope");
      example.set_text(text);
      writer->Write(example);
    }
    const auto town = TownOf(request->municipality_id());
    if (!town.ok()) return town.status();
    for (const Entry& entry : (*town)->entries) {
      if (entry.act.empty()) continue;
      for (const std::string& question : entry.questions) {
        example.set_act(entry.act);
        example.set_text(question);
        writer->Write(example);
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::knowledge
