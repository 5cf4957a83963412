#include "knowledge/responsibility/place_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/responsibility/csv.h"
#include "nlu/text/fold.h"

namespace amtslotse::responsibility {
namespace {

struct KindText {
  std::string_view id, words;
};
constexpr std::array<KindText, 7> kKinds{{{"residence", "Ihr Wohnort"},
                                          {"former_residence", "Ihr bisheriger Wohnort"},
                                          {"future_residence", "Ihr neuer Wohnort"},
                                          {"birthplace", "der Geburtsort"},
                                          {"business_seat", "der Sitz des Betriebs"},
                                          {"property", "der Ort des Grundstücks"},
                                          {"event", "der Ort des Geschehens"}}};

}  // namespace

std::string_view PlaceKindId(PlaceKind kind) { return kKinds[static_cast<std::size_t>(kind)].id; }
std::string_view PlaceKindWords(PlaceKind kind) { return kKinds[static_cast<std::size_t>(kind)].words; }

absl::StatusOr<PlaceKinds> PlaceKinds::Read(std::string_view name, std::string_view text) {
  PlaceKinds kinds;
  absl::Status status = ReadCsv(name, text, ',', {"word", "kind", "source"}, [&](const CsvRow& row) {
    const auto* found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const KindText& kind) { return kind.id == row.fields[1]; });
    if (found == kKinds.end())
      return absl::InvalidArgumentError(
          fmt::format("{}, Zeile {}, Spalte kind: „{}“ ist unbekannt.", name, row.line, row.fields[1]));
    kinds.lines_.push_back({nlu::Fold(row.fields[0]), static_cast<PlaceKind>(found - kKinds.begin())});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return kinds;
}

PlaceKind PlaceKinds::Of(std::string_view service_name) const {
  const std::string folded = nlu::Fold(service_name);
  for (const Line& line : lines_) {
    if (folded.find(line.word) != std::string::npos) return line.kind;
  }
  return PlaceKind::kResidence;
}

}  // namespace amtslotse::responsibility
