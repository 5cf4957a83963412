// Counts of questions as an RPC.
#include "services/dialogue/conversation_figures.h"
#include "services/dialogue/dialogue_service.h"
#include "services/rpc/actor.h"

namespace amtslotse::dialogue {
namespace {

bool IsDate(const std::string& text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         text.find_first_not_of("0123456789-") == std::string::npos;
}

}  // namespace

grpc::Status DialogueService::GetConversationFigures(grpc::ServerContext* context,
                                                     const v1::GetConversationFiguresRequest* request,
                                                     v1::GetConversationFiguresResponse* response) {
  return rpc::Serve(
      *context, metrics_, "Dialogue/GetConversationFigures", [&](const rpc::Caller& caller) -> absl::Status {
        const auto actor = rpc::CheckActor(caller.signed_actor, services_.actor_key, request->municipality_id(),
                                           {staff::v1::ROLE_LEAD}, std::chrono::system_clock::now());
        if (!actor.ok()) return actor.status();
        if (services_.figures == nullptr)
          return absl::FailedPreconditionError("nothing is counted in this installation");
        if (!IsDate(request->from_date()) || !IsDate(request->to_date()))
          return absl::InvalidArgumentError("from_date, to_date: expected YYYY-MM-DD");
        const auto figures =
            services_.figures->Read(request->municipality_id(), request->from_date(), request->to_date());
        if (!figures.ok()) return figures.status();
        for (const ConversationFigure& figure : *figures) {
          auto* out = response->add_figures();
          out->set_kind(figure.kind);
          out->set_value(figure.value);
          out->set_answered(static_cast<std::uint64_t>(figure.counts[0]));
          out->set_unanswered(static_cast<std::uint64_t>(figure.counts[1]));
          out->set_handed_over(static_cast<std::uint64_t>(figure.counts[2]));
          out->set_helpful(static_cast<std::uint64_t>(figure.counts[3]));
          out->set_not_helpful(static_cast<std::uint64_t>(figure.counts[4]));
        }
        return absl::OkStatus();
      });
}

}  // namespace amtslotse::dialogue
