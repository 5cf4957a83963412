#include "gateways/xmpp/stream.h"

#include <expat.h>
#include <unicode/utf8.h>

#include "gateways/xmpp/capabilities.h"

// In libexpat since 2.6 and in Debian's security updates of 2.5: what was built without it may run with it.
extern "C" __attribute__((weak)) XML_Bool XML_SetReparseDeferralEnabled(XML_Parser parser, XML_Bool enabled);

namespace amtslotse::gateways::xmpp {
namespace {

// "namespace|name", as the parser gives it.
void SetName(std::string_view full, std::string& space, std::string& name) {
  const auto bar = full.rfind('|');
  if (bar != std::string_view::npos) space = full.substr(0, bar);
  name = bar == std::string_view::npos ? full : full.substr(bar + 1);
}

}  // namespace

std::string Element::Attribute(const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? std::string() : found->second;
}

const Element* Element::Child(std::string_view child, std::string_view child_space) const {
  for (const Element& candidate : children) {
    if (candidate.name == child && (child_space.empty() || candidate.space == child_space)) return &candidate;
  }
  return nullptr;
}

struct StreamReader::Callbacks {
  static StreamReader& Of(void* reader) { return *static_cast<StreamReader*>(reader); }

  static void Start(void* context, const char* name, const char** attributes) {
    StreamReader& reader = Of(context);
    if (reader.failed_) return;
    Element element;
    SetName(name, element.space, element.name);
    reader.size_ += element.name.size() + element.space.size();
    for (; *attributes != nullptr; attributes += 2) {
      std::string space, key;
      SetName(attributes[0], space, key);
      element.attributes[key] = attributes[1];
      reader.size_ += key.size() + element.attributes[key].size();
    }
    if (!reader.opened_) {
      reader.opened_ = true;
      reader.id_ = element.Attribute("id");
      reader.size_ = 0;
      if (element.name != "stream") reader.Fail();
      return;
    }
    reader.open_.push_back(std::move(element));
    if (reader.open_.size() > kMaxDepth || reader.size_ > kMaxStanza) reader.Fail();
  }

  static void End(void* context, const char*) {
    StreamReader& reader = Of(context);
    if (reader.failed_) return;
    if (reader.open_.empty()) {
      reader.closed_ = true;
      return;
    }
    Element done = std::move(reader.open_.back());
    reader.open_.pop_back();
    if (!reader.open_.empty()) {
      reader.open_.back().children.push_back(std::move(done));
      return;
    }
    reader.stanzas_.push_back(std::move(done));
    reader.size_ = 0;
  }

  static void Text(void* context, const char* text, int length) {
    StreamReader& reader = Of(context);
    if (reader.failed_ || reader.open_.empty()) return;
    reader.open_.back().text.append(text, static_cast<std::size_t>(length));
    reader.size_ += static_cast<std::size_t>(length);
    if (reader.size_ > kMaxStanza) reader.Fail();
  }

  static void DocumentType(void* context, const char*, const char*, const char*, int) { Of(context).Fail(); }
  static void Instruction(void* context, const char*, const char*) { Of(context).Fail(); }
};

StreamReader::StreamReader() : parser_(XML_ParserCreateNS("UTF-8", '|')) {
  // Else a stanza may be kept back until the next one comes.
  if (XML_SetReparseDeferralEnabled != nullptr) XML_SetReparseDeferralEnabled(parser_, XML_FALSE);
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, &Callbacks::Start, &Callbacks::End);
  XML_SetCharacterDataHandler(parser_, &Callbacks::Text);
  XML_SetStartDoctypeDeclHandler(parser_, &Callbacks::DocumentType);
  XML_SetProcessingInstructionHandler(parser_, &Callbacks::Instruction);
}
StreamReader::~StreamReader() { XML_ParserFree(parser_); }

void StreamReader::Fail() {
  failed_ = true;
  open_.clear();
  XML_StopParser(parser_, XML_FALSE);
}

absl::Status StreamReader::Feed(std::string_view bytes) {
  if (failed_) return absl::InvalidArgumentError("not an XMPP stream");
  const bool good = XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), 0) == XML_STATUS_OK;
  failed_ = failed_ || !good;
  return failed_ ? absl::InvalidArgumentError("not an XMPP stream") : absl::OkStatus();
}

std::vector<Element> StreamReader::Take() { return std::exchange(stanzas_, {}); }

std::string Escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + 16);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    const bool fits = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
    if (!fits) {
      escaped += "\xEF\xBF\xBD";
    } else if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (c == '\'') {
      escaped += "&apos;";
    } else {
      escaped.append(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin)));
    }
  }
  return escaped;
}

}  // namespace amtslotse::gateways::xmpp
