#include "knowledge/import/xml_objects.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "knowledge/html_entities.h"

namespace amtslotse::knowledge {
namespace {

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string Trimmed(std::string text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

void AppendText(const XmlNode& node, std::string& out) {
  out += node.text;
  for (const XmlNode& child : node.children) AppendText(child, out);
}

void AppendMarkup(const XmlNode& node, std::string& out) {
  if (node.name.empty()) {
    out += node.text;
    return;
  }
  out += '<' + node.name;
  for (const auto& [name, value] : node.attributes) out += " " + name + "=\"" + EscapeHtml(value) + "\"";
  out += '>';
  for (const XmlNode& child : node.children) {
    // Beside elements, text is text: its "<" is no tag. (Alone, it may be escaped HTML; InnerMarkup sees to
    // that.)
    if (child.name.empty()) {
      out += EscapeHtml(child.text);
    } else {
      AppendMarkup(child, out);
    }
  }
  out += "</" + node.name + '>';
}

// ISO-8859-15 and Windows-1252 differ from Latin-1 in these places.
constexpr std::array<std::pair<int, int>, 8> kLatin9 = {{{0xA4, 0x20AC},
                                                         {0xA6, 0x160},
                                                         {0xA8, 0x161},
                                                         {0xB4, 0x17D},
                                                         {0xB8, 0x17E},
                                                         {0xBC, 0x152},
                                                         {0xBD, 0x153},
                                                         {0xBE, 0x178}}};
constexpr std::array<int, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                              0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                              0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

int KnownEncoding(void*, const XML_Char* name, XML_Encoding* encoding) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const bool windows = lower == "windows-1252" || lower == "cp1252";
  if (!windows && lower != "iso-8859-15" && lower != "latin9") return XML_STATUS_ERROR;
  for (int i = 0; i < 256; ++i) encoding->map[i] = i;
  if (windows) {
    for (std::size_t i = 0; i < kWindows1252.size(); ++i) encoding->map[0x80 + i] = kWindows1252[i];
  } else {
    for (const auto& [byte, code] : kLatin9) encoding->map[byte] = code;
  }
  encoding->data = nullptr;
  encoding->convert = nullptr;
  encoding->release = nullptr;
  return XML_STATUS_OK;
}

// For staff, who cannot do much with the parser's words.
std::string WhatIsWrong(XML_Error error) {
  switch (error) {
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION: return "Die Datei endet mittendrin.";
    case XML_ERROR_INVALID_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
      return "Hier steht ein Zeichen, das nicht erlaubt ist. Vielleicht ist die Datei anders kodiert, als an ihrem "
             "Anfang "
             "steht (ohne Angabe: UTF-8).";
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING: return "Die Zeichenkodierung, die am Anfang steht, ist unbekannt oder falsch.";
    case XML_ERROR_TAG_MISMATCH: return "Hier endet ein anderes Element als das, das zuletzt begonnen hat.";
    case XML_ERROR_UNDEFINED_ENTITY: return "Hier steht eine Entität, die XML nicht kennt.";
    default: return XML_ErrorString(error);
  }
}

class Reader {
 public:
  using Visit = std::function<absl::Status(const XmlNode&, const XmlNode*)>;

