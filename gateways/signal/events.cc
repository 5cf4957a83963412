#include "gateways/signal/events.h"

#include <fmt/format.h>

#include "gateways/commands.h"
#include "gateways/json_reading.h"
#include "gateways/signal/capabilities.h"

namespace amtslotse::gateways::signal {
namespace {

using nlohmann::json;

bool HasObject(const json& parent, const char* name) { return !ObjectAt(parent, name).empty(); }

std::optional<Content> ContentOf(const json& message) {
  for (const char* nothing : {"reaction", "remoteDelete", "pollVote", "pollTerminate", "pinMessage", "unpinMessage",
                              "adminDelete", "storyContext"}) {
    if (HasObject(message, nothing)) return std::nullopt;
  }
  if (TrueAt(message, "isExpirationUpdate")) return std::nullopt;
  if (HasObject(message, "sticker")) return SentUnsupported{"sticker"};
  if (HasObject(message, "payment")) return SentUnsupported{"payment"};
  if (HasObject(message, "pollCreate")) return SentUnsupported{"poll"};
  if (!ArrayAt(message, "contacts").empty()) return SentUnsupported{"contact"};
  if (const json& attachments = ArrayAt(message, "attachments"); !attachments.empty()) {
    const std::string type = TextAt(attachments[0], "contentType");
    const std::string kind = type.substr(0, type.find('/'));
    return SentUnsupported{kind == "image" || kind == "audio" || kind == "video" ? kind : "file"};
  }
  const std::string text = TextAt(message, "message");
  if (text.empty()) return std::nullopt;
  return ReadText(text);
}

}  // namespace

void EventStream::Line(std::string_view line) {
  if (line.empty()) {
    if (has_data_) events_.push_back(std::exchange(data_, {}));
    has_data_ = false;
    return;
  }
  if (!line.starts_with("data")) return;
  line.remove_prefix(4);
  if (!line.empty() && line.front() != ':') return;  // another field
  if (!line.empty()) line.remove_prefix(1);
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  if (has_data_) data_ += '\n';
  data_ += line;
  has_data_ = true;
}

bool EventStream::Feed(std::string_view bytes) {
  for (const char c : bytes) {
    if (after_cr_ && c == '\n') {
      after_cr_ = false;
      continue;
    }
    after_cr_ = c == '\r';
    if (c != '\n' && c != '\r') {
      rest_ += c;
      if (rest_.size() + data_.size() > kMaxEvent) return false;
      continue;
    }
    Line(std::exchange(rest_, {}));
  }
  return true;
}

std::optional<Inbound> ParseEvent(const json& event, const std::string& account) {
  const json& envelope = ObjectAt(event, "envelope");
  const std::string of = TextAt(event, "account");
  if (!of.empty() && of != account) return std::nullopt;
  std::string person = TextAt(envelope, "sourceUuid");
  if (person.empty()) person = TextAt(envelope, "source");
  const auto timestamp = NumberAt(envelope, "timestamp");
  if (person.empty() || person.size() > 100 || person == account || !timestamp) return std::nullopt;
  Inbound inbound{EventId("sg", fmt::format("{} {}", person, *timestamp)), person, "", {}};
  const bool edited = HasObject(envelope, "editMessage");
  const json& message = ObjectAt(edited ? ObjectAt(envelope, "editMessage") : envelope, "dataMessage");
  if (HasObject(message, "groupInfo")) {
    const std::string group = TextAt(ObjectAt(message, "groupInfo"), "groupId");
    if (edited || group.empty() || group.size() > 200 || TextAt(message, "message").empty()) return std::nullopt;
    inbound.peer = kGroupPrefix + group;
    inbound.content = SpokeInGroup{};
    return inbound;
  }
  if (HasObject(ObjectAt(envelope, "callMessage"), "offerMessage")) {
    inbound.content = SentUnsupported{"call"};
    return inbound;
  }
  if (message.empty()) return std::nullopt;  // receipts, typing, stories, our other devices
  auto content = edited ? std::optional<Content>(SentUnsupported{"edit"}) : ContentOf(message);
  if (!content) return std::nullopt;
  inbound.content = *std::move(content);
  return inbound;
}

}  // namespace amtslotse::gateways::signal
