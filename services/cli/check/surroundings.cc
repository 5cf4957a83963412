#include "services/cli/check/surroundings.h"

#include <date/tz.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "keys/key_ring.h"
#include "services/cli/backup_period.h"
#include "services/cli/reason.h"
#include "services/cli/supervisor/probe.h"
#include "services/rpc/postgres_setting.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShortestSecret = 12;
// Made every night; one that failed is seen on the second day.
constexpr std::chrono::hours kOldestNewest{48};
constexpr std::uintmax_t kLittleSpace = 1ULL << 30;
constexpr int kConnectMilliseconds = 2000;

bool OthersMayRead(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & 0007) != 0;
}

// As it stands in examples, or much too easy.
bool IsDefaultSecret(const std::string& secret) {
  static const std::regex kWords(
      "changeme|change-me|geheim|secret|passwor[dt]|beispiel|example|test|admin|123456.*|(.)\\1*", std::regex::icase);
  return secret.size() < kShortestSecret || std::regex_match(secret, kWords);
}

bool IsSecretName(const std::string& name) {
  return name.ends_with("_PASSWORD") || name.ends_with("_TOKEN") || name.ends_with("ACTOR_KEY");
}

void CheckKeyFile(const fs::path& file, const fs::path& data, Findings& findings) {
  const std::string name = file.native();
  if (!fs::exists(file)) {
    findings.push_back({Weight::kHint, fmt::format("{}: noch keine Schlüssel.", name),
                        "Sie entstehen beim ersten Start, oder mit: amtslotse keys create"});
    return;
  }
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 0077) != 0) {
    findings.push_back(
        {Weight::kStopsPublic,
         fmt::format("{}: Andere können die Schlüssel lesen (Rechte {:04o}).", name, status.st_mode & 07777),
         fmt::format("chmod 0600 {}; war die Datei für Fremde lesbar: amtslotse keys rotate", name)});
    return;
  }
  if (file.extension() != ".keys") return;
  if (const auto ring = keys::KeyRing::Load(file, data); !ring.ok())
    findings.push_back({Weight::kMistake,
                        fmt::format("{}: beschädigt ({}).", name, InGerman(std::string(ring.status().message()))),
                        "Aus der Sicherung der Schlüssel zurückholen."});
}

void CheckKeyFiles(const Installation& installation, Findings& findings) {
  std::error_code failed;
  const bool none = !fs::exists(installation.keys, failed) || fs::is_empty(installation.keys, failed);
  if (none && !failed) {
    findings.push_back({Weight::kHint, fmt::format("{}: noch keine Schlüssel.", installation.keys.native()),
                        "Sie entstehen beim ersten Start, oder mit: amtslotse keys create"});
    return;
  }
  for (const char* owner : {"booking", "dialogue", "staff", "messengers", "web"})
    CheckKeyFile(installation.KeyRing(owner), installation.Store(owner), findings);
  CheckKeyFile(installation.ActorKey(), installation.data, findings);
}

// 0, or errno, or -1 for a name that nobody knows.
int TryAddress(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  int reason = ECONNREFUSED;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const int fd = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) continue;
    reason = ::connect(fd, one->ai_addr, one->ai_addrlen) == 0 ? 0 : errno;
    if (reason == EINPROGRESS) {
      pollfd waiting{fd, POLLOUT, 0};
      socklen_t size = sizeof(reason);
      if (::poll(&waiting, 1, kConnectMilliseconds) != 1)
        reason = ETIMEDOUT;
      else
        ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &reason, &size);
    }
    ::close(fd);
    if (reason == 0) return 0;
  }
  return reason;
}

struct HostAndPort {
  std::string host;
  std::string port;
};

