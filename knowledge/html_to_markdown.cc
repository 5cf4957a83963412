#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/html_entities.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kDeepestList = 12;
constexpr std::string_view kHeading = "### ";

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Tag {
  std::string name;  // lower case, empty for comments and declarations
  bool closes = false;
  std::string href;
};

// Reads the tag at html[at] == '<'; moves `at` behind it.
Tag ReadTag(std::string_view html, std::size_t& at) {
  Tag tag;
  if (html.substr(at, 4) == "<!--") {
    const std::size_t end = html.find("-->", at + 4);
    at = end == std::string_view::npos ? html.size() : end + 3;
    return tag;
  }
  std::size_t i = at + 1;
  if (i < html.size() && html[i] == '/') {
    tag.closes = true;
    ++i;
  }
  while (i < html.size() && (std::isalnum(static_cast<unsigned char>(html[i])) || html[i] == ':')) {
    tag.name += static_cast<char>(std::tolower(static_cast<unsigned char>(html[i++])));
  }
  if (const std::size_t colon = tag.name.rfind(':'); colon != std::string::npos) tag.name.erase(0, colon + 1);
  while (i < html.size() && html[i] != '>') {
    while (i < html.size() && (IsSpace(html[i]) || html[i] == '/')) ++i;
    const std::size_t name_begin = i;
    while (i < html.size() && !IsSpace(html[i]) && html[i] != '=' && html[i] != '>') ++i;
    std::string name(html.substr(name_begin, i - name_begin));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    while (i < html.size() && IsSpace(html[i])) ++i;
    if (i >= html.size() || html[i] != '=') {
      if (i == name_begin) ++i;
      continue;
    }
    ++i;
    while (i < html.size() && IsSpace(html[i])) ++i;
    std::string_view value;
    if (i < html.size() && (html[i] == '"' || html[i] == '\'')) {
      const std::size_t end = html.find(html[i], i + 1);
      if (end == std::string_view::npos) {
        i = html.size();
        break;
      }
      value = html.substr(i + 1, end - i - 1);
      i = end + 1;
    } else {
      const std::size_t begin = i;
      while (i < html.size() && !IsSpace(html[i]) && html[i] != '>') ++i;
      value = html.substr(begin, i - begin);
    }
    if (name == "href") tag.href = DecodeEntities(value);
  }
  at = std::min(i + 1, html.size());
  return tag;
}

