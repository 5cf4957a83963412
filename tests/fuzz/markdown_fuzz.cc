// Whatever staff or a source write: no markup gets through, and sanitising twice changes nothing.
#include <cstdlib>
#include <string>

#include "knowledge/markdown.h"

namespace {

// Every "<" of our HTML begins one of our tags.
void CheckTags(const std::string& html) {
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t begin = html[at + 1] == '/' ? at + 2 : at + 1;
    const std::string name = html.substr(begin, html.find_first_of(" >", begin) - begin);
    bool ours = false;
    for (const char* tag : {"p", "blockquote", "ul", "ol", "li", "h3", "h4", "strong", "a", "br"})
      ours = ours || name == tag;
    if (!ours) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using amtslotse::knowledge::MarkdownToHtml;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const std::string once = amtslotse::knowledge::SanitizeMarkdown(text);
  if (amtslotse::knowledge::SanitizeMarkdown(once) != once) std::abort();
  CheckTags(MarkdownToHtml(once));
  CheckTags(MarkdownToHtml(amtslotse::knowledge::HtmlToMarkdown(text)));
  (void)amtslotse::knowledge::MarkdownToPlain(text);
  (void)amtslotse::knowledge::Shorten(text);
  return 0;
}
