// The staff service's words for who and where. Parsing happens at the edge; an id in here is well-formed.
#pragma once

#include <compare>
#include <string>

#include "booking/ids.h"

namespace amtslotse::staff {

using booking::MunicipalityId;
using booking::OfficeId;

struct AccountId {
  std::string value;
  auto operator<=>(const AccountId&) const = default;
};

// Names a session in a list; opens nothing.
struct SessionId {
  std::string value;
  auto operator<=>(const SessionId&) const = default;
};

// Opens a session (192 random bits). Only the browser has it; the store keeps a keyed hash.
struct SessionToken {
  std::string value;
};

// Opens a one-time link (192 random bits). The store keeps a keyed hash.
struct LinkToken {
  std::string value;
};

// Who did it, for the audit: an account's id, or one of these.
struct ActorName {
  std::string value;
};
inline const ActorName kOperator{"operator"};  // the machine's operator, through the command line
inline const ActorName kNobody{"nobody"};      // somebody who is not signed in

}  // namespace amtslotse::staff
