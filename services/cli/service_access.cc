#include "services/cli/service_access.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "services/cli/reason.h"
#include "services/cli/supervisor/probe.h"
#include "services/cli/supervisor/processes.h"
#include "services/cli/whole_file.h"
#include "services/rpc/actor.h"
#include "services/rpc/address.h"
#include "services/rpc/text.h"
#include "services/rpc/tls.h"

namespace amtslotse::cli {
namespace {

absl::StatusOr<std::string> ReadActorKey(const Installation& installation) {
  std::string key = ReadText(installation.ActorKey());
  if (!rpc::ParseSigningKeys(key).ok())
    return absl::PermissionDeniedError(
        fmt::format("{}: kann nicht gelesen werden. Als der Benutzer aufrufen, dem die "
                    "Installation gehört, oder --keys angeben.",
                    installation.ActorKey().native()));
  return key;
}

std::string UserName() {
  const passwd* user = ::getpwuid(::getuid());
  return user == nullptr ? std::to_string(::getuid()) : user->pw_name;
}

std::vector<Process> Only(std::vector<Process> processes, const std::vector<std::string>& names) {
  std::erase_if(processes, [&](const Process& process) {
    return std::find(names.begin(), names.end(), process.name) == names.end();
  });
  return processes;
}

std::string OperatorSetting(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

// OPERATOR_KNOWLEDGE=tls:rechner:50052 and the like; empty: it runs on this machine.
std::string ElsewhereSetting(std::string_view service) {
  std::string name = fmt::format("OPERATOR_{}", service);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  return name;
}

rpc::TlsIdentity OwnIdentity() { return {"operator", OperatorSetting("OPERATOR_TLS_DIR")}; }

// Whether they all run elsewhere. INVALID_ARGUMENT when only some do: this machine's would be others' data.
absl::StatusOr<bool> RunElsewhere(const std::vector<std::string>& services) {
  std::string missing;
  bool any = false;
  bool tls = false;
  for (const std::string& service : services) {
    const std::string address = OperatorSetting(ElsewhereSetting(service));
    any = any || !address.empty();
    tls = tls || address.starts_with("tls:");
    if (address.empty()) missing += " " + ElsewhereSetting(service);
  }
  if (any && !missing.empty())
    return absl::InvalidArgumentError(
        fmt::format("Es fehlt:{} – die Adressen aller Dienste nennen, die der Befehl braucht.", missing));
  if (tls) {
    if (auto status = rpc::CheckIdentity(OwnIdentity()); !status.ok())
      return absl::FailedPreconditionError(
          fmt::format("OPERATOR_TLS_DIR: {}", InGerman(rpc::ToString(status.message()))));
  }
  return any;
}

}  // namespace

ServiceAccess::ServiceAccess(Installation installation, std::string actor_key)
    : installation_(std::move(installation)), actor_key_(std::move(actor_key)) {}

ServiceAccess::~ServiceAccess() {
  if (supervisor_) supervisor_->Stop();
}

absl::StatusOr<std::unique_ptr<ServiceAccess>> ServiceAccess::Open(const Installation& installation,
                                                                   const std::vector<std::string>& services,
                                                                   WhenMissing when_missing) {
  const auto elsewhere = RunElsewhere(services);
  if (!elsewhere.ok()) return elsewhere.status();
  if (*elsewhere) {
    auto key = ReadActorKey(installation);
    if (!key.ok()) return key.status();
    return std::unique_ptr<ServiceAccess>(new ServiceAccess(installation, *std::move(key)));
  }
  // A folder that is mistyped becomes no installation.
  if (when_missing == WhenMissing::kRefuse && !std::filesystem::exists(installation.data))
    return absl::NotFoundError(fmt::format("{}: dort sind keine Daten. Mit --data den Ordner der Installation nennen.",
                                           installation.data.native()));
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  auto key = ReadActorKey(installation);
  if (!key.ok()) return key.status();
  std::unique_ptr<ServiceAccess> access(new ServiceAccess(installation, *std::move(key)));
  const bool running = std::all_of(services.begin(), services.end(),
                                   [&](const std::string& name) { return SomeoneListens(installation.Address(name)); });
  if (running) return access;
  auto lock = DataLock::Take(installation);
  if (!lock.ok()) return lock.status();
  access->lock_.emplace(*std::move(lock));
  auto signals = Signals::Block();
  if (!signals.ok()) return signals.status();
  access->signals_.emplace(*std::move(signals));
  access->supervisor_.emplace(Only(ProcessesOf(installation, {}, false), services), *access->signals_,
                              access->console_);
  if (auto status = access->supervisor_->Start({Layer::kStore, Layer::kDomain, Layer::kDialogue}); !status.ok())
    return status;
  return access;
}

std::shared_ptr<grpc::Channel> ServiceAccess::Channel(std::string_view service) const {
  const std::string elsewhere = OperatorSetting(ElsewhereSetting(service));
  return elsewhere.empty() ? rpc::Connect(installation_.Address(service))
                           : rpc::Connect(elsewhere, service, OwnIdentity());
}

rpc::Caller ServiceAccess::Administrator(const std::string& municipality_id, std::chrono::seconds limit) const {
  const auto now = std::chrono::system_clock::now();
  staff::v1::Actor actor;
  actor.set_account_id("cli:" + UserName());
  actor.set_display_name(fmt::format("Kommandozeile ({})", UserName()));
  actor.set_municipality_id(municipality_id);
  actor.add_roles(staff::v1::ROLE_ADMINISTRATOR);
  actor.set_reauthenticated(true);
  actor.set_expires_unix(std::chrono::system_clock::to_time_t(now + limit));
  return {
      .request_id = rpc::RandomId(), .signed_actor = rpc::SignActor(actor, actor_key_, now), .deadline = now + limit};
}

absl::Status ServiceAccess::CheckMunicipality(const std::string& municipality_id, std::chrono::seconds limit) const {
  using knowledge::v1::Knowledge;
  knowledge::v1::GetMunicipalityRequest request;
  request.set_municipality_id(municipality_id);
  const auto found = rpc::Call(*Knowledge::NewStub(Channel("knowledge")), &Knowledge::StubInterface::GetMunicipality,
                               request, Administrator(municipality_id, limit),
                               {.method = "Knowledge/GetMunicipality", .repeatable = true, .timeout = limit});
  if (absl::IsNotFound(found.status()))
    return absl::NotFoundError(
        fmt::format("Die Kommune „{}“ gibt es hier nicht. Zuerst ihren Katalog importieren.", municipality_id));
  return found.status();
}

}  // namespace amtslotse::cli
