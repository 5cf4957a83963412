// How names of places are written, and what they are taken apart into.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/name_index.h"

namespace amtslotse::responsibility {

// Folded words joined by single spaces; "St." becomes "sankt". What is written alike by people is equal.
std::string PlaceWords(std::string_view text);
// The same without spaces: the form that NameIndex looks up.
std::string Compact(std::string_view words);

struct NameVariant {
  std::string words;
  NameKind kind = NameKind::kOfficial;
};
// All forms of an official name without its title: "Burg (Dithmarschen)" is also called Burg, "Weiden i.d.OPf." Weiden
// in der Oberpfalz and Weiden, "Cottbus/Chóśebuz" either, "Raa-Besenbek" by its parts. The surest first.
std::vector<NameVariant> NameVariants(std::string_view name);

// "Neumünster, Stadt" → "Neumünster" and "Stadt".
struct TitledName {
  std::string name;
  std::string title;
};
TitledName SplitTitle(std::string_view official);

// A title that people say before the name: Lutherstadt Wittenberg, Hansestadt Lübeck; not "Stadt" alone.
bool IsPartOfName(std::string_view title);

// "Plön" with Textkennzeichen 43 → "Kreis Plön"; "Westerwaldkreis" and "Region Hannover" stay.
std::string KreisName(std::string_view official, int text_kind);
// "Großer Plöner See" with Textkennzeichen 51 → "Amt Großer Plöner See"; "Grafrath (VGem)" → "Verwaltungsgemeinschaft
// Grafrath".
std::string VerbandName(std::string_view official, int text_kind);
// "Rhein-Sieg-Kreis" → "Rhein-Sieg"; nothing for "Ilm-Kreis", whose rest is a river, and where the word is no part of
// its own.
std::optional<std::string_view> WithoutKreisAtTheEnd(std::string_view name);
// The name without the word that says what it is: "Kreis Plön" → "Plön". Unchanged when there is none.
std::string_view WithoutKindWord(std::string_view name);

}  // namespace amtslotse::responsibility
