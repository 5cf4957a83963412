#include "services/messengers/accounts.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "keys/private_file.h"

namespace amtslotse::messengers {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

bool IsName(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
             std::string::npos;
}

absl::StatusOr<std::string> ReadSecret(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return absl::NotFoundError("cannot be read");
  if (keys::IsOpenToOthers(status.st_mode, status.st_uid, ::geteuid()))
    return absl::FailedPreconditionError("can be read by others; chmod 600");
  std::ifstream stream(file, std::ios::binary);
  std::string secret((std::istreambuf_iterator<char>(stream)), {});
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) return absl::InvalidArgumentError("is empty");
  return secret;
}

// Reads one account's members, each once, and notes what is wrong.
class AccountReader {
 public:
  AccountReader(const json& object, std::string where, const fs::path& secrets, std::vector<std::string>& mistakes)
      : object_(object), where_(std::move(where)), secrets_(secrets), mistakes_(mistakes) {}

  Account Read() {
    Account account;
    account.settings.municipality_id = Name("municipality_id");
    account.settings.channel = Name("channel");
    account.settings.account = Name("account");
    account.settings.base_url = Text("base_url");
    account.settings.public_url = Text("public_url");
    while (account.settings.base_url.ends_with('/')) account.settings.base_url.pop_back();
    account.settings.webhook = OneOf("receive", "poll", "webhook");
    account.level_given = object_.contains("data_level");
    account.books = OneOf("data_level", "information", "booking");
    ReadOptions(account.settings.options);
    ReadSecrets(account.settings.secrets);
    for (const auto& [name, ignored] : object_.items()) {
      if (!known_.contains(name)) Mistake(name, "unknown");
    }
    return account;
  }

 private:
  void Mistake(const std::string& name, const std::string& what) {
    mistakes_.push_back(fmt::format("{}: {}: {}", where_, name, what));
  }

  std::string Text(const std::string& name) {
    known_.insert(name);
    const auto found = object_.find(name);
    if (found == object_.end()) return {};
    if (!found->is_string()) return Mistake(name, "expected a text"), std::string();
    return found->get<std::string>();
  }
  std::string Name(const std::string& name) {
    std::string text = Text(name);
    if (!IsName(text)) Mistake(name, "expected 1 to 64 of A-Z a-z 0-9 - _ .");
    return text;
  }
  bool OneOf(const std::string& name, const std::string& low, const std::string& high) {
    const std::string text = Text(name);
    if (!text.empty() && text != low && text != high) Mistake(name, fmt::format("expected {} or {}", low, high));
    return text == high;
  }
  void ReadOptions(std::map<std::string, std::string>& options) {
    known_.insert("options");
    const json given = object_.value("options", json::object());
    if (!given.is_object()) return Mistake("options", "expected an object");
    for (const auto& [name, value] : given.items()) {
      if (value.is_string()) {
        options[name] = value.get<std::string>();
      } else {
        options[name] = value.dump();
      }
    }
  }
  void ReadSecrets(std::map<std::string, std::string>& secrets) {
    for (const auto& [name, value] : object_.items()) {
      if (!name.ends_with("_file")) continue;
      const std::string file = Text(name);
      if (file.empty()) continue;
      auto secret = ReadSecret(secrets_ / file);
      if (secret.ok()) {
        secrets[name.substr(0, name.size() - 5)] = *std::move(secret);
      } else {
        Mistake(name, fmt::format("{} {}", file, std::string(secret.status().message())));
      }
    }
  }

  const json& object_;
  const std::string where_;
  const fs::path& secrets_;
  std::vector<std::string>& mistakes_;
  std::set<std::string> known_;
};

}  // namespace

std::string Account::Key() const {
  return fmt::format("{}/{}/{}", settings.municipality_id, settings.channel, settings.account);
}

absl::StatusOr<std::vector<Account>> ParseAccounts(const std::string& text, const fs::path& secrets) {
  const json document = json::parse(text, nullptr, false);
  const json accounts = document.is_object() ? document.value("accounts", json()) : json();
  if (!accounts.is_array()) return absl::InvalidArgumentError("expected {\"accounts\": […]}");
  std::vector<Account> read;
  std::vector<std::string> mistakes;
  std::set<std::string> keys;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const std::string where = fmt::format("accounts[{}]", i);
    if (!accounts[i].is_object()) {
      mistakes.push_back(where + ": expected an object");
      continue;
    }
    read.push_back(AccountReader(accounts[i], where, secrets, mistakes).Read());
    if (!keys.insert(read.back().Key()).second)
      mistakes.push_back(fmt::format("{}: {} stands twice", where, read.back().Key()));
  }
  if (!mistakes.empty()) return absl::InvalidArgumentError(fmt::format("{}", fmt::join(mistakes, "\n")));
  return read;
}

absl::StatusOr<std::vector<Account>> ReadAccounts(const fs::path& file, const fs::path& secrets) {
  std::error_code error;
  if (!fs::exists(file, error)) return std::vector<Account>();
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return absl::NotFoundError(fmt::format("{}: cannot be read", file.native()));
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  auto accounts = ParseAccounts(text, secrets);
  if (!accounts.ok())
    return absl::InvalidArgumentError(fmt::format("{}:\n{}", file.native(), std::string(accounts.status().message())));
  return accounts;
}

}  // namespace amtslotse::messengers
