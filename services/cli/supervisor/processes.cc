#include "services/cli/supervisor/processes.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <system_error>

extern char** environ;

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;
using Settings = std::map<std::string, std::string>;

constexpr std::array<std::string_view, 8> kPrefixes{"NLU_",   "KNOWLEDGE_", "RESPONSIBILITY_", "BOOKING_", "DIALOGUE_",
                                                    "STAFF_", "WEB_",       "MESSENGERS_"};

std::string PrefixOf(std::string_view name) {
  std::string prefix(name);
  std::transform(prefix.begin(), prefix.end(), prefix.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return prefix + "_";
}

std::vector<std::string> EnvironmentFor(std::string_view prefix, const Settings& settings) {
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const bool foreign = std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view other) {
      return other != prefix && text.starts_with(other);
    });
    if (!foreign && !settings.contains(std::string(text.substr(0, text.find('='))))) environment.emplace_back(text);
  }
  for (const auto& [key, value] : settings) environment.push_back(fmt::format("{}={}", key, value));
  return environment;
}

Process RedisProcess(const Installation& installation) {
  Process redis;
  redis.name = "redis";
  redis.layer = Layer::kStore;
  redis.probe = Process::Probe::kRedisPing;
  redis.address = installation.Address("redis");
  redis.program.file = "/usr/bin/redis-server";
  // Nothing on disk and no port: sessions live in memory and end with it. When it is full it refuses rather than
  // forgets, because a forgotten lease or idempotency key would do an effect twice.
  redis.program.arguments = {"--port",
                             "0",
                             "--unixsocket",
                             installation.Socket("redis").native(),
                             "--unixsocketperm",
                             "600",
                             "--save",
                             "",
                             "--appendonly",
                             "no",
                             "--maxmemory",
                             "128mb",
                             "--maxmemory-policy",
                             "noeviction",
                             "--dir",
                             installation.run.native(),
                             "--daemonize",
                             "no"};
  redis.program.folder = installation.run;
  redis.program.environment = EnvironmentFor("", {});
  redis.program.output = installation.Log("redis");
  return redis;
}

class Builder {
 public:
  Builder(const Installation& installation, std::vector<Process>& processes)
      : installation_(installation), processes_(processes) {
    std::error_code error;
    services_ = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  }

  // `settings` without the prefix; LISTEN is added.
  void Add(const std::string& name, Layer layer, const Settings& settings) {
    const fs::path file = services_ / name / ("amtslotse-" + name);
    if (::access(file.c_str(), X_OK) != 0) return;
    const std::string prefix = PrefixOf(name);
    Process process;
    process.name = name;
    process.layer = layer;
    process.address = installation_.Address(name);
    Settings full{{prefix + "LISTEN", process.address}};
    for (const auto& [key, value] : settings) full[prefix + key] = value;
    if (const auto listen = settings.find("LISTEN"); listen != settings.end()) {
      process.probe = Process::Probe::kHttp;
      process.address = listen->second;
    }
    process.program.file = file;
    process.program.folder = installation_.source;
    process.program.environment = EnvironmentFor(prefix, full);
    process.program.output = installation_.Log(name);
    processes_.push_back(std::move(process));
  }

 private:
  const Installation& installation_;
  std::vector<Process>& processes_;
  fs::path services_;
};

}  // namespace

std::string WebAddress::Url() const {
  return fmt::format("http://{}:{}/", host == "127.0.0.1" || host == "0.0.0.0" ? "localhost" : host, port);
}

std::vector<Process> ProcessesOf(const Installation& installation, const WebAddress& web, bool demo) {
  const auto at = [&](std::string_view process) { return installation.Address(process); };
  const auto owner = [&](const std::string& name, Settings more) {
    more["DATA_DIR"] = installation.Store(name).native();
    more["KEYS_FILE"] = installation.KeyRing(name).native();
    return more;
  };
  const std::string actor_key = installation.ActorKey().native();
  std::vector<Process> processes{RedisProcess(installation)};
  Builder builder(installation, processes);
  builder.Add("nlu", Layer::kDomain,
              {{"MODEL_DIR", installation.model.native()},
               {"TEXTS_DIR", (installation.source / "nlu" / "data").native()},
               {"DATA_DIR", installation.Store("nlu").native()},
               {"KNOWLEDGE", at("knowledge")},
               {"ACTOR_KEY_FILE", actor_key}});
  builder.Add("knowledge", Layer::kDomain,
              {{"DATA_DIR", installation.Store("knowledge").native()},
               {"BOOKING", at("booking")},
               {"ACTOR_KEY_FILE", actor_key}});
  Settings responsibility{{"KNOWLEDGE_DIR", installation.Store("knowledge").native()},
                          {"DATA_DIR", installation.Store("responsibility").native()},
                          {"ACTOR_KEY_FILE", actor_key}};
  // It reads the catalogues where knowledge keeps them.
  for (const char* key : {"KNOWLEDGE_POSTGRES", "KNOWLEDGE_POSTGRES_FILE"}) {
    if (const char* value = std::getenv(key); value != nullptr) responsibility[key] = value;
  }
  builder.Add("responsibility", Layer::kDomain, responsibility);
  const std::string web_url = web.Url().substr(0, web.Url().size() - 1);
  Settings booking{{"ACTOR_KEY_FILE", actor_key}};
  if (std::getenv("BOOKING_WEB_URL") == nullptr) booking["WEB_URL"] = web_url;
  // Without a mail server a newcomer finds the demo's mails in a folder; a real town's wait until there is one.
  if (demo && std::getenv("BOOKING_MAIL_FOLDER") == nullptr)
    booking["MAIL_FOLDER"] = (installation.data / "mail").native();
  builder.Add("booking", Layer::kDomain, owner("booking", booking));
  builder.Add("staff", Layer::kDomain, owner("staff", {{"ACTOR_KEY_FILE", actor_key}}));
  builder.Add("dialogue", Layer::kDialogue,
              owner("dialogue", {{"REDIS", at("redis")},
                                 {"ACTOR_KEY_FILE", actor_key},
                                 {"NLU", at("nlu")},
                                 {"KNOWLEDGE", at("knowledge")},
                                 {"RESPONSIBILITY", at("responsibility")},
                                 {"BOOKING", at("booking")},
                                 {"WEB_URL", web_url}}));
  builder.Add("messengers", Layer::kGateway,
              owner("messengers", {{"DIALOGUE", at("dialogue")}, {"ACTOR_KEY_FILE", actor_key}}));
  builder.Add("web", Layer::kGateway,
              owner("web", {{"LISTEN", fmt::format("{}:{}", web.host, web.port)},
                            {"DIALOGUE", at("dialogue")},
                            {"KNOWLEDGE", at("knowledge")},
                            {"RESPONSIBILITY", at("responsibility")},
                            {"BOOKING", at("booking")},
                            {"STAFF", at("staff")},
                            {"REDIS", at("redis")},
                            {"MESSENGERS", at("messengers")}}));
  return processes;
}

}  // namespace amtslotse::cli
