#include "knowledge/markdown.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "knowledge/html_entities.h"

namespace amtslotse::knowledge {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

struct Line {
  enum class Kind { kBlank, kText, kQuote, kHeading, kBullet, kNumbered };
  Kind kind = Kind::kText;
  std::size_t depth = 0;  // of a list item, 0 outermost
  std::string_view text;  // without marker
};

// Spaces and a lone backslash at the end of a line say that it breaks there, which it does anyway.
std::string_view WithoutBreakMark(std::string_view text) {
  const auto trim = [&text] {
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  };
  trim();
  const std::size_t end = text.find_last_not_of('\\');
  const std::size_t marks = text.size() - (end == std::string_view::npos ? 0 : end + 1);
  if (marks % 2 == 0) return text;
  text.remove_suffix(1);
  trim();
  return text;
}

Line Classify(std::string_view raw) {
  std::size_t indent = 0;
  while (indent < raw.size() && (raw[indent] == ' ' || raw[indent] == '\t')) indent += 1;
  std::string_view text = raw.substr(indent);
  if (text.starts_with('>')) {  // a quote in a quote is one; a list or heading in it is only that
    Line inner = Classify(text.substr(std::min(text.find_first_not_of("> \t"), text.size())));
    if (inner.kind == Line::Kind::kText) inner.kind = Line::Kind::kQuote;
    return inner;
  }
  text = WithoutBreakMark(text);
  Line line{Line::Kind::kText, std::min<std::size_t>(indent / 2, 12), text};
  if (text.empty()) {
    line.kind = Line::Kind::kBlank;
    return line;
  }
  const std::size_t hashes = std::min(text.find_first_not_of('#'), text.size());
  if (hashes > 0 && hashes <= 6 && (hashes == text.size() || text[hashes] == ' ')) {
    line.kind = Line::Kind::kHeading;
    line.text = hashes == text.size() ? std::string_view() : text.substr(hashes + 1);
    return line;
  }
  if ((text[0] == '-' || text[0] == '*' || text[0] == '+') && text.size() > 1 && text[1] == ' ') {
    line.kind = Line::Kind::kBullet;
    line.text = text.substr(2);
    return line;
  }
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string_view::npos && digits < 4 && (text[digits] == '.' || text[digits] == ')') &&
      digits + 1 < text.size() && text[digits + 1] == ' ') {
    line.kind = Line::Kind::kNumbered;
    line.text = text.substr(digits + 2);
  }
  return line;
}

bool IsItem(const Line& line) { return line.kind == Line::Kind::kBullet || line.kind == Line::Kind::kNumbered; }

// "[text](url)" at text[at] == '['. Nothing when it is no link.
struct LinkSpan {
  std::string_view text;
  std::string_view url;
  std::size_t end = 0;  // 0: no link
};

LinkSpan ReadLink(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 4000;  // keeps hostile brackets linear enough
  const std::string_view window = text.substr(0, std::min(text.size(), at + kLongest));
  std::size_t close = at + 1;
  while (close < window.size() && window[close] != ']' && window[close] != '[') close += window[close] == '\\' ? 2 : 1;
  if (close + 1 >= window.size() || window[close] != ']' || window[close + 1] != '(') return {};
  const std::size_t end = window.find_first_of(") \n", close + 2);
  if (end == std::string_view::npos || window[end] != ')') return {};
  return {window.substr(at + 1, close - at - 1), window.substr(close + 2, end - close - 2), end + 1};
}

// Walks the spans of one line: `out` gets literal characters through Literal, bold through Bold, links
// through Link.
template <typename Out>
void WalkSpans(std::string_view text, Out& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && std::ispunct(static_cast<unsigned char>(text[i + 1]))) {
      out.Literal(text[++i]);
    } else if (c == '*' && text.substr(i, 2) == "**") {
      out.Bold();
      ++i;
    } else if (c == '[') {
      const LinkSpan link = ReadLink(text, i);
      if (link.end == 0) {
        out.Literal(c);
        continue;
      }
      out.OpenLink(link.url);
      for (std::size_t k = 0; k < link.text.size(); ++k) {
        if (link.text[k] == '\\' && k + 1 < link.text.size()) ++k;
        if (link.text.substr(k, 2) == "**") {
          ++k;
          continue;
        }
        out.Literal(link.text[k]);
      }
      out.CloseLink(link.url);
      i = link.end - 1;
    } else {
      out.Literal(c);
    }
  }
}

