// The small Markdown that every text in the product is kept in, and its ways in and out.
//
// Blocks: paragraphs, "> " quotes of text, "- " and "1. " lists (nested by two spaces), "### " headings. Spans:
// **bold**, [text](url). A line break in a paragraph or item is one; two spaces or a backslash before it go. There is
// no raw HTML: what looks like a tag in a text is escaped with a backslash, as are * [ ] ` and \ themselves. Link
// targets are http, https, mailto or tel; others leave only their text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::knowledge {

// From HTML of any quality. Scripts, styles, forms, frames and comments go with their content, unknown tags
// without theirs. Plain text comes through as paragraphs. Linear in the length; never fails; nesting beyond
// 12 lists is flat.
std::string HtmlToMarkdown(std::string_view html);

// What a person wrote as Markdown, brought into the subset above. Repeatable: applying it twice changes
// nothing.
std::string SanitizeMarkdown(std::string_view markdown);

// HTML that HtmlToMarkdown turns back into the same Markdown; safe to show.
std::string MarkdownToHtml(std::string_view markdown);

// Words only, one line: for search, titles and messengers without formatting.
std::string MarkdownToPlain(std::string_view markdown);

// Whether a link target may be shown.
bool IsSafeUrl(std::string_view url);
// Also a path on the product's own pages ("/datenschutz"), for what staff write.
bool IsSafeLink(std::string_view url);

// The beginning that answers in a glance, and the rest. Takes up to `sentences` sentences of the first
// paragraph; a list with at most `list_items` items (with the line before it) comes whole, because a fee that
// depends on age must be complete.
struct Shortened {
  std::string text;
  std::string rest;
};
Shortened Shorten(std::string_view markdown, int sentences = 3, int list_items = 8);

// Sentence ends in German text: "z. B.", "Dr.", "§ 3 Abs. 1", "3. Mai" do not end one.
std::vector<std::string_view> SplitSentences(std::string_view text);

}  // namespace amtslotse::knowledge
