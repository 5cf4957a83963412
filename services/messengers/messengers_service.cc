#include "services/messengers/messengers_service.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateways/splitting.h"
#include "services/rpc/actor.h"
#include "services/rpc/call.h"
#include "services/rpc/log.h"

namespace amtslotse::messengers {
namespace {

constexpr int kLettersByDefault = 100;
constexpr int kMostLetters = 1000;
constexpr std::size_t kShortestReason = 3;
constexpr std::size_t kLongestReason = 500;

absl::StatusOr<staff::v1::Actor> Administrator(const rpc::Caller& caller, const std::string& key,
                                               const std::string& municipality_id) {
  if (key.empty()) return absl::UnauthenticatedError("no key to check actors with");
  return rpc::CheckActor(caller.signed_actor, key, municipality_id, {staff::v1::ROLE_ADMINISTRATOR},
                         std::chrono::system_clock::now());
}

std::string LimitsOf(const gateways::Capabilities& channel) {
  const char* unit = channel.unit == gateways::Unit::kUtf8Bytes ? "Byte" : "Zeichen";
  std::string text = fmt::format("Text bis {} {}", channel.text, unit);
  text += channel.buttons > 0 ? fmt::format(", bis {} Schaltflächen", channel.buttons) : ", Auswahl per Nummer";
  if (channel.list_rows > 0) text += fmt::format(", Listen bis {} Zeilen", channel.list_rows);
  text += channel.file_bytes > 0 ? ", Dateien" : ", keine Dateien";
  if (channel.window.count() > 0)
    text += fmt::format(", frei schreiben nur {} Stunden nach der letzten Nachricht", channel.window.count());
  return text;
}

constexpr const char* kWhom = "email, telephone: expected one of them, the number with at least six digits";

void Encode(const PersonKept& kept, v1::KeptPeer& out) {
  // municipality/channel/account
  const std::string& key = kept.key.account;
  const auto channel = key.find('/') + 1;
  const auto account = key.find('/', channel) + 1;
  out.set_channel(key.substr(channel, account - channel - 1));
  out.set_account(key.substr(account));
  out.set_address(kept.address);
  out.set_last_inbound_unix(kept.last_inbound / 1000);
  for (const std::string& text : kept.received) out.add_received(text);
  for (const std::string& text : kept.outgoing) out.add_outgoing(text);
}

absl::Status NoLetter(const absl::StatusOr<bool>& done) {
  if (!done.ok()) return done.status();
  return *done ? absl::OkStatus() : absl::NotFoundError("no such dead letter");
}

}  // namespace

Station* MessengersService::Find(const std::string& municipality_id, const std::string& channel,
                                 const std::string& account) const {
  const auto found = std::find_if(stations_.begin(), stations_.end(), [&](const auto& station) {
    const auto& settings = station->account().settings;
    return settings.municipality_id == municipality_id && settings.channel == channel && settings.account == account;
  });
  return found == stations_.end() ? nullptr : found->get();
}

absl::StatusOr<v1::Account> MessengersService::Describe(const Station& station) const {
  const std::string key = station.account().Key();
  const auto dead = store_.CountDead(key);
  if (!dead.ok()) return dead.status();
  const auto approval = store_.FindApproval(key);
  if (!approval.ok()) return approval.status();
  v1::Account account;
  account.set_channel(station.account().settings.channel);
  account.set_account(station.account().settings.account);
  account.set_connected(station.connected());
  account.set_credentials_refused(station.refused());
  account.set_held_here(station.held());
  account.set_dead_letters(static_cast<std::uint32_t>(*dead));
  account.set_books(station.books());
  account.set_books_by_default(station.capabilities().books_by_default);
  account.set_limits(LimitsOf(station.capabilities()));
  if (*approval) {
    auto& last = *account.mutable_approval();
    last.set_books((*approval)->books);
    last.set_by_account_id((*approval)->by_account);
    last.set_by_name((*approval)->by_name);
    last.set_reason((*approval)->reason);
    last.set_time_unix((*approval)->at / 1000);
  }
  return account;
}

grpc::Status MessengersService::ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                                             v1::ListAccountsResponse* response) {
  return rpc::Serve(*context, metrics_, "Messengers/ListAccounts", [&](const rpc::Caller& caller) -> absl::Status {
    if (auto actor = Administrator(caller, actor_key_, request->municipality_id()); !actor.ok()) return actor.status();
    for (const auto& station : stations_) {
      if (station->account().settings.municipality_id != request->municipality_id()) continue;
      auto account = Describe(*station);
      if (!account.ok()) return account.status();
      *response->add_accounts() = *std::move(account);
    }
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::ListDeadLetters(grpc::ServerContext* context, const v1::ListDeadLettersRequest* request,
                                                v1::ListDeadLettersResponse* response) {
  return rpc::Serve(*context, metrics_, "Messengers/ListDeadLetters", [&](const rpc::Caller& caller) -> absl::Status {
    if (auto actor = Administrator(caller, actor_key_, request->municipality_id()); !actor.ok()) return actor.status();
    const int limit = request->limit() == 0 ? kLettersByDefault
                                            : static_cast<int>(std::min<std::uint32_t>(request->limit(), kMostLetters));
    std::uint32_t total = 0;
    for (const auto& station : stations_) {
      const auto& settings = station->account().settings;
      if (settings.municipality_id != request->municipality_id()) continue;
      const auto letters = store_.DeadLetters(station->account().Key(), limit);
      const auto count = store_.CountDead(station->account().Key());
      if (!letters.ok() || !count.ok()) return letters.ok() ? count.status() : letters.status();
      total += static_cast<std::uint32_t>(*count);
      for (const DeadLetter& dead : *letters) {
        auto& letter = *response->add_letters();
        const auto colon = dead.reason.find(": ");
        letter.set_id(dead.id);
        letter.set_channel(settings.channel);
        letter.set_account(settings.account);
        letter.set_kind(dead.kind);
        letter.set_outcome(dead.reason.substr(0, colon));
        letter.set_reason(colon == std::string::npos ? "" : dead.reason.substr(colon + 2));
        letter.set_time_unix(dead.created / 1000);
        letter.set_peer(dead.key.peer.substr(0, 8));
      }
    }
    auto& all = *response->mutable_letters();
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.time_unix() > b.time_unix(); });
    if (all.size() > limit) all.DeleteSubrange(limit, all.size() - limit);
    response->set_total(total);
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::ResendDeadLetter(grpc::ServerContext* context,
                                                 const v1::ResendDeadLetterRequest* request,
                                                 v1::ResendDeadLetterResponse*) {
  return rpc::Serve(*context, metrics_, "Messengers/ResendDeadLetter", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Administrator(caller, actor_key_, request->municipality_id());
    if (!actor.ok()) return actor.status();
    Station* station = Find(request->municipality_id(), request->channel(), request->account());
    if (station == nullptr) return absl::NotFoundError("no such account");
    if (auto status = NoLetter(store_.Revive(station->account().Key(), request->id(), NowMillis())); !status.ok())
      return status;
    rpc::LogInfo("dead_letter_sent_again", {{"account", station->account().Key()}, {"by", actor->account_id()}});
    station->WakeAll();
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::DiscardDeadLetter(grpc::ServerContext* context,
                                                  const v1::DiscardDeadLetterRequest* request,
                                                  v1::DiscardDeadLetterResponse*) {
  return rpc::Serve(*context, metrics_, "Messengers/DiscardDeadLetter", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Administrator(caller, actor_key_, request->municipality_id());
    if (!actor.ok()) return actor.status();
    Station* station = Find(request->municipality_id(), request->channel(), request->account());
    if (station == nullptr) return absl::NotFoundError("no such account");
    if (auto status = NoLetter(store_.Discard(station->account().Key(), request->id())); !status.ok()) return status;
    rpc::LogInfo("dead_letter_discarded", {{"account", station->account().Key()}, {"by", actor->account_id()}});
    station->WakeAll();
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::SetDataLevel(grpc::ServerContext* context, const v1::SetDataLevelRequest* request,
                                             v1::SetDataLevelResponse* response) {
  return rpc::Serve(*context, metrics_, "Messengers/SetDataLevel", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Administrator(caller, actor_key_, request->municipality_id());
    if (!actor.ok()) return actor.status();
    Station* station = Find(request->municipality_id(), request->channel(), request->account());
    if (station == nullptr) return absl::NotFoundError("no such account");
    const std::size_t length = gateways::Length(request->reason(), gateways::Unit::kCodePoints);
    if (length > kLongestReason || (request->books() && length < kShortestReason))
      return absl::InvalidArgumentError(
          fmt::format("reason: expected {} to {} characters", kShortestReason, kLongestReason));
    const Approval approval{.books = request->books(),
                            .by_account = actor->account_id(),
                            .by_name = actor->display_name(),
                            .reason = request->reason(),
                            .at = NowMillis()};
    if (auto status = store_.Approve(station->account().Key(), approval); !status.ok()) return status;
    if (auto status = station->ReadLevel(); !status.ok()) return status;
    rpc::LogInfo("data_level_set",
                 {{"account", station->account().Key()}, {"books", station->books()}, {"by", actor->account_id()}});
    auto account = Describe(*station);
    if (!account.ok()) return account.status();
    *response->mutable_account() = *std::move(account);
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::ExportPerson(grpc::ServerContext* context, const v1::ExportPersonRequest* request,
                                             v1::ExportPersonResponse* response) {
  return rpc::Serve(*context, metrics_, "Messengers/ExportPerson", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Administrator(caller, actor_key_, request->municipality_id());
    if (!actor.ok()) return actor.status();
    const rpc::PersonWords person(request->email(), request->telephone());
    if (person.empty()) return absl::InvalidArgumentError(kWhom);
    const auto kept = store_.KeptOf(request->municipality_id(), person);
    if (!kept.ok()) return kept.status();
    for (const PersonKept& one : *kept) Encode(one, *response->add_peers());
    rpc::LogInfo("person_exported", {{"by", actor->account_id()}, {"peers", kept->size()}});
    return absl::OkStatus();
  });
}

grpc::Status MessengersService::ErasePerson(grpc::ServerContext* context, const v1::ErasePersonRequest* request,
                                            v1::ErasePersonResponse* response) {
  return rpc::Serve(*context, metrics_, "Messengers/ErasePerson", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = Administrator(caller, actor_key_, request->municipality_id());
    if (!actor.ok()) return actor.status();
    const rpc::PersonWords person(request->email(), request->telephone());
    if (person.empty()) return absl::InvalidArgumentError(kWhom);
    const auto& ids = request->hand_over_ids();
    const auto erased = store_.Erase(request->municipality_id(), person, {ids.begin(), ids.end()});
    if (!erased.ok()) return erased.status();
    response->set_peers(static_cast<std::uint32_t>(*erased));
    rpc::LogInfo("person_erased", {{"by", actor->account_id()}, {"peers", *erased}});
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::messengers
