// Streaming XML, one object at a time: each child of the document's root becomes a small tree and is handed
// over, so memory is bounded by the largest object, not by the file.
#pragma once

#include <absl/status/status.h>

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace amtslotse::knowledge {

// An element, or a piece of text (then `name` is empty). Names are local: prefixes and namespaces are
// dropped.
struct XmlNode {
  std::string name;
  std::string text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlNode> children;
  int line = 0;

  // The first child of that name; nullptr when there is none.
  const XmlNode* Child(std::string_view child) const;
  std::vector<const XmlNode*> Children(std::string_view child) const;
  std::string_view Attribute(std::string_view attribute) const;
  // All text below, in order, without white space at the ends.
  std::string Text() const;
  // The text of a descendant by its path ("typ/code"), empty when it is not there.
  std::string TextAt(std::string_view path) const;
  // The content as HTML: child elements stay tags, text is text.
  std::string InnerMarkup() const;
};

struct XmlLimits {
  std::size_t file_bytes = std::size_t{1} << 30;
  std::size_t object_bytes = std::size_t{8} << 20;
  int object_nodes = 100'000;
  int depth = 64;
};

// Calls `visit` with the root's name (once, a node without children) and then with each of its children; an
// error from it stops the reading. A document type declaration is refused, so there are no entities to
// expand. Encodings: UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, Windows-1252. INVALID_ARGUMENT with line, in
// German, for what is no well-formed XML; RESOURCE_EXHAUSTED beyond the limits.
absl::Status ReadXmlObjects(std::istream& input, const XmlLimits& limits,
                            const std::function<absl::Status(const XmlNode& root, const XmlNode* object)>& visit);

}  // namespace amtslotse::knowledge
