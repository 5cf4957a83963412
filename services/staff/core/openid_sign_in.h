// Signing in at a provider: what is remembered meanwhile, and whose account it is.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>

#include "services/staff/core/parts.h"
#include "services/staff/core/provider.h"
#include "services/staff/core/sign_in.h"

namespace amtslotse::staff {

// Thread-safe. Borrows `parts`.
class OpenIdSignIns {
 public:
  explicit OpenIdSignIns(const Parts& parts) : parts_(parts) {}

  // Remembered for Policy::openid. INVALID_ARGUMENT when the redirect URL is none of http or https.
  absl::StatusOr<Authorization> Begin(const MunicipalityId& municipality, const std::string& redirect_url, bool fresh);
  // Once. UNAUTHENTICATED when the state is unknown, used, too old or of another municipality.
  absl::StatusOr<Authorization> Take(const MunicipalityId& municipality, const std::string& state);
  // The account that is connected to this identity; else, and then connected from now on, the one account
  // that has its verified address. Nothing when there is none, it is disabled, or the address is several
  // accounts'.
  absl::StatusOr<std::optional<SignedIn>> Admit(const MunicipalityId& municipality, const Identity& identity,
                                                const std::string& device);

 private:
  const Parts& parts_;
};

}  // namespace amtslotse::staff