  Reader(const XmlLimits& limits, const Visit& visit)
      : limits_(limits), visit_(visit), parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Reader::OnStart, &Reader::OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), &Reader::OnText);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Reader::OnDoctype);
    XML_SetUnknownEncodingHandler(parser_.get(), &KnownEncoding, nullptr);
  }

  absl::Status Read(std::istream& input) {
    std::size_t total = 0;
    while (true) {
      constexpr int kChunk = 64 * 1024;
      void* const buffer = XML_GetBuffer(parser_.get(), kChunk);
      if (!buffer) return absl::ResourceExhaustedError("XML: kein Speicher");
      input.read(static_cast<char*>(buffer), kChunk);
      const auto got = static_cast<std::size_t>(input.gcount());
      total += got;
      if (total > limits_.file_bytes) {
        return absl::ResourceExhaustedError(fmt::format("Die Datei ist größer als {} MiB.", limits_.file_bytes >> 20));
      }
      const bool last = got < kChunk;
      if (XML_ParseBuffer(parser_.get(), static_cast<int>(got), last) != XML_STATUS_OK) return Failure();
      if (last) return failed_;
    }
  }

 private:
  static Reader& Self(void* user) { return *static_cast<Reader*>(user); }
  static void OnStart(void* user, const XML_Char* name, const XML_Char** attributes) {
    Self(user).Start(name, attributes);
  }
  static void OnEnd(void* user, const XML_Char*) { Self(user).End(); }
  static void OnText(void* user, const XML_Char* text, int size) {
    Self(user).Text(std::string_view(text, static_cast<std::size_t>(size)));
  }
  static void OnDoctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Self(user).Stop(absl::InvalidArgumentError("Eine Dokumenttyp-Deklaration (DOCTYPE) ist nicht erlaubt."));
  }

  int Line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_.get())); }

  void Stop(absl::Status status) {
    if (failed_.ok()) failed_ = std::move(status);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  absl::Status Failure() const {
    const std::string place = fmt::format("Zeile {}: ", Line());
    if (!failed_.ok()) return absl::Status(failed_.code(), place + std::string(failed_.message()));
    return absl::InvalidArgumentError(place + "kein gültiges XML: " + WhatIsWrong(XML_GetErrorCode(parser_.get())));
  }

  void Start(const XML_Char* name, const XML_Char** attributes) {
    if (!failed_.ok()) return;
    ++depth_;
    XmlNode node;
    node.name = LocalName(name);
    node.line = Line();
    for (; *attributes; attributes += 2) {
      bytes_ += std::string_view(attributes[1]).size();
      node.attributes.emplace_back(LocalName(attributes[0]), attributes[1]);
    }
    if (depth_ == 1) {
      root_ = std::move(node);
      if (absl::Status status = visit_(root_, nullptr); !status.ok()) Stop(std::move(status));
      return;
    }
    if (depth_ > limits_.depth) return Stop(absl::InvalidArgumentError("Die Elemente sind zu tief verschachtelt."));
    if (++nodes_ > limits_.object_nodes) return Stop(absl::ResourceExhaustedError("Ein Objekt hat zu viele Elemente."));
    if (!Fits()) return;
    open_.push_back(std::move(node));
  }

  void Text(std::string_view text) {
    if (!failed_.ok() || open_.empty()) return;
    bytes_ += text.size();
    if (!Fits()) return;
    std::vector<XmlNode>& children = open_.back().children;
    if (children.empty() || !children.back().name.empty()) {
      children.emplace_back();
      ++nodes_;
    }
    children.back().text += text;
  }

  void End() {
    if (!failed_.ok()) return;
    --depth_;
    if (open_.empty()) return;
    XmlNode node = std::move(open_.back());
    open_.pop_back();
    if (!open_.empty()) {
      open_.back().children.push_back(std::move(node));
      return;
    }
    nodes_ = 0;
    bytes_ = 0;
    if (absl::Status status = visit_(root_, &node); !status.ok()) Stop(std::move(status));
  }

  bool Fits() {
    if (bytes_ <= limits_.object_bytes) return true;
    Stop(absl::ResourceExhaustedError(fmt::format("Ein Objekt ist größer als {} MiB.", limits_.object_bytes >> 20)));
    return false;
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  const XmlLimits& limits_;
  const Visit& visit_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  absl::Status failed_;
  XmlNode root_;
  std::vector<XmlNode> open_;
  int depth_ = 0;
  int nodes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

const XmlNode* XmlNode::Child(std::string_view child) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [child](const XmlNode& n) { return n.name == child; });
  return found == children.end() ? nullptr : &*found;
}

std::vector<const XmlNode*> XmlNode::Children(std::string_view child) const {
  std::vector<const XmlNode*> found;
  for (const XmlNode& node : children) {
    if (node.name == child) found.push_back(&node);
  }
  return found;
}

std::string_view XmlNode::Attribute(std::string_view attribute) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute) return value;
  }
  return {};
}

std::string XmlNode::Text() const {
  std::string out;
  AppendText(*this, out);
  return Trimmed(std::move(out));
}

std::string XmlNode::TextAt(std::string_view path) const {
  const XmlNode* node = this;
  while (node && !path.empty()) {
    const std::size_t slash = path.find('/');
    node = node->Child(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return node ? node->Text() : std::string();
}

std::string XmlNode::InnerMarkup() const {
  const bool has_elements =
      std::any_of(children.begin(), children.end(), [](const XmlNode& child) { return !child.name.empty(); });
  std::string out;
  for (const XmlNode& child : children) {
    if (child.name.empty()) {
      out += has_elements ? EscapeHtml(child.text) : child.text;
    } else {
      AppendMarkup(child, out);
    }
  }
  return out;
}

absl::Status ReadXmlObjects(std::istream& input, const XmlLimits& limits,
                            const std::function<absl::Status(const XmlNode& root, const XmlNode* object)>& visit) {
  return Reader(limits, visit).Read(input);
}

}  // namespace amtslotse::knowledge
