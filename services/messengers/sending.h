// What waits for a peer goes out: in order, one send at a time, as fast as the channel allows.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "services/messengers/answering.h"
#include "services/messengers/pacing.h"

namespace amtslotse::messengers {

// Thread-safe for different peers.
class Sending {
 public:
  // `broken` is called when the channel refuses the account.
  Sending(Workplace workplace, std::function<void(const std::string& why)> broken);

  std::optional<Lanes::Time> Step(const PeerKey& key);
  // While closed nothing goes out; the caller wakes the lanes after opening.
  void SetOpen(bool open) { open_ = open; }

 private:
  // The next piece of a row; what became of it.
  struct Verdict {
    bool row_done = false;
    std::optional<Lanes::Time> again;
  };
  // What of the row's pieces is sent, and how.
  struct Run {
    std::optional<std::string> prompt;
    Accepted accepted;
  };
  // What was sent of a row and could not be noted, as on a full disk: it is noted later, and not sent again. Forgotten
  // with the process.
  struct Unnoted {
    std::string row;
    int next = 0;  // the piece that goes out next
    Run run;
  };
  // Of this row; where nothing is unnoted, as the store has it.
  Unnoted TakeUnnoted(const PeerKey& key, const Outgoing& row);
  void Keep(const PeerKey& key, Unnoted unnoted);
  void NoteProgress(const PeerKey& key, const Outgoing& row, int next, const Run& run);
  // The row as the channel can show it now.
  std::vector<gateways::Piece> PiecesOf(const Outgoing& row, bool outside_window) const;
  bool OutsideWindow(const Peer& peer, const Outgoing& row) const;
  Verdict SendRow(const PeerKey& key, const Peer& peer, const Outgoing& row);
  Verdict Failed(const PeerKey& key, const Outgoing& row, const gateways::SendOutcome& outcome);
  Verdict Bury(const PeerKey& key, const Outgoing& row, const gateways::SendOutcome& outcome);

  const Workplace at_;
  const std::function<void(const std::string& why)> broken_;
  Pacing pacing_;
  std::atomic<bool> open_{true};
  std::mutex mutex_;
  std::unordered_map<std::string, Unnoted> unnoted_;  // by lane, which is one thread's at a time
};

}  // namespace amtslotse::messengers
