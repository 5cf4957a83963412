#include "nlu/model_directory.h"

#include <sodium.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace amtslotse::nlu {
namespace {

constexpr int kFormat = 1;
constexpr const char* kManifestName = "/model.json";
constexpr std::size_t kVersionDigits = 16;

std::string Sha256(const std::string& content) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(content.data()), content.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

absl::StatusOr<ModelManifest> Parse(const nlohmann::json& json, const std::string& directory) {
  if (json.at("format") != kFormat) return absl::FailedPreconditionError(directory + ": model of another format");
  std::string all;
  for (const auto& [name, expected] : json.at("files").items()) {
    if (name.find('/') != std::string::npos) return absl::DataLossError(directory + ": file name with a slash");
    const absl::StatusOr<std::string> content = ReadModelFile(directory + "/" + name);
    if (!content.ok()) return absl::DataLossError(directory + "/" + name + " is missing");
    if (Sha256(*content) != expected) return absl::DataLossError(directory + "/" + name + " has changed");
    all += expected.get<std::string>();
  }
  ModelManifest manifest;
  manifest.version = json.at("version");
  if (Sha256(all).substr(0, kVersionDigits) != manifest.version)
    return absl::DataLossError(directory + ": wrong version");
  manifest.trained_unix = json.at("trained_unix");
  manifest.examples = json.at("examples");
  manifest.precision_at_1 = json.at("precision_at_1");
  manifest.macro_f1 = json.at("macro_f1");
  manifest.out_of_scope_auroc = json.at("out_of_scope_auroc");
  manifest.calibration_error = json.at("calibration_error");
  return manifest;
}

}  // namespace

absl::StatusOr<std::string> ReadModelFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

absl::Status WriteModelFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.flush()) return absl::UnavailableError("cannot write " + path);
  return absl::OkStatus();
}

absl::StatusOr<ModelManifest> SealModelDirectory(const std::string& directory, const std::vector<std::string>& files,
                                                 ModelManifest manifest) {
  nlohmann::json hashes = nlohmann::json::object();
  for (const std::string& name : files) {
    const absl::StatusOr<std::string> content = ReadModelFile(directory + "/" + name);
    if (!content.ok()) return content.status();
    hashes[name] = Sha256(*content);
  }
  std::string all;
  for (const auto& [name, hash] : hashes.items()) all += hash.get<std::string>();
  manifest.version = Sha256(all).substr(0, kVersionDigits);
  const nlohmann::json json = {{"format", kFormat},
                               {"files", hashes},
                               {"version", manifest.version},
                               {"trained_unix", manifest.trained_unix},
                               {"examples", manifest.examples},
                               {"precision_at_1", manifest.precision_at_1},
                               {"macro_f1", manifest.macro_f1},
                               {"out_of_scope_auroc", manifest.out_of_scope_auroc},
                               {"calibration_error", manifest.calibration_error}};
  if (auto status = WriteModelFile(directory + kManifestName, json.dump(1) + "\n"); !status.ok()) return status;
  return manifest;
}

absl::StatusOr<ModelManifest> CheckModelDirectory(const std::string& directory) {
  const absl::StatusOr<std::string> text = ReadModelFile(directory + kManifestName);
  if (!text.ok()) return text.status();
  try {
    return Parse(nlohmann::json::parse(*text), directory);
  } catch (const nlohmann::json::exception& error) {
    return absl::DataLossError(directory + kManifestName + ": " + error.what());
  }
}

}  // namespace amtslotse::nlu
