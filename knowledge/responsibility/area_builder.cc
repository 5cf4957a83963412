#include "knowledge/responsibility/area_builder.h"

#include <absl/container/flat_hash_set.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "knowledge/responsibility/place_names.h"
#include "knowledge/responsibility/postcode_places.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::string_view kBundKey = "000000000000";
constexpr int kVerbandsfrei = 50;

std::string Filled(std::string_view prefix, std::size_t size) {
  std::string key(prefix);
  key.resize(size, '0');
  return key;
}

bool IsDigits(std::string_view text, std::size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Level KindLevel(bool kreisfrei, bool is_land) {
  return is_land ? Level::kLand : kreisfrei ? Level::kKreis : Level::kGemeinde;
}

bool IsKreisfrei(const GemeindeRow& row) { return row.text_kind == 61 || row.text_kind == 62; }

}  // namespace

std::string DistrictKey(std::string_view gemeinde_key, std::string_view name) {
  std::string key(gemeinde_key.substr(0, gemeinde_key.find('-')));
  key.push_back('-');
  for (const char c : PlaceWords(name)) key.push_back(c == ' ' ? '-' : c);
  return key;
}

// One build: nodes in order of appearance, then numbered in preorder.
class AreaTableBuilder {
 public:
  explicit AreaTableBuilder(const AreaRows& rows) : rows_(rows) {}

  absl::StatusOr<AreaTable> Build() {
    AddNode(std::string(kBundKey), "Bund", Level::kBund, Level::kBund, kNoArea);
    for (const RegionRow& row : rows_.regions) regions_[row.key] = row.name;
    for (const GemeindeRow& row : LastOfEachKey()) {
      if (auto status = AddGemeinde(*row_of_[row.ars]); !status.ok()) return status;
    }
    if (auto status = AddDistricts(); !status.ok()) return status;
    PostcodePlaces places(rows_.postcodes, nodes_);
    places.Match();
    for (std::size_t i = 0; i < nodes_.size(); ++i) node_at_.try_emplace(nodes_[i].key, static_cast<AreaIndex>(i));
    Number();
    SumUp();
    FillPostcodes(places);
    if (auto status = AddKeys(); !status.ok()) return status;
    AddNames();
    return std::move(table_);
  }

 private:
  const std::vector<GemeindeRow>& LastOfEachKey() {
    for (const GemeindeRow& row : rows_.gemeinden) row_of_[row.ars] = &row;
    return rows_.gemeinden;
  }

  AreaIndex AddNode(std::string key, std::string name, Level level, Level top, AreaIndex parent) {
    const auto [at, is_new] = node_at_.try_emplace(key, static_cast<AreaIndex>(nodes_.size()));
    if (!is_new) return at->second;
    Area& area = nodes_.emplace_back();
    area.key = std::move(key);
    area.name = std::move(name);
    area.level = level;
    area.top = top;
    area.parent = parent;
    return at->second;
  }

  AreaIndex LandOf(const GemeindeRow& row) {
    return AddNode(Filled(row.ars.substr(0, 2), 12), row.land, Level::kLand, Level::kLand, kWholeCountry);
  }

  AreaIndex RegionOrLand(const GemeindeRow& row) {
    const AreaIndex land = LandOf(row);
    const auto region = regions_.find(row.ars.substr(0, 3));
    if (region == regions_.end()) return land;
    return AddNode(Filled(region->first, 12), region->second, Level::kRegierungsbezirk, Level::kRegierungsbezirk, land);
  }

