#include "knowledge/responsibility/gv100ad.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "knowledge/responsibility/text_map.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kShortestLine = 72;

bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0u) != 0x80u) return false;
    }
    i += length;
  }
  return true;
}

// Latin-1 is enough of Windows-1252 for place names.
std::string ToUtf8(std::string_view latin) {
  std::string out;
  for (const char c : latin) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0u | (byte >> 6u)));
      out.push_back(static_cast<char>(0x80u | (byte & 0x3Fu)));
    }
  }
  return out;
}

// Positions count characters, so a line is cut by characters before it is decoded field by field.
class Record {
 public:
  Record(std::string_view line, bool utf8) : line_(line), utf8_(utf8) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (!utf8 || (static_cast<unsigned char>(line[i]) & 0xC0u) != 0x80u) starts_.push_back(i);
    }
  }

  std::size_t size() const { return starts_.size(); }

  // Positions as in the description of the records: from 1, inclusive.
  std::string Field(std::size_t from, std::size_t to) const {
    if (from > starts_.size()) return {};
    const std::size_t begin = starts_[from - 1];
    const std::size_t end = to < starts_.size() ? starts_[to] : line_.size();
    std::string_view field = line_.substr(begin, end - begin);
    while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
    while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
    return utf8_ ? std::string(field) : ToUtf8(field);
  }

 private:
  std::string_view line_;
  bool utf8_;
  std::vector<std::size_t> starts_;
};

std::uint32_t ToNumber(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Above {
  std::string name, seat;
  int kind = 0;
};

class Gv100adReader {
 public:
  explicit Gv100adReader(AreaRows& rows) : rows_(rows) {}

  // What is wrong with the line, in German; empty when nothing is.
  std::string Read(const Record& record) {
    if (record.size() < kShortestLine) return "Die Zeile ist zu kurz.";
    const std::string kind = record.Field(1, 2);
    const std::string name = record.Field(23, 72);
    const Above above{name, record.Field(73, 122), static_cast<int>(ToNumber(record.Field(123, 124)))};
    if (kind == "10") {
      laender_[record.Field(11, 12)] = name;
    } else if (kind == "20") {
      rows_.regions.push_back({record.Field(11, 13), name});
    } else if (kind == "40") {
      kreise_[record.Field(11, 15)] = above;
    } else if (kind == "50") {
      verbaende_[record.Field(11, 15) + record.Field(19, 22)] = above;
    } else if (kind == "60") {
      return Gemeinde(record, name, above.kind);
    } else if (kind != "30") {
      return fmt::format("Die Satzart „{}“ ist unbekannt.", kind);
    }
    return {};
  }

 private:
  std::string Gemeinde(const Record& record, const std::string& name, int text_kind) {
    GemeindeRow row;
    row.kreis_key = record.Field(11, 15);
    row.verband_key = row.kreis_key + record.Field(19, 22);
    const std::string number = record.Field(16, 18);
    row.ars = row.verband_key + number;
    row.ags = row.kreis_key + number;
    if (row.ars.size() != 12 || !IsDigits(row.ars))
      return fmt::format("Der Schlüssel „{}“ hat keine zwölf Ziffern.", row.ars);
    const auto land = laender_.find(row.ars.substr(0, 2));
    if (land == laender_.end()) return "Das Land der Gemeinde fehlt.";
    row.land = land->second;
    if (const auto kreis = kreise_.find(row.kreis_key); kreis != kreise_.end()) {
      row.kreis_name = kreis->second.name;
      row.kreis_kind = kreis->second.kind;
      row.kreis_seat = kreis->second.seat;
    }
    const auto verband = verbaende_.find(row.verband_key);
    if (verband == verbaende_.end()) return "Der Gemeindeverband der Gemeinde fehlt.";
    row.verband_name = verband->second.name;
    row.verband_kind = verband->second.kind;
    row.name = name;
    row.text_kind = text_kind;
    row.inhabitants = ToNumber(record.Field(140, 150));
    row.seat_postcode = record.Field(166, 170);
    rows_.gemeinden.push_back(std::move(row));
    return {};
  }

  AreaRows& rows_;
  TextMap<std::string> laender_;
  TextMap<Above> kreise_;
  TextMap<Above> verbaende_;
};

}  // namespace

absl::Status ReadGv100ad(std::string_view name, std::string_view text, AreaRows& rows) {
  Gv100adReader reader(rows);
  const bool utf8 = IsUtf8(text);
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
    if (content.empty()) continue;
    if (const std::string wrong = reader.Read(Record(content, utf8)); !wrong.empty())
      return absl::InvalidArgumentError(fmt::format("{}, Zeile {}: {}", name, line, wrong));
  }
  return absl::OkStatus();
}

}  // namespace amtslotse::responsibility
