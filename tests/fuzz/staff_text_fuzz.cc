// Whatever people type into the sign-in and account forms.
#include <cstdlib>

#include "services/staff/core/account.h"
#include "services/staff/core/password.h"
#include "services/staff/core/sessions.h"
#include "services/staff/core/totp.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::staff;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto name = ParseLoginName(text); name.ok() && ParseLoginName(name->value) != name) std::abort();
  if (const auto email = ParseEmail(text); email.ok() && ParseEmail(*email) != email) std::abort();
  if (const auto name = ParseDisplayName(text); name.ok() && PrintableLength(*name) < 1) std::abort();
  if (const auto code = ParseRecoveryCode(text); code && ParseRecoveryCode(*code) != code) std::abort();
  if (PrintableLength(DeviceText(text)) < 0) std::abort();
  (void)ParseNewPassword(text, {"anke"});
  (void)ParseOfficeId(text);
  (void)MatchTotp("12345678901234567890", text, std::chrono::sys_seconds(std::chrono::seconds(59)), 0);
  return 0;
}
