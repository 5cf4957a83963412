#include "services/cli/municipality_file.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array kDays{"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"};

absl::StatusOr<std::string> ReadText(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return absl::NotFoundError(fmt::format("{}: kann nicht gelesen werden", file.native()));
  return std::string((std::istreambuf_iterator<char>(stream)), {});
}

const json& At(const json& object, const char* name) {
  static const json kEmpty = json::object();
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? kEmpty : *found;
}

std::string Text(const json& object, const char* name) {
  const json& value = At(object, name);
  return value.is_string() ? value.get<std::string>() : "";
}

// "Montag, Dienstag 08:30–12:00; Donnerstag 08:30–12:00, 14:00–17:30": days with the same hours together.
std::string HoursText(const json& spans) {
  std::array<std::string, 7> hours;
  if (!spans.is_array()) return "";
  for (const json& span : spans) {
    const int weekday = span.value("weekday", 0);
    if (weekday < 1 || weekday > 7) continue;
    std::string& day = hours[static_cast<std::size_t>(weekday - 1)];
    day += fmt::format("{}{}–{}", day.empty() ? "" : ", ", Text(span, "from"), Text(span, "to"));
  }
  std::vector<std::pair<std::string, std::string>> groups;  // hours, days
  for (std::size_t i = 0; i < hours.size(); ++i) {
    if (hours[i].empty()) continue;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == hours[i]; });
    if (same == groups.end())
      groups.emplace_back(hours[i], kDays[i]);
    else
      same->second += fmt::format(", {}", kDays[i]);
  }
  std::string text;
  for (const auto& [time, days] : groups) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", days, time);
  return text;
}

std::string HumanText(const json& human) {
  std::string text;
  if (const auto telephone = Text(human, "telephone"); !telephone.empty()) text += "Telefon " + telephone;
  if (const auto number = Text(human, "public_service_number"); !number.empty())
    text += (text.empty() ? "Telefon " : " oder ") + number;
  if (const auto email = Text(human, "email"); !email.empty()) text += (text.empty() ? "E-Mail " : ", E-Mail ") + email;
  if (!text.empty()) text += ".";
  if (const auto hours = Text(human, "hours_text"); !hours.empty()) text += " " + hours;
  return text;
}

absl::Status AddLegalTexts(const json& legal, const fs::path& folder, knowledge::v1::Municipality& town) {
  const std::map<const char*, std::string*> texts{{"imprint", town.mutable_imprint()},
                                                  {"privacy", town.mutable_privacy_notice()},
                                                  {"accessibility", town.mutable_accessibility_statement()}};
  for (const auto& [name, target] : texts) {
    const std::string file = Text(legal, name);
    if (file.empty()) continue;
    auto text = ReadText(folder / file);
    if (!text.ok()) return text.status();
    *target = *std::move(text);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<knowledge::v1::Municipality> ReadMunicipalityFile(const fs::path& file) {
  const auto text = ReadText(file);
  if (!text.ok()) return text.status();
  const json content = json::parse(*text, nullptr, false);
  if (!content.is_object()) return absl::InvalidArgumentError(fmt::format("{}: ist kein JSON-Objekt", file.native()));
  knowledge::v1::Municipality town;
  for (const char* needed : {"id", "name", "ars", "time_zone"})
    if (Text(content, needed).empty()) return absl::InvalidArgumentError(fmt::format("{}: \"{}\" fehlt", file.native(), needed));
  town.set_id(Text(content, "id"));
  town.set_name(Text(content, "name"));
  town.set_ars(Text(content, "ars"));
  town.set_land(Text(content, "land"));
  town.set_time_zone(Text(content, "time_zone"));
  town.set_greeting(Text(content, "greeting"));
  town.set_informal(Text(content, "form_of_address") == "du");
  town.set_demo(content.value("demo", false));
  for (const json& host : At(content, "hosts")) town.add_hosts(host.get<std::string>());
  for (const json& origin : At(content, "embedding_origins")) town.add_embedding_origins(origin.get<std::string>());
  const json& contact = At(content, "contact");
  town.set_telephone(Text(contact, "telephone"));
  town.set_email(Text(contact, "email"));
  town.set_address(Text(contact, "address"));
  town.set_opening_hours_text(HoursText(At(contact, "opening_hours")));
  town.set_human_text(HumanText(At(content, "human")));
  town.set_data_protection_email(Text(content, "data_protection_email"));
  town.set_enforcement_body(Text(At(content, "accessibility"), "enforcement_body"));
  town.set_primary_colour(Text(At(content, "theme"), "primary"));
  if (auto status = AddLegalTexts(At(content, "legal"), file.parent_path(), town); !status.ok()) return status;
  return town;
}

}  // namespace amtslotse::cli
