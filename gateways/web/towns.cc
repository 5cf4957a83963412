#include "gateways/web/towns.h"

#include <algorithm>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

using namespace std::chrono_literals;

constexpr auto kFresh = 15s;
constexpr auto kRefusedFor = 5s;
constexpr auto kStale = 1h;
constexpr std::size_t kMaxKnown = 10'000;  // host names are free to invent

constexpr char kTownHeader[] = "X-Amtslotse-Municipality";

bool SaysNo(const absl::Status& status) { return absl::IsNotFound(status) || absl::IsInvalidArgument(status); }

}  // namespace

absl::StatusOr<std::shared_ptr<const Town>> Towns::Of(const Request& request, Clock::time_point now) {
  if (const std::string id = request.Header(kTownHeader); !id.empty()) return Lookup(id, "", request, now);
  auto town = Lookup("", request.Host(), request, now);
  if (absl::IsNotFound(town.status()) && !fallback_.empty()) return Lookup(fallback_, "", request, now);
  return town;
}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Lookup(const std::string& id, const std::string& host,
                                                          const Request& request, Clock::time_point now) {
  if (id.size() + host.size() > 255) return absl::NotFoundError("no such municipality");
  const std::string key = id + "\n" + host;
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found != known_.end() &&
        now - found->second.asked < (found->second.town.ok() ? Clock::duration(kFresh) : kRefusedFor))
      return found->second.town;
  }
  auto town = Ask(id, host, request);
  const std::lock_guard lock(mutex_);
  if (!town.ok() && !SaysNo(town.status())) {
    const auto found = known_.find(key);
    if (found != known_.end() && found->second.town.ok() && now - found->second.asked < kStale)
      return found->second.town;
    return town;
  }
  if (SaysNo(town.status())) town = absl::NotFoundError("no such municipality");
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.insert_or_assign(key, Known{town, now});
  return town;
}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Ask(const std::string& id, const std::string& host,
                                                       const Request& request) {
  knowledge::v1::GetMunicipalityRequest ask;
  ask.set_municipality_id(id);
  ask.set_host(host);
  auto answer =
      rpc::Call(*backends_.knowledge, &knowledge::v1::Knowledge::StubInterface::GetMunicipality, ask, request.caller,
                {.method = "Knowledge/GetMunicipality", .repeatable = true}, &backends_.metrics);
  if (!answer.ok()) return answer.status();
  return std::make_shared<const Town>(std::move(*answer->mutable_municipality()));
}

bool MayEmbed(const Request& request, const Town& town) {
  const std::string origin = request.Header("Origin");
  if (origin.empty()) return true;
  const std::string host = request.Header("Host");
  if (origin == "http://" + host || origin == "https://" + host) return true;
  return std::find(town.embedding_origins().begin(), town.embedding_origins().end(), origin) !=
         town.embedding_origins().end();
}

}  // namespace amtslotse::gateways::web
