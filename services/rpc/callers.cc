#include "services/rpc/callers.h"

#include <fmt/format.h>
#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <array>
#include <string>

#include "services/rpc/tls.h"

namespace amtslotse::rpc {
namespace {

// One bit for each who calls others.
enum Callers : unsigned { kWeb = 1, kDialogue = 2, kMessengers = 4, kNlu = 8, kKnowledge = 16, kOperator = 32 };

struct Rule {
  std::string_view method;  // one that ends in a slash is for all others of that service
  unsigned callers;
};

// The arrows of ARCHITECTURE.md, by RPC. First fit counts.
constexpr std::array kRules{
    Rule{"Nlu/Understand", kDialogue},
    Rule{"Nlu/Mask", kDialogue},
    Rule{"Nlu/", kWeb | kDialogue | kOperator},  // web asks dialogue, which passes it on
    Rule{"Knowledge/Ask", kDialogue | kWeb | kOperator},
    Rule{"Knowledge/GetOffice", kDialogue | kWeb | kOperator},
    Rule{"Knowledge/ListOffices", kDialogue | kWeb | kOperator},
    Rule{"Knowledge/ListNotices", kDialogue | kWeb | kOperator},
    Rule{"Knowledge/GetMunicipality", kDialogue | kWeb | kOperator},
    Rule{"Knowledge/RecordUnanswered", kDialogue},
    Rule{"Knowledge/RecordRating", kDialogue},
    Rule{"Knowledge/ListMunicipalities", kWeb | kNlu | kOperator},
    Rule{"Knowledge/ExportExamples", kNlu | kOperator},
    Rule{"Knowledge/", kWeb | kOperator},
    Rule{"Housekeeping/", kWeb | kOperator},
    Rule{"Responsibility/Resolve", kDialogue | kWeb | kOperator},
    Rule{"Responsibility/FindPlaces", kDialogue | kWeb | kOperator},
    Rule{"Responsibility/", kWeb | kOperator},
    Rule{"Persons/", kWeb | kDialogue | kOperator},  // web asks dialogue, which passes it on
    Rule{"Booking/ApplyCatalogue", kKnowledge | kOperator},
    Rule{"Booking/Backup", kOperator},
    Rule{"Booking/LeaseNotifications", kDialogue},
    Rule{"Booking/ReportNotification", kDialogue},
    Rule{"Booking/SetReminders", kDialogue},
    Rule{"Booking/ForwardRequest", kDialogue},
    Rule{"Booking/ListLocations", kDialogue | kWeb | kKnowledge | kOperator},
    Rule{"Booking/ListClosures", kWeb | kKnowledge | kOperator},
    Rule{"Booking/FindSlots", kDialogue | kWeb | kOperator},
    Rule{"Booking/FindDays", kDialogue | kWeb | kOperator},
    Rule{"Booking/Hold", kDialogue | kWeb},
    Rule{"Booking/ExtendHold", kDialogue | kWeb},
    Rule{"Booking/ReleaseHold", kDialogue | kWeb},
    Rule{"Booking/Confirm", kDialogue | kWeb},
    Rule{"Booking/Activate", kDialogue | kWeb},
    Rule{"Booking/FindAppointment", kDialogue | kWeb},
    Rule{"Booking/Rebook", kDialogue | kWeb},
    Rule{"Booking/Cancel", kDialogue | kWeb},
    Rule{"Booking/GetCalendarFile", kDialogue | kWeb},
    Rule{"Booking/JoinWaitingList", kDialogue | kWeb},
    Rule{"Booking/LeaveWaitingList", kDialogue | kWeb},
    Rule{"Booking/GetWish", kDialogue | kWeb},
    Rule{"Booking/AnswerOffer", kDialogue | kWeb},
    Rule{"Booking/AnswerReminder", kDialogue | kWeb},
    Rule{"Booking/ErasePerson", kOperator},  // web forgets through Persons/, which notes it
    Rule{"Booking/", kWeb | kOperator},
    Rule{"Dialogue/StartConversation", kWeb | kMessengers},
    Rule{"Dialogue/Send", kWeb | kMessengers},
    Rule{"Dialogue/GetMessages", kWeb | kMessengers},
    Rule{"Dialogue/DeleteConversation", kWeb | kMessengers},
    Rule{"Dialogue/RateReply", kWeb | kMessengers},
    Rule{"Dialogue/SetConsent", kMessengers},
    Rule{"Dialogue/LeaseDeliveries", kMessengers},
    Rule{"Dialogue/ReportDelivery", kMessengers},
    Rule{"Dialogue/", kWeb | kOperator},
    Rule{"Messengers/", kWeb | kOperator},
    Rule{"Staff/CreateLink", kWeb | kOperator},
    Rule{"Staff/ListAccounts", kWeb | kOperator},
    Rule{"Staff/SaveAccount", kWeb | kOperator},
    Rule{"Staff/ListAudit", kWeb | kOperator},
    Rule{"Staff/", kWeb},
};

unsigned BitOf(std::string_view caller) {
  constexpr std::array<std::string_view, 6> kNames{"web", "dialogue", "messengers", "nlu", "knowledge", "operator"};
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == caller) return 1U << i;
  return 0;
}

// "/amtslotse.nlu.v1.Nlu/Understand" → "Nlu/Understand".
std::string_view MethodOf(std::string_view path) { return path.substr(path.rfind('.') + 1); }

class Check final : public grpc::AuthMetadataProcessor {
 public:
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context, OutputMetadata*,
                       OutputMetadata*) override {
    const auto found = metadata.find(":path");
    const std::string_view path =
        found == metadata.end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
    if (path.starts_with("/grpc.health.v1.Health/")) return grpc::Status::OK;
    std::string_view caller;
    for (const grpc::string_ref& name : context->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
      caller = ServiceOfCertificate({name.data(), name.size()});
      if (!caller.empty() && MayCall(caller, MethodOf(path))) return grpc::Status::OK;
    }
    return {grpc::StatusCode::PERMISSION_DENIED,
            fmt::format("{} may not call {}", caller.empty() ? "an unknown process" : caller, MethodOf(path))};
  }
};

}  // namespace

bool MayCall(std::string_view caller, std::string_view method) {
  for (const Rule& rule : kRules)
    if (rule.method.ends_with('/') ? method.starts_with(rule.method) : method == rule.method)
      return (rule.callers & BitOf(caller)) != 0;
  return false;
}

std::shared_ptr<grpc::AuthMetadataProcessor> CallerCheck() { return std::make_shared<Check>(); }

}  // namespace amtslotse::rpc
