// One person's right to know and to be forgotten.
#include <map>

#include "services/messengers/store.h"
#include "services/messengers/store_seals.h"

namespace amtslotse::messengers {
namespace {

using booking::sql::Blob;
using booking::sql::Statement;
using booking::sql::Transaction;

constexpr Statement kAccounts{
    "SELECT account FROM peer UNION SELECT account FROM inbox UNION SELECT account FROM outbox UNION SELECT account "
    "FROM kept"};
constexpr Statement kPeers{"SELECT peer, address, last_inbound FROM peer WHERE account = ?1"};
constexpr Statement kEvents{
    "SELECT peer, event, content FROM inbox WHERE account = ?1 AND content IS NOT NULL ORDER BY place"};
constexpr Statement kOutgoing{"SELECT peer, key, content FROM outbox WHERE account = ?1 AND state <> 2 ORDER BY place"};
constexpr Statement kKept{"SELECT peer, reference, content FROM kept WHERE account = ?1"};

constexpr Statement kForgetEvents{"UPDATE inbox SET content = NULL, dead = 0 WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetOutgoing{
    "DELETE FROM outbox WHERE account = ?1 AND peer = ?2 AND (delivery = '' OR (state = 1 AND outcome = ''))"};
// What dialogue waits to hear of is reported first, without what it said.
constexpr Statement kReportOutgoing{
    "UPDATE outbox SET state = 2, outcome = 'blocked', reason = '', content = ?3 WHERE account = ?1 AND peer = ?2 AND "
    "state <> 2"};
constexpr Statement kEmptyReported{"UPDATE outbox SET content = ?3 WHERE account = ?1 AND peer = ?2 AND state = 2"};
// ?1: the town's accounts, ?2: the deliveries of a hand-over; both as beginnings.
constexpr Statement kForgetDead{
    "DELETE FROM outbox WHERE account LIKE ?1 AND delivery LIKE ?2 AND state = 1 AND outcome = ''"};
constexpr Statement kReportSaid{
    "UPDATE outbox SET state = 2, outcome = 'blocked', reason = '', content = ?3 WHERE account LIKE ?1 AND "
    "delivery LIKE ?2 AND state <> 2"};
constexpr Statement kEmptySaid{
    "UPDATE outbox SET content = ?3 WHERE account LIKE ?1 AND delivery LIKE ?2 AND state = 2"};
constexpr Statement kUnkeepSaid{"DELETE FROM kept WHERE account LIKE ?1 AND delivery LIKE ?2"};
constexpr Statement kForgetKept{"DELETE FROM kept WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetOffer{"DELETE FROM offer WHERE account = ?1 AND peer = ?2"};
constexpr Statement kForgetPeer{"DELETE FROM peer WHERE account = ?1 AND peer = ?2"};

using ByPeer = std::map<std::string, PersonKept>;

std::string TextOf(const gateways::Inbound& event) {
  if (const auto* said = std::get_if<gateways::Said>(&event.content)) return said->text;
  if (const auto* chose = std::get_if<gateways::Chose>(&event.content)) return chose->label;
  return "";
}

absl::StatusOr<std::string> TextOf(const std::string& messages) {
  dialogue::v1::SendResponse list;
  if (!list.ParseFromString(messages)) return absl::DataLossError("a message in the outbox cannot be read");
  std::string text;
  for (const auto& message : list.messages()) {
    text += message.text() + "\n";
    for (const auto& card : message.cards()) {
      text += card.title() + "\n";
      for (const std::string& line : card.lines()) text += line + "\n";
    }
  }
  return text;
}

}  // namespace

absl::StatusOr<std::vector<PersonKept>> Store::KeptOf(const std::string& municipality_id,
                                                      const rpc::PersonWords& person) {
  std::vector<PersonKept> kept;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    kept.clear();
    const auto accounts = t.Run(kAccounts, {});
    if (!accounts.ok()) return accounts.status();
    for (std::size_t i = 0; i < accounts->size(); ++i) {
      const std::string& account = accounts->Text(i, 0);
      if (!account.starts_with(municipality_id + "/")) continue;
      if (auto found = AddKept(t, account, person, kept); !found.ok()) return found;
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return kept;
}

absl::Status Store::AddKept(Transaction& t, const std::string& account, const rpc::PersonWords& person,
                            std::vector<PersonKept>& kept) {
  ByPeer all;
  const auto of = [&](const std::string& peer) -> PersonKept& {
    PersonKept& one = all[peer];
    one.key = {account, peer};
    return one;
  };
  const auto peers = t.Run(kPeers, {account});
  if (!peers.ok()) return peers.status();
  for (std::size_t i = 0; i < peers->size(); ++i) {
    PersonKept& one = of(peers->Text(i, 0));
    auto address = Open(peers->Bytes(i, 1), AddressContext(one.key));
    if (!address.ok()) return address.status();
    one.address = *std::move(address);
    one.last_inbound = peers->Int(i, 2);
  }
  const auto events = t.Run(kEvents, {account});
  if (!events.ok()) return events.status();
  for (std::size_t i = 0; i < events->size(); ++i) {
    const auto plain = Open(events->Bytes(i, 2), EventContext(account, events->Text(i, 1)));
    if (!plain.ok()) return plain.status();
    const auto event = gateways::InboundFromJson(*plain);
    if (event) of(events->Text(i, 0)).received.push_back(TextOf(*event));
  }
  const auto outgoing = [&](const Statement& statement, const auto& context) -> absl::Status {
    const auto rows = t.Run(statement, {account});
    if (!rows.ok()) return rows.status();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const auto plain = Open(rows->Bytes(i, 2), context(account, rows->Text(i, 1)));
      if (!plain.ok()) return plain.status();
      auto text = TextOf(*plain);
      if (!text.ok()) return text.status();
      of(rows->Text(i, 0)).outgoing.push_back(*std::move(text));
    }
    return absl::OkStatus();
  };
  if (auto read = outgoing(kOutgoing, OutgoingContext); !read.ok()) return read;
  if (auto read = outgoing(kKept, KeptContext); !read.ok()) return read;
  for (auto& [peer, one] : all)
    if (one.Names(person)) kept.push_back(std::move(one));
  return absl::OkStatus();
}

bool PersonKept::Names(const rpc::PersonWords& person) const {
  if (person.In(address)) return true;
  for (const auto* texts : {&received, &outgoing})
    for (const std::string& text : *texts)
      if (person.In(text)) return true;
  return false;
}

absl::Status Store::ForgetHandOver(Transaction& t, const std::string& municipality_id, const std::string& id) {
  if (id.empty() || id.find_first_of("%_\\") != std::string::npos) return absl::OkStatus();  // never one of ours
  const std::string town = municipality_id + "/%";
  const std::string said = "h." + id + ".%";
  return t
      .RunAll({{&kForgetDead, {town, said}},
               {&kReportSaid, {town, said, Blob{}}},
               {&kEmptySaid, {town, said, Blob{}}},
               {&kUnkeepSaid, {town, said}}})
      .status();
}

absl::StatusOr<int> Store::Erase(const std::string& municipality_id, const rpc::PersonWords& person,
                                 const std::vector<std::string>& hand_over_ids) {
  const auto kept = KeptOf(municipality_id, person);
  if (!kept.ok()) return kept.status();
  const absl::Status status = database_.Write([&](Transaction& t) -> absl::Status {
    for (const PersonKept& one : *kept) {
      const std::string& account = one.key.account;
      const std::string& peer = one.key.peer;
      const auto done = t.RunAll({{&kForgetEvents, {account, peer}},
                                  {&kForgetOutgoing, {account, peer}},
                                  {&kReportOutgoing, {account, peer, Blob{}}},
                                  {&kEmptyReported, {account, peer, Blob{}}},
                                  {&kForgetKept, {account, peer}},
                                  {&kForgetOffer, {account, peer}},
                                  {&kForgetPeer, {account, peer}}});
      if (!done.ok()) return done.status();
    }
    for (const std::string& id : hand_over_ids)
      if (auto forgotten = ForgetHandOver(t, municipality_id, id); !forgotten.ok()) return forgotten;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return static_cast<int>(kept->size());
}

}  // namespace amtslotse::messengers
