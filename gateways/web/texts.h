// The message catalogues in gateways/web/texts (ICU message syntax), German first.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amtslotse::gateways::web {

using TextArguments = std::vector<std::pair<std::string_view, std::string>>;

// Read once, then thread-safe.
class Texts {
 public:
  // Reads de.json and en.json of the folder: flat objects of key and text.
  static absl::StatusOr<Texts> Load(const std::string& folder);
  // For tests.
  explicit Texts(std::map<std::string, std::map<std::string, std::string>> catalogues)
      : catalogues_(std::move(catalogues)) {}

  // Falls back to German, then to the key itself. A number argument (digits only) can choose a plural form.
  std::string Say(std::string_view language, std::string_view key, const TextArguments& arguments = {}) const;
  bool Speaks(std::string_view language) const { return catalogues_.contains(std::string(language)); }

 private:
  std::map<std::string, std::map<std::string, std::string>> catalogues_;
};

}  // namespace amtslotse::gateways::web
