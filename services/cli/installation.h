// Where one installation on one machine keeps its things.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace amtslotse::cli {

struct Installation {
  std::filesystem::path source;  // the repository or the installed share: shipped data and programs
  std::filesystem::path model;   // the shipped language model, trained when the programs were built
  std::filesystem::path data;    // each owner's store in a folder of its name, logs/, run/
  std::filesystem::path keys;    // outside of data and its backups
  std::filesystem::path run;     // unix sockets; <data>/run, or a short folder when that path is too long for a socket

  // data/<owner>, e.g. data/booking.
  std::filesystem::path Store(std::string_view owner) const { return data / owner; }
  // Each process that seals has a key ring of its own; the actor key is shared by those that check staff.
  std::filesystem::path KeyRing(std::string_view owner) const { return keys / (std::string(owner) + ".keys"); }
  std::filesystem::path ActorKey() const { return keys / "actor.key"; }
  std::filesystem::path Log(std::string_view process) const { return data / "logs" / (std::string(process) + ".log"); }
  // In a folder of its own: whoever is to call the process is shown that folder (packaging/units.sh).
  std::filesystem::path Socket(std::string_view process) const { return run / process / "socket"; }
  // As services/rpc expects it.
  std::string Address(std::string_view process) const { return "unix:" + Socket(process).string(); }
};

// Reads paths only, creates nothing. Empty arguments give the defaults: data in the folder `data` of the repository,
// keys in the folder `<data>.keys` beside it.
absl::StatusOr<Installation> LocateInstallation(const std::string& data, const std::string& keys);

// Creates data, a folder per owner, keys, logs and run, each 0700, and the actor key (0600) when there is none.
// PERMISSION_DENIED, RESOURCE_EXHAUSTED (disk full) or FAILED_PRECONDITION (something else is in the way, or the folder
// belongs to someone else), with a German message for the operator.
absl::Status PrepareFolders(const Installation& installation);

}  // namespace amtslotse::cli
