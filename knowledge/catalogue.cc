#include "knowledge/catalogue.h"

#include <algorithm>
#include <array>

namespace amtslotse::knowledge {
namespace {

struct KindRow {
  ModuleKind kind;
  std::string_view id;
  std::string_view xzufi;
};

// clang-format off
constexpr std::array kKinds = {
    KindRow{ModuleKind::kTeaser, "teaser", "24"},
    KindRow{ModuleKind::kSummary, "short_text", "05"},
    KindRow{ModuleKind::kDescription, "full_text", "06"},
    KindRow{ModuleKind::kLegalBasis, "legal_basis", "07"},
    KindRow{ModuleKind::kDocuments, "documents", "08"},
    KindRow{ModuleKind::kRequirements, "eligibility", "09"},
    KindRow{ModuleKind::kFee, "fee", "10"},
    KindRow{ModuleKind::kProcedure, "procedure", "11"},
    KindRow{ModuleKind::kDuration, "duration", "12"},
    KindRow{ModuleKind::kDeadline, "deadline", "13"},
    KindRow{ModuleKind::kForms, "form_online", "14"},
    KindRow{ModuleKind::kFurther, "more", "15"},
    KindRow{ModuleKind::kHints, "hints", "16"},
    KindRow{ModuleKind::kAuthor, "author", "18"},
    KindRow{ModuleKind::kResponsibleOffice, "responsible_office", "22"},
    KindRow{ModuleKind::kContact, "contact", "23"},
    KindRow{ModuleKind::kRemedy, "legal_remedy", "25"},
};
// clang-format on

template <typename Match>
ModuleKind KindWhere(Match match) {
  const auto row = std::find_if(kKinds.begin(), kKinds.end(), match);
  return row == kKinds.end() ? ModuleKind::kOther : row->kind;
}

const KindRow* RowOf(ModuleKind kind) {
  const auto row = std::find_if(kKinds.begin(), kKinds.end(), [kind](const KindRow& r) { return r.kind == kind; });
  return row == kKinds.end() ? nullptr : &*row;
}

}  // namespace

std::string_view ModuleKindId(ModuleKind kind) {
  const KindRow* row = RowOf(kind);
  return row ? row->id : "other";
}

ModuleKind ModuleKindFromId(std::string_view id) {
  return KindWhere([id](const KindRow& row) { return row.id == id; });
}

ModuleKind ModuleKindFromXzufiCode(std::string_view code) {
  return KindWhere([code](const KindRow& row) {
    return row.xzufi == code || (code.size() == 1 && row.xzufi[0] == '0' && row.xzufi[1] == code[0]);
  });
}

std::string_view XzufiCode(ModuleKind kind) {
  const KindRow* row = RowOf(kind);
  return row ? row->xzufi : "";
}

}  // namespace amtslotse::knowledge
