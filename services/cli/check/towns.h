// What each municipality must have before the public may use it.
#pragma once

#include <chrono>
#include <string>

#include "services/cli/check/finding.h"
#include "services/rpc/tls.h"

namespace amtslotse::cli {

// Imprint (§ 5 DDG), privacy notice (Art. 13 DSGVO), accessibility statement (§ 12b BGG and the laws of the Länder),
// time zone, contacts; no demo town in public. Asks the knowledge process at `address`, as `own` where that is over
// TLS, waiting up to `wait` for it.
Findings CheckTowns(const std::string& address, const rpc::TlsIdentity& own, bool is_public, std::chrono::seconds wait);

}  // namespace amtslotse::cli