struct HtmlSpans {
  std::string html;
  bool bold = false;
  void Literal(char c) { html += EscapeHtml(std::string_view(&c, 1)); }
  void Bold() {
    bold = !bold;
    html += bold ? "<strong>" : "</strong>";
  }
  void OpenLink(std::string_view url) {
    if (IsSafeUrl(url)) html += "<a href=\"" + EscapeHtml(url) + "\">";
  }
  void CloseLink(std::string_view url) {
    if (IsSafeUrl(url)) html += "</a>";
  }
};

struct PlainSpans {
  std::string text;
  void Literal(char c) { text += c; }
  void Bold() {}
  void OpenLink(std::string_view) {}
  void CloseLink(std::string_view) {}
};

std::string SpansToHtml(std::string_view text) {
  HtmlSpans spans;
  WalkSpans(text, spans);
  if (spans.bold) spans.html += "</strong>";
  return std::move(spans.html);
}

// Opens and closes list elements so that the open ones match an item's depth.
class HtmlBlocks {
 public:
  void Add(const Line& line) {
    switch (line.kind) {
      case Line::Kind::kBlank:
        EndParagraph();
        blank_ = true;
        return;
      case Line::Kind::kHeading:
        CloseAll();
        html_ += "<h3>" + SpansToHtml(line.text) + "</h3>";
        break;
      case Line::Kind::kBullet:
      case Line::Kind::kNumbered:
        EndParagraph();
        Item(line);
        break;
      case Line::Kind::kQuote:
        if (!quote_) {
          CloseAll();
          html_ += "<blockquote><p>";
          quote_ = paragraph_ = true;
        } else {
          html_ += "<br>";
        }
        html_ += SpansToHtml(line.text);
        break;
      case Line::Kind::kText:
        if (quote_) EndParagraph();
        if (!open_.empty() && (!blank_ || line.depth > 0)) {
          html_ += "<br>" + SpansToHtml(line.text);  // goes on with the item
        } else {
          CloseLists(0);
          html_ += paragraph_ ? "<br>" : "<p>";
          paragraph_ = true;
          html_ += SpansToHtml(line.text);
        }
        break;
    }
    blank_ = false;
  }
  std::string Take() {
    CloseAll();
    return std::move(html_);
  }

 private:
  void Item(const Line& line) {
    const bool ordered = line.kind == Line::Kind::kNumbered;
    const std::size_t depth = std::min(line.depth, open_.size()) + 1;
    CloseLists(depth);
    if (open_.size() == depth && open_.back() != ordered) CloseLists(depth - 1);
    if (open_.size() == depth) {
      html_ += "</li>";
    } else {
      html_ += ordered ? "<ol>" : "<ul>";
      open_.push_back(ordered);
    }
    html_ += "<li>" + SpansToHtml(line.text);
  }
  void CloseLists(std::size_t keep) {
    while (open_.size() > keep) {
      html_ += open_.back() ? "</li></ol>" : "</li></ul>";
      open_.pop_back();
    }
  }
  void EndParagraph() {
    if (paragraph_) html_ += "</p>";
    if (quote_) html_ += "</blockquote>";
    paragraph_ = quote_ = false;
  }
  void CloseAll() {
    EndParagraph();
    CloseLists(0);
  }

  std::string html_;
  std::vector<bool> open_;  // ordered?
  bool paragraph_ = false;
  bool quote_ = false;
  bool blank_ = false;
};

// clang-format off
constexpr std::array<std::string_view, 58> kAbbreviations = {
    "abs",  "abschn",  "allg",   "anl", "art",  "aufl", "bzgl", "bzw",  "ca",  "d.h", "dgl", "dipl",
    "dr",   "einschl", "entspr", "etc", "evtl", "exkl", "ff",   "frl",  "gem", "ggf", "hr",  "i.d.r",
    "inkl", "insb",    "jh",     "lfd", "max",  "min",  "mio",  "mind", "mrd", "mtl", "nr",  "o.ä",
    "o.g",  "od",      "prof",   "rd",  "s.o",  "s.u",  "sog",  "st",   "str", "tel", "u.a", "u.u",
    "usw",  "v.a",     "vgl",    "vs",  "z.b",  "z.t",  "zzgl", "ziff", "fr",  "geb"};
// clang-format on

