#include "services/cli/privacy/traces.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "amtslotse/messengers/v1/messengers.grpc.pb.h"
#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/cli/key_file.h"
#include "services/cli/supervisor/probe.h"
#include "services/dialogue/hand_over_store.h"
#include "services/messengers/store.h"
#include "services/rpc/call.h"
#include "services/rpc/person_words.h"

namespace amtslotse::cli {
namespace {

using dialogue::v1::Dialogue;
using messengers::v1::Messengers;
using nlohmann::json;

constexpr std::chrono::seconds kAnswerWithin{30};
constexpr const char* kBy = "cli";

// One who asked, and where an answer is looked for.
struct Search {
  const Installation& installation;
  const ServiceAccess& access;
  const Erasure& who;
  rpc::PersonWords words;
};

struct HandOver {
  std::string id;
  json kept;
};

// --- of a process that runs ---

template <class Stub, class Method, class Request>
auto Ask(Stub& stub, Method method, const Request& request, const Search& search, const char* name) {
  return rpc::Call(stub, method, request, search.access.Administrator(search.who.municipality, kAnswerWithin),
                   {.method = name, .repeatable = true, .timeout = kAnswerWithin});
}

bool Names(const dialogue::v1::GetHandOverResponse& kept, const rpc::PersonWords& words) {
  if (words.In(kept.hand_over().telephone())) return true;
  const auto named = [&](const auto& one) { return words.In(one.text()); };
  return std::any_of(kept.transcript().begin(), kept.transcript().end(), named) ||
         std::any_of(kept.notes().begin(), kept.notes().end(), named);
}

json KeptOf(const dialogue::v1::GetHandOverResponse& kept) {
  json texts = json::array();
  for (const auto& message : kept.transcript()) texts.push_back(message.text());
  json notes = json::array();
  for (const auto& note : kept.notes()) notes.push_back(note.text());
  return {{"since_unix", kept.hand_over().since_unix()},
          {"state", kept.hand_over().state()},
          {"name", kept.hand_over().name()},
          {"telephone", kept.hand_over().telephone()},
          {"texts", std::move(texts)},
          {"notes", std::move(notes)}};
}

using Stub = Dialogue::StubInterface;

absl::StatusOr<std::vector<HandOver>> RunningHandOvers(Stub& dialogue, const Search& search) {
  dialogue::v1::ListHandOversRequest list;
  list.set_municipality_id(search.who.municipality);
  const auto all = Ask(dialogue, &Stub::ListHandOvers, list, search, "Dialogue/ListHandOvers");
  // Hand-over is switched off.
  if (absl::IsUnimplemented(all.status()) || absl::IsFailedPrecondition(all.status())) return std::vector<HandOver>();
  if (!all.ok()) return all.status();
  std::vector<HandOver> found;
  for (const auto& one : all->hand_overs()) {
    dialogue::v1::GetHandOverRequest get;
    get.set_municipality_id(search.who.municipality);
    get.set_hand_over_id(one.id());
    const auto kept = Ask(dialogue, &Stub::GetHandOver, get, search, "Dialogue/GetHandOver");
    if (absl::IsNotFound(kept.status())) continue;
    if (!kept.ok()) return kept.status();
    if (Names(*kept, search.words)) found.push_back({one.id(), KeptOf(*kept)});
  }
  return found;
}

absl::Status RemoveRunning(Stub& dialogue, const Search& search, const std::string& id) {
  dialogue::v1::DeleteHandOverRequest remove;
  remove.set_municipality_id(search.who.municipality);
  remove.set_hand_over_id(id);
  return Ask(dialogue, &Stub::DeleteHandOver, remove, search, "Dialogue/DeleteHandOver").status();
}

template <class Request>
Request Whom(const Search& search) {
  Request request;
  request.set_municipality_id(search.who.municipality);
  request.set_email(search.who.email);
  request.set_telephone(search.who.telephone);
  return request;
}

json Encode(const messengers::v1::KeptPeer& peer) {
  return {{"channel", peer.channel()},
          {"account", peer.account()},
          {"address", peer.address()},
          {"last_inbound_unix", peer.last_inbound_unix()},
          {"received", std::vector<std::string>(peer.received().begin(), peer.received().end())},
          {"outgoing", std::vector<std::string>(peer.outgoing().begin(), peer.outgoing().end())}};
}

// --- of a store that nobody else has open ---

struct OpenStore {
  std::unique_ptr<keys::KeyRing> keys;
  std::unique_ptr<booking::sql::Database> database;
};

// Nothing: there is no such store yet.
absl::StatusOr<std::optional<OpenStore>> OpenStoreOf(const Search& search, const std::string& owner,
                                                     const std::string& setting, const char* file) {
  const std::string postgres = DatabaseSetting(setting);
  const auto path = search.installation.Store(owner) / file;
  std::error_code failed;
  if (postgres.empty() && !std::filesystem::exists(path, failed)) return std::nullopt;
  auto keys = LoadKeys(search.installation.KeyRing(owner), search.installation.Store(owner));
  if (!keys.ok()) return keys.status();
  auto database = postgres.empty() ? booking::sql::OpenSqlite({.path = path})
                                   : booking::sql::OpenPostgres({.connection = postgres, .connections = 1});
  if (!database.ok()) return database.status();
  return OpenStore{std::make_unique<keys::KeyRing>(*std::move(keys)), *std::move(database)};
}

absl::StatusOr<std::vector<HandOver>> StoredHandOvers(dialogue::HandOverStore& store, const Search& search) {
  const auto records = store.List(search.who.municipality, "");
  if (!records.ok()) return records.status();
  std::vector<HandOver> found;
  for (const auto& record : *records) {
    const auto messages = store.Messages(record.municipality_id, record.id);
    if (!messages.ok()) return messages.status();
    bool named = search.words.In(record.telephone) || search.words.In(record.peer);
    json texts = json::array();
    json notes = json::array();
    for (const auto& message : *messages) {
      named = named || search.words.In(message.text);
      texts.push_back(message.text);
    }
    for (const auto& note : record.notes) {
      named = named || search.words.In(note.text);
      notes.push_back(note.text);
    }
    if (!named) continue;
    found.push_back({record.id,
                     {{"since_unix", record.since.time_since_epoch().count()},
                      {"state", record.state},
                      {"name", record.name},
                      {"telephone", record.telephone},
                      {"texts", std::move(texts)},
                      {"notes", std::move(notes)}}});
  }
  return found;
}

// --- either ---

// What is found of hand-overs; each is removed when `erase` says so.
absl::StatusOr<std::vector<HandOver>> HandOvers(const Search& search, bool erase) {
  std::unique_ptr<Stub> running;
  std::optional<OpenStore> open;
  std::unique_ptr<dialogue::HandOverStore> store;
  absl::StatusOr<std::vector<HandOver>> found = std::vector<HandOver>();
  if (SomeoneListens(search.installation.Address("dialogue"))) {
    running = Dialogue::NewStub(search.access.Channel("dialogue"));
    found = RunningHandOvers(*running, search);
  } else {
    auto opened = OpenStoreOf(search, "dialogue", "DIALOGUE_DATABASE", "dialogue.db");
    if (!opened.ok()) return opened.status();
    open = *std::move(opened);
    if (!open) return found;
    auto made = dialogue::HandOverStore::Open(*open->database, *open->keys);
    if (!made.ok()) return made.status();
    store = *std::move(made);
    found = StoredHandOvers(*store, search);
  }
  if (!found.ok() || !erase) return found;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (const HandOver& one : *found) {
    const absl::Status gone = running != nullptr ? RemoveRunning(*running, search, one.id)
                                                 : store->Remove(search.who.municipality, one.id,
                                                                 {kBy, "deleted", one.id, search.who.reason}, now);
    if (!gone.ok()) return gone;
  }
  return found;
}

absl::StatusOr<json> Peers(const Search& search) {
  json peers = json::array();
  if (SomeoneListens(search.installation.Address("messengers"))) {
    const auto messengers = Messengers::NewStub(search.access.Channel("messengers"));
    const auto kept = Ask(*messengers, &Messengers::StubInterface::ExportPerson,
                          Whom<messengers::v1::ExportPersonRequest>(search), search, "Messengers/ExportPerson");
    if (!kept.ok()) return kept.status();
    for (const auto& peer : kept->peers()) peers.push_back(Encode(peer));
    return peers;
  }
  const auto open = OpenStoreOf(search, "messengers", "MESSENGERS_DATABASE", "messengers.sqlite");
  if (!open.ok()) return open.status();
  if (!*open) return peers;
  keys::SystemRandomness random;
  messengers::Store store(*(*open)->database, *(*open)->keys, random);
  if (auto prepared = store.Prepare(); !prepared.ok()) return prepared;
  const auto kept = store.KeptOf(search.who.municipality, search.words);
  if (!kept.ok()) return kept.status();
  for (const auto& one : *kept)
    peers.push_back({{"account", one.key.account},
                     {"address", one.address},
                     {"last_inbound_unix", one.last_inbound / 1000},
                     {"received", one.received},
                     {"outgoing", one.outgoing}});
  return peers;
}

absl::StatusOr<unsigned> ErasePeers(const Search& search, const std::vector<std::string>& hand_over_ids) {
  if (SomeoneListens(search.installation.Address("messengers"))) {
    const auto messengers = Messengers::NewStub(search.access.Channel("messengers"));
    auto whom = Whom<messengers::v1::ErasePersonRequest>(search);
    for (const std::string& id : hand_over_ids) whom.add_hand_over_ids(id);
    const auto erased =
        Ask(*messengers, &Messengers::StubInterface::ErasePerson, whom, search, "Messengers/ErasePerson");
    if (!erased.ok()) return erased.status();
    return erased->peers();
  }
  const auto open = OpenStoreOf(search, "messengers", "MESSENGERS_DATABASE", "messengers.sqlite");
  if (!open.ok()) return open.status();
  if (!*open) return 0;
  keys::SystemRandomness random;
  messengers::Store store(*(*open)->database, *(*open)->keys, random);
  if (auto prepared = store.Prepare(); !prepared.ok()) return prepared;
  const auto erased = store.Erase(search.who.municipality, search.words, hand_over_ids);
  if (!erased.ok()) return erased.status();
  return static_cast<unsigned>(*erased);
}

Search Of(const Installation& installation, const ServiceAccess& access, const Erasure& who) {
  return {installation, access, who, rpc::PersonWords(who.email, who.telephone)};
}

}  // namespace

std::string DatabaseSetting(const std::string& name) {
  if (const char* given = std::getenv(name.c_str())) return given;
  const char* file = std::getenv((name + "_FILE").c_str());
  if (file == nullptr) return "";
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

absl::StatusOr<ErasedTraces> EraseTraces(const Installation& installation, const ServiceAccess& access,
                                         const Erasure& who) {
  const Search search = Of(installation, access, who);
  if (search.words.empty()) return ErasedTraces{};
  // What messengers still carry of the hand-overs first: once those are gone nobody knows which they were.
  const auto found = HandOvers(search, /*erase=*/false);
  if (!found.ok()) return found.status();
  std::vector<std::string> ids;
  for (const HandOver& one : *found) ids.push_back(one.id);
  const auto peers = ErasePeers(search, ids);
  if (!peers.ok()) return peers.status();
  const auto hand_overs = HandOvers(search, /*erase=*/true);
  if (!hand_overs.ok()) return hand_overs.status();
  return ErasedTraces{static_cast<unsigned>(hand_overs->size()), *peers};
}

absl::StatusOr<json> TracesOf(const Installation& installation, const ServiceAccess& access, const Erasure& who) {
  const Search search = Of(installation, access, who);
  json traces{{"hand_overs", json::array()}, {"messengers", json::array()}};
  if (search.words.empty()) return traces;
  const auto hand_overs = HandOvers(search, /*erase=*/false);
  if (!hand_overs.ok()) return hand_overs.status();
  for (const HandOver& one : *hand_overs) traces["hand_overs"].push_back(one.kept);
  auto peers = Peers(search);
  if (!peers.ok()) return peers.status();
  traces["messengers"] = *std::move(peers);
  return traces;
}

}  // namespace amtslotse::cli
