#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "booking/folding.h"
#include "booking/import.h"
#include "nlu/text/fold.h"

// Reading the table of appointments that were booked elsewhere.
namespace amtslotse::booking {
namespace {

constexpr std::size_t kLongestTable = 20 << 20;
constexpr std::size_t kMostLines = 100'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Column {
  std::string_view name;
  std::string ImportLine::*field;
  bool needed;
};
constexpr std::array<Column, 10> kColumns{{{"standort", &ImportLine::location, true},
                                           {"datum", &ImportLine::date, true},
                                           {"uhrzeit", &ImportLine::time, true},
                                           {"minuten", &ImportLine::minutes, false},
                                           {"leistungen", &ImportLine::services, true},
                                           {"name", &ImportLine::name, true},
                                           {"e-mail", &ImportLine::email, false},
                                           {"telefon", &ImportLine::telephone, false},
                                           {"nummer", &ImportLine::number, false},
                                           {"personen", &ImportLine::attendees, false}}};

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

// Reads one record after the other.
class Records {
 public:
  Records(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  bool AtEnd() const { return rest_.empty(); }
  int line() const { return line_; }

  absl::StatusOr<std::vector<std::string>> Next() {
    line_ = next_line_;
    std::vector<std::string> fields(1);
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\n') ++next_line_;
      if (quoted) {
        if (c != '"') {
          fields.back() += c;
        } else if (!rest_.empty() && rest_.front() == '"') {
          fields.back() += '"';
          rest_.remove_prefix(1);
        } else {
          quoted = false;
        }
      } else if (c == '"' && fields.back().empty()) {
        quoted = true;
      } else if (c == separator_) {
        fields.emplace_back();
      } else if (c == '\n') {
        return fields;
      } else if (c != '\r') {
        fields.back() += c;
      }
    }
    if (quoted) {
      return absl::InvalidArgumentError(fmt::format("Zeile {}: Ein Anführungszeichen wird nicht geschlossen.", line_));
    }
    return fields;
  }

 private:
  std::string_view rest_;
  const char separator_;
  int line_ = 1;
  int next_line_ = 1;
};

absl::StatusOr<std::vector<const Column*>> ReadHeader(const std::vector<std::string>& names) {
  std::vector<const Column*> columns;
  for (const std::string& name : names) {
    const std::string wanted = Lower(Trimmed(name));
    const auto column =
        std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& known) { return known.name == wanted; });
    if (column == kColumns.end()) {
      return absl::InvalidArgumentError(fmt::format("Die Spalte „{}“ ist nicht bekannt.", name.substr(0, 60)));
    }
    if (std::find(columns.begin(), columns.end(), &*column) != columns.end()) {
      return absl::InvalidArgumentError(fmt::format("Die Spalte „{}“ kommt zweimal vor.", name));
    }
    columns.push_back(&*column);
  }
  for (const Column& column : kColumns) {
    if (column.needed && std::find(columns.begin(), columns.end(), &column) == columns.end()) {
      return absl::InvalidArgumentError(fmt::format("Die Spalte „{}“ fehlt.", column.name));
    }
  }
  return columns;
}

}  // namespace

absl::StatusOr<ImportTable> ParseImportTable(std::string_view csv) {
  if (csv.size() > kLongestTable) return absl::InvalidArgumentError("Die Datei ist größer als 20 MB.");
  if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
  const std::string text(csv);
  if (text.find(kReplacement) == std::string::npos && nlu::Nfc(text).find(kReplacement) != std::string::npos) {
    return absl::InvalidArgumentError("Die Datei ist nicht in UTF-8 gespeichert.");
  }
  const std::string_view header = csv.substr(0, csv.find('\n'));
  Records records(csv, header.find(';') != std::string_view::npos ? ';' : ',');
  const auto names = records.Next();
  if (!names.ok()) return names.status();
  const auto columns = ReadHeader(*names);
  if (!columns.ok()) return columns.status();
  ImportTable table;
  while (!records.AtEnd()) {
    const auto fields = records.Next();
    if (!fields.ok()) return fields.status();
    if (fields->size() == 1 && Trimmed(fields->front()).empty()) continue;
    if (fields->size() != columns->size()) {
      return absl::InvalidArgumentError(
          fmt::format("Zeile {}: {} Felder statt {}.", records.line(), fields->size(), columns->size()));
    }
    if (table.lines.size() == kMostLines) return absl::InvalidArgumentError("Die Datei hat mehr als 100 000 Zeilen.");
    ImportLine& line = table.lines.emplace_back();
    line.line = records.line();
    for (std::size_t i = 0; i < fields->size(); ++i) line.*((*columns)[i]->field) = Trimmed((*fields)[i]);
  }
  return table;
}

}  // namespace amtslotse::booking
