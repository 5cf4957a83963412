// keys: the installation's key rings. Processes read them when they start.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "keys/key_ring.h"
#include "services/cli/commands.h"
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
    if (!ring.ok()) return ring.status();
  }
  fmt::print("Schlüssel liegen in {}. Getrennt von den Daten sichern: ohne sie sind Namen und Kontakte unlesbar.\n",
             installation.keys.native());
  return 0;
}

absl::StatusOr<std::uint32_t> Rotate(const fs::path& file, const fs::path& data, keys::Randomness& random) {
  const auto ring = keys::KeyRing::Load(file, data);
  if (!ring.ok()) return ring.status();
  std::string key(kKeyBytes, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(key.data()), key.size());
  std::string text = ReadText(file);
  if (!text.ends_with('\n')) text += '\n';
  // Ids only grow; the last line seals.
  std::uint32_t id = ring->active_key() + 1;
  while (text.find(fmt::format("seal {} ", id)) != std::string::npos) ++id;
  text += fmt::format("seal {} {}\n", id, keys::Base64Url(key));
  if (const auto parsed = keys::KeyRing::Parse(text); !parsed.ok()) return parsed.status();
  if (auto status = WriteWhole(file, text, 0600); !status.ok()) return status;
  return id;
}

absl::StatusOr<int> RotateKeys(const std::string& wanted, const Installation& installation) {
  keys::SystemRandomness random;
  for (const std::string owner : kOwners) {
    if (!wanted.empty() && wanted != owner) continue;
    const auto id = Rotate(installation.KeyRing(owner), installation.Store(owner), random);
    if (!id.ok()) return id.status();
    fmt::print("{}: Schlüssel {} gilt ab dem nächsten Start; frühere öffnen weiter, was mit ihnen versiegelt ist.\n",
               owner, *id);
  }
  fmt::print("Jetzt die Dienste neu starten, und die Schlüssel in {} erneut sichern.\n", installation.keys.native());
  return 0;
}

absl::StatusOr<int> ListKeys(const Installation& installation) {
  for (const char* owner : kOwners) {
    const auto ring = keys::KeyRing::Load(installation.KeyRing(owner), installation.Store(owner));
    if (ring.ok())
      fmt::print("{:<12} versiegelt mit Schlüssel {}\n", owner, ring->active_key());
    else
      fmt::print("{:<12} {}\n", owner, std::string(ring.status().message()));
  }
  return 0;
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
  rotate->add_option("dienst", *owner, "nur diesen: booking, dialogue, staff, messengers, web")
      ->check(CLI::IsMember({"booking", "dialogue", "staff", "messengers", "web"}));
}

}  // namespace amtslotse::cli
