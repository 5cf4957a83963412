#include "services/messengers/sending.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "gateways/rendering.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

using gateways::Piece;
using gateways::SendClass;
using gateways::SendOutcome;
using std::chrono::milliseconds;

constexpr Millis kGiveUpAfter = 24LL * 60 * 60 * 1000;
constexpr int kMostUnknown = 3;
constexpr Millis kLongestPause = 60000;
constexpr Millis kStorePause = 1000;  // until a store that refused is asked again
constexpr int kAllPieces = std::numeric_limits<int>::max();

Lanes::Time Now() { return std::chrono::steady_clock::now(); }
Lanes::Time In(Millis pause) { return Now() + milliseconds(pause); }

}  // namespace

Sending::Sending(Workplace workplace, std::function<void(const std::string& why)> broken)
    : at_(workplace),
      broken_(std::move(broken)),
      pacing_(workplace.adapter.capabilities().per_peer, workplace.adapter.capabilities().per_account) {}

std::optional<Lanes::Time> Sending::Step(const PeerKey& key) {
  if (!open_) return std::nullopt;
  const auto next = at_.store.NextOutgoing(key);
  if (!next.ok()) {
    rpc::LogError("outbox_unreadable", {{"account", key.account}, {"why", rpc::ToString(next.status().message())}});
    return In(5000);
  }
  if (!next->has_value()) return std::nullopt;
  const Outgoing& row = **next;
  if (const Millis now = NowMillis(); row.due > now) return In(row.due - now);
  const auto peer = at_.store.FindPeer(key);
  if (!peer.ok()) return In(5000);
  if (!peer->has_value()) {
    return at_.store.Drop(key, row, "permanent").ok() ? Now() : In(1000);  // forgotten meanwhile
  }
  const Verdict verdict = SendRow(key, **peer, row);
  return verdict.row_done ? Now() : verdict.again;
}

std::vector<Piece> Sending::PiecesOf(const Outgoing& row, bool outside_window) const {
  const gateways::Capabilities& channel = at_.adapter.capabilities();
  if (!outside_window) return gateways::Render(row.messages, channel);
  gateways::Capabilities text_only = channel;
  text_only.buttons = text_only.list_rows = 0;
  Piece whole{.text = "", .buttons = {}, .outside_window = true, .file = {}};
  for (const Piece& piece : gateways::Render(row.messages, text_only)) {
    if (!whole.text.empty() && !piece.text.empty()) whole.text += "\n";
    whole.text += piece.text;
  }
  return {whole};
}

bool Sending::OutsideWindow(const Peer& peer, const Outgoing& row) const {
  const auto window = at_.adapter.capabilities().window;
  return window.count() > 0 && (row.OutsideWindow() || NowMillis() - peer.last_inbound >= milliseconds(window).count());
}

Sending::Unnoted Sending::TakeUnnoted(const PeerKey& key, const Outgoing& row) {
  const std::lock_guard lock(mutex_);
  const auto kept = unnoted_.extract(key.Lane());
  if (!kept.empty() && kept.mapped().row == row.key) return std::move(kept.mapped());
  return {.row = row.key, .next = row.piece, .run = {}};
}

void Sending::Keep(const PeerKey& key, Unnoted unnoted) {
  const std::lock_guard lock(mutex_);
  unnoted_.insert_or_assign(key.Lane(), std::move(unnoted));
}

void Sending::NoteProgress(const PeerKey& key, const Outgoing& row, int next, const Run& run) {
  if (!at_.store.Progress(key, row.key, next).ok()) Keep(key, {.row = row.key, .next = next, .run = run});
}

