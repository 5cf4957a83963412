#include "services/cli/check/settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

#include "services/cli/reason.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 8> kServices{"nlu",   "knowledge", "responsibility", "booking",
                                               "staff", "dialogue",  "messengers",     "web"};
// A name that no process knows: with it, every process lists its mistakes and ends.
constexpr const char* kMarker = "ONLY_CHECKED";

std::string Upper(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return upper;
}

std::string_view Trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The name that the line sets; none: it sets nothing.
std::string Take(std::string_view line, std::map<std::string, std::string>& values) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos || Trim(line).starts_with('#')) return "";
  std::string name(Trim(line.substr(0, equals)));
  values[name] = Trim(line.substr(equals + 1));
  return name;
}

void CheckRepeated(const fs::path& file, Findings& findings) {
  std::map<std::string, std::string> values;
  std::map<std::string, int> times;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) ++times[Take(line, values)];
  for (const auto& [name, value] : values)
    if (times[name] > 1)
      findings.push_back(
          {Weight::kHint,
           fmt::format("{}: steht {}-mal in {}; es gilt die letzte Zeile.", name, times[name], file.native()),
           "Die anderen Zeilen entfernen."});
}

ServiceSettings FromFiles(const Installation& installation, const fs::path& etc, const std::string& service) {
  ServiceSettings settings{service, {}, {}};
  settings.program.file = installation.source / "services" / service / ("amtslotse-" + service);
  settings.program.folder = installation.source;
  for (const fs::path& file : {installation.source / "etc" / (service + ".conf"), etc / (service + ".conf")}) {
    if (!fs::exists(file)) continue;
    settings.program.arguments.insert(settings.program.arguments.end(), {"--config", file.native()});
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) Take(line, settings.values);
  }
  return settings;
}

// What the process wrote before it ended.
std::string OutputOf(Program program) {
  std::array<char, 32> name{"/tmp/amtslotse-check.XXXXXX"};
  const int fd = ::mkstemp(name.data());
  if (fd < 0) return "";
  ::close(fd);
  program.output = name.data();
  const auto child = Spawn(program);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (child.ok() && !Reap(*child) && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::string text = ReadText(program.output);
  ::unlink(name.data());
  return text;
}

constexpr std::string_view kExpected = ": expected ";
constexpr std::string_view kExpectedInGerman = "erwartet: ";
constexpr std::string_view kMakeIt = "; make it with: ";
constexpr std::string_view kExpired = "\"certificate_expired\"";  // an event: with it, a process starts all the same

// `line` is what a process says of a value that it does not take.
Finding ExplainValue(const std::string& service, const std::string& line, const std::string& where) {
  if (const auto at = line.find(kExpected); at != line.npos)
    return {Weight::kMistake, fmt::format("{}: ungültiger Wert.", line.substr(0, at)),
            fmt::format("Erlaubt: {} ({}).", InGerman(line.substr(at + 2)).substr(kExpectedInGerman.size()), where)};
  if (const auto at = line.find(kMakeIt); at != line.npos)
    return {Weight::kMistake, InGerman(line.substr(0, at)) + ".",
            fmt::format("Neu anlegen: {}", line.substr(at + kMakeIt.size()))};
  if (line.find(kExpired) != line.npos)
    return {Weight::kMistake, fmt::format("{}_TLS_DIR: das Zertifikat ist abgelaufen.", Upper(service)),
            fmt::format("Erneuern: amtslotse ca issue {}", service)};
  if (line.ends_with(": missing"))
    return {Weight::kMistake, InGerman(line) + ".", fmt::format("Den Wert {} eintragen.", where)};
  if (line.ends_with(": cannot be read"))
    return {Weight::kMistake, fmt::format("{}: lässt sich nicht lesen.", line.substr(0, line.size() - 16)),
            "Die Datei anlegen, lesbar für den Benutzer amtslotse (chown root:amtslotse, chmod 0640)."};
  if (line.starts_with(Upper(service) + "_"))
    return {Weight::kMistake, InGerman(line) + ".", fmt::format("Den Wert {} prüfen.", where)};
  return {Weight::kMistake, fmt::format("{}: {}", service, InGerman(line)),
          fmt::format("Die Einstellungen von {} {} prüfen.", service, where)};
}

Finding Explain(const ServiceSettings& settings, const std::string& line, const fs::path& etc) {
  const std::string& service = settings.service;
  const std::string where =
      etc.empty() ? "in der Umgebung" : fmt::format("in {}", (etc / (service + ".conf")).native());
  if (line.ends_with(": unknown setting"))
    return {Weight::kMistake, fmt::format("{}: diese Einstellung gibt es nicht.", line.substr(0, line.size() - 17)),
            fmt::format("Schreibweise {} prüfen oder entfernen; alle Namen stehen in {}.", where,
                        (settings.program.folder / "docs" / "einstellungen.md").native())};
  if (line.ends_with(": expected KEY=VALUE"))
    return {Weight::kMistake, fmt::format("{}: das ist keine Einstellung.", line.substr(0, line.size() - 20)),
            "Eine Zeile ist NAME=WERT, leer oder ein Kommentar, der mit # beginnt."};
  if (const auto other = line.find(": expected a key that begins with "); other != std::string::npos)
    return {
        Weight::kMistake, fmt::format("{}: das gehört nicht in diese Datei.", line.substr(0, other)),
        fmt::format("Hier beginnen alle Namen mit {}; jeder Dienst hat seine eigene Datei.", line.substr(other + 34))};
  return ExplainValue(service, line, line.starts_with("MESSENGERS_ACCOUNTS: ") ? "in der Datei mit den Konten" : where);
}

// The process takes the file.
void CheckGivenTwice(const ServiceSettings& service, Findings& findings) {
  for (const auto& [name, value] : service.values)
    if (service.values.contains(name + "_FILE"))
      findings.push_back({Weight::kMistake,
                          fmt::format("{0} und {0}_FILE sind beide gesetzt; es gilt die Datei.", name),
                          "Eine von beiden entfernen."});
}

}  // namespace

