// The provider of tests/emulators, as a process of its own for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <string>

namespace amtslotse::staff {

class OpenIdProvider {
 public:
  // Throws std::runtime_error when it does not start.
  explicit OpenIdProvider(const std::string& redirect_url);
  ~OpenIdProvider();
  OpenIdProvider(const OpenIdProvider&) = delete;
  OpenIdProvider& operator=(const OpenIdProvider&) = delete;

  const std::string& issuer() const { return issuer_; }
  // Merges a JSON object into what it does.
  void Behave(const std::string& json) const;
  std::string State() const;
  // Signs the person in: follows the authorization URL and returns where the browser is sent back to; empty when the
  // provider refuses.
  std::string SignIn(const std::string& authorization_url) const;

 private:
  pid_t process_ = -1;
  int input_ = -1;
  std::string issuer_;
};

}  // namespace amtslotse::staff