  absl::Status AddGemeinde(const GemeindeRow& row) {
    if (!IsDigits(row.ars, 12))
      return absl::InvalidArgumentError(
          fmt::format("Der Regionalschlüssel „{}“ ({}) hat keine zwölf Ziffern.", row.ars, row.name));
    const TitledName name = SplitTitle(row.name);
    const bool kreisfrei = IsKreisfrei(row);
    const bool is_land = kreisfrei && row.ars == Filled(row.ars.substr(0, 2), 12);
    AreaIndex parent = is_land ? kWholeCountry : RegionOrLand(row);
    if (!kreisfrei && !row.kreis_name.empty()) {
      parent = AddNode(Filled(row.kreis_key, 12), KreisName(row.kreis_name, row.kreis_kind), Level::kKreis,
                       Level::kKreis, parent);
      nodes_[parent].text_kind = static_cast<std::uint8_t>(row.kreis_kind);
      if (row.verband_kind != kVerbandsfrei) {
        parent = AddNode(Filled(row.verband_key, 12), VerbandName(row.verband_name, row.verband_kind), Level::kVerband,
                         Level::kVerband, parent);
        nodes_[parent].text_kind = static_cast<std::uint8_t>(row.verband_kind);
      }
    }
    const AreaIndex node = AddNode(row.ars, name.name, Level::kGemeinde, KindLevel(kreisfrei, is_land), parent);
    Area& area = nodes_[node];
    area.title = name.title;
    area.text_kind = static_cast<std::uint8_t>(row.text_kind);
    area.inhabitants = row.inhabitants;
    return absl::OkStatus();
  }

  // Districts may name each other as parents in any order, so those whose parent is known are added until none is left.
  absl::Status AddDistricts() {
    std::vector<const DistrictRow*> waiting;
    for (const DistrictRow& row : rows_.districts) waiting.push_back(&row);
    while (!waiting.empty()) {
      std::vector<const DistrictRow*> later;
      for (const DistrictRow* row : waiting) {
        const auto parent = node_at_.find(row->parent);
        if (parent == node_at_.end()) {
          later.push_back(row);
          continue;
        }
        const AreaIndex above = parent->second;
        const AreaIndex node = AddNode(row->key.empty() ? DistrictKey(row->parent, row->name) : row->key, row->name,
                                       row->level, row->level, above);
        if (row->inhabitants > 0) nodes_[node].inhabitants = row->inhabitants;
        nodes_[node].proven = row->proven;
      }
      if (later.size() == waiting.size()) return DanglingOrCycle(later);
      waiting = std::move(later);
    }
    return absl::OkStatus();
  }

  static absl::Status DanglingOrCycle(const std::vector<const DistrictRow*>& rows) {
    for (const DistrictRow* row : rows) {
      const bool known =
          std::any_of(rows.begin(), rows.end(), [&](const DistrictRow* other) { return other->key == row->parent; });
      if (!known)
        return absl::InvalidArgumentError(
            fmt::format("Gebiet „{}“: Das übergeordnete Gebiet {} gibt es nicht.", row->name, row->parent));
    }
    return absl::InvalidArgumentError(
        fmt::format("Gebiet „{}“ ({}) liegt im Kreis: Es ist über andere sein eigenes übergeordnetes Gebiet.",
                    rows.front()->name, rows.front()->key));
  }

  void Number() {
    std::vector<std::vector<AreaIndex>> children(nodes_.size());
    for (AreaIndex node = 1; node < nodes_.size(); ++node) children[nodes_[node].parent].push_back(node);
    for (auto& list : children)
      std::sort(list.begin(), list.end(), [&](AreaIndex a, AreaIndex b) { return nodes_[a].key < nodes_[b].key; });
    number_.assign(nodes_.size(), kNoArea);
    table_.areas_.reserve(nodes_.size());
    Visit(0, kNoArea, children);
  }

  // Depth is at most Bund, Land, Regierungsbezirk, Kreis, Verband, Gemeinde and the districts' own depth.
  void Visit(AreaIndex node, AreaIndex parent, const std::vector<std::vector<AreaIndex>>& children) {
    const auto number = static_cast<AreaIndex>(table_.areas_.size());
    number_[node] = number;
    table_.areas_.push_back(nodes_[node]);
    table_.areas_[number].parent = parent;
    for (const AreaIndex child : children[node]) Visit(child, number, children);
    table_.areas_[number].last = static_cast<AreaIndex>(table_.areas_.size() - 1);
  }

