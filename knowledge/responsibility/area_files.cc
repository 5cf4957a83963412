#include "knowledge/responsibility/area_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "knowledge/responsibility/csv.h"
#include "knowledge/responsibility/gv100ad.h"
#include "knowledge/responsibility/place_names.h"

namespace amtslotse::responsibility {
namespace {

// At the end of the column source of districts.csv: from common knowledge only.
constexpr std::string_view kUnproven = "gegen kein Verzeichnis geprüft";

template <typename Number>
Number ToNumber(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Text(std::string_view field) { return std::string(field); }

// "plz=22113;ort=Hamburg*" → pairs.
std::vector<std::pair<std::string, std::string>> Pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pairs;
}

std::string* Field(PostcodeRow& row, std::string_view column) {
  if (column == "plz") return &row.postcode;
  if (column == "ort") return &row.place;
  if (column == "land") return &row.land;
  if (column == "kreis_schluessel") return &row.kreis_key;
  return nullptr;
}

std::string* Field(GemeindeRow& row, std::string_view column) {
  if (column == "ars") return &row.ars;
  if (column == "ags") return &row.ags;
  if (column == "name") return &row.name;
  if (column == "land") return &row.land;
  if (column == "plz_sitz") return &row.seat_postcode;
  if (column == "kreis_schluessel") return &row.kreis_key;
  if (column == "kreis_name") return &row.kreis_name;
  if (column == "verband_schluessel") return &row.verband_key;
  if (column == "verband_name") return &row.verband_name;
  return nullptr;
}

bool Fits(std::string_view value, std::string_view pattern) {
  if (!pattern.empty() && pattern.back() == '*')
    return value.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
  return value == pattern;
}

struct Correction {
  std::string op;
  std::vector<std::pair<std::string, std::string>> match, set;
};

// Number of rows met, or -1 when a column is unknown.
template <typename Row>
int Correct(const Correction& correction, std::vector<Row>& rows) {
  int met = 0;
  bool unknown = false;
  const auto meets = [&](Row& row) {
    return std::all_of(correction.match.begin(), correction.match.end(), [&](const auto& condition) {
      const std::string* field = Field(row, condition.first);
      unknown = unknown || field == nullptr;
      return field != nullptr && Fits(*field, condition.second);
    });
  };
  if (correction.op == "drop") {
    met = static_cast<int>(std::erase_if(rows, meets));
  } else {
    for (Row& row : rows) {
      if (!meets(row)) continue;
      ++met;
      for (const auto& [column, value] : correction.set) {
        std::string* field = Field(row, column);
        unknown = unknown || field == nullptr;
        if (field != nullptr) *field = value;
      }
    }
  }
  return unknown ? -1 : met;
}

absl::Status ReadRegions(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"key", "name"}, [&](const CsvRow& row) {
    rows.regions.push_back({Text(row.fields[0]), Text(row.fields[1])});
    return absl::OkStatus();
  });
}

absl::Status ReadMergers(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"key", "name", "date", "into", "source"}, [&](const CsvRow& row) {
    rows.mergers.push_back({Text(row.fields[0]), Text(row.fields[1]), Text(row.fields[2]), Text(row.fields[3])});
    return absl::OkStatus();
  });
}

absl::Status ReadAliases(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"alias", "key", "source"}, [&](const CsvRow& row) {
    rows.aliases.push_back({Text(row.fields[0]), Text(row.fields[1])});
    return absl::OkStatus();
  });
}

absl::Status ReadPlates(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"letters", "key"}, [&](const CsvRow& row) {
    rows.plates.push_back({Text(row.fields[0]), Text(row.fields[1])});
    return absl::OkStatus();
  });
}

absl::Status ReadCommonWords(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"word", "kind"}, [&](const CsvRow& row) {
    std::vector<std::string>& words = row.fields[1] == "never"    ? rows.never_places
                                      : row.fields[1] == "abroad" ? rows.abroad
                                                                  : rows.common_words;
    words.push_back(Compact(PlaceWords(row.fields[0])));
    return absl::OkStatus();
  });
}

bool Begins(std::string_view name, std::string_view prefix) { return name.substr(0, prefix.size()) == prefix; }

using Reader = absl::Status (*)(std::string_view, std::string_view, AreaRows&);

Reader ReaderOf(const std::string& name, const std::string& extension) {
  if (extension == ".txt") return Begins(name, "GV100AD") ? ReadGv100ad : nullptr;
  if (extension != ".csv") return nullptr;
  if (Begins(name, "gemeinden") || name == "areas.csv") return ReadGemeindenCsv;
  if (Begins(name, "plz") || name == "postcodes.csv") return ReadPostcodesCsv;
  if (name == "regions.csv") return ReadRegions;
  if (name == "districts.csv") return ReadDistrictsCsv;
  if (name == "mergers.csv") return ReadMergers;
  if (name == "aliases.csv") return ReadAliases;
  if (name == "plates.csv") return ReadPlates;
  if (name == "common_words.csv") return ReadCommonWords;
  return nullptr;
}

