// An XML stream, cut into stanzas.
#pragma once

#include <absl/status/status.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct XML_ParserStruct;

namespace amtslotse::gateways::xmpp {

struct Element {
  std::string space;  // namespace
  std::string name;
  std::map<std::string, std::string> attributes;  // without namespaces; xml:lang is "lang"
  std::vector<Element> children;
  std::string text;  // of this element only

  std::string Attribute(const std::string& attribute) const;  // empty when absent
  // The first of that name and namespace (empty: any); null when there is none.
  const Element* Child(std::string_view child, std::string_view child_space = {}) const;
};

// Reads a stream as it comes, in any pieces. A document type, a processing instruction, or a stanza that is too long or
// too deep ends it. Not thread-safe.
class StreamReader {
 public:
  StreamReader();
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  // INVALID_ARGUMENT: not a stream. What was complete before stays readable.
  absl::Status Feed(std::string_view bytes);
  // Whole stanzas since the last call.
  std::vector<Element> Take();
  // The stream's id, once it was opened.
  const std::string& id() const { return id_; }
  bool opened() const { return opened_; }
  bool closed() const { return closed_; }

 private:
  struct Callbacks;
  void Fail();

  XML_ParserStruct* parser_;
  std::vector<Element> open_;  // the stanza under way, outermost first
  std::vector<Element> stanzas_;
  std::string id_;
  std::size_t size_ = 0;  // of the stanza under way
  bool opened_ = false, closed_ = false, failed_ = false;
};

// For text and attribute values. What XML cannot carry becomes U+FFFD.
std::string Escaped(std::string_view text);

}  // namespace amtslotse::gateways::xmpp
