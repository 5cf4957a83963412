// Settings of one process: read once, whole, naming every bad one.
//
// They come from `--config FILE` (lines KEY=VALUE, # comments) and from the environment, which wins. A process owns
// the keys with its own prefix, e.g. BOOKING_AUDIT_DAYS; an unknown key with that prefix stops the start.
// A key KEY may be given as KEY_FILE instead: the value is then the file's content (secrets).
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/rpc/setting_forms.h"

namespace amtslotse::rpc {

class SettingsReader {
 public:
  // `prefix` without the underscore, e.g. "BOOKING". Values are not judged before they are read.
  SettingsReader(std::string prefix, std::map<std::string, std::string> values);

  // Reads `--config FILE` of the arguments, then the environment. Fails when the file cannot be read or a line is no
  // KEY=VALUE; any other argument is refused. With `--settings` Finish fails with the list of all settings that were
  // read: KEY, form and fallback with tabs between them, one a line; "!" for the fallback of a required one.
  static absl::StatusOr<SettingsReader> FromCommandLine(std::string prefix, int argc, char** argv);

  const std::string& prefix() const { return prefix_; }

  // `name` without prefix. A missing key gives the fallback, which is not judged; neither is an empty value.
  std::string Text(std::string_view name, std::string_view fallback, const SettingForm& form = FreeText());
  std::string Required(std::string_view name, const SettingForm& form = FreeText());
  long Number(std::string_view name, long fallback, long low, long high);
  bool Flag(std::string_view name, bool fallback);  // true, false
  std::chrono::seconds Seconds(std::string_view name, long fallback, long low, long high);
  std::chrono::milliseconds Milliseconds(std::string_view name, long fallback, long low, long high);

  // A mistake that the reader cannot see: `what` follows the key, e.g. "expected …". Never repeats the value.
  void Refuse(std::string_view name, std::string_view what);

  // After all keys were read: every bad value and every unknown key, one a line; OK when there are none.
  absl::Status Finish() const;

 private:
  struct Known {
    std::string form;
    std::string fallback;
  };

  const std::string* Find(std::string_view name, Known known);
  bool Judge(std::string_view name, const std::string& value, const SettingForm& form);

  std::string prefix_;
  std::map<std::string, std::string> values_;  // full keys
  std::set<std::string> known_;
  std::map<std::string, Known> listed_;  // those that were read
  std::vector<std::string> mistakes_;
  bool only_list_ = false;
};

}  // namespace amtslotse::rpc
