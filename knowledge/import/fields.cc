#include "knowledge/import/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "nlu/text/fold.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

using std::chrono::minutes;

std::optional<int> Number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<unsigned> Weekday(std::string_view folded) {
  constexpr std::array<std::string_view, 7> kNames = {"montag",  "dienstag", "mittwoch", "donnerstag",
                                                      "freitag", "samstag",  "sonntag"};
  if (folded == "sonnabend") return 6;
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (folded == kNames[i] || folded == kNames[i].substr(0, 2)) return i + 1;
    if (folded.size() == kNames[i].size() + 1 && folded.starts_with(kNames[i]) && folded.back() == 's') return i + 1;
  }
  return std::nullopt;
}

// Reads "Mo–Mi, Fr 8–12 und 13–16 Uhr" token by token.
class HoursReader {
 public:
  explicit HoursReader(const std::vector<nlu::Token>& tokens) : tokens_(tokens) {}

  std::vector<OpeningSpan> Read() {
    while (at_ < tokens_.size() && !doubtful_) Step();
    return doubtful_ ? std::vector<OpeningSpan>() : std::move(spans_);
  }

 private:
  std::string_view Peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].text : std::string_view();
  }
  bool IsDash(std::string_view text) const { return text == "-" || text == "bis"; }

  void Step() {
    if (const auto day = Weekday(Peek())) return Day(*day);
    if (tokens_[at_].kind == nlu::TokenKind::kNumber) return Span();
    const std::string_view word = Peek();
    if (word == "geschlossen") days_.clear();
    if (word == "taeglich") {
      days_ = {1, 2, 3, 4, 5, 6, 7};
      fresh_ = false;
    }
    if (word == "werktags") doubtful_ = true;
    if (word.starts_with("termin") || word == "terminvereinbarung") MarkByAppointment();
    ++at_;
  }

  void Day(unsigned day) {
    if (!fresh_) days_.clear();
    fresh_ = true;
    ++at_;
    if (Peek() == ".") ++at_;
    if (IsDash(Peek())) {
      std::size_t ahead = 1;
      const auto last = Weekday(Peek(ahead));
      if (last && *last > day) {
        for (; day < *last; ++day) days_.push_back(day);
        at_ += 2;
        if (Peek() == ".") ++at_;
      }
    }
    days_.push_back(day);
  }

  std::optional<minutes> Time() {
    const auto hour = Number(Peek());
    if (!hour || tokens_[at_].kind != nlu::TokenKind::kNumber) return std::nullopt;
    ++at_;
    int minute = 0;
    if ((Peek() == ":" || Peek() == ".") && at_ + 1 < tokens_.size() && Peek(1).size() == 2 && Number(Peek(1))) {
      minute = *Number(Peek(1));
      at_ += 2;
    }
    if (Peek() == "uhr") ++at_;
    if (*hour > 24 || minute > 59) return std::nullopt;
    return minutes(*hour * 60 + minute);
  }

  void Span() {
    fresh_ = false;
    const auto opens = Time();
    if (!opens || !IsDash(Peek())) {
      doubtful_ = doubtful_ || !days_.empty();
      if (!opens) ++at_;
      return;
    }
    ++at_;
    if (at_ >= tokens_.size()) return;
    const auto closes = Time();
    if (!closes || *closes <= *opens || *closes > minutes(24 * 60)) {
      doubtful_ = true;
      return;
    }
    last_ = spans_.size();
    for (const unsigned day : days_) spans_.push_back({std::chrono::weekday(day), *opens, *closes, false});
  }

  void MarkByAppointment() {
    const bool only = at_ > 1 && (Peek() == "terminvereinbarung" || tokens_[at_ - 1].text == "mit" ||
                                  tokens_[at_ - 1].text == "nach" || tokens_[at_ - 1].text == "per");
    const bool without = at_ > 0 && tokens_[at_ - 1].text == "ohne";
    if (!only || without) return;
    for (std::size_t i = last_; i < spans_.size(); ++i) spans_[i].by_appointment = true;
  }

  const std::vector<nlu::Token>& tokens_;
  std::vector<OpeningSpan> spans_;
  std::vector<unsigned> days_;
  std::size_t at_ = 0;
  std::size_t last_ = 0;
  bool fresh_ = false;  // the last thing read was a day
  bool doubtful_ = false;
};

}  // namespace

std::string Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::vector<std::string> SplitTrimmed(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    std::string part = Trim(text.substr(0, end));
    if (!part.empty()) parts.push_back(std::move(part));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string NormalLanguage(std::string_view language) {
  std::string lower(Trim(language));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  if (lower.empty()) return "de";
  if (lower.starts_with("de") &&
      (lower.find("simple") != std::string::npos || lower.find("leicht") != std::string::npos ||
       lower.find("-ls") != std::string::npos)) {
    return "de-LS";
  }
  return lower.substr(0, lower.find('-'));
}

std::optional<std::chrono::sys_seconds> ParseIsoTime(std::string_view text) {
  using namespace std::chrono;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = Number(text.substr(0, 4)), m = Number(text.substr(5, 2)), d = Number(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  sys_seconds time = sys_days(date);
  if (text.size() < 19 || (text[10] != 'T' && text[10] != ' ')) return time;
  const auto h = Number(text.substr(11, 2)), min = Number(text.substr(14, 2)), s = Number(text.substr(17, 2));
  if (!h || !min || !s || *h > 24 || *min > 59 || *s > 60) return time;
  time += hours(*h) + minutes(*min) + seconds(*s);
  const std::size_t zone = text.find_first_of("+-", 19);
  if (zone != std::string_view::npos && text.size() >= zone + 6) {
    const auto zh = Number(text.substr(zone + 1, 2)), zm = Number(text.substr(zone + 4, 2));
    if (zh && zm) time -= (text[zone] == '-' ? -1 : 1) * (hours(*zh) + minutes(*zm));
  }
  return time;
}

std::optional<minutes> ParseTimeOfDay(std::string_view text) {
  const std::size_t mark = text.find_first_of(":.");
  const auto hour = Number(text.substr(0, mark));
  const auto minute = mark == std::string_view::npos ? std::optional<int>(0) : Number(text.substr(mark + 1, 2));
  if (!hour || !minute || *hour < 0 || *hour > 24 || *minute < 0 || *minute > 59) return std::nullopt;
  const minutes time(*hour * 60 + *minute);
  if (time > minutes(24 * 60)) return std::nullopt;
  return time;
}

std::optional<AreaKey> ParseAreaKey(std::string_view text) {
  std::string digits = Trim(text);
  digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
  if (!AllDigits(digits)) return std::nullopt;
  switch (digits.size()) {
    case 8:
      if (!digits.ends_with("000")) return AreaKey{digits};
      digits.resize(5);
      [[fallthrough]];
    case 2:
    case 3:
    case 5:
    case 9: digits.resize(12, '0'); [[fallthrough]];
    case 12: return AreaKey{digits};
    default: return std::nullopt;
  }
}

void SortSpans(std::vector<OpeningSpan>& spans) {
  const auto key = [](const OpeningSpan& s) { return std::tuple(s.day.iso_encoding(), s.opens, s.closes); };
  std::sort(spans.begin(), spans.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
}

std::vector<OpeningSpan> ParseOpeningHours(std::string_view text) {
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text.substr(0, 2000));
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  std::vector<OpeningSpan> spans = HoursReader(tokens).Read();
  SortSpans(spans);
  return spans;
}

}  // namespace amtslotse::knowledge
