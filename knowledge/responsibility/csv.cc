#include "knowledge/responsibility/csv.h"

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <sstream>

namespace amtslotse::responsibility {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Splits one record after the other; quoted fields with doubled quotes are copied to `copies_`.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, char separator) : text_(text), separator_(separator) {
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
  }

  // False at the end or when a quote is not closed.
  bool Next(CsvRow& row) {
    row.fields.clear();
    copies_.clear();
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) Step();
    if (at_ >= text_.size()) return false;
    row.line = line_;
    for (;;) {
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!Quoted(row)) return false;
        at_ = std::min(text_.find_first_of(ends_, at_), text_.size());  // what stands behind the quote is dropped
      } else {
        const std::size_t end = std::min(text_.find_first_of(ends_, at_), text_.size());
        row.fields.push_back(text_.substr(at_, end - at_));
        at_ = end;
      }
      if (at_ >= text_.size() || text_[at_] != separator_) break;
      ++at_;
    }
    while (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') Step();
    return true;
  }

  bool unclosed_quote() const { return unclosed_quote_; }
  std::size_t line() const { return line_; }

 private:
  void Step() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  bool Quoted(CsvRow& row) {
    const std::size_t begin = ++at_;
    bool doubled = false;
    for (; at_ < text_.size(); Step()) {
      if (text_[at_] != '"') continue;
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        doubled = true;
        ++at_;
        continue;
      }
      std::string_view field = text_.substr(begin, at_ - begin);
      ++at_;
      if (doubled) {
        std::string& copy = copies_.emplace_back();
        for (std::size_t i = 0; i < field.size(); ++i) {
          copy.push_back(field[i]);
          if (field[i] == '"') ++i;
        }
        field = copy;
      }
      row.fields.push_back(field);
      return true;
    }
    unclosed_quote_ = true;
    return false;
  }

  std::string_view text_;
  char separator_;
  std::string ends_ = std::string("\r\n") + separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool unclosed_quote_ = false;
  std::deque<std::string> copies_;
};

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

absl::StatusOr<std::vector<std::size_t>> ColumnPositions(std::string_view name, const CsvRow& header,
                                                         const std::vector<std::string_view>& columns) {
  std::vector<std::size_t> positions;
  for (std::string_view column : columns) {
    const bool optional = column.back() == '?';
    if (optional) column.remove_suffix(1);
    const auto found = std::find_if(header.fields.begin(), header.fields.end(),
                                    [&](std::string_view field) { return Trimmed(field) == column; });
    if (found == header.fields.end() && !optional)
      return absl::InvalidArgumentError(fmt::format("{}, Zeile {}: Die Spalte „{}“ fehlt.", name, header.line, column));
    positions.push_back(found == header.fields.end() ? kNoColumn
                                                     : static_cast<std::size_t>(found - header.fields.begin()));
  }
  return positions;
}

}  // namespace

absl::Status ReadCsv(std::string_view name, std::string_view text, char separator,
                     const std::vector<std::string_view>& columns,
                     const std::function<absl::Status(const CsvRow&)>& row) {
  CsvScanner scanner(text, separator);
  CsvRow raw;
  CsvRow asked;
  const auto unclosed = [&] {
    return absl::InvalidArgumentError(
        fmt::format("{}, Zeile {}: Ein Anführungszeichen wird nicht geschlossen.", name, scanner.line()));
  };
  if (!scanner.Next(raw))
    return scanner.unclosed_quote() ? unclosed()
                                    : absl::InvalidArgumentError(fmt::format("{}: Die Datei ist leer.", name));
  const auto positions = ColumnPositions(name, raw, columns);
  if (!positions.ok()) return positions.status();
  while (scanner.Next(raw)) {
    asked.line = raw.line;
    asked.fields.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::size_t position = (*positions)[i];
      if (position == kNoColumn) {
        asked.fields.emplace_back();
      } else if (position < raw.fields.size()) {
        asked.fields.push_back(Trimmed(raw.fields[position]));
      } else {
        return absl::InvalidArgumentError(
            fmt::format("{}, Zeile {}: Die Spalte „{}“ fehlt in dieser Zeile.", name, raw.line, columns[i]));
      }
    }
    if (absl::Status status = row(asked); !status.ok()) return status;
  }
  return scanner.unclosed_quote() ? unclosed() : absl::OkStatus();
}

char CsvSeparator(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  return std::count(first.begin(), first.end(), ';') > std::count(first.begin(), first.end(), ',') ? ';' : ',';
}

absl::Status ReadFile(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(fmt::format("{}: Die Datei lässt sich nicht öffnen.", path));
  std::ostringstream content;
  content << file.rdbuf();
  if (file.bad()) return absl::UnavailableError(fmt::format("{}: Die Datei lässt sich nicht lesen.", path));
  text = std::move(content).str();
  return absl::OkStatus();
}

}  // namespace amtslotse::responsibility
