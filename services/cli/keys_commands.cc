// keys: the installation's key rings, and what signs actors. Processes read them when they start.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "keys/key_ring.h"
#include "services/cli/commands.h"
#include "services/cli/key_file.h"
#include "services/cli/whole_file.h"
#include "services/rpc/actor.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

// Those that seal; each opens only what it sealed itself.
constexpr std::array<const char*, 5> kOwners{"booking", "dialogue", "staff", "messengers", "web"};
constexpr std::size_t kKeyBytes = 32;
// What signs actors belongs to nobody alone, and is no ring: nothing that is kept was made with it.
constexpr const char* kActor = "actor";
// Until then every process has been started again and knows the new one.
constexpr std::chrono::minutes kUntilItSigns{30};

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
  std::string text;            // of the file
  std::int64_t from_unix = 0;  // of what signs actors
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

std::int64_t Unix(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::string LocalTime(std::int64_t unix_time) { return fmt::format("{:%d.%m.%Y %H:%M}", fmt::localtime(unix_time)); }

absl::StatusOr<std::vector<rpc::SigningKey>> ActorKeysIn(const std::string& text, const Installation& installation) {
  auto held = rpc::ParseSigningKeys(text);
  if (held.ok()) return held;
  const std::string file = installation.ActorKey().native();
  if (text.empty())
    return absl::NotFoundError(
        fmt::format("{}: noch kein Schlüssel oder nicht lesbar. Anlegen: amtslotse keys create", file));
  return absl::DataLossError(fmt::format("{}: beschädigt. Aus der Sicherung der Schlüssel zurückholen.", file));
}

// The new one signs later, when all know it; those whose signatures nobody accepts any more go.
absl::StatusOr<Rotated> RotateActor(bool at_once, const Installation& installation, keys::Randomness& random,
                                    std::chrono::system_clock::time_point now) {
  const std::string text = ReadText(installation.ActorKey());
  const auto held = ActorKeysIn(text, installation);
  if (!held.ok()) return held.status();
  std::string secret(kKeyBytes, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(secret.data()), secret.size());
  secret = keys::Base64Url(secret);
  Rotated next{kActor, installation.ActorKey(), 0, secret + "\n", Unix(now)};
  if (at_once) return next;
  next.text.clear();
  for (std::size_t i = 0; i < held->size(); ++i) {
    if (i + 1 < held->size() && held->at(i + 1).from_unix <= Unix(now - rpc::kFormerKeyHolds)) continue;
    const rpc::SigningKey& key = held->at(i);
    if (key.from_unix > 0) next.text += fmt::format("from {} ", key.from_unix);
    next.text += fmt::format("{}\n", key.secret);
  }
  next.from_unix = std::max(Unix(now + kUntilItSigns), held->back().from_unix + 1);
  next.text += fmt::format("from {} {}\n", next.from_unix, secret);
  return next;
}

void TellRotated(const Rotated& next, bool at_once) {
  if (next.owner != kActor)
    fmt::print("{}: Schlüssel {} gilt ab dem nächsten Start; frühere öffnen weiter, was mit ihnen versiegelt ist.\n",
               next.owner, next.id);
  else if (at_once)
    fmt::print("actor: ab dem nächsten Start unterschreibt und gilt nur der neue Schlüssel.\n");
  else
    fmt::print("actor: der neue Schlüssel unterschreibt ab {}; der bisherige gilt danach noch {} Minuten.\n",
               LocalTime(next.from_unix), rpc::kFormerKeyHolds.count());
}

struct RotateOptions {
  std::string owner;  // empty: all
  bool at_once = false;
};

// All are made before the first is written: one that cannot be read leaves every file as it is.
absl::StatusOr<int> RotateKeys(const RotateOptions& options, const Installation& installation) {
  const std::string& wanted = options.owner;
  if (options.at_once && wanted != kActor)
    return absl::InvalidArgumentError(
        "--now gilt nur für actor: was andere versiegelt haben, öffnen ihre früheren Schlüssel.");
  keys::SystemRandomness random;
  std::vector<Rotated> all;
  if (wanted.empty() || wanted == kActor) {
    auto next = RotateActor(options.at_once, installation, random, std::chrono::system_clock::now());
    if (!next.ok()) return next.status();
    all.push_back(*std::move(next));
  }
  for (const std::string owner : kOwners) {
    if (!wanted.empty() && wanted != owner) continue;
    auto next = Rotate(owner, installation, random);
    if (!next.ok()) return next.status();
    all.push_back(*std::move(next));
  }
  for (const Rotated& next : all) {
    if (auto status = WriteWhole(next.file, next.text, 0600); !status.ok()) return status;
    TellRotated(next, options.at_once);
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
  const std::string text = ReadText(installation.ActorKey());
  const auto held = ActorKeysIn(text, installation);
  if (!held.ok()) {
    fmt::print("{:<12} {}\n", kActor, std::string(held.status().message()));
    return 1;
  }
  fmt::print("{:<12} unterschreibt, wer von den Mitarbeitenden etwas tut{}\n", kActor,
             held->back().from_unix == 0
                 ? ""
                 : fmt::format("; der neueste Schlüssel ab {}", LocalTime(held->back().from_unix)));
  return all ? 0 : 1;
}

}  // namespace

void AddKeysCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("keys", "Schlüssel dieser Installation");
  commands.Add("create", "Legt Schlüssel an, die noch fehlen", CreateKeys, group);
  commands.Add("list", "Nennt, mit welchem Schlüssel versiegelt wird", ListKeys, group);
  auto options = std::make_shared<RotateOptions>();
  CLI::App* rotate = commands.Add(
      "rotate", "Hängt neue Schlüssel an, die ab dem nächsten Start versiegeln oder etwas später unterschreiben",
      [options](const Installation& installation) { return RotateKeys(*options, installation); }, group);
  rotate
      ->add_option("DIENST", options->owner,
                   "nur diesen: booking, dialogue, staff, messengers, web; actor: was Mitarbeitende ausweist")
      ->check(CLI::IsMember({"booking", "dialogue", "staff", "messengers", "web", kActor}));
  rotate->add_flag("--now", options->at_once, "actor: der bisherige Schlüssel gilt ab dem Neustart nicht mehr");
}

}  // namespace amtslotse::cli