  // Inhabitants of what is above Gemeinden; middles of what has none of its own.
  void SumUp() {
    struct Sum {
      double latitude = 0, longitude = 0, weight = 0;
    };
    std::vector<Sum> middles(table_.areas_.size());
    for (std::size_t i = table_.areas_.size(); i-- > 1;) {
      Area& area = table_.areas_[i];
      Area& above = table_.areas_[area.parent];
      if (area.level <= Level::kGemeinde) above.inhabitants += area.inhabitants;
      if (area.latitude == 0 && middles[i].weight > 0) {
        area.latitude = static_cast<float>(middles[i].latitude / middles[i].weight);
        area.longitude = static_cast<float>(middles[i].longitude / middles[i].weight);
      }
      if (area.latitude == 0) continue;
      const double weight = 1.0 + area.inhabitants;
      middles[area.parent].latitude += weight * static_cast<double>(area.latitude);
      middles[area.parent].longitude += weight * static_cast<double>(area.longitude);
      middles[area.parent].weight += weight;
    }
  }

  void FillPostcodes(const PostcodePlaces& places) {
    struct Row {
      std::uint32_t postcode;
      bool below_gemeinde;
      AreaIndex area;
      bool seat;
    };
    std::vector<Row> rows;
    absl::flat_hash_set<std::uint32_t> delivered;
    absl::flat_hash_set<AreaIndex> with_postcode;
    for (const auto& [postcode, node] : places.places()) {
      const AreaIndex area = number_[node];
      rows.push_back({postcode, table_.areas_[area].level > Level::kGemeinde, area, false});
      delivered.insert(postcode);
      with_postcode.insert(table_.Enclosing(area, Level::kGemeinde));
    }
    for (const auto& [ars, row] : row_of_) {
      const auto seat = PostcodeNumber(row->seat_postcode);
      if (!seat) continue;
      const std::uint32_t postcode = *seat;
      const AreaIndex area = number_[node_at_[ars]];
      const bool is_delivery = delivered.contains(postcode);
      if (is_delivery && with_postcode.contains(area)) continue;
      rows.push_back({postcode, false, area, !is_delivery && with_postcode.contains(area)});
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return std::tie(a.postcode, a.below_gemeinde, a.area) < std::tie(b.postcode, b.below_gemeinde, b.area);
    });
    for (const Row& row : rows) {
      if (!table_.postcodes_.empty() && table_.postcodes_.back().postcode == row.postcode &&
          table_.postcode_places_.back() == row.area)
        continue;
      table_.postcodes_.push_back({row.postcode, row.seat});
      table_.postcode_places_.push_back(row.area);
    }
    table_.postcode_middles_ = places.middles();
    for (const auto& [node, gemeinden] : places.possible()) {
      auto& list = table_.possible_[number_[node]];
      for (const AreaIndex gemeinde : gemeinden) list.push_back(number_[gemeinde]);
    }
  }

  absl::Status AddKeys() {
    auto& keys = table_.by_key_;
    keys.reserve(table_.areas_.size() * 4);
    for (AreaIndex i = 0; i < table_.areas_.size(); ++i) keys[table_.areas_[i].key] = i;
    for (AreaIndex i = 0; i < table_.areas_.size(); ++i) {
      const Area& area = table_.areas_[i];
      if (area.level > Level::kGemeinde) continue;
      const std::string ags = area.key.substr(0, 5) + area.key.substr(9, 3);
      if (area.top <= Level::kLand) keys.try_emplace(area.key.substr(0, 2), i);
      if (area.level == Level::kRegierungsbezirk) keys.try_emplace(area.key.substr(0, 3), i);
      if (area.top <= Level::kKreis && area.level >= Level::kKreis) keys.try_emplace(area.key.substr(0, 5), i);
      if (area.level == Level::kVerband) keys.try_emplace(area.key.substr(0, 9), i);
      if (area.level != Level::kVerband) keys.try_emplace(ags, i);
      if (area.level == Level::kGemeinde) {  // a verbandsfreie Gemeinde is its own Verband in the key
        keys.try_emplace(area.key.substr(0, 9), i);
        keys.try_emplace(area.key.substr(0, 9) + "000", i);
      }
    }
    for (const MergerRow& row : rows_.mergers) {
      const auto into = keys.find(row.into);
      if (into == keys.end())
        return absl::InvalidArgumentError(
            fmt::format("Zusammenschluss „{}“: Das Gebiet {} gibt es nicht.", row.name, row.into));
      table_.merged_by_key_[row.key] = table_.merged_.size();
      if (row.key.size() == 5) table_.merged_by_key_[Filled(row.key, 12)] = table_.merged_.size();
      table_.merged_.push_back({row.key, row.name, row.date, into->second});
    }
    return absl::OkStatus();
  }

  void AddName(std::string_view words, AreaIndex area, NameKind kind) {
    table_.names_.Add(words, area, kind, common_.contains(Compact(words)));
  }

  // "Essen-Kettwig": where the town's name alone is an ordinary word, both together are a name.
  void AddBesideTown(const Area& district, AreaIndex i) {
    const AreaIndex town = table_.Enclosing(i, Level::kGemeinde);
    if (town == kNoArea) return;
    const std::string name = PlaceWords(table_.areas_[town].name);
    if (common_.contains(Compact(name))) AddName(name + " " + PlaceWords(district.name), i, NameKind::kAlias);
  }

  void AddNames() {
    common_.insert(rows_.common_words.begin(), rows_.common_words.end());
    table_.never_places_.insert(rows_.never_places.begin(), rows_.never_places.end());
    table_.abroad_.insert(rows_.abroad.begin(), rows_.abroad.end());
    for (AreaIndex i = 1; i < table_.areas_.size(); ++i) {
      const Area& area = table_.areas_[i];
      if (area.top < Level::kGemeinde && area.level != Level::kGemeinde) {  // named with their kind: "Kreis Plön"
        AddName(PlaceWords(area.name), i, NameKind::kOfficial);
        for (const NameVariant& variant : NameVariants(WithoutKindWord(area.name))) {
          if (variant.kind != NameKind::kPart) AddName(variant.words, i, variant.kind);
        }
        if (const auto start = WithoutKreisAtTheEnd(area.name)) AddName(PlaceWords(*start), i, NameKind::kAlias);
      } else if (area.level == Level::kVerband) {
        AddName(PlaceWords(area.name), i, NameKind::kOfficial);
        AddName(PlaceWords(WithoutKindWord(area.name)), i, NameKind::kOfficial);
      } else {
        for (const NameVariant& variant : NameVariants(area.name)) {
          const bool says_nothing = area.level == Level::kOrtsteil && variant.words == "bad";  // Salzgitter-Bad
          if ((variant.kind != NameKind::kPart || area.level == Level::kGemeinde) && !says_nothing)
            AddName(variant.words, i, variant.kind);
        }
        if (area.level > Level::kGemeinde) AddBesideTown(area, i);
        if (IsPartOfName(area.title)) AddName(PlaceWords(area.title + " " + area.name), i, NameKind::kOfficial);
      }
    }
    for (const MergedArea& merged : table_.merged_) {
      if (merged.name.find('(') == std::string::npos) AddName(PlaceWords(merged.name), merged.into, NameKind::kAlias);
    }
    for (const AliasRow& row : rows_.aliases) {
      const auto area = table_.FindKey(row.key);
      const bool abbreviation = row.alias.size() <= 3 && std::all_of(row.alias.begin(), row.alias.end(), [](char c) {
                                  return std::isupper(static_cast<unsigned char>(c)) != 0;
                                });
      if (area) AddName(PlaceWords(row.alias), *area, abbreviation ? NameKind::kAbbreviation : NameKind::kAlias);
    }
    for (const PlateRow& row : rows_.plates) {
      if (const auto area = table_.FindKey(row.key)) AddName(PlaceWords(row.letters), *area, NameKind::kPlate);
    }
    table_.names_.Finish();
  }

  const AreaRows& rows_;
  TextMap<const GemeindeRow*> row_of_;
  TextMap<std::string> regions_;
  std::vector<Area> nodes_;
  TextMap<AreaIndex> node_at_;
  std::vector<AreaIndex> number_;
  TextSet common_;
  AreaTable table_;
};

absl::StatusOr<AreaTable> BuildAreaTable(const AreaRows& rows) { return AreaTableBuilder(rows).Build(); }

}  // namespace amtslotse::responsibility