// Collects blocks; text arrives in pieces, spaces are folded as a browser does.
class MarkdownBuilder {
 public:
  void Text(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (IsSpace(c)) {
        space_ = true;
        continue;
      }
      if (text.substr(i, 2) == "\xc2\xa0") {  // no-break space
        space_ = true;
        ++i;
        continue;
      }
      if (text.substr(i, 3) == "\xe2\x80\x8b" || text.substr(i, 3) == "\xef\xbb\xbf") {  // zero-width space, BOM
        i += 2;
        continue;
      }
      Character(c);
    }
  }

  void LineBreak() {
    CloseSpans();
    if (!line_.empty()) EndLine();
  }

  void EndBlock() {
    CloseSpans();
    if (!line_.empty()) EndLine();
    blank_ = true;
  }

  void OpenList(bool ordered) {
    CloseSpans();
    if (!line_.empty()) EndLine();
    // Two lists with nothing between them read as one.
    const bool goes_on = lists_.empty() && after_list_ && last_list_.ordered == ordered;
    if (lists_.empty()) blank_ = !goes_on;
    lists_.push_back(goes_on ? last_list_ : List{ordered, 0});
  }

  void CloseList() {
    CloseSpans();
    if (!line_.empty()) EndLine();
    if (lists_.size() == 1) {
      last_list_ = lists_.back();
      after_list_ = last_list_.count > 0;
    }
    if (!lists_.empty()) lists_.pop_back();
    if (item_list_ >= lists_.size() && marker_ != kHeading) marker_.clear();  // of an empty item at the list's end
    if (lists_.empty()) blank_ = true;
  }

  void OpenItem() {
    LineBreak();
    if (lists_.empty()) lists_.push_back({false, 0});
    const List& list = lists_.back();
    item_list_ = lists_.size() - 1;
    marker_ = list.ordered ? std::to_string(list.count + 1) + ". " : "- ";
    blank_ = blank_ && !inside_list_;
  }

  void Heading() {
    EndBlock();
    marker_ = kHeading;
  }
  void EndHeading() {
    if (line_.empty()) marker_.clear();
    EndBlock();
  }

  // Paragraphs in it are quoted; lists and headings in it are only what they are.
  void Quote(bool open) {
    EndBlock();
    if (open) {
      ++quotes_;
    } else if (quotes_ > 0) {
      --quotes_;
    }
  }

  void Bold(bool open) {
    if (open == bold_) return;
    if (open) {
      bold_ = true;
      pending_bold_ = true;
    } else {
      bold_ = false;
      if (pending_bold_) {
        pending_bold_ = false;
      } else {
        line_ += "**";
      }
    }
  }

  void OpenLink(std::string href) {
    CloseLink();
    href_ = IsSafeUrl(href) ? std::move(href) : std::string();
    if (href_.empty()) return;
    FlushSpace();
    link_start_ = line_.size();
    line_ += '[';
    in_link_ = true;
  }
  void CloseLink() {
    if (!in_link_) return;
    in_link_ = false;
    if (line_.size() == link_start_ + 1) {
      line_.resize(link_start_);
      return;
    }
    std::string target;
    for (const char c : href_) {
      if (c == '(' || c == ')' || IsSpace(c) || c == '<' || c == '>') {
        constexpr std::string_view digits = "0123456789ABCDEF";
        target += '%';
        target += digits[static_cast<unsigned char>(c) >> 4];
        target += digits[static_cast<unsigned char>(c) & 15];
      } else {
        target += c;
      }
    }
    line_ += "](" + target + ")";
  }

  std::string Take() {
    EndBlock();
    return std::move(out_);
  }

 private:
  struct List {
    bool ordered = false;
    int count = 0;
  };

  void FlushSpace() {
    if (space_ && !line_.empty() && line_.back() != '[') line_ += ' ';
    space_ = false;
    if (pending_bold_) {
      line_ += "**";
      pending_bold_ = false;
    }
  }

  void Character(char c) {
    FlushSpace();
    if (c == '*' || c == '[' || c == ']' || c == '`' || c == '\\') line_ += '\\';
    if (line_.empty() && marker_.empty() && (c == '#' || c == '>')) line_ += '\\';
    line_ += c;
  }

  void CloseSpans() {
    CloseLink();
    if (bold_ && !pending_bold_) line_ += "**";
    bold_ = pending_bold_ = false;
    space_ = false;
  }

  void EndLine() {
    const std::size_t depth = std::min(lists_.size(), kDeepestList);
    const bool item = !marker_.empty() && marker_ != kHeading;
    if (!out_.empty()) out_ += blank_ || marker_ == kHeading ? "\n\n" : "\n";
    if (depth > 0) out_.append(2 * (depth - 1) + (item ? 0 : 2), ' ');
    EscapeTags();
    if (marker_.empty()) EscapeItem();
    if (marker_.empty() && lists_.empty() && quotes_ > 0) out_ += "> ";
    out_ += marker_ + line_;
    if (item && item_list_ < lists_.size()) ++lists_[item_list_].count;  // an empty item is left out and not counted
    inside_list_ = !lists_.empty();
    if (!inside_list_) after_list_ = false;
    blank_ = false;
    line_.clear();
    marker_.clear();
  }

  // A "<" that would begin a tag, told when all that stands behind it is known.
  void EscapeTags() {
    std::string escaped;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      const char next = i + 1 < line_.size() ? line_[i + 1] : ' ';
      if (line_[i] == '<' && (std::isalpha(static_cast<unsigned char>(next)) || next == '/' || next == '!'))
        escaped += '\\';
      escaped += line_[i];
    }
    line_ = std::move(escaped);
  }

  // "- text" or "3. Mai" at the beginning of a paragraph must not become a list: "\\- text", "3\\. Mai".
  void EscapeItem() {
    if (line_.starts_with("- ") || line_.starts_with("+ ")) {
      line_.insert(0, 1, '\\');
      return;
    }
    const std::size_t digits = line_.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string::npos || digits >= 4) return;
    const std::string mark = line_.substr(digits, 2);
    if (mark == ". " || mark == ") ") line_.insert(digits, 1, '\\');
  }

  std::string out_;
  std::string line_;
  std::string marker_;
  std::string href_;
  std::vector<List> lists_;
  List last_list_;             // the outermost one that was closed last
  bool after_list_ = false;    // nothing stands behind it yet
  std::size_t item_list_ = 0;  // where the item at hand stands
  std::size_t link_start_ = 0;
  std::size_t quotes_ = 0;  // that are open
  bool in_link_ = false;
  bool bold_ = false;
  bool pending_bold_ = false;
  bool space_ = false;
  bool blank_ = false;
  bool inside_list_ = false;
};

