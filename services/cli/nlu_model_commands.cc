// nlu models, nlu train, nlu activate, nlu rollback: the language models of one town.
#include <date/tz.h>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "services/cli/commands.h"
#include "services/cli/service_access.h"
#include "services/rpc/status.h"
#include "services/rpc/text.h"

namespace amtslotse::cli {
namespace {

using nlu::v1::Nlu;

constexpr std::chrono::seconds kLimit{30};
constexpr std::chrono::seconds kTrainingLimit{1800};
constexpr int kShown = 20;  // changed answers

struct ModelOptions {
  std::string municipality;
  std::string version;
  bool activate = false;
};

std::string LocalTime(std::int64_t unix_seconds) {
  if (unix_seconds == 0) return "";
  const date::sys_seconds time{std::chrono::seconds(unix_seconds)};
  return date::format("%d.%m.%Y %H:%M", date::make_zoned(date::current_zone(), time));
}

// The service's own words are English.
absl::Status InGerman(const absl::Status& status) {
  if (absl::IsNotFound(status))
    return absl::NotFoundError("Ein Modell mit dieser Version gibt es nicht. Alle zeigt: amtslotse nlu models KOMMUNE");
  if (absl::IsDataLoss(status)) return absl::DataLossError("Das Modell ist beschädigt: seine Prüfsumme stimmt nicht.");
  if (absl::IsAborted(status)) return absl::AbortedError("Es wird gerade schon gelernt. Später noch einmal versuchen.");
  if (absl::IsResourceExhausted(status))
    return absl::ResourceExhaustedError("Der Speicher für das Lernen reicht nicht (NLU_TRAINING_MEMORY_MB).");
  if (absl::IsUnimplemented(status))
    return absl::UnimplementedError(
        "Das Lernen ist hier ausgeschaltet. NLU_TRAINING=true schaltet es ein; in Kubernetes braucht es dazu einen "
        "Platz, der bleibt (docs/betrieb.md).");
  return status;
}

void PrintModel(const nlu::v1::Model& model) {
  // Of one that cannot be read only the version is known.
  if (model.examples() == 0) {
    fmt::print(
        "{} {:<16}  beschädigt, nicht zu aktivieren; lernt die Kommune wieder dasselbe, tritt das neue an seine "
        "Stelle\n",
        model.active() ? "*" : " ", model.version());
    return;
  }
  fmt::print("{} {:<16}  {:<16}  {:>6} Texte, davon {:>4} eigene   Trefferquote {:.3f}   {}\n",
             model.active() ? "*" : " ", model.version(),
             model.shipped() ? "mitgeliefert" : LocalTime(model.trained_unix()), model.examples(), model.own_examples(),
             model.precision_at_1(),
             model.verdict() == nlu::v1::VERDICT_WORSE ? "schlechter, nicht zu aktivieren" : "");
}

absl::StatusOr<std::unique_ptr<ServiceAccess>> OpenFor(const ModelOptions& options, const Installation& installation) {
  auto access = ServiceAccess::Open(installation, {"knowledge", "nlu"});
  if (!access.ok()) return access.status();
  if (auto known = (*access)->CheckMunicipality(options.municipality, kLimit); !known.ok()) return known;
  return access;
}

absl::StatusOr<int> ListModels(const ModelOptions& options, const Installation& installation) {
  const auto access = OpenFor(options, installation);
  if (!access.ok()) return access.status();
  const auto stub = Nlu::NewStub((*access)->Channel("nlu"));
  nlu::v1::ListModelsRequest request;
  request.set_municipality_id(options.municipality);
  const auto list =
      rpc::Call(*stub, &Nlu::StubInterface::ListModels, request, (*access)->Administrator(options.municipality, kLimit),
                {.method = "Nlu/ListModels", .repeatable = true, .timeout = kLimit});
  if (!list.ok()) return InGerman(list.status());
  for (const auto& model : list->models()) PrintModel(model);
  return 0;
}

absl::StatusOr<int> Activate(const ModelOptions& options, const Installation& installation) {
  const auto access = OpenFor(options, installation);
  if (!access.ok()) return access.status();
  const auto stub = Nlu::NewStub((*access)->Channel("nlu"));
  nlu::v1::ActivateModelRequest request;
  request.set_municipality_id(options.municipality);
  request.set_version(options.version);
  const auto answer = rpc::Call(*stub, &Nlu::StubInterface::ActivateModel, request,
                                (*access)->Administrator(options.municipality, kLimit),
                                {.method = "Nlu/ActivateModel", .timeout = kLimit});
  if (absl::IsFailedPrecondition(answer.status()))
    return absl::FailedPreconditionError(options.version.empty()
                                             ? "Vor diesem Modell war kein anderes aktiv."
                                             : "Die Prüfung fand dieses Modell schlechter als das damals aktive.");
  if (!answer.ok()) return InGerman(answer.status());
  fmt::print("Aktiv ist jetzt:\n");
  PrintModel(answer->active());
  return 0;
}

const char* VerdictText(nlu::v1::Verdict verdict) {
  switch (verdict) {
    case nlu::v1::VERDICT_NOT_WORSE: return "Das neue Modell ist nicht schlechter als das aktive.";
    case nlu::v1::VERDICT_UNCHANGED: return "Nichts Neues zu lernen: Das Modell gleicht dem aktiven.";
    default: return "Das neue Modell ist schlechter als das aktive und wird nicht aktiv.";
  }
}

void PrintResult(const nlu::v1::TrainResponse& result) {
  fmt::print("\n{}\n", VerdictText(result.verdict()));
  if (result.changed_size() > 0) fmt::print("Diese Antworten würden sich ändern ({}):\n", result.changed_size());
  for (int i = 0; i < std::min(kShown, result.changed_size()); ++i) {
    const auto& change = result.changed(i);
    fmt::print("  {} {} → {} (gemeint: {}){}  {}\n",
               change.act_after() == change.act_wanted()    ? "+"
               : change.act_before() == change.act_wanted() ? "-"
                                                            : " ",
               change.act_before(), change.act_after(), change.act_wanted(), change.own_case() ? " eigener Fall" : "",
               change.text());
  }
  if (result.changed_size() > kShown) fmt::print("  … und {} weitere\n", result.changed_size() - kShown);
  PrintModel(result.candidate());
  if (!result.activated() && result.verdict() == nlu::v1::VERDICT_NOT_WORSE)
    fmt::print("Aktivieren: amtslotse nlu activate KOMMUNE {}\n", result.candidate().version());
}

absl::StatusOr<int> Train(const ModelOptions& options, const Installation& installation) {
  const auto access = OpenFor(options, installation);
  if (!access.ok()) return access.status();
  const auto stub = Nlu::NewStub((*access)->Channel("nlu"));
  const rpc::Caller caller = (*access)->Administrator(options.municipality, kTrainingLimit);
  grpc::ClientContext context;
  context.set_deadline(caller.deadline);
  context.AddMetadata(rpc::kRequestIdKey, caller.request_id);
  context.AddMetadata(rpc::kActorKey, caller.signed_actor);
  nlu::v1::TrainRequest request;
  request.set_municipality_id(options.municipality);
  request.set_idempotency_key(caller.request_id);
  request.set_activate(options.activate);
  const auto reader = stub->Train(&context, request);
  nlu::v1::TrainResponse last;
  for (nlu::v1::TrainResponse response; reader->Read(&response);) {
    fmt::print("{:3.0f} % {}\n", response.fraction() * 100, response.step());
    std::fflush(stdout);
    last = response;
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return InGerman(rpc::FromGrpc(status));
  PrintResult(last);
  return last.verdict() == nlu::v1::VERDICT_WORSE ? 1 : 0;
}

}  // namespace

void AddNluModelCommands(Commands& commands, CLI::App* group) {
  const auto add = [&](const char* name, const char* description, auto&& action) {
    auto options = std::make_shared<ModelOptions>();
    CLI::App* command = commands.Add(
        name, description,
        [options, action](const Installation& installation) { return action(*options, installation); }, group);
    command->add_option("KOMMUNE", options->municipality, "Kommune, z. B. erlenfurt")->required();
    return std::pair(command, options);
  };
  add("models", "Zeigt die Sprachmodelle einer Kommune; * ist aktiv", ListModels);
  const auto [train, train_options] =
      add("train", "Lernt aus den Beispielen der Redaktion und zeigt, welche Antworten sich ändern würden", Train);
  train->add_flag("--activate", train_options->activate, "Aktiviert das neue Modell, wenn es nicht schlechter ist");
  const auto [activate, activate_options] = add("activate", "Aktiviert ein Modell, ohne Unterbrechung", Activate);
  activate->add_option("VERSION", activate_options->version, "Version, wie „models“ sie zeigt")->required();
  add("rollback", "Kehrt zum vorher aktiven Modell zurück", Activate);
}

}  // namespace amtslotse::cli
