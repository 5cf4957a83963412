#include "gateways/web/markdown.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

namespace amtslotse::gateways::web {
namespace {

constexpr int kMaxListDepth = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

Markup Anchor(std::string_view url, const Markup& label) {
  const std::string target = SafeUrl(url);
  if (target == "#") return label;
  return Fill(R"(<a class="kern-link" href="{}"{}>{}</a>)", target,
              Markup{target.front() == '/' ? "" : R"( rel="noopener")"}, label);
}

class Inline {
 public:
  explicit Inline(std::string_view text) : text_(text) {}

  Markup Render(int depth = 0) {
    Markup out;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text_.size();) {
      std::size_t end = at;
      const auto piece = depth < 4 ? Special(at, end, depth) : std::nullopt;
      if (!piece) {
        ++at;
        continue;
      }
      out.html += Escape(text_.substr(from, at - from));
      out += *piece;
      from = at = end;
    }
    out.html += Escape(text_.substr(from));
    return out;
  }

 private:
  // What begins at `at`; sets `end` behind it.
  std::optional<Markup> Special(std::size_t at, std::size_t& end, int depth) const {
    switch (text_[at]) {
      case '\\':
        if (at + 1 >= text_.size() || !std::ispunct(static_cast<unsigned char>(text_[at + 1]))) return std::nullopt;
        end = at + 2;
        return Fill("{}", text_.substr(at + 1, 1));
      case '*':
      case '_': return Emphasis(at, end, depth);
      case '[': return Link(at, end, depth);
      case 'h':
      case '<': return Bare(at, end);
      default: return std::nullopt;
    }
  }

  std::optional<Markup> Emphasis(std::size_t at, std::size_t& end, int depth) const {
    const char mark = text_[at];
    if (mark == '_' && at > 0 && std::isalnum(static_cast<unsigned char>(text_[at - 1]))) return std::nullopt;
    const std::size_t width = at + 1 < text_.size() && text_[at + 1] == mark ? 2 : 1;
    const auto close = text_.find(std::string(width, mark), at + width);
    if (close == std::string_view::npos || close == at + width) return std::nullopt;
    const auto inner = text_.substr(at + width, close - at - width);
    if (std::isspace(static_cast<unsigned char>(inner.front())) ||
        std::isspace(static_cast<unsigned char>(inner.back())))
      return std::nullopt;
    end = close + width;
    return Fill(width == 2 ? "<strong>{}</strong>" : "<em>{}</em>", Inline(inner).Render(depth + 1));
  }

  std::optional<Markup> Link(std::size_t at, std::size_t& end, int depth) const {
    const auto close = text_.find("](", at);
    if (close == std::string_view::npos) return std::nullopt;
    const auto stop = text_.find(')', close);
    if (stop == std::string_view::npos) return std::nullopt;
    end = stop + 1;
    auto url = text_.substr(close + 2, stop - close - 2);
    url = url.substr(0, url.find(' '));  // a title in quotes is dropped
    return Anchor(url, Inline(text_.substr(at + 1, close - at - 1)).Render(depth + 1));
  }

  std::optional<Markup> Bare(std::size_t at, std::size_t& end) const {
    const bool bracketed = text_[at] == '<';
    const auto rest = text_.substr(at + (bracketed ? 1 : 0));
    if (!rest.starts_with("http://") && !rest.starts_with("https://") && !(bracketed && rest.starts_with("mailto:")))
      return std::nullopt;
    auto size = std::min(rest.find_first_of(bracketed ? " \n>" : " \n<>()\"*"), rest.size());
    if (bracketed && (size == rest.size() || rest[size] != '>')) return std::nullopt;
    while (!bracketed && size > 0 && std::string_view(".,;:!?").find(rest[size - 1]) != std::string_view::npos) --size;
    end = at + size + (bracketed ? 2 : 0);
    return Anchor(rest.substr(0, size), Fill("{}", rest.substr(0, size)));
  }

  std::string_view text_;
};

// One backslash at the end of a line only says that it breaks; two are a backslash.
bool EndsInBreakMark(std::string_view line) {
  std::size_t marks = 0;
  while (marks < line.size() && line[line.size() - 1 - marks] == '\\') ++marks;
  return marks % 2 == 1;
}

// Each line break stays one: in the chat it does too.
Markup Lines(std::string_view text) {
  Markup out;
  for (bool more = true; more;) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = Trim(text.substr(0, end));
    more = end < text.size();
    if (EndsInBreakMark(line)) line.remove_suffix(1);
    out += Inline(line).Render();
    if (more) out.html += "<br>\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Bullet {
  std::size_t indent = 0;
  bool ordered = false;
  std::string_view text;
};

std::optional<Bullet> ParseBullet(std::string_view line) {
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  const auto rest = line.substr(indent);
  if (rest.size() >= 2 && (rest[0] == '-' || rest[0] == '*' || rest[0] == '+') && rest[1] == ' ')
    return Bullet{indent, false, Trim(rest.substr(2))};
  std::size_t digits = 0;
  while (digits < rest.size() && digits < 4 && IsDigit(rest[digits])) ++digits;
  if (digits > 0 && digits + 1 < rest.size() && (rest[digits] == '.' || rest[digits] == ')') && rest[digits + 1] == ' ')
    return Bullet{indent, true, Trim(rest.substr(digits + 2))};
  return std::nullopt;
}

std::size_t HeadingLevel(std::string_view line) {
  const auto level = std::min(line.find_first_not_of('#'), line.size());
  return level >= 1 && level <= 6 && level < line.size() && line[level] == ' ' ? level : 0;
}

bool IsTableRow(std::string_view line) { return Trim(line).starts_with('|'); }
bool IsTableRule(std::string_view line) {
  return IsTableRow(line) && line.find_first_not_of("|-: \t\r") == std::string_view::npos;
}

class Blocks {
 public:
  Blocks(std::string_view markdown, int top_level) : top_level_(top_level) {
    while (!markdown.empty()) {
      const auto end = std::min(markdown.find('\n'), markdown.size());
      auto line = markdown.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      markdown.remove_prefix(std::min(end + 1, markdown.size()));
    }
  }