absl::Status ReadFolder(const std::string& folder, AreaRows& rows) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) paths.push_back(entry.path());
  if (error) return absl::NotFoundError(fmt::format("{}: Der Ordner lässt sich nicht lesen.", folder));
  std::sort(paths.begin(), paths.end());
  std::string text;
  for (const auto& path : paths) {
    const Reader reader = ReaderOf(path.filename().string(), path.extension().string());
    if (reader == nullptr) continue;
    absl::Status status = ReadFile(path.string(), text);
    if (status.ok()) status = reader(path.string(), text, rows);
    if (!status.ok()) return status;
  }
  const std::string corrections = (std::filesystem::path(folder) / "corrections.csv").string();
  if (!std::filesystem::exists(corrections)) return absl::OkStatus();
  absl::Status status = ReadFile(corrections, text);
  return status.ok() ? ApplyCorrections(corrections, text, rows) : status;
}

}  // namespace

absl::Status ReadGemeindenCsv(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(
      name, text, CsvSeparator(text),
      {"ars", "ags", "name", "textkennzeichen", "einwohner", "plz_sitz", "land", "kreis_schluessel", "kreis_name",
       "kreis_tk", "kreis_sitz", "verband_schluessel", "verband_name", "verband_tk"},
      [&](const CsvRow& csv) {
        const auto& f = csv.fields;
        if (f[0].size() != 12)
          return absl::InvalidArgumentError(
              fmt::format("{}, Zeile {}, Spalte ars: „{}“ hat {} statt 12 Ziffern – fehlt eine führende Null?", name,
                          csv.line, f[0], f[0].size()));
        rows.gemeinden.push_back({Text(f[0]), Text(f[1]), Text(f[2]), ToNumber<int>(f[3]),
                                  ToNumber<std::uint32_t>(f[4]), Text(f[5]), Text(f[6]), Text(f[7]), Text(f[8]),
                                  ToNumber<int>(f[9]), Text(f[10]), Text(f[11]), Text(f[12]), ToNumber<int>(f[13])});
        return absl::OkStatus();
      });
}

absl::Status ReadPostcodesCsv(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(
      name, text, CsvSeparator(text), {"plz", "ort", "land", "kreis_schluessel", "lat", "lon"}, [&](const CsvRow& csv) {
        const auto& f = csv.fields;
        const bool digits = std::all_of(f[0].begin(), f[0].end(), [](char c) { return c >= '0' && c <= '9'; });
        if (f[0].size() != 5 || !digits)
          return absl::InvalidArgumentError(fmt::format(
              "{}, Zeile {}, Spalte plz: „{}“ ist keine Postleitzahl aus fünf Ziffern – fehlt eine führende Null?",
              name, csv.line, f[0]));
        rows.postcodes.push_back(
            {Text(f[0]), Text(f[1]), Text(f[2]), Text(f[3]), ToNumber<float>(f[4]), ToNumber<float>(f[5])});
        return absl::OkStatus();
      });
}

absl::Status ReadDistrictsCsv(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"key", "name", "kind", "parent", "inhabitants?", "source?"}, [&](const CsvRow& csv) {
    const auto& f = csv.fields;
    if (f[2] != "bezirk" && f[2] != "ortsteil")
      return absl::InvalidArgumentError(
          fmt::format("{}, Zeile {}, Spalte kind: „{}“ ist weder bezirk noch ortsteil.", name, csv.line, f[2]));
    rows.districts.push_back({Text(f[0]), Text(f[1]), f[2] == "bezirk" ? Level::kBezirk : Level::kOrtsteil, Text(f[3]),
                              ToNumber<std::uint32_t>(f[4]), !f[5].ends_with(kUnproven)});
    return absl::OkStatus();
  });
}

absl::Status ApplyCorrections(std::string_view name, std::string_view text, AreaRows& rows) {
  return ReadCsv(name, text, ',', {"file", "op", "match", "set", "source"}, [&](const CsvRow& csv) {
    const auto& f = csv.fields;
    const auto bad = [&](std::string_view what) {
      return absl::InvalidArgumentError(fmt::format("{}, Zeile {}: {}", name, csv.line, what));
    };
    if (f[1] != "set" && f[1] != "drop") return bad("Die Spalte op kennt nur set und drop.");
    if (f[4].empty()) return bad("Die Quelle fehlt.");
    const Correction correction{Text(f[1]), Pairs(f[2]), Pairs(f[3])};
    if (correction.match.empty()) return bad("Die Spalte match ist leer.");
    const int met = f[0] == "gemeinden"   ? Correct(correction, rows.gemeinden)
                    : f[0] == "postcodes" ? Correct(correction, rows.postcodes)
                                          : -1;
    if (met < 0) return bad("Datei oder Spalte ist unbekannt.");
    if (met == 0)
      rows.remarks.push_back(
          fmt::format("{}, Zeile {}: Die Berichtigung trifft keine Zeile mehr; sie kann entfallen.", name, csv.line));
    return absl::OkStatus();
  });
}

absl::StatusOr<AreaRows> ReadAreaRows(const std::vector<std::string>& folders) {
  AreaRows rows;
  for (const std::string& folder : folders) {
    if (absl::Status status = ReadFolder(folder, rows); !status.ok()) return status;
  }
  if (rows.gemeinden.empty())
    return absl::NotFoundError("Kein Ordner enthält ein Gemeindeverzeichnis (gemeinden*.csv oder GV100AD*.txt).");
  return rows;
}

absl::StatusOr<AreaTable> LoadAreas(const std::vector<std::string>& folders) {
  auto rows = ReadAreaRows(folders);
  if (!rows.ok()) return rows.status();
  return BuildAreaTable(*rows);
}

}  // namespace amtslotse::responsibility
