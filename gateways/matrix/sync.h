// Matrix's /sync answers as neutral events.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gateways/message.h"

namespace amtslotse::gateways::matrix {

struct Invitation {
  std::string room;
  bool direct = false;
};

// Events between the last sync and this one that did not fit into it.
struct Gap {
  std::string room;
  std::string before;  // prev_batch
};

struct Sync {
  std::string next;  // empty: this was no answer to /sync
  std::vector<Invitation> invitations;
  std::vector<Inbound> events;  // in order per room
  std::vector<Gap> gaps;
  std::map<std::string, int> members;  // joined, of rooms whose number is told
};

// `own_user` is who we are. Members of an unexpected type count as absent.
Sync ParseSync(const nlohmann::json& answer, const std::string& own_user);
// One event of a room's timeline; nothing when it is of no interest.
std::optional<Inbound> ParseEvent(const nlohmann::json& event, const std::string& room, const std::string& own_user);

// What of a sync is asked for.
nlohmann::json SyncFilter();

}  // namespace amtslotse::gateways::matrix