void Apply(const Tag& tag, MarkdownBuilder& builder) {
  const std::string& name = tag.name;
  if (name == "br") {
    builder.LineBreak();
  } else if (IsOneOf(name, {"ul", "ol", "menu"})) {
    tag.closes ? builder.CloseList() : builder.OpenList(name == "ol");
  } else if (IsOneOf(name, {"li", "dd"})) {
    tag.closes ? builder.LineBreak() : builder.OpenItem();
  } else if (IsOneOf(name, {"b", "strong", "th"})) {
    builder.Bold(!tag.closes);
    if (name == "th") builder.Text(" ");
  } else if (IsOneOf(name, {"h1", "h2", "h3", "h4", "h5", "h6"})) {
    tag.closes ? builder.EndHeading() : builder.Heading();
  } else if (name == "a") {
    tag.closes || tag.href.empty() ? builder.CloseLink() : builder.OpenLink(tag.href);
  } else if (name == "td") {
    builder.Text(" ");
  } else if (IsOneOf(name, {"tr", "dt", "caption"})) {
    builder.LineBreak();
  } else if (name == "blockquote") {
    builder.Quote(!tag.closes);
  } else if (IsOneOf(name, {"p", "div", "table", "section", "article", "pre", "hr", "dl", "header", "footer", "address",
                            "figure", "details", "summary"})) {
    builder.EndBlock();
  }
}

// Elements whose content is no text for readers.
bool IsDroppedWhole(std::string_view name) {
  return IsOneOf(name, {"script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math", "form",
                        "select", "textarea", "button", "title", "head", "applet", "audio", "video", "canvas"});
}

bool StartsWithName(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char l, char t) { return l == std::tolower(static_cast<unsigned char>(t)); });
}

// Behind "</name … >"; only the name is compared on the way, so that the search stays linear.
std::size_t BehindElement(std::string_view html, std::size_t at, const std::string& name) {
  for (at = html.find("</", at); at != std::string_view::npos; at = html.find("</", at + 2)) {
    if (!StartsWithName(html.substr(at + 2), name)) continue;
    const std::size_t end = html.find('>', at);
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return html.size();
}

}  // namespace

bool IsSafeUrl(std::string_view url) {
  while (!url.empty() && IsSpace(url.front())) url.remove_prefix(1);
  for (const char c : url) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  std::string lower(url.substr(0, 8));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:") ||
         lower.starts_with("tel:");
}

bool IsSafeLink(std::string_view url) {
  if (IsSafeUrl(url)) return true;
  const bool plain = std::all_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20; });
  return plain && url.starts_with('/') && !url.starts_with("//") && url.find('\\') == std::string_view::npos;
}

std::string HtmlToMarkdown(std::string_view raw) {
  const std::string html = ValidUtf8(raw);
  MarkdownBuilder builder;
  std::size_t at = 0;
  while (at < html.size()) {
    if (html[at] != '<') {
      const std::size_t end = std::min(html.find('<', at), html.size());
      builder.Text(DecodeEntities(std::string_view(html).substr(at, end - at)));
      at = end;
      continue;
    }
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    if (!std::isalpha(static_cast<unsigned char>(next)) && next != '/' && next != '!' && next != '?') {
      builder.Text("<");
      ++at;
      continue;
    }
    const Tag tag = ReadTag(html, at);
    if (!tag.closes && IsDroppedWhole(tag.name)) {
      at = BehindElement(html, at, tag.name);
      continue;
    }
    Apply(tag, builder);
  }
  return builder.Take();
}

}  // namespace amtslotse::knowledge
