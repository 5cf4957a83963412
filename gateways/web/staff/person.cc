// What is kept of one person over all services, and erasing it (Art. 15 and 17 GDPR). For administrators who have just
// shown once more who they are.
//   POST /staff/api/v1/person/kept    {"email", "telephone", "reason"} → {"appointments", "wishes", "requests",
//   "handOvers", "messengers"}
//   POST /staff/api/v1/person/erase   the same → {"appointments", "cancelled", "handOvers", "peers"}: how many
// Both are repeatable. Booking comes first: it checks who asks and notes erasures for restored backups.
#include "amtslotse/booking/v1/person.grpc.pb.h"
#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/messengers/v1/messengers.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"
#include "services/rpc/person_words.h"

namespace amtslotse::gateways::web::staff {
namespace {

using nlohmann::json;
using Messengers = amtslotse::messengers::v1::Messengers::StubInterface;
using Persons = booking::v1::Persons::StubInterface;
using Talking = dialogue::v1::Dialogue::StubInterface;

// The stubs of the route.
struct PersonStubs {
  std::unique_ptr<Persons> persons;
  std::unique_ptr<Messengers> messengers;  // null: no messengers
};

constexpr std::chrono::seconds kPersonWithin{15};

struct PersonSought {
  std::string municipality;
  std::string email;
  std::string telephone;
  std::string reason;
  rpc::Caller caller;
};

std::string TextOf(const json& body, const char* name) {
  const auto found = body.find(name);
  return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

absl::StatusOr<PersonSought> Sought(const Shared& shared, const Request& request) {
  if (auto own = CheckCsrf(shared, request); !own.ok()) return own;
  auto caller = AdministratorCaller(shared, request);
  if (!caller.ok()) return caller.status();
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return body.status();
  PersonSought who{request.town->id(), TextOf(*body, "email"), TextOf(*body, "telephone"), TextOf(*body, "reason"),
                   *caller};
  if (rpc::PersonWords(who.email, who.telephone).empty())
    return absl::InvalidArgumentError("Bitte eine E-Mail-Adresse oder eine vollständige Telefonnummer angeben.");
  if (who.reason.empty()) return absl::InvalidArgumentError("Bitte einen Grund angeben; er steht im Protokoll.");
  return who;
}

template <class Stub, class Method, class Ask>
auto AskFor(const Shared& shared, const PersonSought& who, Stub& stub, Method method, const Ask& ask,
            const char* name) {
  return rpc::Call(stub, method, ask, who.caller, {.method = name, .repeatable = true, .timeout = kPersonWithin},
                   &shared.backends.metrics);
}

template <class Ask>
Ask AskAbout(const PersonSought& who) {
  Ask ask;
  ask.set_municipality_id(who.municipality);
  ask.set_email(who.email);
  ask.set_telephone(who.telephone);
  return ask;
}

bool Mentions(const dialogue::v1::GetHandOverResponse& talk, const rpc::PersonWords& words) {
  const auto named = [&](const auto& one) { return words.In(one.text()); };
  return words.In(talk.hand_over().telephone()) ||
         std::any_of(talk.transcript().begin(), talk.transcript().end(), named) ||
         std::any_of(talk.notes().begin(), talk.notes().end(), named);
}

using Talks = std::vector<dialogue::v1::GetHandOverResponse>;

// Hand-overs to people in which address or number stand.
absl::StatusOr<Talks> TalksOf(const Shared& shared, const PersonSought& who) {
  Talking& stub = *shared.backends.dialogue;
  dialogue::v1::ListHandOversRequest list;
  list.set_municipality_id(who.municipality);
  const auto all = AskFor(shared, who, stub, &Talking::ListHandOvers, list, "dialogue/ListHandOvers");
  // Hand-over is switched off.
  if (absl::IsUnimplemented(all.status()) || absl::IsFailedPrecondition(all.status())) return Talks();
  if (!all.ok()) return all.status();
  const rpc::PersonWords words(who.email, who.telephone);
  Talks found;
  for (const auto& one : all->hand_overs()) {
    dialogue::v1::GetHandOverRequest get;
    get.set_municipality_id(who.municipality);
    get.set_hand_over_id(one.id());
    auto talk = AskFor(shared, who, stub, &Talking::GetHandOver, get, "dialogue/GetHandOver");
    if (absl::IsNotFound(talk.status())) continue;
    if (!talk.ok()) return talk.status();
    if (Mentions(*talk, words)) found.push_back(*std::move(talk));
  }
  return found;
}

absl::StatusOr<json> PeersOf(const Shared& shared, const PersonStubs& stubs, const PersonSought& who) {
  json peers = json::array();
  if (stubs.messengers == nullptr) return peers;
  const auto ask = AskAbout<amtslotse::messengers::v1::ExportPersonRequest>(who);
  const auto kept = AskFor(shared, who, *stubs.messengers, &Messengers::ExportPerson, ask, "messengers/ExportPerson");
  if (!kept.ok()) return kept.status();
  for (const auto& peer : kept->peers()) peers.push_back(json::parse(ToJson(peer)));
  return peers;
}

absl::StatusOr<json> KeptOf(const Shared& shared, const PersonStubs& stubs, const PersonSought& who) {
  auto ask = AskAbout<booking::v1::ExportPersonRequest>(who);
  ask.set_reason(who.reason);
  const auto booked = AskFor(shared, who, *stubs.persons, &Persons::ExportPerson, ask, "persons/ExportPerson");
  if (!booked.ok()) return booked.status();
  const auto talks = TalksOf(shared, who);
  if (!talks.ok()) return talks.status();
  auto peers = PeersOf(shared, stubs, who);
  if (!peers.ok()) return peers.status();
  json kept = json::parse(booked->kept_json(), nullptr, /*allow_exceptions=*/false);
  if (!kept.is_object()) return absl::InternalError("booking: kept_json is no object");
  kept["handOvers"] = json::array();
  for (const auto& talk : *talks) kept["handOvers"].push_back(json::parse(ToJson(talk)));
  kept["messengers"] = *std::move(peers);
  return kept;
}

absl::StatusOr<json> Erase(const Shared& shared, const PersonStubs& stubs, const PersonSought& who) {
  auto ask = AskAbout<booking::v1::ForgetPersonRequest>(who);
  ask.set_reason(who.reason);
  const auto erased = AskFor(shared, who, *stubs.persons, &Persons::ForgetPerson, ask, "persons/ForgetPerson");
  if (!erased.ok()) return erased.status();
  const auto talks = TalksOf(shared, who);
  if (!talks.ok()) return talks.status();
  for (const auto& talk : *talks) {
    dialogue::v1::DeleteHandOverRequest gone;
    gone.set_municipality_id(who.municipality);
    gone.set_hand_over_id(talk.hand_over().id());
    const auto deleted =
        AskFor(shared, who, *shared.backends.dialogue, &Talking::DeleteHandOver, gone, "dialogue/DeleteHandOver");
    if (!deleted.ok() && !absl::IsNotFound(deleted.status())) return deleted.status();
  }
  std::uint64_t peers = 0;
  if (stubs.messengers != nullptr) {
    auto whom = AskAbout<amtslotse::messengers::v1::ErasePersonRequest>(who);
    for (const auto& talk : *talks) whom.add_hand_over_ids(talk.hand_over().id());
    const auto forgotten =
        AskFor(shared, who, *stubs.messengers, &Messengers::ErasePerson, whom, "messengers/ErasePerson");
    if (!forgotten.ok()) return forgotten.status();
    peers = forgotten->peers();
  }
  return json{{"appointments", erased->erased()},
              {"cancelled", erased->cancelled()},
              {"handOvers", talks->size()},
              {"peers", peers}};
}

using PersonStep = absl::StatusOr<json> (*)(const Shared&, const PersonStubs&, const PersonSought&);

void AddStep(Router& router, const Shared& shared, const std::string& name, const std::shared_ptr<PersonStubs>& stubs,
             PersonStep step) {
  router.Add("POST", std::string(kStaffApi) + "/person/" + name, Needs::kTown,
             [stubs, step, &shared](const Request& request) {
               const auto who = Sought(shared, request);
               if (!who.ok()) return Fault(shared, request, who.status());
               const auto answer = step(shared, *stubs, *who);
               if (!answer.ok()) return Fault(shared, request, answer.status());
               return JsonReply(answer->dump(-1, ' ', false, json::error_handler_t::replace));
             });
}

}  // namespace

void AddPersonRoutes(Router& router, const Shared& shared) {
  const auto stubs = std::make_shared<PersonStubs>();
  stubs->persons = booking::v1::Persons::NewStub(shared.backends.dialogue_channel);  // which passes it on to booking
  if (shared.backends.messengers_channel != nullptr)
    stubs->messengers = amtslotse::messengers::v1::Messengers::NewStub(shared.backends.messengers_channel);
  AddStep(router, shared, "kept", stubs, KeptOf);
  AddStep(router, shared, "erase", stubs, Erase);
}

}  // namespace amtslotse::gateways::web::staff