// host:port, or a URL; empty for anything else.
HostAndPort AddressIn(std::string value) {
  if (value.starts_with("tls:")) value.erase(0, 4);
  static const std::regex kUrl(R"((smtps?|https?)://(?:[^/]*@)?(\[[^\]]+\]|[^:/?]+)(?::(\d+))?.*)");
  static const std::regex kPlain(R"(([A-Za-z0-9.-]+):(\d{1,5}))");
  std::smatch part;
  if (std::regex_match(value, part, kUrl)) {
    const std::string scheme = part[1];
    std::string port = part[3];
    if (port.empty()) port = scheme == "smtp" ? "587" : scheme == "smtps" ? "465" : scheme == "https" ? "443" : "80";
    return {part[2], port};
  }
  if (std::regex_match(value, part, kPlain)) return {part[1], part[2]};
  return {};
}

bool IsOtherProcess(const std::string& name) {
  for (const char* service :
       {"_NLU", "_KNOWLEDGE", "_RESPONSIBILITY", "_BOOKING", "_DIALOGUE", "_STAFF", "_MESSENGERS"})
    if (name.ends_with(service)) return true;
  return false;
}

void CheckAddress(const std::string& name, const std::string& value, const HostAndPort& address,
                  std::map<std::string, int>& tried, Findings& findings) {
  if (address.host.starts_with('/')) {  // PostgreSQL's socket
    const std::string socket = fmt::format("unix:{}/.s.PGSQL.{}", address.host, address.port);
    if (!SomeoneListens(socket))
      findings.push_back({Weight::kMistake, fmt::format("{}: {} ist nicht zu erreichen.", name, socket.substr(5)),
                          "Läuft PostgreSQL? Adresse und Rechte prüfen."});
    return;
  }
  const std::string key = fmt::format("{}:{}", address.host, address.port);
  if (!tried.contains(key)) tried[key] = TryAddress(address.host, address.port);
  const int reason = tried[key];
  // Redis and PostgreSQL have their own ways; ours are processes of this installation.
  if (IsOtherProcess(name) && !value.starts_with("tls:") && address.host != "localhost" &&
      !address.host.starts_with("127."))
    findings.push_back({Weight::kMistake, fmt::format("{}={}: unverschlüsselt zu einem anderen Rechner.", name, value),
                        "Mit tls: davor, siehe „Mehrere Rechner“ in docs/betrieb.md; anders nur in einem Netz, das "
                        "selbst verschlüsselt."});
  if (reason != 0)
    findings.push_back({Weight::kMistake,
                        fmt::format("{}: {}:{} ist nicht zu erreichen ({}).", name, address.host, address.port,
                                    reason < 0 ? "den Namen kennt niemand" : ReasonText(reason)),
                        "Adresse, DNS und Firewall prüfen."});
}

bool IsDatabaseName(const std::string& name) { return name.ends_with("_DATABASE") || name.ends_with("_POSTGRES"); }

// KEY for KEY_FILE of what is an address; else the name itself.
std::string WithoutFile(const ServiceSettings& service, const std::string& name) {
  if (!name.ends_with("_FILE")) return name;
  std::string plain = name.substr(0, name.size() - 5);
  return IsDatabaseName(plain) && !service.values.contains(plain) ? plain : name;
}

// Of several: "sentinel:main@a:1,b:1", "tls:ipv4:10.0.0.2:1,10.0.0.3:1".
std::string_view ListIn(std::string_view value) {
  if (value.starts_with("sentinel:") && value.find('@') != value.npos) return value.substr(value.find('@') + 1);
  if (value.starts_with("tls:")) value.remove_prefix(4);
  return value.starts_with("ipv4:") ? value.substr(5) : std::string_view();
}

