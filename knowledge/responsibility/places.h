// Places in what citizens write: "ich wohne in Moorhude", "und in krummwik?", "24207", "Neustadt", "von Kiel nach
// Plön".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/areas.h"
#include "knowledge/responsibility/place_kinds.h"
#include "knowledge/responsibility/text_words.h"
#include "nlu/text/span.h"

namespace amtslotse::responsibility {

// How the text relates a place to the person or the matter.
enum class Relation : std::uint8_t { kHere, kFrom, kTo, kBirth, kBusiness, kProperty, kEvent };

struct Mention {
  nlu::Span span;       // in the text
  std::string surface;  // as written
  Relation relation = Relation::kHere;
  bool negated = false;   // "nicht in Kiel"
  bool misspelt = false;  // only similar to the name
  bool is_postcode = false;
  std::uint32_t postcode = 0;  // given alone or beside the name; 0: none
  bool conflict = false;       // postcode and name do not belong together; `areas` has both
  // What it may mean, largest first, those inside `home` before all others; several: never chosen silently. Empty only
  // for a postcode that does not exist.
  std::vector<AreaIndex> areas;
  std::string unknown_part;  // "Ehrenfeld" of "Köln-Ehrenfeld" when only Köln is known
};

// Borrows the table. Thread-safe, deterministic.
//
// Rules: the longest name wins. A name that is also an ordinary word (Essen, Wald, Buch) counts only after a
// preposition or when it is all that the text says. In running text a place may be misspelt only after a preposition.
// Of places of one name, Gemeinden come before Ortsteile elsewhere; a neighbouring Land, Kreis, Gemeinde or postcode
// chooses among them. Names of persons
// ("Frau Essen") and streets ("Kieler Straße") are no places.
class PlaceFinder {
 public:
  explicit PlaceFinder(const AreaTable& areas) : areas_(areas) {}

  // In order of appearance. `home`: the municipality whose Ortsteile count like Gemeinden; kNoArea: none.
  std::vector<Mention> FindMentions(std::string_view text, AreaIndex home = kNoArea) const;

 private:
  struct Window {
    std::size_t begin = 0, words = 0;
  };
  std::vector<Mention> Exact(const TextWords& words, AreaIndex home, std::vector<bool>& taken) const;
  void TakeRest(const TextWords& words, AreaIndex home, std::vector<bool>& taken, std::vector<Mention>& mentions) const;
  bool TryWindow(const TextWords& words, Window window, AreaIndex home, bool after_mention, Mention& mention) const;
  bool TakeSimilar(std::string_view compact, AreaIndex home, Mention& mention,
                   std::optional<Level> level = std::nullopt) const;
  bool TrySimilar(const TextWords& words, std::size_t at, AreaIndex home, Mention& mention) const;
  std::size_t QualifySimilar(const TextWords& words, Window window, AreaIndex home, Mention& mention) const;
  bool TryPostcode(const TextWords& words, std::size_t at, Mention& mention) const;

  const AreaTable& areas_;
};

// Candidates for showing: largest first, one of those that lie inside each other.
void SortBySize(const AreaTable& areas, AreaIndex home, std::vector<AreaIndex>& list);

// Which mention names the place that counts; nullptr: none.
const Mention* MentionFor(std::optional<PlaceKind> kind, const std::vector<Mention>& mentions);

}  // namespace amtslotse::responsibility
