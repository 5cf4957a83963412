#include "services/cli/town_file.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace amtslotse::cli {
namespace {

using knowledge::v1::Municipality;
using Text = const std::string& (Municipality::*)() const;
using Texts = const google::protobuf::RepeatedPtrField<std::string>& (Municipality::*)() const;

struct LegalText {
  const char* name;
  Text read;
  void (*write)(Municipality& town, const std::string& text);
};
constexpr LegalText kLegal[] = {
    {"Impressum", &Municipality::imprint, [](Municipality& town, const std::string& text) { town.set_imprint(text); }},
    {"Datenschutzerklärung", &Municipality::privacy_notice,
     [](Municipality& town, const std::string& text) { town.set_privacy_notice(text); }},
    {"Erklärung zur Barrierefreiheit", &Municipality::accessibility_statement,
     [](Municipality& town, const std::string& text) { town.set_accessibility_statement(text); }}};

constexpr std::pair<const char*, Text> kTexts[] = {{"Name", &Municipality::name},
                                                   {"Regionalschlüssel", &Municipality::ars},
                                                   {"Gemeindeschlüssel", &Municipality::ags},
                                                   {"Land", &Municipality::land},
                                                   {"Zeitzone", &Municipality::time_zone},
                                                   {"Begrüßung", &Municipality::greeting},
                                                   {"Telefon", &Municipality::telephone},
                                                   {"E-Mail", &Municipality::email},
                                                   {"Anschrift", &Municipality::address},
                                                   {"Website", &Municipality::website},
                                                   {"Öffnungszeiten", &Municipality::opening_hours_text},
                                                   {"Weg zu einem Menschen", &Municipality::human_text},
                                                   {"E-Mail für Datenschutz", &Municipality::data_protection_email},
                                                   {"Durchsetzungsstelle", &Municipality::enforcement_body},
                                                   {"Farbe", &Municipality::primary_colour},
                                                   {"Kennung in XZuFi", &Municipality::agency_id},
                                                   {"Suchseite", &Municipality::search_page}};
constexpr std::pair<const char*, Texts> kLists[] = {{"Namen der Seite", &Municipality::hosts},
                                                    {"Postleitzahlen", &Municipality::postcodes},
                                                    {"Seiten, die den Chat zeigen", &Municipality::embedding_origins}};

bool SameTargets(const Municipality& a, const Municipality& b) {
  return std::ranges::equal(a.targets(), b.targets(), [](const auto& one, const auto& other) {
    return one.SerializeAsString() == other.SerializeAsString();
  });
}

std::vector<std::string> Changed(const Municipality& before, const Municipality& after) {
  std::vector<std::string> changed;
  const auto note = [&](bool same, const char* name) {
    if (!same) changed.emplace_back(name);
  };
  for (const auto& [name, read] : kTexts) note(std::invoke(read, before) == std::invoke(read, after), name);
  for (const auto& [name, read] : kLists)
    note(std::ranges::equal(std::invoke(read, before), std::invoke(read, after)), name);
  for (const LegalText& text : kLegal) note(std::invoke(text.read, before) == std::invoke(text.read, after), text.name);
  note(before.informal() == after.informal(), "Anrede");
  note(before.demo() == after.demo(), "Vorführung");
  note(SameTargets(before, after), "Ziele außerhalb");
  return changed;
}

}  // namespace

TownUpdate Update(const Municipality& stored, Municipality file) {
  TownUpdate update;
  *file.mutable_own_texts() = stored.own_texts();
  for (const LegalText& text : kLegal) {
    if (!std::invoke(text.read, file).empty() || std::invoke(text.read, stored).empty()) continue;
    text.write(file, std::invoke(text.read, stored));
    update.kept.emplace_back(text.name);
  }
  // As knowledge does with a file that says nothing of them.
  if (file.ars().empty()) file.set_ars(stored.ars());
  if (file.agency_id().empty()) file.set_agency_id(stored.agency_id());
  update.changed = Changed(stored, file);
  update.town = std::move(file);
  return update;
}

std::vector<std::string> MissingTexts(const Municipality& town) {
  std::vector<std::string> missing;
  for (const LegalText& text : kLegal)
    if (std::invoke(text.read, town).empty()) missing.emplace_back(text.name);
  return missing;
}

}  // namespace amtslotse::cli
