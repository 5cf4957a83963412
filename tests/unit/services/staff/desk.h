// A staff service without its shell: a real database, a clock that stands, and cheap passwords.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "booking/sql/sqlite.h"
#include "services/staff/core/accounts.h"
#include "services/staff/core/audit.h"
#include "services/staff/core/links.h"
#include "services/staff/core/schema.h"
#include "services/staff/core/second_factor.h"
#include "services/staff/core/sessions.h"
#include "services/staff/core/sign_in.h"
#include "services/staff/core/totp.h"

namespace amtslotse::staff {

inline const MunicipalityId kErlenfurt{"erlenfurt"};
inline const MunicipalityId kKrummwik{"krummwik"};
inline const std::string kPassword = "Sieben Möwen am Kai";
inline const std::string kFirefox = "Firefox auf Linux";

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "staff-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<sql::Database> OpenDatabase(const std::string& path) {
  auto database = booking::sql::OpenSqlite({.path = path});
  if (!database.ok()) throw std::runtime_error(database.status().ToString());
  if (const auto migrated = Migrate(**database); !migrated.ok()) throw std::runtime_error(migrated.ToString());
  return *std::move(database);
}

struct Desk {
  explicit Desk(Policy policy = {}) : parts{*database, keys, clock, random, passwords, std::move(policy)} {}

  // The first administrator of a municipality, signed in.
  SessionToken Administrator(const MunicipalityId& municipality = kErlenfurt, const std::string& name = "anke") {
    const auto link = links.ForFirstAdministrator(municipality, kOperator);
    EXPECT_TRUE(link.ok()) << link.status();
    const auto redeemed = links.Redeem(municipality, link->token, name, kPassword, kFirefox);
    EXPECT_TRUE(redeemed.ok()) << redeemed.status();
    return *redeemed->token;
  }

  // An account with a password, without a second factor.
  Account Colleague(const std::string& name, std::set<Role> roles = {Role::kEditor},
                    const MunicipalityId& municipality = kErlenfurt) {
    const auto created = accounts.Create(municipality,
                                         {.name = {name},
                                          .display_name = "Kollegin " + name,
                                          .email = name + "@erlenfurt.example",
                                          .roles = std::move(roles),
                                          .offices = {}},
                                         kOperator);
    EXPECT_TRUE(created.ok()) << created.status();
    const auto link = links.ForAccount(municipality, created->id, false, kOperator);
    EXPECT_TRUE(link.ok()) << link.status();
    const auto redeemed = links.Redeem(municipality, link->token, "", kPassword, kFirefox);
    EXPECT_TRUE(redeemed.ok()) << redeemed.status();
    return redeemed->account;
  }

  SignInOutcome SignIn(const std::string& name, const std::string& password, const std::string& code = "",
                       const MunicipalityId& municipality = kErlenfurt) {
    const auto outcome = sign_ins.SignIn(municipality, {name, password, code}, kFirefox);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? *outcome : SignInOutcome(WrongCredentials{});
  }

  // Sets up a second factor and returns its secret.
  std::string Enrol(const SessionToken& token, std::vector<std::string>* recovery_codes = nullptr) {
    EXPECT_TRUE(second_factors.Begin(kErlenfurt, token).ok());
    std::string secret;
    EXPECT_TRUE(database
                    ->Read([&](sql::Transaction& transaction) -> absl::Status {
                      const auto presence = Present(transaction, parts, kErlenfurt, token);
                      if (!presence.ok()) return presence.status();
                      const auto stored = FindById(transaction, keys, kErlenfurt, presence->account.id);
                      secret = (*stored)->pending_totp_secret;
                      return absl::OkStatus();
                    })
                    .ok());
    const auto outcome = second_factors.Finish(kErlenfurt, token, CodeNow(secret));
    EXPECT_TRUE(outcome.ok() && std::holds_alternative<Enrolled>(*outcome));
    if (recovery_codes != nullptr) *recovery_codes = std::get<Enrolled>(*outcome).recovery_codes;
    return secret;
  }
  std::string CodeNow(const std::string& secret) const {
    return HotpCode(secret, static_cast<std::uint64_t>(TotpStep(clock.Now())));
  }

  std::vector<std::string> Actions(const MunicipalityId& municipality = kErlenfurt) {
    std::vector<std::string> actions;
    const auto lines = ListAudit(*database, municipality, 0, 500);
    for (const auto& line : *lines) actions.push_back(line.line.action);
    return actions;
  }

  Folder folder;
  keys::SeededRandomness random{7};
  booking::ManualClock clock{Instant(std::chrono::seconds(1'790'000'000))};
  KeyRing keys = *KeyRing::Parse(KeyRing::NewFile(random));
  std::unique_ptr<sql::Database> database = OpenDatabase(folder / "staff.db");
  PasswordHasher passwords{{.passes = 1, .memory_bytes = 8192, .parallel = 2, .waiting = 64}};
  Parts parts;
  Sessions sessions{parts};
  SignIns sign_ins{parts};
  SecondFactors second_factors{parts};
  Links links{parts};
  Accounts accounts{parts};
};

}  // namespace amtslotse::staff
