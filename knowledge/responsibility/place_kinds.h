// Which place counts for a service: where one lives, was born, has a business, owns land, or where something happened.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::responsibility {

enum class PlaceKind : std::uint8_t {
  kResidence,
  kFormerResidence,
  kFutureResidence,
  kBirthplace,
  kBusinessSeat,
  kProperty,
  kEvent
};
std::string_view PlaceKindId(PlaceKind kind);     // "residence", "former_residence", …
std::string_view PlaceKindWords(PlaceKind kind);  // "Ihr Wohnort", "der Geburtsort", …

// The standard (XZuFi) does not say it, so words in the service's name decide; the first line of the file that fits.
class PlaceKinds {
 public:
  // Columns word, kind, source. INVALID_ARGUMENT names the line of an unknown kind.
  static absl::StatusOr<PlaceKinds> Read(std::string_view name, std::string_view text);

  PlaceKind Of(std::string_view service_name) const;  // residence when no word fits

 private:
  struct Line {
    std::string word;  // folded
    PlaceKind kind;
  };
  std::vector<Line> lines_;
};

}  // namespace amtslotse::responsibility
