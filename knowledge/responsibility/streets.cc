#include "knowledge/responsibility/streets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "knowledge/responsibility/csv.h"
#include "knowledge/responsibility/place_names.h"
#include "knowledge/responsibility/street_names.h"

namespace amtslotse::responsibility {
namespace {

constexpr HouseNumber kFirst{1, 0};
constexpr HouseNumber kLast{kHighestHouseNumber, kEverySuffix};

HouseNumber Begin(const StreetRow& row) { return row.from.value_or(kFirst); }

HouseNumber End(const StreetRow& row) {
  HouseNumber end = row.to.value_or(kLast);
  if (end.suffix == 0) end.suffix = kEverySuffix;
  return end;
}

bool SharesParity(Parity a, Parity b) { return a == b || a == Parity::kAll || b == Parity::kAll; }

bool Overlap(const StreetRow& a, const StreetRow& b) {
  if (!SharesParity(a.parity, b.parity) || Begin(a) > End(b) || Begin(b) > End(a)) return false;
  // One number may lie between two bounds without being of the right side.
  const HouseNumber low = std::max(Begin(a), Begin(b));
  const HouseNumber high = std::min(End(a), End(b));
  const Parity parity = a.parity == Parity::kAll ? b.parity : a.parity;
  if (parity == Parity::kAll || high.number > low.number) return true;
  return (low.number % 2 == 1) == (parity == Parity::kOdd);
}

class StreetListReader {
 public:
  explicit StreetListReader(std::string_view name) : name_(name) {}

  absl::Status Add(const CsvRow& csv) {
    const auto& f = csv.fields;
    StreetRow row;
    row.line = csv.line;
    row.street = std::string(f[0]);
    row.postcode = std::string(f[4]);
    row.ortsteil = std::string(f[5]);
    row.gemeinde = std::string(f[6]);
    row.segment = std::string(f[7]);
    if (StreetWords(row.street).empty()) return Bad(csv.line, "street", "Der Name der Straße fehlt.");
    if (absl::Status status = Bound(csv.line, "from", f[1], row.from); !status.ok()) return status;
    if (absl::Status status = Bound(csv.line, "to", f[2], row.to); !status.ok()) return status;
    if (f[3] == "odd")
      row.parity = Parity::kOdd;
    else if (f[3] == "even")
      row.parity = Parity::kEven;
    else if (f[3] != "all" && !f[3].empty())
      return Bad(csv.line, "parity", fmt::format("„{}“ ist weder all noch odd noch even.", f[3]));
    const bool digits =
        std::all_of(row.postcode.begin(), row.postcode.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!row.postcode.empty() && (row.postcode.size() != 5 || !digits))
      return Bad(csv.line, "postcode", fmt::format("„{}“ ist keine Postleitzahl aus fünf Ziffern.", row.postcode));
    if (Begin(row) > End(row)) return Bad(csv.line, "to", "Die letzte Hausnummer liegt vor der ersten.");
    list_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  StreetList Finish() {
    std::map<std::pair<std::string, std::string>, std::vector<const StreetRow*>> streets;
    for (const StreetRow& row : list_.rows) streets[{row.gemeinde, Compact(StreetWords(row.street))}].push_back(&row);
    for (const auto& [key, rows] : streets) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = i + 1; k < rows.size(); ++k) {
          if (Overlap(*rows[i], *rows[k]))
            list_.remarks.push_back(fmt::format("{}: Die Abschnitte in Zeile {} und {} überschneiden sich.",
                                                rows[i]->street, rows[i]->line, rows[k]->line));
        }
      }
    }
    return std::move(list_);
  }

 private:
  absl::Status Bad(std::size_t line, std::string_view column, std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{}, Zeile {}, Spalte {}: {}", name_, line, column, what));
  }

  absl::Status Bound(std::size_t line, std::string_view column, std::string_view text,
                     std::optional<HouseNumber>& bound) const {
    if (text.empty()) return absl::OkStatus();
    const auto number = ParseHouseNumber(text);
    if (!number.ok())
      return Bad(line, column, std::string_view(number.status().message().data(), number.status().message().size()));
    bound = *number;
    return absl::OkStatus();
  }

  std::string_view name_;
  StreetList list_;
};

}  // namespace

absl::StatusOr<StreetList> ReadStreetsCsv(std::string_view name, std::string_view text) {
  StreetListReader reader(name);
  absl::Status status = ReadCsv(name, text, CsvSeparator(text),
                                {"street", "from", "to", "parity", "postcode", "ortsteil", "gemeinde?", "segment?"},
                                [&](const CsvRow& row) { return reader.Add(row); });
  if (!status.ok()) return status;
  return reader.Finish();
}

std::vector<DistrictRow> OrtsteileOf(const StreetList& list, std::string_view home_key) {
  std::map<std::string, DistrictRow> rows;
  for (const StreetRow& row : list.rows) {
    if (row.ortsteil.empty()) continue;
    const std::string parent = row.gemeinde.empty() ? std::string(home_key) : row.gemeinde;
    const std::string key = DistrictKey(parent, row.ortsteil);
    rows.try_emplace(key, DistrictRow{key, row.ortsteil, Level::kOrtsteil, parent, 0});
  }
  std::vector<DistrictRow> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  return result;
}

