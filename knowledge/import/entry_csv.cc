#include "knowledge/import/entry_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "knowledge/import/csv.h"
#include "knowledge/import/fields.h"
#include "knowledge/markdown.h"
#include "knowledge/status_text.h"
#include "knowledge/street_answer.h"
#include "nlu/text/fold.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

// Letters and digits of the question's beginning; what that leaves out tells two questions apart as a number.
std::string IdFrom(std::string_view question) {
  constexpr std::size_t kLongest = 80;
  const std::string folded = nlu::Fold(question);
  const bool whole = folded.size() <= kLongest &&
                     std::all_of(folded.begin(), folded.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  std::string id = "faq-";
  for (const char c : folded.substr(0, kLongest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      id += c;
    } else if (id.back() != '-') {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  return whole ? id : fmt::format("{}-{:08x}", id, nlu::StableHash(folded));
}

// "31.12.2026" as "2026-12-31"; anything else as it is.
std::string IsoDay(const std::string& text) {
  int day = 0, month = 0, year = 0, end = 0;
  const bool german = std::sscanf(text.c_str(), "%2d.%2d.%4d%n", &day, &month, &year, &end) == 3 &&
                      static_cast<std::size_t>(end) == text.size();
  return german ? fmt::format("{:04}-{:02}-{:02}", year, month, day) : text;
}

// A table whose columns may also have German headings.
absl::StatusOr<CsvTable> ParseTable(std::string_view text) {
  static const std::map<std::string_view, std::string_view> kEnglish = {
      {"kennung", "id"},       {"frage", "question"},   {"varianten", "variants"},       {"antwort", "answer"},
      {"leistung", "service"}, {"anliegen", "act"},     {"gueltig ab", "valid_from"},    {"gueltig bis", "valid_to"},
      {"ersetzt", "replaces"}, {"zustaendig", "owner"}, {"pruefen am", "review_on"},     {"sprache", "language"},
      {"eintrag", "entry"},    {"strasse", "street"},   {"hausnummern", "house_numbers"}};
  auto table = ParseCsv(text);
  if (!table.ok()) return table.status();
  for (std::string& column : table->columns) {
    std::string folded = nlu::Fold(column);
    std::replace(folded.begin(), folded.end(), '_', ' ');
    const auto found = kEnglish.find(folded);
    if (found != kEnglish.end()) column = found->second;
    if (folded == "text" || folded == "link") column = folded;
  }
  return table;
}

absl::StatusOr<std::optional<std::chrono::sys_days>> Day(const std::string& text) {
  if (text.empty()) return std::optional<std::chrono::sys_days>();
  const auto time = ParseIsoTime(IsoDay(text));
  if (!time) return absl::InvalidArgumentError("„" + text + "“ ist kein Datum (JJJJ-MM-TT oder TT.MM.JJJJ)");
  return std::optional<std::chrono::sys_days>(std::chrono::floor<std::chrono::days>(*time));
}

std::string DayText(const std::optional<std::chrono::sys_days>& day) {
  if (!day) return {};
  const std::chrono::year_month_day date(*day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

class EntryRow {
 public:
  EntryRow(const CsvTable& table, const CsvTable::Row& row) : table_(table), row_(row) {}

  std::string Cell(std::string_view column) const {
    const auto place = table_.Column(column);
    return place ? Trim(row_.cells[*place]) : std::string();
  }

  absl::StatusOr<Entry> Read() const {
    Entry entry;
    entry.questions.push_back(Cell("question"));
    if (entry.questions[0].empty()) return absl::InvalidArgumentError("question fehlt");
    for (std::string& variant : SplitTrimmed(Cell("variants"), '|')) entry.questions.push_back(std::move(variant));
    entry.id.value = Cell("id");
    if (entry.id.value.empty()) entry.id.value = IdFrom(entry.questions[0]);
    entry.answer = Cell("answer");
    if (entry.answer.empty()) return absl::InvalidArgumentError("answer fehlt");
    if (std::string service = Cell("service"); !service.empty()) entry.service = ServiceId{std::move(service)};
    entry.act = Cell("act");
    if (std::string language = Cell("language"); !language.empty()) entry.language = NormalLanguage(language);
    entry.owner = Cell("owner");
    const std::string replaces = Cell("replaces");
    entry.replaces_catalogue = replaces == "1" || replaces == "ja" || replaces == "true";
    if (const absl::Status status = ReadLinks(entry); !status.ok()) return status;
    for (const auto& [column, day] :
         {std::pair{"valid_from", &entry.valid_from}, std::pair{"valid_to", &entry.valid_until},
          std::pair{"review_on", &entry.review_on}}) {
      auto read = Day(Cell(column));
      if (!read.ok()) return read.status();
      *day = *read;
    }
    return entry;
  }

 private:
  // One per line of the cell: "Titel|URL", or only the URL.
  absl::Status ReadLinks(Entry& entry) const {
    for (const std::string& link : SplitTrimmed(Cell("link"), '\n')) {
      if (absl::Status status = ReadLink(link, entry); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  static absl::Status ReadLink(const std::string& link, Entry& entry) {
    const std::size_t bar = link.rfind('|');
    const std::string url = bar == std::string::npos ? link : Trim(link.substr(bar + 1));
    if (!IsSafeLink(url)) return absl::InvalidArgumentError("„" + url + "“ ist kein Link");
    entry.links.push_back({bar == std::string::npos ? "Mehr dazu" : Trim(link.substr(0, bar)), url});
    return absl::OkStatus();
  }

  const CsvTable& table_;
  const CsvTable::Row& row_;
};

}  // namespace

absl::StatusOr<std::vector<Entry>> ParseEntryCsv(std::string_view text) {
  const auto table = ParseTable(text);
  if (!table.ok()) return table.status();
  if (!table->Column("question") || !table->Column("answer")) {
    return absl::InvalidArgumentError("Die Spalten question und answer (oder Frage und Antwort) fehlen.");
  }
  std::vector<Entry> entries;
  std::set<std::string> ids;
  for (const CsvTable::Row& row : table->rows) {
    auto entry = EntryRow(*table, row).Read();
    if (!entry.ok())
      return absl::InvalidArgumentError(fmt::format("Zeile {}: {}", row.line, MessageOf(entry.status())));
    if (!ids.insert(entry->id.value).second) {
      return absl::InvalidArgumentError(fmt::format("Zeile {}: id „{}“ kommt mehrmals vor", row.line, entry->id.value));
    }
    entries.push_back(*std::move(entry));
  }
  return entries;
}

std::string WriteEntryCsv(const std::vector<Entry>& entries) {
  std::string text =
      "id;question;variants;answer;service;act;link;valid_from;valid_to;replaces;owner;review_on;language\n";
  for (const Entry& entry : entries) {
    std::string variants;
    for (std::size_t i = 1; i < entry.questions.size(); ++i) variants += (i > 1 ? "|" : "") + entry.questions[i];
    std::string link;
    for (const Link& one : entry.links) link += (link.empty() ? "" : "\n") + one.title + "|" + one.url;
    bool first = true;
    for (const std::string& cell :
         {entry.id.value, entry.questions.empty() ? std::string() : entry.questions[0], variants, entry.answer,
          entry.service ? entry.service->value : std::string(), entry.act, link, DayText(entry.valid_from),
          DayText(entry.valid_until), std::string(entry.replaces_catalogue ? "ja" : ""), entry.owner,
          DayText(entry.review_on), entry.language}) {
      if (!first) text += ';';
      first = false;
      text += CsvCell(cell, ';');
    }
    text += '\n';
  }
  return text;
}

std::string WriteStreetCsv(const std::vector<Entry>& entries) {
  std::string text = "entry;street;house_numbers;text\n";
  for (const Entry& entry : entries) {
    for (const StreetAnswer& answer : entry.by_street) {
      text += CsvCell(entry.id.value, ';') + ';' + CsvCell(answer.street, ';') + ';' +
              CsvCell(answer.house_numbers, ';') + ';' + CsvCell(answer.text, ';') + '\n';
    }
  }
  return text;
}

absl::StatusOr<StreetAnswers> ParseStreetCsv(std::string_view text) {
  const auto table = ParseTable(text);
  if (!table.ok()) return table.status();
  const auto entry = table->Column("entry"), street = table->Column("street"), numbers = table->Column("house_numbers"),
             answer = table->Column("text");
  StreetAnswers answers;
  if (!entry || !street || !answer) return answers;
  for (const CsvTable::Row& row : table->rows) {
    StreetAnswer one{Trim(row.cells[*street]), numbers ? Trim(row.cells[*numbers]) : "", Trim(row.cells[*answer])};
    if (one.street.empty() || one.text.empty())
      return absl::InvalidArgumentError(fmt::format("Zeile {}: street oder text fehlt", row.line));
    if (!AreHouseNumbers(one.house_numbers))
      return absl::InvalidArgumentError(
          fmt::format("Zeile {}: house_numbers „{}“ ist nicht zu verstehen (etwa „1-19 ungerade, 24, ab 30“)", row.line,
                      one.house_numbers));
    answers[Trim(row.cells[*entry])].push_back(std::move(one));
  }
  return answers;
}

}  // namespace amtslotse::knowledge