std::vector<HostAndPort> AddressesIn(const std::string& name, const std::string& value) {
  std::vector<HostAndPort> addresses;
  if (IsDatabaseName(name)) {
    for (const auto& [host, port] : rpc::PostgresAddresses(value)) addresses.push_back({host, port});
  } else if (const auto list = ListIn(value); !list.empty()) {
    for (std::string_view rest = list; !rest.empty();) {
      const auto end = std::min(rest.find(','), rest.size());
      addresses.push_back(AddressIn(std::string(rest.substr(0, end))));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  } else {
    addresses.push_back(AddressIn(value));
  }
  std::erase_if(addresses, [](const HostAndPort& address) { return address.host.empty(); });
  return addresses;
}

bool IsOwnAddress(const std::string& name) {
  return name.ends_with("LISTEN") || name.ends_with("LISTEN_TLS") || name.ends_with("WEB_URL") ||
         name.ends_with("TOTP_ISSUER");
}

}  // namespace

Findings CheckSecrets(const Installation& installation, const std::vector<ServiceSettings>& services,
                      const fs::path& etc) {
  Findings findings;
  CheckKeyFiles(installation, findings);
  for (const ServiceSettings& service : services) {
    for (const auto& [name, value] : service.values) {
      const bool file = name.ends_with("_FILE");
      const std::string plain = file ? name.substr(0, name.size() - 5) : name;
      if (!IsSecretName(plain)) continue;
      const std::string secret = ValueOf({service}, plain);
      if (!secret.empty() && IsDefaultSecret(secret))
        findings.push_back({Weight::kStopsPublic,
                            fmt::format("{}: das ist ein Beispiel oder zu leicht zu erraten.", plain),
                            "Ein eigenes Geheimnis setzen, etwa: openssl rand -base64 24"});
      if (file && OthersMayRead(value))
        findings.push_back({Weight::kStopsPublic,
                            fmt::format("{}: alle Benutzer dieses Rechners können das Geheimnis lesen.", value),
                            fmt::format("chmod 0640 {0}; chown root:amtslotse {0}; das Geheimnis erneuern", value)});
      if (!file && !etc.empty())
        findings.push_back(
            {Weight::kHint, fmt::format("{}: das Geheimnis steht in der Einstellungsdatei.", name),
             fmt::format("In eine Datei unter {} legen und {}_FILE setzen.", (etc / "secrets").native(), name)});
    }
    const fs::path own = etc / (service.service + ".conf");
    if (!etc.empty() && OthersMayRead(own))
      findings.push_back({Weight::kMistake, fmt::format("{}: für alle lesbar.", own.native()),
                          fmt::format("chmod 0640 {}", own.native())});
  }
  return findings;
}

Findings CheckAddresses(const std::vector<ServiceSettings>& services) {
  Findings findings;
  std::map<std::string, int> tried;  // by address: what came of it
  std::set<std::string> sockets;
  Findings silent;
  for (const ServiceSettings& service : services) {
    for (const auto& [given, unread] : service.values) {
      const std::string name = WithoutFile(service, given);
      if (IsOwnAddress(name)) continue;
      const std::string value = name == given ? unread : ValueOf({service}, name);
      if (value.starts_with("unix:")) {
        if (sockets.insert(value).second && !SomeoneListens(value))
          silent.push_back({Weight::kHint, fmt::format("{}={}: dort antwortet gerade niemand.", name, value),
                            "Läuft Amtslotse? amtslotse status; journalctl -u 'amtslotse-*'"});
        continue;
      }
      for (const HostAndPort& address : AddressesIn(name, value)) CheckAddress(name, value, address, tried, findings);
    }
  }
  if (silent.size() == sockets.size() && silent.size() > 1)
    silent = {{Weight::kHint, "Amtslotse läuft gerade nicht: Keiner seiner Dienste antwortet.",
               "Starten; was dann noch fehlt, nennt check danach."}};
  std::move(silent.begin(), silent.end(), std::back_inserter(findings));
  return findings;
}

