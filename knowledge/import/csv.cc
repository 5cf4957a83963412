#include "knowledge/import/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/html_entities.h"
#include "knowledge/import/fields.h"
#include "knowledge/status_text.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kMostRows = 200'000;

bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) continue;
    const int more = c >= 0xF0 && c < 0xF5 ? 3 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xC2 && c < 0xE0 ? 1 : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 0; k < more; ++k) {
      if ((static_cast<unsigned char>(text[++i]) & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

char Separator(std::string_view first_line) {
  char best = ';';
  std::ptrdiff_t most = -1;
  for (const char candidate : {';', ',', '\t'}) {
    const auto count = std::count(first_line.begin(), first_line.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool AtEnd() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  absl::StatusOr<std::vector<std::string>> Row() {
    std::vector<std::string> cells(1);
    while (!AtEnd()) {
      const char c = text_[at_++];
      if (c == '"' && cells.back().empty()) {
        if (!Quoted(cells.back())) return absl::InvalidArgumentError("Anführungszeichen nicht geschlossen");
      } else if (c == separator_) {
        cells.emplace_back();
      } else if (c == '\n') {
        ++line_;
        break;
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    return cells;
  }

 private:
  bool Quoted(std::string& cell) {
    while (!AtEnd()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (!AtEnd() && text_[at_] == '"') {
        cell += text_[at_++];
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

std::string FromWindows1252(std::string_view text) {
  constexpr std::u32string_view kHigh =
      U"\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
      U"\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
  std::string out;
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    AppendUtf8(c >= 0x80 && c < 0xA0 ? kHigh[c - 0x80] : static_cast<char32_t>(c), out);
  }
  return out;
}

}  // namespace

std::optional<std::size_t> CsvTable::Column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

absl::StatusOr<CsvTable> ParseCsv(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::string converted;
  if (!IsUtf8(text)) {
    if (text.find('\0') != std::string_view::npos) return absl::InvalidArgumentError("Keine Textdatei.");
    converted = FromWindows1252(text);
    text = converted;
  }
  CsvReader reader(text, Separator(text.substr(0, text.find('\n'))));
  CsvTable table;
  auto columns = reader.Row();
  if (!columns.ok()) return columns.status();
  for (const std::string& column : *columns) table.columns.push_back(Trim(column));
  while (!reader.AtEnd()) {
    const int line = reader.line();
    auto cells = reader.Row();
    if (!cells.ok()) return absl::InvalidArgumentError(fmt::format("Zeile {}: {}", line, MessageOf(cells.status())));
    if (cells->size() == 1 && cells->front().empty()) continue;
    if (cells->size() > table.columns.size()) {
      return absl::InvalidArgumentError(
          fmt::format("Zeile {}: {} Felder, erwartet {}", line, cells->size(), table.columns.size()));
    }
    cells->resize(table.columns.size());
    if (table.rows.size() == kMostRows) return absl::ResourceExhaustedError("Mehr als 200000 Zeilen.");
    table.rows.push_back({line, *std::move(cells)});
  }
  return table;
}

std::string CsvCell(std::string_view text, char separator) {
  if (text.find_first_of("\"\r\n") == std::string_view::npos && text.find(separator) == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace amtslotse::knowledge
