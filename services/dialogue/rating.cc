// What a citizen thinks of an answer: counted where the answer is kept, a comment only after masking.
#include <algorithm>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "services/dialogue/conversation_figures.h"
#include "services/dialogue/dialogue_service.h"
#include "services/rpc/server.h"

namespace amtslotse::dialogue {
namespace {

namespace kv = knowledge::v1;

// "reisepass@7" is version 7 of what is called reisepass.
std::string AnsweredThing(const std::string& answer_version) {
  return answer_version.substr(0, answer_version.rfind('@'));
}

absl::StatusOr<std::string> Masked(Services& services, const std::string& municipality_id, const std::string& text,
                                   const rpc::Caller& caller) {
  if (text.empty()) return text;
  nlu::v1::MaskRequest mask;
  mask.set_municipality_id(municipality_id);
  mask.set_text(text);
  const auto masked = rpc::Call(*services.nlu, &nlu::v1::Nlu::StubInterface::Mask, mask, caller,
                                {.method = "Nlu/Mask", .repeatable = true}, &services.metrics);
  if (!masked.ok()) return masked.status();
  return masked->text();
}

// What the citizen had written before the answer; empty when it was a choice or is forgotten.
std::string QuestionBefore(const std::vector<Message>& messages, std::uint64_t sequence) {
  const auto asked = std::find_if(messages.rbegin(), messages.rend(), [&](const Message& each) {
    return each.sequence < sequence && each.author == Author::kCitizen;
  });
  return asked == messages.rend() ? std::string() : asked->text;
}

}  // namespace

grpc::Status DialogueService::RateReply(grpc::ServerContext* context, const v1::RateReplyRequest* request,
                                        v1::RateReplyResponse*) {
  return rpc::Serve(*context, metrics_, "Dialogue/RateReply", [&](const rpc::Caller& caller) -> absl::Status {
    if (request->sequence() == 0) return absl::InvalidArgumentError("sequence missing");
    const auto messages = sessions_.Messages(request->municipality_id(), request->conversation_id(), 0);
    if (!messages.ok()) return messages.status();
    if (!messages->has_value()) return absl::NotFoundError("no such conversation");
    const auto rated = std::find_if((*messages)->begin(), (*messages)->end(),
                                    [&](const Message& each) { return each.sequence == request->sequence(); });
    if (rated == (*messages)->end() || rated->answer_version.empty()) return absl::NotFoundError("no such answer");
    auto comment = Masked(services_, request->municipality_id(), request->comment(), caller);
    if (!comment.ok()) return comment.status();  // unmasked text is never kept
    kv::RecordRatingRequest record;
    record.set_municipality_id(request->municipality_id());
    record.set_answer_version(rated->answer_version);
    record.set_service_id(AnsweredThing(rated->answer_version));
    record.set_helpful(request->helpful());
    record.set_masked_comment(*comment);
    record.set_idempotency_key(request->conversation_id() + "/" + std::to_string(request->sequence()));
    if (services_.figures != nullptr) {
      const auto municipality = services_.GetMunicipality(request->municipality_id(), caller);
      const auto& id = request->conversation_id();
      if (municipality.ok())
        services_.figures->Count(request->helpful() ? Counted::kHelpful : Counted::kNotHelpful, *municipality,
                                 id.substr(0, id.find('-')), AnsweredThing(rated->answer_version), "", clock_());
    }
    const auto recorded = rpc::Call(*services_.knowledge, &kv::Knowledge::StubInterface::RecordRating, record, caller,
                                    {.method = "Knowledge/RecordRating", .repeatable = true}, &services_.metrics);
    if (const std::string question = QuestionBefore(**messages, request->sequence());
        recorded.ok() && !request->helpful() && !question.empty()) {
      rpc::Caller again = caller;  // the same rating, sent again, is one question
      again.request_id = "rated/" + record.idempotency_key();
      services_.unanswered.Add({.municipality_id = request->municipality_id(),
                                .text = question,
                                .reason = "rated_bad",
                                .channel = "",
                                .caller = again});
    }
    return recorded.status();
  });
}

}  // namespace amtslotse::dialogue