constexpr std::array<std::string_view, 30> kStarters = {
    "Die", "Der",  "Das",  "Sie",  "Wir",   "Es",     "Bitte", "Wenn", "Für",   "Bei",
    "In",  "Im",   "Ein",  "Eine", "Ist",   "Zum",    "Zur",   "Dies", "Diese", "Ihre",
    "Ihr", "Auch", "Nach", "Wer",  "Falls", "Danach", "Dann",  "Am",   "An",    "Mit"};

// Whether the point at text[at] ends a sentence, given that white space follows it.
bool EndsSentence(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && text[next] == ' ') ++next;
  if (next < text.size() && std::islower(static_cast<unsigned char>(text[next]))) return false;
  if (text[at] != '.') return true;
  std::size_t begin = at;
  while (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '(' && text[begin - 1] != '\n') --begin;
  std::string word(text.substr(begin, at - begin));
  if (word.ends_with('\\')) word.pop_back();  // "3\. Mai" at the beginning of a line
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0]))) return false;
  if (std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end()) return false;
  const bool ordinal = !word.empty() && word.size() <= 2 && std::all_of(word.begin(), word.end(), IsDigit);
  if (!ordinal) return true;
  const std::size_t end = text.find_first_of(" ,.", next);
  const std::string_view following = text.substr(next, end == std::string_view::npos ? end : end - next);
  return std::find(kStarters.begin(), kStarters.end(), following) != kStarters.end();
}

}  // namespace

std::string MarkdownToHtml(std::string_view markdown) {
  HtmlBlocks blocks;
  for (const std::string_view raw : Lines(markdown)) blocks.Add(Classify(raw));
  return blocks.Take();
}

std::string SanitizeMarkdown(std::string_view markdown) { return HtmlToMarkdown(MarkdownToHtml(ValidUtf8(markdown))); }

std::string MarkdownToPlain(std::string_view markdown) {
  PlainSpans spans;
  for (const std::string_view raw : Lines(markdown)) {
    const Line line = Classify(raw);
    if (line.kind == Line::Kind::kBlank) continue;
    if (!spans.text.empty()) spans.text += ' ';
    WalkSpans(line.text, spans);
  }
  return std::move(spans.text);
}

std::vector<std::string_view> SplitSentences(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_end = text[i] == '\n';
    const bool mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
    if (!line_end && !(mark && i + 1 < text.size() && text[i + 1] == ' ' && EndsSentence(text, i))) continue;
    std::string_view sentence = text.substr(begin, i - begin + (mark ? 1 : 0));
    while (sentence.starts_with(' ')) sentence.remove_prefix(1);
    if (!sentence.empty()) sentences.push_back(sentence);
    begin = i + 1;
  }
  std::string_view last = text.substr(begin);
  while (last.starts_with(' ')) last.remove_prefix(1);
  if (!last.empty()) sentences.push_back(last);
  return sentences;
}

Shortened Shorten(std::string_view markdown, int sentences, int list_items) {
  const char* const base = markdown.data();
  int taken = 0;
  int items = 0;
  std::size_t cut = 0;  // everything before is short
  bool after_heading = false;
  for (const std::string_view raw : Lines(markdown)) {
    const Line line = Classify(raw);
    const auto begin = static_cast<std::size_t>(raw.data() - base);
    const std::size_t end = begin + raw.size();
    if (line.kind == Line::Kind::kBlank) continue;
    if (line.kind == Line::Kind::kHeading) {
      if (taken > 0 || items > 0) break;
      after_heading = true;
      cut = end;
      continue;
    }
    if (IsItem(line)) {
      if (items == list_items) break;
      ++items;
      cut = end;
      continue;
    }
    if (items > 0 && line.depth == 0) break;  // a paragraph after the list
    const std::vector<std::string_view> parts = SplitSentences(line.text);
    if (taken >= sentences) break;
    if (taken > 0 && !after_heading && begin > cut + 1) {  // a second paragraph: only to introduce a list
      if (!line.text.ends_with(':')) break;
    }
    const auto fit = std::min<std::size_t>(parts.size(), static_cast<std::size_t>(sentences - taken));
    taken += static_cast<int>(fit);
    const std::string_view last = parts[fit - 1];
    cut = static_cast<std::size_t>(last.data() - base) + last.size();
    if (fit < parts.size()) break;
  }
  const auto trimmed = [](std::string_view text) {
    while (!text.empty() && (text.front() == '\n' || text.front() == ' ')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    return std::string(text);
  };
  return {trimmed(markdown.substr(0, cut)), trimmed(markdown.substr(cut))};
}

}  // namespace amtslotse::knowledge
