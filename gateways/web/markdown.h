// The Markdown that catalogue texts and legal pages use, as HTML: headings, paragraphs, lists, quotes, tables,
// emphasis, links. A line break is one, as in the chat; two spaces or a backslash before it change nothing.
// Everything else, raw HTML included, is text. Links go only where SafeUrl lets them.
#pragma once

#include <string_view>

#include "gateways/web/html.h"

namespace amtslotse::gateways::web {

// A heading "#" becomes <h{top_level}>, "##" the next one, at most h6.
Markup RenderMarkdown(std::string_view markdown, int top_level = 2);

// All of it in one line, without marks.
std::string PlainText(std::string_view markdown);

// The first paragraph without marks, for descriptions.
std::string PlainSummary(std::string_view markdown, std::size_t max_bytes);

}  // namespace amtslotse::gateways::web
