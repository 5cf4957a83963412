// What the text of a setting must be: judged where it is read, at the start of a process and by `amtslotse check`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::rpc {

struct SettingForm {
  std::string name;  // in the list of settings, e.g. "address"; of a choice its words, "required|optional|none"
  // What was expected instead; empty: it is one.
  std::function<std::string(const std::string& value)> expected;
  bool secret = false;  // the value is not repeated in messages
};

SettingForm FreeText();
SettingForm Secret();      // any text
SettingForm ActorKey();    // 32 bytes or more
SettingForm HostPort();    // host:port
SettingForm Listening();   // unix:/path or host:port
SettingForm Calling();     // whom to call: unix:/path, tls:host:port or host:port
SettingForm RedisStore();  // unix:/path, host:port or sentinel:name@host:port,…
SettingForm Url(std::vector<std::string_view> schemes);
SettingForm OneOf(std::vector<std::string_view> choices);
SettingForm AbsolutePath();
SettingForm ExistingFile();
SettingForm ExistingFolder();
SettingForm EmailAddress();
SettingForm MunicipalityId();

bool IsHostPort(std::string_view text);

}  // namespace amtslotse::rpc