bool StreetSegment::Covers(HouseNumber number) const {
  if (parity != Parity::kAll && (number.number % 2 == 1) != (parity == Parity::kOdd)) return false;
  return from <= number && number <= to;
}

StreetTable StreetTable::Build(const AreaTable& areas, std::string_view home_key, const StreetList& list) {
  StreetTable table;
  struct Placed {
    const StreetRow* row;
    AreaIndex gemeinde, area;
    std::string words;
    std::string compact;
  };
  std::vector<Placed> placed;
  placed.reserve(list.rows.size());
  for (const StreetRow& row : list.rows) {
    const auto gemeinde = areas.FindKey(row.gemeinde.empty() ? home_key : std::string_view(row.gemeinde));
    const auto area = !gemeinde || row.ortsteil.empty()
                          ? gemeinde
                          : areas.FindKey(DistrictKey(areas.at(*gemeinde).key, row.ortsteil));
    if (!area) {
      ++table.skipped_;
      continue;
    }
    std::string words = StreetWords(row.street);
    std::string compact = Compact(words);
    placed.push_back({&row, *gemeinde, *area, std::move(words), std::move(compact)});
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::tie(a.gemeinde, a.compact, a.row->line) < std::tie(b.gemeinde, b.compact, b.row->line);
  });
  const Placed* previous = nullptr;
  for (const Placed& p : placed) {
    if (previous == nullptr || previous->gemeinde != p.gemeinde || previous->compact != p.compact) {
      const auto number = static_cast<std::uint32_t>(table.streets_.size());
      const auto begin = static_cast<std::uint32_t>(table.segments_.size());
      table.streets_.push_back({p.row->street, p.gemeinde, begin, begin});
      table.names_.Add(p.words, number, NameKind::kOfficial, false);
      if (table.gemeinden_.empty() || table.gemeinden_.back() != p.gemeinde) table.gemeinden_.push_back(p.gemeinde);
    }
    previous = &p;
    StreetSegment segment;
    segment.street = static_cast<std::uint32_t>(table.streets_.size() - 1);
    segment.from = Begin(*p.row);
    segment.to = End(*p.row);
    segment.parity = p.row->parity;
    std::from_chars(p.row->postcode.data(), p.row->postcode.data() + p.row->postcode.size(), segment.postcode);
    segment.area = p.area;
    if (p.area == p.gemeinde && (table.undivided_.empty() || table.undivided_.back() != p.gemeinde))
      table.undivided_.push_back(p.gemeinde);
    if (!p.row->segment.empty()) {
      const auto [at, is_new] =
          table.segment_numbers_.try_emplace(p.row->segment, static_cast<std::uint32_t>(table.segment_ids_.size() + 1));
      if (is_new) table.segment_ids_.push_back(p.row->segment);
      segment.segment = at->second;
    }
    table.segments_.push_back(segment);
    table.streets_.back().end = static_cast<std::uint32_t>(table.segments_.size());
  }
  table.names_.Finish();
  return table;
}

bool StreetTable::Has(AreaIndex gemeinde) const {
  return std::binary_search(gemeinden_.begin(), gemeinden_.end(), gemeinde);
}

bool StreetTable::IsDivided(AreaIndex gemeinde) const {
  return Has(gemeinde) && !std::binary_search(undivided_.begin(), undivided_.end(), gemeinde);
}

std::vector<AreaIndex> StreetTable::AreasOfPostcode(AreaIndex gemeinde, std::uint32_t postcode) const {
  std::vector<AreaIndex> found;
  const auto begin = std::lower_bound(streets_.begin(), streets_.end(), gemeinde,
                                      [](const Street& street, AreaIndex area) { return street.gemeinde < area; });
  for (auto street = begin; street != streets_.end() && street->gemeinde == gemeinde; ++street) {
    for (std::uint32_t i = street->begin; i < street->end; ++i) {
      if (segments_[i].postcode == postcode) found.push_back(segments_[i].area);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::span<const StreetSegment> StreetTable::SegmentsOf(std::uint32_t street) const {
  return std::span(segments_).subspan(streets_[street].begin, streets_[street].end - streets_[street].begin);
}

StreetTable::Found StreetTable::Find(std::string_view name, AreaIndex inside, const AreaTable& areas) const {
  Found found;
  const auto take = [&](const NameGroup& group) {
    for (const NameEntry& entry : group.entries) {
      if (areas.Contains(inside, streets_[entry.area].gemeinde) ||
          areas.Contains(streets_[entry.area].gemeinde, inside))
        found.streets.push_back(entry.area);
    }
  };
  const std::string compact = Compact(StreetWords(name));
  take(names_.Find(compact));
  if (!found.streets.empty()) return found;
  for (const NameGroup& group : names_.FindSimilar(compact)) take(group);
  found.misspelt = !found.streets.empty();
  return found;
}

std::uint32_t StreetTable::SegmentNumber(std::string_view id) const {
  const auto found = segment_numbers_.find(id);
  return found == segment_numbers_.end() ? 0 : found->second;
}

std::size_t StreetTable::bytes() const {
  std::size_t sum =
      streets_.capacity() * sizeof(Street) + segments_.capacity() * sizeof(StreetSegment) + names_.bytes();
  for (const Street& street : streets_) sum += street.name.capacity() > 15 ? street.name.capacity() : 0;
  return sum;
}

}  // namespace amtslotse::responsibility
