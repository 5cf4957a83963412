#include "nlu/models/town_models.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <tuple>

namespace amtslotse::nlu {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCandidate = "candidate";
constexpr const char* kDamaged = "damaged";
constexpr std::size_t kRemembered = 20;  // lines of `active`
constexpr int kTriedAgainAfter = 60;     // calls of FollowOthers

bool IsPlainName(const std::string& text) {
  return !text.empty() && text.size() <= 64 && text != kCandidate && text != kDamaged &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

// Oldest first; empty when the town never had one of its own.
std::vector<std::string> History(const fs::path& town) {
  std::vector<std::string> versions;
  const auto text = ReadModelFile((town / "active").string());
  std::istringstream lines(text.ok() ? *text : "");
  for (std::string line; std::getline(lines, line);)
    if (IsPlainName(line)) versions.push_back(line);
  return versions;
}

// Whole or not at all.
absl::Status WriteHistory(const fs::path& town, std::vector<std::string> versions) {
  if (versions.size() > kRemembered) versions.erase(versions.begin(), versions.end() - kRemembered);
  std::string text;
  for (const std::string& version : versions) text += version + "\n";
  const fs::path fresh = town / "active.new";
  std::error_code error;
  fs::create_directories(town, error);
  if (auto status = WriteModelFile(fresh.string(), text); !status.ok()) return status;
  fs::rename(fresh, town / "active", error);
  return error ? absl::UnavailableError((town / "active").string() + ": " + error.message()) : absl::OkStatus();
}

}  // namespace

TownModels::TownModels(std::string shipped_directory, std::string data_directory,
                       std::shared_ptr<const Understander> shipped)
    : shipped_directory_(std::move(shipped_directory)),
      data_directory_(std::move(data_directory)),
      shipped_(std::move(shipped)) {}

absl::StatusOr<std::unique_ptr<TownModels>> TownModels::Open(const std::string& shipped_directory,
                                                             const std::string& data_directory) {
  absl::StatusOr<std::unique_ptr<Understander>> shipped = Understander::Load(shipped_directory);
  if (!shipped.ok()) return shipped.status();
  std::unique_ptr<TownModels> models(new TownModels(shipped_directory, data_directory, *std::move(shipped)));
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(data_directory, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && IsPlainName(name)) models->LoadTown(name);
  }
  return models;
}

void TownModels::LoadTown(const std::string& municipality_id) {
  const auto history = History(fs::path(data_directory_) / municipality_id);
  if (history.empty() || history.back() == shipped_->version()) return;
  auto understander = Understander::Load(DirectoryOf(municipality_id, history.back()));
  if (understander.ok()) {
    active_[municipality_id] = *std::move(understander);
  } else {
    unusable_.push_back(municipality_id + "/" + history.back() + ": " + std::string(understander.status().message()));
  }
}

std::vector<std::string> TownModels::FollowOthers() {
  const std::lock_guard lock(changes_);
  std::vector<std::string> changed;
  std::error_code error;
  for (fs::directory_iterator entry(data_directory_, error), end; !error && entry != end; entry.increment(error)) {
    const std::string town = entry->path().filename().string();
    if (!IsPlainName(town)) continue;
    if (const auto found = postponed_.find(town); found != postponed_.end() && --found->second > 0) continue;
    const auto history = History(entry->path());
    if (history.empty() || history.back() == Active(town)->version()) continue;
    std::shared_ptr<const Understander> understander = shipped_;
    if (history.back() != shipped_->version()) {
      auto loaded = Understander::Load(DirectoryOf(town, history.back()));
      if (!loaded.ok()) {
        postponed_[town] = kTriedAgainAfter;
        continue;
      }
      understander = *std::move(loaded);
    }
    const std::unique_lock switching(mutex_);
    active_[town] = std::move(understander);
    changed.push_back(town);
  }
  return changed;
}

std::shared_ptr<const Understander> TownModels::Active(const std::string& municipality_id) const {
  const std::shared_lock lock(mutex_);
  const auto found = active_.find(municipality_id);
  return found == active_.end() ? shipped_ : found->second;
}

std::string TownModels::DirectoryOf(const std::string& municipality_id, const std::string& version) const {
  if (version == shipped_->version()) return shipped_directory_;
  return (fs::path(data_directory_) / municipality_id / version).string();
}

std::string TownModels::ActiveDirectory(const std::string& municipality_id) const {
  return DirectoryOf(municipality_id, Active(municipality_id)->version());
}

absl::StatusOr<std::string> TownModels::CandidateDirectory(const std::string& municipality_id) {
  if (!IsPlainName(municipality_id)) return absl::InvalidArgumentError("no municipality is called so");
  const fs::path town = fs::path(data_directory_) / municipality_id;
  std::error_code error;
  fs::remove_all(town / kCandidate, error);
  fs::create_directories(town / kCandidate, error);
  if (error) return absl::UnavailableError(town.string() + ": " + error.message());
  return (town / kCandidate).string();
}

absl::StatusOr<StoredModel> TownModels::Read(const std::string& directory) const {
  absl::StatusOr<ModelManifest> manifest = CheckModelDirectory(directory);
  if (!manifest.ok()) return manifest.status();
  StoredModel model;
  model.manifest = *std::move(manifest);
  model.shipped = directory == shipped_directory_;
  if (model.shipped) return model;
  const absl::StatusOr<Comparison> report = ReadReport(directory);
  model.verdict = report.ok() ? report->verdict : Verdict::kWorse;
  model.own_examples = report.ok() ? report->own_examples : 0;
  return model;
}

