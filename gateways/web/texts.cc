#include "gateways/web/texts.h"

#include <fmt/format.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace amtslotse::gateways::web {
namespace {

icu::Formattable ToIcu(const std::string& value) {
  const bool number = !value.empty() && value.size() < 16 &&
                      std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
  if (number) return icu::Formattable(static_cast<std::int64_t>(std::stoll(value)));
  return icu::Formattable(icu::UnicodeString::fromUTF8(value));
}

std::string Format(std::string_view language, const std::string& text, const TextArguments& arguments) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat format(icu::UnicodeString::fromUTF8(text), icu::Locale(std::string(language).c_str()),
                                  status);
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))));
    values.push_back(ToIcu(value));
  }
  icu::UnicodeString formatted;
  format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), formatted, status);
  if (U_FAILURE(status)) return text;
  std::string out;
  formatted.toUTF8String(out);
  return out;
}

}  // namespace

absl::StatusOr<Texts> Texts::Load(const std::string& folder) {
  std::map<std::string, std::map<std::string, std::string>> catalogues;
  for (const char* language : {"de", "en"}) {
    const std::string path = fmt::format("{}/{}.json", folder, language);
    std::ifstream file(path);
    const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return absl::NotFoundError(fmt::format("{}: no readable message catalogue", path));
    for (const auto& [key, text] : json.items()) {
      if (!text.is_string()) return absl::InvalidArgumentError(fmt::format("{}: {}: expected a text", path, key));
      catalogues[language][key] = text.get<std::string>();
    }
  }
  return Texts(std::move(catalogues));
}

std::string Texts::Say(std::string_view language, std::string_view key, const TextArguments& arguments) const {
  const std::string_view plain =
      language.substr(0, language.find('@'));  // a town's own words come first (town_texts.h)
  for (const std::string& each : {std::string(language), std::string(plain), std::string("de")}) {
    const auto catalogue = catalogues_.find(each);
    if (catalogue == catalogues_.end()) continue;
    const auto text = catalogue->second.find(std::string(key));
    if (text == catalogue->second.end()) continue;
    return arguments.empty() && text->second.find('{') == std::string::npos ? text->second
                                                                            : Format(plain, text->second, arguments);
  }
  return std::string(key);
}

}  // namespace amtslotse::gateways::web
