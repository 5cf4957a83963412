// What staff edit: notices, synonyms, the inbox, the municipality.
#include <fmt/format.h>

#include <algorithm>

#include "knowledge/own_texts.h"
#include "services/knowledge/convert.h"
#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/paging.h"

namespace amtslotse::knowledge {
namespace {

// A notice for what is not there would stand nowhere and close nothing.
absl::Status CheckPlaces(const Notice& notice, const Catalogue& catalogue) {
  for (const OfficeId& office : notice.offices) {
    if (!catalogue.FindOffice(office)) return absl::InvalidArgumentError("office_ids: no office " + office.value);
  }
  for (const ServiceId& service : notice.services) {
    if (!catalogue.FindHead(service)) return absl::InvalidArgumentError("service_ids: no service " + service.value);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Change> KnowledgeService::ChangeBy(const rpc::Caller& caller, const std::string& municipality_id,
                                                  bool administrators_only) const {
  const auto now = std::chrono::system_clock::now();
  const auto actor = administrators_only
                         ? rpc::CheckActor(caller.signed_actor, parts_.actor_key, municipality_id,
                                           {staff::v1::ROLE_ADMINISTRATOR}, now)
                         : rpc::CheckActor(caller.signed_actor, parts_.actor_key, municipality_id,
                                           {staff::v1::ROLE_EDITOR, staff::v1::ROLE_ADMINISTRATOR}, now);
  if (!actor.ok()) return actor.status();
  return Change{actor->account_id(), std::chrono::floor<std::chrono::seconds>(now), ""};
}

grpc::Status KnowledgeService::SaveNotice(grpc::ServerContext* context, const v1::SaveNoticeRequest* request,
                                          v1::SaveNoticeResponse* response) {
  return ServeStaff(
      *context, "Knowledge/SaveNotice", request->municipality_id(), false, [&](Change change) -> absl::Status {
        auto notice = Decode(request->notice());
        if (!notice.ok()) return notice.status();
        if (!notice->offices.empty() || !notice->services.empty()) {
          const auto town = TownOf(request->municipality_id());
          if (!town.ok()) return town.status();
          if (absl::Status known = CheckPlaces(*notice, *(*town)->catalogue); !known.ok()) return known;
        }
        change.idempotency_key = request->idempotency_key();
        const auto saved = parts_.entries.SaveNotice({request->municipality_id()}, *std::move(notice), change);
        if (!saved.ok()) return saved.status();
        Encode(*saved, response->mutable_notice());
        return absl::OkStatus();
      });
}

grpc::Status KnowledgeService::DeleteNotice(grpc::ServerContext* context, const v1::DeleteNoticeRequest* request,
                                            v1::DeleteNoticeResponse*) {
  return ServeStaff(*context, "Knowledge/DeleteNotice", request->municipality_id(), false, [&](const Change& change) {
    return parts_.entries.DeleteNotice({request->municipality_id()}, request->notice_id(), change);
  });
}

grpc::Status KnowledgeService::ListSynonyms(grpc::ServerContext* context, const v1::ListSynonymsRequest* request,
                                            v1::ListSynonymsResponse* response) {
  return ServeStaff(*context, "Knowledge/ListSynonyms", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
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

grpc::Status KnowledgeService::SaveSynonyms(grpc::ServerContext* context, const v1::SaveSynonymsRequest* request,
                                            v1::SaveSynonymsResponse*) {
  return ServeStaff(*context, "Knowledge/SaveSynonyms", request->municipality_id(), false, [&](const Change& change) {
    std::vector<Inbox::Synonym> add, remove;
    for (const v1::Synonym& synonym : request->add()) add.emplace_back(synonym.term(), synonym.means());
    for (const v1::Synonym& synonym : request->remove()) remove.emplace_back(synonym.term(), synonym.means());
    return parts_.inbox.SaveSynonyms({request->municipality_id()}, add, remove, change);
  });
}

grpc::Status KnowledgeService::ListUnanswered(grpc::ServerContext* context, const v1::ListUnansweredRequest* request,
                                              v1::ListUnansweredResponse* response) {
  return ServeStaff(*context, "Knowledge/ListUnanswered", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto size = PageSize(request->page_size());
                      if (!size.ok()) return size.status();
                      const auto groups = parts_.inbox.Groups(
                          {request->municipality_id()}, request->declined() ? Questions::kDeclined : Questions::kOpen);
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
                        for (std::size_t k = 0; k < std::min<std::size_t>(20, group.questions.size()); ++k)
                          to->add_texts(group.questions[k].text);
                        SearchOptions options;
                        options.limit = 3;
                        for (const Hit& hit : (*town)->search->Find(group.questions.front().text, options).hits)
                          Encode(hit, to->add_suggestions());
                      }
                      if (begin + *size < groups->size()) response->set_next_page_token(std::to_string(begin + *size));
                      response->set_total(static_cast<std::uint32_t>(groups->size()));
                      return absl::OkStatus();
                    });
}

grpc::Status KnowledgeService::AssignUnanswered(grpc::ServerContext* context,
                                                const v1::AssignUnansweredRequest* request,
                                                v1::AssignUnansweredResponse*) {
  return ServeStaff(*context, "Knowledge/AssignUnanswered", request->municipality_id(), false,
                    [&](const Change& change) -> absl::Status {
                      const auto town = TownOf(request->municipality_id());
                      if (!town.ok()) return town.status();
                      AssignTarget target;
                      switch (request->target_case()) {
                        case v1::AssignUnansweredRequest::kEntryId:
                          target = {AssignTarget::Kind::kEntry, request->entry_id(), ""};
                          if (const auto entry = parts_.entries.Find({request->municipality_id()}, {target.id});
                              entry.ok())
                            target.title = fmt::format("FAQ-Eintrag „{}“", entry->questions.front());
                          else
                            return absl::NotFoundError("no such entry");
                          break;
                        case v1::AssignUnansweredRequest::kServiceId:
                          target = {AssignTarget::Kind::kService, request->service_id(), ""};
                          if (const ServiceHead* head = (*town)->catalogue->FindHead({target.id}))
                            target.title = fmt::format("Leistung „{}“", head->name);
                          else
                            return absl::NotFoundError("no such service");
                          break;
                        case v1::AssignUnansweredRequest::kOutOfScope: target.title = "gehört nicht zu uns"; break;
                        default: return absl::InvalidArgumentError("target: missing");
                      }
                      return parts_.inbox.Assign({request->municipality_id()}, request->group_id(), target, change);
                    });
}

grpc::Status KnowledgeService::SaveMunicipality(grpc::ServerContext* context,
                                                const v1::SaveMunicipalityRequest* request,
                                                v1::SaveMunicipalityResponse* response) {
  const std::string& id = request->municipality().id();
  return ServeStaff(*context, "Knowledge/SaveMunicipality", id, true, [&](const Change& change) -> absl::Status {
    if (id.empty() || request->municipality().name().empty()) return absl::InvalidArgumentError("id, name: missing");
    auto stored = parts_.catalogues.FindMunicipality({id});
    if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
    Municipality town = stored.ok() ? *std::move(stored) : Municipality{};
    town.id.value = id;
    if (static_cast<std::int64_t>(request->expected_version()) != town.version)
      return absl::AbortedError("the municipality was changed meanwhile");
    if (absl::Status checked = Check(request->municipality()); !checked.ok()) return checked;
    std::vector<OwnText> own_texts;
    for (const v1::OwnText& own : request->municipality().own_texts())
      own_texts.push_back({own.language(), own.key(), own.text()});
    if (absl::Status checked = CheckOwnTexts(own_texts); !checked.ok()) return checked;
    Merge(request->municipality(), town);
    const auto version = parts_.catalogues.SaveMunicipality(town, change.actor, change.now);
    if (!version.ok()) return version.status();
    town.version = *version;
    if (absl::Status saved = SaveOwnTexts(parts_.database, town.id, own_texts); !saved.ok()) return saved;
    Encode(town, response->mutable_municipality());
    *response->mutable_municipality()->mutable_own_texts() = request->municipality().own_texts();
    return absl::OkStatus();
  });
}

grpc::Status KnowledgeService::ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                                         v1::ListAuditResponse* response) {
  return ServeStaff(
      *context, "Knowledge/ListAudit", request->municipality_id(), false, [&](const Change&) -> absl::Status {
        const auto size = PageSize(request->page_size());
        if (!size.ok()) return size.status();
        const auto lines =
            knowledge::ListAudit(parts_.database, {request->municipality_id()},
                                 static_cast<std::int64_t>(OffsetOf(request->page_token())), static_cast<int>(*size));
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

grpc::Status KnowledgeService::ExportExamples(grpc::ServerContext* context, const v1::ExportExamplesRequest* request,
                                              grpc::ServerWriter<v1::ExportExamplesResponse>* writer) {
  return ServeStaff(*context, "Knowledge/ExportExamples", request->municipality_id(), false,
                    [&](const Change&) -> absl::Status {
                      const auto write = [&](const char* act, const std::string& text) {
                        v1::ExportExamplesResponse example;
                        example.set_act(act);
                        example.set_text(text);
                        writer->Write(example);
                      };
                      const auto outside = parts_.inbox.OutOfScope({request->municipality_id()});
                      if (!outside.ok()) return outside.status();
                      for (const std::string& text : *outside) write("out_of_scope", text);
                      const auto learnt = parts_.inbox.Utterances({request->municipality_id()});
                      if (!learnt.ok()) return learnt.status();
                      for (const LearntUtterance& utterance : *learnt) write("", utterance.text);
                      const auto town = TownOf(request->municipality_id());
                      if (!town.ok()) return town.status();
                      // Not with the entry's act: that says what its answer is about, not what each variant asks.
                      for (const Entry& entry : (*town)->entries)
                        for (const std::string& question : entry.questions) write("", question);
                      return absl::OkStatus();
                    });
}

}  // namespace amtslotse::knowledge
