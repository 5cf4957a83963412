#include "knowledge/act_texts.h"

#include <algorithm>

namespace amtslotse::knowledge {

const std::vector<ActText> kActTexts = {
    {"overview", "Überblick", {ModuleKind::kSummary, ModuleKind::kTeaser, ModuleKind::kDescription}, {}, 4, 8},
    {"fee",
     "Kosten",
     {ModuleKind::kFee},
     {"Gebühr", "gebühr", "kostenlos", "kostenfrei", "kostet", "Euro", "€"},
     3,
     20},
    {"documents",
     "Unterlagen",
     {ModuleKind::kDocuments},
     {"Unterlagen", "mitbringen", "bringen Sie", "Bringen Sie", "vorlegen", "Nachweis", "Legen Sie", "beifügen"},
     3,
     25},
    {"deadline",
     "Fristen",
     {ModuleKind::kDeadline},
     {"Frist", "innerhalb", "spätestens", "rechtzeitig", "frühestens", "bis zum", "gültig"}},
    {"duration",
     "Bearbeitungsdauer",
     {ModuleKind::kDuration},
     {"Bearbeitungszeit", "Bearbeitungsdauer", "dauert", "Wochen", "Werktage", "sofort"}},
    {"procedure",
     "Ablauf",
     {ModuleKind::kProcedure},
     {"beantragen Sie", "Beantragen Sie", "persönlich", "Termin", "Antrag", "online", "schriftlich"},
     4,
     12},
    {"eligibility",
     "Voraussetzungen",
     {ModuleKind::kRequirements},
     {"Voraussetzung", "wenn Sie", "Wenn Sie", "berechtigt", "müssen Sie", "dürfen"}},
    {"form_online", "Online oder Formular", {ModuleKind::kForms}, {"online", "Online", "Formular", "Internet"}},
    {"legal_declaration", "Widerspruch und Klage", {ModuleKind::kRemedy}, {"Widerspruch", "Klage", "Einspruch"}},
    {"responsible_office", "Zuständige Stelle", {ModuleKind::kResponsibleOffice, ModuleKind::kContact}, {}},
    {"contact", "Ansprechstelle", {ModuleKind::kContact, ModuleKind::kResponsibleOffice}, {}},
    {"address", "Adresse", {ModuleKind::kResponsibleOffice, ModuleKind::kContact}, {}},
    {"opening_hours", "Öffnungszeiten", {ModuleKind::kContact, ModuleKind::kResponsibleOffice}, {}},
    {"open_now", "Öffnungszeiten", {ModuleKind::kContact, ModuleKind::kResponsibleOffice}, {}},
};

const ActText* FindActText(std::string_view act) {
  const auto found =
      std::find_if(kActTexts.begin(), kActTexts.end(), [act](const ActText& text) { return text.id == act; });
  return found == kActTexts.end() ? nullptr : &*found;
}

}  // namespace amtslotse::knowledge
