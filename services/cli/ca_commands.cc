// ca: certificates for processes on several machines.
#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "services/cli/authority.h"
#include "services/cli/commands.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

// The processes, and who operates them from another machine.
constexpr std::array<const char*, 9> kNames{"nlu",        "knowledge", "responsibility", "booking", "staff", "dialogue",
                                            "messengers", "web",       "operator"};
constexpr int kDueDays = 30;

struct CaOptions {
  std::vector<std::string> names;
  std::string out;
  int authority_days = 3650;
  int days = 365;
  bool due = false;
};

fs::path AuthorityFolder(const Installation& installation) { return installation.keys / "ca"; }
fs::path CertificateFolder(const Installation& installation) { return installation.keys / "tls"; }

bool IsDue(const fs::path& certificate) {
  const auto until = ValidUntil(certificate);
  return until.ok() && *until < std::chrono::system_clock::now() + std::chrono::days(kDueDays);
}

absl::StatusOr<int> Create(const CaOptions& options, const Installation& installation) {
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  const fs::path folder = AuthorityFolder(installation);
  if (auto status = Authority::Create(folder, std::chrono::days(options.authority_days)); !status.ok()) return status;
  fmt::print(
      "Zertifizierungsstelle angelegt: {0}. ca.key bleibt hier und gehört in die Sicherung der Schlüssel.\n"
      "Weiter: amtslotse ca issue\n",
      folder.native());
  return 0;
}

absl::StatusOr<int> Issue(const CaOptions& options, const Installation& installation) {
  const auto authority = Authority::Open(AuthorityFolder(installation));
  if (!authority.ok()) return authority.status();
  const fs::path out = options.out.empty() ? CertificateFolder(installation) : fs::path(options.out);
  std::vector<std::string> names = options.names;
  if (names.empty()) names.assign(kNames.begin(), kNames.end());
  if (options.due) std::erase_if(names, [&](const std::string& name) { return !IsDue(out / name / "tls.crt"); });
  for (const std::string& name : names) {
    if (auto status = authority->Issue(name, out / name, std::chrono::days(options.days)); !status.ok()) return status;
    fmt::print("{}: {}\n", name, (out / name).native());
  }
  if (names.empty())
    fmt::print("Kein Zertifikat läuft in den nächsten {} Tagen ab.\n", kDueDays);
  else
    fmt::print("Jeden Ordner nur auf den Rechner seines Dienstes bringen. Laufende Dienste lesen Neues von selbst.\n");
  return 0;
}

absl::StatusOr<int> List(const Installation& installation) {
  bool due = false;
  std::vector<std::pair<std::string, fs::path>> all{{"ca", AuthorityFolder(installation) / "ca.crt"}};
  for (const char* name : kNames) all.emplace_back(name, CertificateFolder(installation) / name / "tls.crt");
  for (const auto& [name, file] : all) {
    const auto until = ValidUntil(file);
    due = due || IsDue(file);
    if (!until.ok())
      fmt::print("{:<16} keines\n", name);
    else
      fmt::print("{:<16} gilt bis {}{}\n", name, date::format("%d.%m.%Y", *until),
                 IsDue(file) ? " – erneuern: amtslotse ca issue --due" : "");
  }
  return due ? 1 : 0;
}

}  // namespace

void AddCaCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("ca", "Zertifikate für Dienste auf mehreren Rechnern");
  auto options = std::make_shared<CaOptions>();
  commands
      .Add(
          "create", "Legt die eigene Zertifizierungsstelle an",
          [options](const Installation& installation) { return Create(*options, installation); }, group)
      ->add_option("--days", options->authority_days, "wie viele Tage sie gilt")
      ->check(CLI::Range(1, 7300))
      ->capture_default_str();
  CLI::App* issue = commands.Add(
      "issue", "Stellt Zertifikate aus, alle oder die genannten; auch zum Erneuern",
      [options](const Installation& installation) { return Issue(*options, installation); }, group);
  issue->add_option("DIENST", options->names, "nur diese Dienste, oder operator")
      ->check(CLI::IsMember(std::vector<std::string>(kNames.begin(), kNames.end())));
  issue->add_option("--days", options->days, "wie viele Tage sie gelten")
      ->check(CLI::Range(1, 825))
      ->capture_default_str();
  issue->add_option("--out", options->out, "Zielordner (sonst: tls im Ordner der Schlüssel)");
  issue->add_flag("--due", options->due, fmt::format("nur, was in {} Tagen abläuft", kDueDays));
  commands.Add("list", "Nennt, wie lange Zertifikate gelten", List, group);
}

}  // namespace amtslotse::cli