Findings CheckBackups(const fs::path& etc) {
  Findings findings;
  const std::string where = etc.empty() ? "in der Umgebung" : fmt::format("in {}", (etc / "backup.conf").native());
  if (const auto days = KeepDays(etc); !days.ok())
    findings.push_back(
        {Weight::kMistake, std::string(days.status().message()), fmt::format("Den Wert {} berichtigen.", where)});
  if (etc.empty()) return findings;
  const fs::path folder = BackupFolder(etc);
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    findings.push_back({Weight::kMistake,
                        fmt::format("BACKUP_FOLDER={}: diesen Ordner gibt es nicht.", folder.native()),
                        fmt::format("Anlegen, für den Benutzer amtslotse, oder den Wert {} berichtigen.", where)});
    return findings;
  }
  const auto age = AgeOfNewestBackup(folder);
  if (!age)
    findings.push_back({Weight::kHint, fmt::format("{}: noch keine Sicherung.", folder.native()),
                        "Die erste kommt in der Nacht; gleich: systemctl start amtslotse-backup"});
  else if (*age > kOldestNewest)
    findings.push_back(
        {Weight::kMistake,
         fmt::format("{}: die letzte Sicherung ist {} Tage alt.", folder.native(), *age / std::chrono::hours(24)),
         "journalctl -u amtslotse-backup nennt den Grund; danach systemctl start amtslotse-backup"});
  return findings;
}

Findings CheckMail(const std::vector<ServiceSettings>& services, bool is_public) {
  Findings findings;
  if (ValueOf(services, "BOOKING_SMTP_URL").empty())
    findings.push_back({is_public ? Weight::kMistake : Weight::kHint,
                        "Kein Mailserver: Bestätigungen und Erinnerungen warten im Postausgang.",
                        "BOOKING_SMTP_URL und BOOKING_MAIL_FROM setzen."});
  if (ValueOf(services, "BOOKING_SMTP_TLS") == "none")
    findings.push_back({Weight::kHint, "BOOKING_SMTP_TLS=none: Mails gehen unverschlüsselt zum Mailserver.",
                        "Nur im eigenen Netz; sonst required."});
  const std::string url = ValueOf(services, "BOOKING_WEB_URL");
  if (is_public && !url.starts_with("https://"))
    findings.push_back(
        {Weight::kMistake,
         fmt::format("BOOKING_WEB_URL{}{}: Links in Mails führen nicht auf eine öffentliche Adresse mit HTTPS.",
                     url.empty() ? " fehlt" : "=", url),
         "Die Adresse setzen, unter der die Seiten öffentlich sind, z. B. https://termine.musterstadt.de"});
  if (is_public && ValueOf(services, "WEB_HTTPS") != "true")
    findings.push_back({Weight::kMistake, "WEB_LISTEN ist von außen zu erreichen, aber ohne HTTPS.",
                        "Einen Proxy mit TLS davorsetzen, WEB_LISTEN=127.0.0.1:8080 und WEB_HTTPS=true."});
  return findings;
}

Findings CheckMachine(const Installation& installation) {
  Findings findings;
  try {
    date::locate_zone("Europe/Berlin");
  } catch (const std::runtime_error&) {
    findings.push_back(
        {Weight::kStopsPublic, "Die Zeitzone Europe/Berlin fehlt auf diesem Rechner.", "apt-get install tzdata"});
  }
  timex clock{};
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  if (now < std::chrono::sys_days(std::chrono::year(2025) / 1 / 1))
    findings.push_back({Weight::kStopsPublic, "Die Uhr dieses Rechners geht falsch.", "timedatectl set-ntp true"});
  else if (::adjtimex(&clock) == TIME_ERROR)
    findings.push_back({Weight::kHint,
                        "Die Uhr dieses Rechners wird nicht abgeglichen; Termine und Fristen hängen an ihr.",
                        "apt-get install systemd-timesyncd, oder timedatectl set-ntp true"});
  std::error_code failed;
  const auto space = fs::space(installation.data, failed);
  if (!failed && space.available < kLittleSpace)
    findings.push_back({Weight::kMistake,
                        fmt::format("{}: nur noch {} MB frei.", installation.data.native(), space.available >> 20),
                        "Platz schaffen."});
  return findings;
}

}  // namespace amtslotse::cli