std::vector<ServiceSettings> SettingsOfServices(const Installation& installation, const fs::path& etc) {
  std::vector<ServiceSettings> services;
  if (!etc.empty()) {
    for (const char* service : kServices) services.push_back(FromFiles(installation, etc, service));
    return services;
  }
  for (Process& process : ProcessesOf(installation, {}, /*demo=*/false))
    if (process.name != "redis") services.push_back(SettingsOf(std::move(process)));
  return services;
}

ServiceSettings SettingsOf(Process process) {
  ServiceSettings settings{process.name, std::move(process.program), {}};
  const std::string prefix = Upper(settings.service) + "_";
  for (const std::string& variable : settings.program.environment)
    if (variable.starts_with(prefix)) Take(variable, settings.values);
  return settings;
}

ServiceSettings SettingsFromEnvironment(const std::string& service) {
  ServiceSettings settings{service, {}, {}};
  const std::string prefix = Upper(service) + "_";
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (std::string_view(*variable).starts_with(prefix)) Take(*variable, settings.values);
  return settings;
}

std::string ValueOf(const std::vector<ServiceSettings>& services, const std::string& name) {
  for (const ServiceSettings& service : services) {
    if (const auto file = service.values.find(name + "_FILE"); file != service.values.end())
      return std::string(Trim(ReadText(file->second)));
    if (const auto value = service.values.find(name); value != service.values.end()) return value->second;
  }
  return "";
}

Findings CheckOverruled(const std::vector<ServiceSettings>& services) {
  Findings findings;
  for (const ServiceSettings& service : services) {
    for (const auto& [name, value] : service.values) {
      const char* given = std::getenv(name.c_str());
      if (given == nullptr || value == given) continue;
      findings.push_back(
          {Weight::kMistake,
           fmt::format("{}: hat in der Umgebung keine Wirkung, ./amtslotse run setzt es selbst.", name),
           "Entfernen; auf mehreren Rechnern oder mit anderem Redis: amtslotse install (docs/betrieb.md)."});
    }
  }
  return findings;
}

Findings CheckSettings(const std::vector<ServiceSettings>& services, const fs::path& etc,
                       const fs::path& made_at_start) {
  Findings findings;
  const std::string not_yet = fmt::format("={}: cannot be read", made_at_start.native());
  for (const ServiceSettings& service : services) {
    if (::access(service.program.file.c_str(), X_OK) != 0) {
      findings.push_back({Weight::kMistake, fmt::format("{}: das Programm fehlt.", service.program.file.native()),
                          "Neu einrichten: ./amtslotse install oder upgrade."});
      continue;
    }
    if (!etc.empty()) CheckRepeated(etc / (service.service + ".conf"), findings);
    CheckGivenTwice(service, findings);
    const std::string marker = fmt::format("{}_{}", Upper(service.service), kMarker);
    Program program = service.program;
    program.environment.push_back(marker + "=1");
    std::string_view rest;
    const std::string output = OutputOf(program);
    for (rest = output; !rest.empty();) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::string line(Trim(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!line.empty() && !line.ends_with(':') && !line.starts_with(marker) && !line.ends_with(not_yet))
        findings.push_back(Explain(service, line, etc));
    }
  }
  return findings;
}

bool IsPublic(const std::vector<ServiceSettings>& services) {
  if (ValueOf(services, "WEB_HTTPS") == "true") return true;
  const std::string listen = ValueOf(services, "WEB_LISTEN");
  const std::string host = listen.substr(0, listen.rfind(':'));
  return !listen.empty() && !host.starts_with("127.") && host != "localhost" && host != "::1" && host != "[::1]";
}

}  // namespace amtslotse::cli
