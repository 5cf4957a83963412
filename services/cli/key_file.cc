#include "services/cli/key_file.h"

#include <fmt/format.h>

#include "services/cli/reason.h"

namespace amtslotse::cli {

absl::Status OfKeyFile(const absl::Status& status, const std::filesystem::path& file) {
  if (absl::IsNotFound(status))
    return absl::NotFoundError(fmt::format("{}: noch keine Schlüssel. Anlegen: amtslotse keys create", file.native()));
  if (absl::IsInvalidArgument(status))
    return absl::DataLossError(fmt::format("{}: beschädigt ({}). Aus der Sicherung der Schlüssel zurückholen.",
                                           file.native(), InGerman(std::string(status.message()))));
  if (absl::IsFailedPrecondition(status))
    return absl::FailedPreconditionError(fmt::format(
        "{0}: die Datei muss außerhalb der Daten liegen und darf nur für ihren Benutzer lesbar sein (chmod 600 {0}).",
        file.native()));
  return status;
}

absl::StatusOr<keys::KeyRing> LoadKeys(const std::filesystem::path& file, const std::filesystem::path& data) {
  auto ring = keys::KeyRing::Load(file, data);
  if (!ring.ok()) return OfKeyFile(ring.status(), file);
  return ring;
}

}  // namespace amtslotse::cli