// One damaged model of a town is kept for whoever wants to know why.
absl::Status TownModels::SetAside(const std::string& municipality_id, const std::string& directory) const {
  const fs::path aside = fs::path(data_directory_) / municipality_id / kDamaged;
  std::error_code error;
  fs::remove_all(aside, error);
  fs::rename(directory, aside, error);
  return error ? absl::UnavailableError(directory + ": " + error.message()) : absl::OkStatus();
}

absl::StatusOr<StoredModel> TownModels::Adopt(const std::string& municipality_id,
                                              const std::string& candidate_directory) {
  const std::lock_guard lock(changes_);
  absl::StatusOr<StoredModel> model = Read(candidate_directory);
  if (!model.ok()) return model;
  const std::string directory = DirectoryOf(municipality_id, model->manifest.version);
  std::error_code error;
  if (directory != shipped_directory_ && fs::exists(directory) && !Read(directory).ok()) {
    if (auto status = SetAside(municipality_id, directory); !status.ok()) return status;
    model->replaced_damaged = true;
  }
  if (fs::exists(directory)) {
    // The same model again, compared with another one.
    if (directory != shipped_directory_) fs::rename(candidate_directory + kReportFile, directory + kReportFile, error);
    model = Read(directory);
    fs::remove_all(candidate_directory, error);
  } else {
    fs::rename(candidate_directory, directory, error);
    if (error) return absl::UnavailableError(directory + ": " + error.message());
  }
  if (model.ok()) model->active = Active(municipality_id)->version() == model->manifest.version;
  Prune(municipality_id);
  return model;
}

std::vector<StoredModel> TownModels::List(const std::string& municipality_id) const {
  std::vector<StoredModel> models;
  const auto add = [&](const std::string& directory) {
    auto model = Read(directory);
    if (model.ok()) return models.push_back(*std::move(model));
    StoredModel& damaged = models.emplace_back();
    damaged.manifest.version = fs::path(directory).filename().string();
    damaged.verdict = Verdict::kWorse;
    damaged.damaged = true;
  };
  std::error_code error;
  if (IsPlainName(municipality_id)) {
    for (const auto& entry : fs::directory_iterator(fs::path(data_directory_) / municipality_id, error))
      if (entry.is_directory() && IsPlainName(entry.path().filename().string())) add(entry.path().string());
  }
  std::sort(models.begin(), models.end(), [](const StoredModel& a, const StoredModel& b) {
    return std::tie(b.damaged, a.manifest.trained_unix) > std::tie(a.damaged, b.manifest.trained_unix);
  });
  add(shipped_directory_);
  const std::string active = Active(municipality_id)->version();
  for (StoredModel& model : models) model.active = model.manifest.version == active;
  return models;
}

absl::StatusOr<Comparison> TownModels::Report(const std::string& municipality_id, const std::string& version) const {
  if (version == shipped_->version()) return Comparison{};
  if (!IsPlainName(municipality_id) || !IsPlainName(version)) return absl::NotFoundError("no model has this version");
  return ReadReport(DirectoryOf(municipality_id, version));
}

absl::StatusOr<StoredModel> TownModels::Activate(const std::string& municipality_id, const std::string& wanted) {
  if (!IsPlainName(municipality_id)) return absl::NotFoundError("no municipality is called so");
  const std::lock_guard lock(changes_);
  const fs::path town = fs::path(data_directory_) / municipality_id;
  std::vector<std::string> history = History(town);
  if (history.empty()) history.push_back(shipped_->version());
  const bool back = wanted.empty();
  if (back && history.size() < 2) return absl::FailedPreconditionError("no model was active before this one");
  const std::string version = back ? history[history.size() - 2] : wanted;
  if (!IsPlainName(version)) return absl::NotFoundError("no model has this version");
  const std::string directory = DirectoryOf(municipality_id, version);
  absl::StatusOr<StoredModel> model = Read(directory);
  if (!model.ok()) return model;
  const bool was_active = std::find(history.begin(), history.end(), version) != history.end();
  if (!was_active && model->verdict == Verdict::kWorse)
    return absl::FailedPreconditionError("the evaluation found this model worse than the one that was active");
  std::shared_ptr<const Understander> understander = shipped_;
  if (directory != shipped_directory_) {
    auto loaded = Understander::Load(directory);
    if (!loaded.ok()) return loaded.status();
    understander = *std::move(loaded);
  }
  if (back)
    history.pop_back();
  else if (history.back() != version)
    history.push_back(version);
  if (auto status = WriteHistory(town, history); !status.ok()) return status;
  const std::unique_lock switching(mutex_);
  active_[municipality_id] = std::move(understander);
  model->active = true;
  return model;
}

void TownModels::Prune(const std::string& municipality_id) {
  const auto history = History(fs::path(data_directory_) / municipality_id);
  const auto needed = [&](const std::string& version) {
    const auto last_two = history.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, history.size()));
    return std::find(last_two, history.end(), version) != history.end();
  };
  std::size_t kept = 0;
  for (const StoredModel& model : List(municipality_id)) {
    if (model.shipped || ++kept <= kKept || model.active || needed(model.manifest.version)) continue;
    std::error_code ignored;
    fs::remove_all(DirectoryOf(municipality_id, model.manifest.version), ignored);
  }
}

}  // namespace amtslotse::nlu
