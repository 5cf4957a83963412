// The towns' accounts on channels, from one JSON file.
//
//   {"accounts": [{"municipality_id": "erlenfurt", "channel": "telegram", "account": "erlenfurt_bot",
//                  "receive": "poll", "token_file": "telegram-erlenfurt.token", "data_level": "information"}]}
//
// `…_file` names a file with a secret, relative to the folder of the keys; others must not be able to read it.
// `receive` is poll or webhook; a webhook also has `public_url`. `base_url` replaces the channel's own address.
// `options` are the channel's. `data_level` is information or booking.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gateways/channel.h"

namespace amtslotse::messengers {

struct Account {
  gateways::AccountSettings settings;
  bool books = false;        // data level booking
  bool level_given = false;  // else the channel's own level holds
  // municipality/channel/account: names the account in the store.
  std::string Key() const;
};

// No file: no accounts. INVALID_ARGUMENT names every mistake, one a line, without any secret.
absl::StatusOr<std::vector<Account>> ReadAccounts(const std::filesystem::path& file,
                                                  const std::filesystem::path& secrets);
absl::StatusOr<std::vector<Account>> ParseAccounts(const std::string& text, const std::filesystem::path& secrets);

}  // namespace amtslotse::messengers
