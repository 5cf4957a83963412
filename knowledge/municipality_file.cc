#include "knowledge/municipality_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "knowledge/answer.h"
#include "knowledge/import/fields.h"
#include "knowledge/markdown.h"
#include "knowledge/status_text.h"

namespace amtslotse::knowledge {
namespace {

using nlohmann::json;

std::string Text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& Part(const json& object, const char* key) {
  static const json nothing = json::object();
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : nothing;
}

std::vector<std::string> Texts(const json& object, const char* key) {
  std::vector<std::string> texts;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return texts;
  for (const json& item : *found) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::string Hours(const json& contact) {
  std::vector<OpeningSpan> spans;
  const auto found = contact.find("opening_hours");
  if (found == contact.end() || !found->is_array()) return Text(contact, "opening_hours");
  for (const json& item : *found) {
    const int day = item.value("weekday", 0);
    const auto opens = ParseTimeOfDay(Text(item, "from")), closes = ParseTimeOfDay(Text(item, "to"));
    if (day < 1 || day > 7 || !opens || !closes) continue;
    spans.push_back({std::chrono::weekday(static_cast<unsigned>(day)), *opens, *closes, false});
  }
  SortSpans(spans);
  return HoursText(spans);
}

std::string HumanText(const json& human) {
  if (std::string text = Text(human, "text"); !text.empty()) return text;
  std::string result;
  if (const std::string telephone = Text(human, "telephone"); !telephone.empty()) result += "Telefon " + telephone;
  if (const std::string number = Text(human, "public_service_number"); !number.empty())
    result += (result.empty() ? "Telefon " : " oder ") + number;
  if (const std::string email = Text(human, "email"); !email.empty())
    result += (result.empty() ? "E-Mail " : ", E-Mail ") + email;
  if (const std::string hours = Text(human, "hours_text"); !hours.empty())
    result += (result.empty() ? "" : ". ") + hours;
  return result;
}

// A text, or the name of a file with it.
absl::StatusOr<std::string> LegalText(const json& legal, const char* key, const ReadBeside& read_beside) {
  const std::string value = Text(legal, key);
  if (value.ends_with(".md")) {
    if (!read_beside) return std::string();
    auto text = read_beside(value);
    if (!text.ok()) return absl::InvalidArgumentError(fmt::format("legal.{}: {}", key, MessageOf(text.status())));
    return SanitizeMarkdown(*text);
  }
  return SanitizeMarkdown(value);
}

bool IsDigits(const std::string& text, std::size_t length) {
  return text.size() == length && text.find_first_not_of("0123456789") == std::string::npos;
}

absl::Status Check(const Municipality& town) {
  if (town.id.value.empty() || town.id.value.size() > 64 ||
      town.id.value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) {
    return absl::InvalidArgumentError("id: expected lower-case letters, digits and hyphens");
  }
  if (town.name.empty()) return absl::InvalidArgumentError("name: missing");
  if (!town.ars.value.empty() && !IsDigits(town.ars.value, 12))
    return absl::InvalidArgumentError("ars: expected 12 digits");
  if (!town.ags.empty() && !IsDigits(town.ags, 8)) return absl::InvalidArgumentError("ags: expected 8 digits");
  if (!town.primary_colour.empty() && (town.primary_colour.size() != 7 || town.primary_colour[0] != '#')) {
    return absl::InvalidArgumentError("theme.primary: expected #rrggbb");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Target>> Targets(const json& object) {
  std::vector<Target> targets;
  const auto found = object.find("targets");
  if (found == object.end() || !found->is_array()) return targets;
  for (const json& item : *found) {
    Target target{Text(item, "act"), {}, {Text(item, "title"), Text(item, "url")}};
    if (std::string service = Text(item, "service_id"); !service.empty())
      target.service = ServiceId{std::move(service)};
    if (!MayHaveTarget(target.act))
      return absl::InvalidArgumentError("targets: no target for the act \"" + target.act + "\"");
    if (IsSafeUrl(target.link.url)) targets.push_back(std::move(target));
  }
  return targets;
}

absl::StatusOr<Municipality> Read(const json& object, const ReadBeside& read_beside) {
  Municipality town;
  town.id.value = Text(object, "id");
  town.name = Text(object, "name");
  town.ars.value = Text(object, "ars");
  town.ags = Text(object, "ags");
  town.land = Text(object, "land");
  town.hosts = Texts(object, "hosts");
  town.postcodes = Texts(object, "postcodes");
  if (std::string zone = Text(object, "time_zone"); !zone.empty()) town.time_zone = std::move(zone);
  town.agency_id = Text(object, "agency_id");
  town.search_page = Text(object, "search_page");
  town.greeting = Text(object, "greeting");
  town.informal = Text(object, "form_of_address") == "du";
  town.demo = object.value("demo", false);
  town.embedding_origins = Texts(object, "embedding_origins");
  town.data_protection_email = Text(object, "data_protection_email");
  town.enforcement_body = Text(object, "enforcement_body");
  town.primary_colour = Text(Part(object, "theme"), "primary");
  auto targets = Targets(object);
  if (!targets.ok()) return targets.status();
  town.targets = *std::move(targets);
  const json& contact = Part(object, "contact");
  town.telephone = Text(contact, "telephone");
  town.email = Text(contact, "email");
  town.address = Text(contact, "address");
  town.website = Text(contact, "website");
  town.opening_hours_text = Hours(contact);
  town.human_text = HumanText(Part(object, "human"));
  const json& legal = Part(object, "legal");
  for (const auto& [key, text] : {std::pair{"imprint", &town.imprint}, std::pair{"privacy", &town.privacy_notice},
                                  std::pair{"accessibility", &town.accessibility_statement}}) {
    auto read = LegalText(legal, key, read_beside);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  if (const absl::Status checked = Check(town); !checked.ok()) return checked;
  return town;
}

absl::StatusOr<std::string> ReadWhole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(path.string() + ": lässt sich nicht öffnen.");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

absl::StatusOr<Municipality> ParseMunicipality(std::string_view json_text, const ReadBeside& read_beside) {
  try {
    return Read(json::parse(json_text), read_beside);
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
}

absl::StatusOr<Municipality> LoadMunicipality(const std::string& path) {
  const auto text = ReadWhole(path);
  if (!text.ok()) return text.status();
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return ParseMunicipality(*text, [&folder](const std::string& name) -> absl::StatusOr<std::string> {
    if (name.find("..") != std::string::npos || name.starts_with('/'))
      return absl::InvalidArgumentError("outside of the folder");
    return ReadWhole(folder / name);
  });
}

}  // namespace amtslotse::knowledge
