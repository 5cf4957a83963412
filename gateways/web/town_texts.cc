#include "gateways/web/town_texts.h"

#include <fmt/format.h>
#include <unicode/msgfmt.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace amtslotse::gateways::web {
namespace {

namespace fs = std::filesystem;
using Catalogue = std::map<std::string, std::string>;

absl::StatusOr<Catalogue> ReadCatalogue(const fs::path& path) {
  std::ifstream file(path);
  const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return absl::InvalidArgumentError(fmt::format("{}: no readable message catalogue", path.native()));
  Catalogue catalogue;
  for (const auto& [key, text] : json.items()) {
    if (!text.is_string())
      return absl::InvalidArgumentError(fmt::format("{}: {}: expected a text", path.native(), key));
    catalogue[key] = text.get<std::string>();
  }
  return catalogue;
}

// The names of a message's arguments; nothing when it is no ICU message.
absl::StatusOr<std::set<std::string>> Arguments(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  const icu::MessagePattern pattern(icu::UnicodeString::fromUTF8(text), &where, status);
  if (U_FAILURE(status)) return absl::InvalidArgumentError(fmt::format("no ICU message: {}", u_errorName(status)));
  std::set<std::string> names;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    if (pattern.getPart(i).getType() != UMSGPAT_PART_TYPE_ARG_NAME) continue;
    std::string name;
    pattern.getSubstring(pattern.getPart(i)).toUTF8String(name);
    names.insert(name);
  }
  return names;
}

absl::Status CheckOwn(const Catalogue& own, const Catalogue& shipped, const fs::path& path) {
  const auto wrong = [&](const std::string& key, std::string_view why) {
    return absl::InvalidArgumentError(fmt::format("{}: {}: {}", path.native(), key, why));
  };
  for (const auto& [key, text] : own) {
    const auto there = shipped.find(key);
    if (there == shipped.end()) return wrong(key, "there is no such text");
    const auto used = Arguments(text);
    if (!used.ok()) return wrong(key, std::string(used.status().message()));
    const auto known = Arguments(there->second);
    for (const std::string& name : *used)
      if (!known.ok() || !known->contains(name)) return wrong(key, fmt::format("{{{}}} is not known here", name));
  }
  return absl::OkStatus();
}

}  // namespace

std::string TownLanguage(const std::string& language, const std::string& municipality_id) {
  return language + "@" + municipality_id;
}

absl::StatusOr<Texts> LoadTexts(const std::string& shipped, const std::string& own) {
  std::map<std::string, Catalogue> catalogues;
  for (const char* language : {"de", "en"}) {
    auto catalogue = ReadCatalogue(fs::path(shipped) / (std::string(language) + ".json"));
    if (!catalogue.ok()) return catalogue.status();
    catalogues[language] = *std::move(catalogue);
  }
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(own, none)) {
    const std::string name = entry.path().filename();
    for (const std::string language : {"de", "en"}) {
      const std::string end = "." + language + ".json";
      if (!name.ends_with(end)) continue;
      auto catalogue = ReadCatalogue(entry.path());
      if (!catalogue.ok()) return catalogue.status();
      if (const auto status = CheckOwn(*catalogue, catalogues[language], entry.path()); !status.ok()) return status;
      catalogues[TownLanguage(language, name.substr(0, name.size() - end.size()))] = *std::move(catalogue);
    }
  }
  return Texts(std::move(catalogues));
}

}  // namespace amtslotse::gateways::web
