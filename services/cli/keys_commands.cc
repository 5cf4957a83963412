// keys: the installation's key rings. Processes read them when they start.
#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "keys/key_ring.h"
#include "services/cli/commands.h"
#include "services/cli/key_file.h"
#include "services/cli/whole_file.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

// Those that seal; each opens only what it sealed itself.
constexpr std::array<const char*, 5> kOwners{"booking", "dialogue", "staff", "messengers", "web"};
constexpr std::size_t kKeyBytes = 32;

absl::StatusOr<int> CreateKeys(const Installation& installation) {
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  keys::SystemRandomness random;
  for (const char* owner : kOwners) {
    const auto ring = keys::KeyRing::LoadOrCreate(installation.KeyRing(owner), installation.Store(owner), random);
    if (!ring.ok()) return OfKeyFile(ring.status(), installation.KeyRing(owner));
  }
  fmt::print("Schlüssel liegen in {}. Getrennt von den Daten sichern: ohne sie sind Namen und Kontakte unlesbar.\n",
             installation.keys.native());
  return 0;
}

struct Rotated {
  std::string owner;
  fs::path file;
  std::uint32_t id = 0;
  std::string text;  // of the file
};

absl::StatusOr<Rotated> Rotate(const std::string& owner, const Installation& installation, keys::Randomness& random) {
  Rotated next{owner, installation.KeyRing(owner), 0, ReadText(installation.KeyRing(owner))};
  const auto ring = LoadKeys(next.file, installation.Store(owner));
  if (!ring.ok()) return ring.status();
  std::string key(kKeyBytes, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(key.data()), key.size());
  if (!next.text.ends_with('\n')) next.text += '\n';
  // Ids only grow; the last line seals.
  next.id = ring->active_key() + 1;
  while (next.text.find(fmt::format("seal {} ", next.id)) != std::string::npos) ++next.id;
  next.text += fmt::format("seal {} {}\n", next.id, keys::Base64Url(key));
  if (const auto parsed = keys::KeyRing::Parse(next.text); !parsed.ok()) return OfKeyFile(parsed.status(), next.file);
  return next;
}

// All are made before the first is written: one that cannot be read leaves every file as it is.
absl::StatusOr<int> RotateKeys(const std::string& wanted, const Installation& installation) {
  keys::SystemRandomness random;
  std::vector<Rotated> all;
  for (const std::string owner : kOwners) {
    if (!wanted.empty() && wanted != owner) continue;
    auto next = Rotate(owner, installation, random);
    if (!next.ok()) return next.status();
    all.push_back(*std::move(next));
  }
  for (const Rotated& next : all) {
    if (auto status = WriteWhole(next.file, next.text, 0600); !status.ok()) return status;
    fmt::print("{}: Schlüssel {} gilt ab dem nächsten Start; frühere öffnen weiter, was mit ihnen versiegelt ist.\n",
               next.owner, next.id);
  }
  fmt::print("Jetzt die Dienste neu starten, und die Schlüssel in {} erneut sichern.\n", installation.keys.native());
  return 0;
}

absl::StatusOr<int> ListKeys(const Installation& installation) {
  bool all = true;
  for (const char* owner : kOwners) {
    const fs::path file = installation.KeyRing(owner);
    const auto ring = LoadKeys(file, installation.Store(owner));
    all = all && ring.ok();
    if (ring.ok())
      fmt::print("{:<12} versiegelt mit Schlüssel {}\n", owner, ring->active_key());
    else
      fmt::print("{:<12} {}\n", owner, std::string(ring.status().message()));
  }
  return all ? 0 : 1;
}

}  // namespace

void AddKeysCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("keys", "Schlüssel dieser Installation");
  commands.Add("create", "Legt Schlüssel an, die noch fehlen", CreateKeys, group);
  commands.Add("list", "Nennt, mit welchem Schlüssel versiegelt wird", ListKeys, group);
  auto owner = std::make_shared<std::string>();
  CLI::App* rotate = commands.Add(
      "rotate", "Hängt neue Schlüssel an, die ab dem nächsten Start versiegeln",
      [owner](const Installation& installation) { return RotateKeys(*owner, installation); }, group);
  rotate->add_option("DIENST", *owner, "nur diesen: booking, dialogue, staff, messengers, web")
      ->check(CLI::IsMember({"booking", "dialogue", "staff", "messengers", "web"}));
}

}  // namespace amtslotse::cli
