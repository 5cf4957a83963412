// XZuFi as text, element by element: each has the prefix xzufi, but not `code`. Internal to export/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::knowledge {

// Well-formed by construction: elements close in the order they were opened, text and attributes are escaped, and
// characters that XML 1.0 does not know are left out.
class XmlText {
 public:
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };

  XmlText& Open(std::string_view name, std::initializer_list<Attribute> attributes = {});
  XmlText& Close();
  XmlText& Text(std::string_view text);
  // <name …>text</name>; nothing at all for an empty text.
  XmlText& Leaf(std::string_view name, std::string_view text, std::initializer_list<Attribute> attributes = {});
  // <name><code>code</code></name>, the code without a namespace as XZuFi has it.
  XmlText& Code(std::string_view name, std::string_view code);

  std::string Take();  // what was written since the last time

 private:
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace amtslotse::knowledge
