#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/model_directory.h"
#include "nlu/models/comparison.h"
#include "nlu/understander.h"

namespace amtslotse::nlu {

struct StoredModel {
  ModelManifest manifest;
  Verdict verdict = Verdict::kNotWorse;
  std::uint32_t own_examples = 0;
  bool active = false;
  bool shipped = false;
  bool damaged = false;           // it cannot be read; of its manifest only the version is known, its verdict is kWorse
  bool replaced_damaged = false;  // Adopt found a damaged one of the same version and set it aside
};

// The models of all towns and which of them is active:
//   <data>/<municipality>/<version>/   a model directory and its report.json (comparison.h)
//   <data>/<municipality>/damaged/     the last model that could not be read when it was to come again
//   <data>/<municipality>/active       versions that were active, oldest first, a line each
// A town without a model of its own uses the shipped one.
//
// Several processes may share the folder: what one activates, the others take with FollowOthers. Only one at a time may
// train (the trainer's duty): there is one place for a candidate.
//
// Thread safety: any number of threads. Switching replaces a pointer: calls that began with the
// former model end with it.
class TownModels {
 public:
  static constexpr std::size_t kKept = 8;  // models per town; the active one and the one before stay

  // Loads the shipped model, which must be good, and the active one of every town. A town's model that
  // cannot be loaded is left alone: the shipped one serves, and `unusable()` names it.
  static absl::StatusOr<std::unique_ptr<TownModels>> Open(const std::string& shipped_directory,
                                                          const std::string& data_directory);

  // Never empty. An unknown town gets the shipped model.
  std::shared_ptr<const Understander> Active(const std::string& municipality_id) const;

  // The directory of the active model.
  std::string ActiveDirectory(const std::string& municipality_id) const;
  const std::string& shipped_directory() const { return shipped_directory_; }
  const std::string& data_directory() const { return data_directory_; }

  // Where training puts a candidate before it is taken over with Adopt; created.
  absl::StatusOr<std::string> CandidateDirectory(const std::string& municipality_id);

  // Moves a finished candidate to the place of its version, in which an older one of the same version is kept
  // unless it is damaged, and removes what is beyond kKept. Returns the version.
  absl::StatusOr<StoredModel> Adopt(const std::string& municipality_id, const std::string& candidate_directory);

  // Newest first, damaged ones behind them, the shipped one last.
  std::vector<StoredModel> List(const std::string& municipality_id) const;

  // What a model of the town answers otherwise than the one that was active when it was trained; of the shipped one
  // nothing. NotFound for an unknown version.
  absl::StatusOr<Comparison> Report(const std::string& municipality_id, const std::string& version) const;

  // An empty version means the one that was active before. NotFound for an unknown version, FailedPrecondition when its
  // evaluation forbids it or there is nothing to go back to, DataLoss for a damaged one.
  absl::StatusOr<StoredModel> Activate(const std::string& municipality_id, const std::string& version);

  // Uses what another process that shares the folder has made active; the towns for which that was so. A model that
  // cannot be loaded is left alone and tried again after many calls: meant to be called about once a second.
  std::vector<std::string> FollowOthers();

  const std::vector<std::string>& unusable() const { return unusable_; }

 private:
  TownModels(std::string shipped_directory, std::string data_directory, std::shared_ptr<const Understander> shipped);

  void LoadTown(const std::string& municipality_id);
  std::string DirectoryOf(const std::string& municipality_id, const std::string& version) const;
  absl::StatusOr<StoredModel> Read(const std::string& directory) const;
  absl::Status SetAside(const std::string& municipality_id, const std::string& directory) const;
  void Prune(const std::string& municipality_id);

  std::string shipped_directory_;
  std::string data_directory_;
  std::shared_ptr<const Understander> shipped_;
  std::vector<std::string> unusable_;
  std::mutex changes_;                    // one change of the files at a time
  std::map<std::string, int> postponed_;  // calls of FollowOthers until it tries a town again
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const Understander>> active_;
};

}  // namespace amtslotse::nlu