Sending::Verdict Sending::SendRow(const PeerKey& key, const Peer& peer, const Outgoing& row) {
  bool outside = OutsideWindow(peer, row);
  std::vector<Piece> pieces = PiecesOf(row, outside);
  Unnoted before = TakeUnnoted(key, row);
  const int first = before.next;
  Run run = std::move(before.run);
  for (int i = first; i < static_cast<int>(pieces.size()); ++i) {
    const Lanes::Time leave = pacing_.Take(key.peer, Now());
    if (leave > Now()) {
      if (i > row.piece) NoteProgress(key, row, i, run);
      return {.row_done = false, .again = leave};
    }
    // Another process may have taken the account over: then this one sends nothing any more.
    if (!row.begun && i == row.piece) {
      const absl::Status begun = at_.store.Begin(key, row.key);
      if (absl::IsAborted(begun)) return {};
      // Where that cannot be noted, neither can that it was sent, and it would be sent again.
      if (!begun.ok()) return {.row_done = false, .again = In(kStorePause)};
    }
    run.accepted.shown = NowMillis();
    SendOutcome outcome =
        at_.adapter.Send(peer.address, pieces[static_cast<std::size_t>(i)], fmt::format("{}.{}", row.key, i));
    at_.counters.Sent(gateways::NameOf(outcome.outcome));
    if (outcome.outcome == SendClass::kWindowClosed && !outside) {
      // The channel's clock is the one that counts.
      outside = true;
      pieces = PiecesOf(row, outside);
      i = -1;
      continue;
    }
    if (outcome.outcome != SendClass::kSent) {
      if (i > row.piece) NoteProgress(key, row, i, run);
      return Failed(key, row, outcome);
    }
    if (!pieces[static_cast<std::size_t>(i)].buttons.empty()) run.prompt = outcome.reference;
    if (!outcome.reference.empty() && at_.adapter.capabilities().fails_later)
      run.accepted.references.push_back(outcome.reference);
    if (i + 1 < static_cast<int>(pieces.size())) (void)at_.store.Progress(key, row.key, i + 1);
  }
  if (first != kAllPieces) {
    at_.counters.Answered(milliseconds(NowMillis() - row.created));
    run.accepted.at = NowMillis();
  }
  if (const auto status = at_.store.Sent(key, row, run.prompt, run.accepted); !status.ok()) {
    rpc::LogError("store_failed", {{"account", key.account}, {"why", rpc::ToString(status.message())}});
    Keep(key, {.row = row.key, .next = kAllPieces, .run = std::move(run)});
    return {.row_done = false, .again = In(kStorePause)};
  }
  if (run.prompt && !peer.prompt.empty()) {
    at_.hints.Post([&adapter = at_.adapter, address = peer.address, old = peer.prompt] {
      adapter.RetireChoices(address, old, "");
    });
  }
  return {.row_done = true, .again = {}};
}

Sending::Verdict Sending::Failed(const PeerKey& key, const Outgoing& row, const SendOutcome& outcome) {
  rpc::LogWarning("send_failed", {{"account", key.account},
                                  {"peer", key.peer.substr(0, 8)},
                                  {"outcome", gateways::NameOf(outcome.outcome)},
                                  {"why", outcome.reason},
                                  {"attempt", row.attempts}});
  const Millis now = NowMillis();
  const Millis backoff = std::min<Millis>(kLongestPause, 500LL << std::min(row.attempts, 8));
  switch (outcome.outcome) {
    case SendClass::kAuthBroken:
      open_ = false;
      broken_(outcome.reason);
      return {};
    case SendClass::kRetry: {
      if (!outcome.moved_to.empty() && row.attempts == 0) {
        (void)at_.store.SetAddress(key, outcome.moved_to);
        (void)at_.store.PostponeOutgoing(key, row.key, now, false);
        return {.row_done = true, .again = {}};
      }
      if (now - row.created > kGiveUpAfter) return Bury(key, row, outcome);
      const Millis pause = outcome.retry_after.count() > 0 ? outcome.retry_after.count() : backoff;
      if (outcome.whole_account) pacing_.HoldUntil(In(pause));
      (void)at_.store.PostponeOutgoing(key, row.key, now + pause, false);
      return {.row_done = false, .again = In(pause)};
    }
    case SendClass::kUnknown: {
      const bool repeatable = at_.adapter.capabilities().idempotent_sends;
      if ((!repeatable && row.unknown + 1 >= kMostUnknown) || now - row.created > kGiveUpAfter)
        return Bury(key, row, outcome);
      if (!repeatable) at_.counters.SentAgain();
      (void)at_.store.PostponeOutgoing(key, row.key, now + backoff, true);
      return {.row_done = false, .again = In(backoff)};
    }
    case SendClass::kBlocked:
      if (!at_.store.SetBlocked(key).ok() || !at_.store.Drop(key, row, "blocked").ok())
        return {.row_done = false, .again = In(1000)};
      return {.row_done = true, .again = {}};
    default: return Bury(key, row, outcome);
  }
}

// What can not be sent does not hold up what comes after it.
Sending::Verdict Sending::Bury(const PeerKey& key, const Outgoing& row, const SendOutcome& outcome) {
  const std::string name(gateways::NameOf(outcome.outcome));
  if (const auto status = at_.store.Kill(key, row, name, fmt::format("{}: {}", name, outcome.reason)); !status.ok())
    return {.row_done = false, .again = In(1000)};
  if (const auto dead = at_.store.CountDead(key.account); dead.ok()) at_.counters.SetDead(*dead);
  return {.row_done = true, .again = {}};
}

}  // namespace amtslotse::messengers