  Markup Render() {
    Markup out;
    while (at_ < lines_.size()) {
      const auto line = lines_[at_];
      if (Trim(line).empty()) {
        ++at_;
      } else if (const auto level = HeadingLevel(line)) {
        const int rank = std::clamp(static_cast<int>(level) - 1 + top_level_, 1, 6);
        out += Fill("<h{0}>{1}</h{0}>\n", rank, Inline(Trim(line.substr(level))).Render());
        ++at_;
      } else if (Trim(line).find_first_not_of('-') == std::string_view::npos && Trim(line).size() >= 3) {
        out.html += "<hr>\n";
        ++at_;
      } else if (line.starts_with('>')) {
        out += Quote();
      } else if (ParseBullet(line)) {
        out += List(0);
      } else if (IsTableRow(line) && at_ + 1 < lines_.size() && IsTableRule(lines_[at_ + 1])) {
        out += Table();
      } else {
        out += Paragraph();
      }
    }
    return out;
  }

 private:
  Markup List(int depth) {
    const auto first = *ParseBullet(lines_[at_]);
    Markup items;
    while (at_ < lines_.size()) {
      const auto bullet = ParseBullet(lines_[at_]);
      if (!bullet || bullet->indent < first.indent ||
          (bullet->indent < first.indent + 2 && bullet->ordered != first.ordered))
        break;
      if (bullet->indent >= first.indent + 2 && depth < kMaxListDepth) {
        const Markup inner = List(depth + 1);
        if (items.html.ends_with("</li>\n")) items.html.resize(items.html.size() - 6);
        items.html += inner.html + "</li>\n";
        continue;
      }
      ++at_;
      std::string text(bullet->text);
      while (at_ < lines_.size() && !Trim(lines_[at_]).empty() && lines_[at_].starts_with("  ") &&
             !ParseBullet(lines_[at_]))
        text += "\n" + std::string(Trim(lines_[at_++]));
      items += Fill("<li>{}</li>\n", Lines(text));
      if (at_ + 1 < lines_.size() && Trim(lines_[at_]).empty() && ParseBullet(lines_[at_ + 1])) ++at_;  // a loose list
    }
    return Fill(first.ordered ? "<ol>\n{}</ol>\n" : "<ul>\n{}</ul>\n", items);
  }

  Markup Row(std::string_view line, std::string_view cell) {
    line = Trim(line);
    line.remove_prefix(1);
    if (line.ends_with('|')) line.remove_suffix(1);
    Markup cells;
    for (bool more = true; more;) {
      const auto end = std::min(line.find('|'), line.size());
      cells += Fill(cell, Inline(Trim(line.substr(0, end))).Render());
      more = end < line.size();
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    return Fill("<tr>{}</tr>\n", cells);
  }

  Markup Table() {
    const Markup head = Row(lines_[at_], R"(<th scope="col">{}</th>)");
    at_ += 2;
    Markup body;
    while (at_ < lines_.size() && IsTableRow(lines_[at_])) body += Row(lines_[at_++], "<td>{}</td>");
    return Fill("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead>{}</thead>\n<tbody>{}</tbody>\n</table></div>\n",
                head, body);
  }

  Markup Quote() {
    std::string inner;
    while (at_ < lines_.size() && lines_[at_].starts_with('>')) {
      const auto line = lines_[at_++].substr(1);
      inner += std::string(line.starts_with(' ') ? line.substr(1) : line) + "\n";
    }
    // Once: a quote within a quote is text.
    std::erase_if(inner, [at_line_begin = true](char c) mutable {
      const bool mark = at_line_begin && c == '>';
      at_line_begin = c == '\n' || mark;
      return mark;
    });
    return Fill("<blockquote>{}</blockquote>\n", Blocks(inner, top_level_).Render());
  }

  Markup Paragraph() {
    std::string text;
    while (at_ < lines_.size() && !Trim(lines_[at_]).empty() && !ParseBullet(lines_[at_]) &&
           HeadingLevel(lines_[at_]) == 0 && !lines_[at_].starts_with('>')) {
      text += (text.empty() ? "" : "\n") + std::string(lines_[at_++]);
    }
    return Fill("<p>{}</p>\n", Lines(text));
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  int top_level_;
};

}  // namespace

Markup RenderMarkdown(std::string_view markdown, int top_level) { return Blocks(markdown, top_level).Render(); }

std::string PlainText(std::string_view markdown) {
  std::string out;
  for (const char c : markdown) {
    if (c == '\n') {
      if (!out.empty() && !out.ends_with(' ')) out += ' ';
    } else if (c != '*' && c != '#' && c != '_' && c != '[' && c != ']') {
      out += c;
    }
  }
  return out;
}

std::string PlainSummary(std::string_view markdown, std::size_t max_bytes) {
  const std::string out = PlainText(markdown.substr(0, markdown.find("\n\n")));
  if (out.size() <= max_bytes) return out;
  auto end = out.rfind(' ', max_bytes);
  if (end == std::string::npos) end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;  // between characters
  return out.substr(0, end) + " …";
}

}  // namespace amtslotse::gateways::web
