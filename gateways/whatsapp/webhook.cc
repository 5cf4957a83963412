#include "gateways/whatsapp/webhook.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "gateways/commands.h"
#include "gateways/json_reading.h"
#include "gateways/whatsapp/graph_api.h"
#include "gateways/whatsapp/requests.h"

namespace amtslotse::gateways::whatsapp {
namespace {

using nlohmann::json;

bool IsDigits(const std::string& text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Content FromReply(const json& message, const json& reply) {
  const std::string id = TextAt(reply, "id");
  if (id.empty() || id.size() > 256) return SentUnsupported{"reply"};
  return Chose{.choice_id = id,
               .label = TextAt(reply, "title"),
               .prompt = TextAt(ObjectAt(message, "context"), "id"),
               .tap = ""};
}

Content FromInteractive(const json& message) {
  const json& interactive = ObjectAt(message, "interactive");
  const std::string type = TextAt(interactive, "type");
  if (type == "button_reply" || type == "list_reply") return FromReply(message, ObjectAt(interactive, type.c_str()));
  return SentUnsupported{"form"};
}

std::optional<Content> ContentOf(const json& message) {
  const std::string type = TextAt(message, "type");
  if (type == "text") return ReadText(TextAt(ObjectAt(message, "text"), "body"));
  if (type == "interactive") return FromInteractive(message);
  if (type == "button") return ReadText(TextAt(ObjectAt(message, "button"), "text"));  // of a template
  if (type == "reaction") return std::nullopt;
  if (type == "system") {
    const json& system = ObjectAt(message, "system");
    const std::string to = TextAt(system, "wa_id");
    if (TextAt(system, "type") == "user_changed_number" && IsDigits(to)) return Moved{to};
    return std::nullopt;
  }
  return SentUnsupported{type.empty() || type.size() > 20 ? "unknown" : type};
}

void AddMessage(const json& message, const json& contacts, std::vector<Inbound>& events) {
  if (!message.is_object()) return;
  const std::string id = TextAt(message, "id");
  if (id.empty()) return;
  Inbound event{EventId("wa", id), PeerOf(message, contacts), "", {}};
  if (const std::string group = TextAt(message, "group_id"); !group.empty()) {
    event.peer = kGroupPrefix + group.substr(0, 200);
    event.content = SpokeInGroup{};
  } else if (auto content = ContentOf(message)) {
    event.content = *std::move(content);
  } else {
    return;
  }
  if (!event.peer.empty()) events.push_back(std::move(event));
}

// Only what failed matters: sent, delivered and read change nothing.
void AddStatus(const json& status, std::vector<Inbound>& events) {
  const std::string id = TextAt(status, "id");
  const std::string number = TextAt(status, "recipient_id");
  const std::string user = TextAt(status, "recipient_user_id");
  if (TextAt(status, "status") != "failed" || id.empty()) return;
  const json& errors = ArrayAt(status, "errors");
  const json error = errors.empty() ? json::object() : errors[0];
  const auto code = NumberAt(error, "code").value_or(0);
  SendFailedLater failed;
  failed.reference = id;
  failed.window_closed = code == kWindowClosed;
  failed.reason = std::to_string(code);
  const std::string peer = IsDigits(number) ? number : user.empty() ? "" : kUserIdPrefix + user.substr(0, 200);
  if (!peer.empty()) events.push_back({EventId("wa", "failed" + id), peer, "", failed});
}

}  // namespace

std::string PeerOf(const json& message, const json& contacts) {
  const json contact =
      contacts.is_array() && contacts.size() == 1 && contacts[0].is_object() ? contacts[0] : json::object();
  for (const std::string& number : {TextAt(message, "from"), TextAt(contact, "wa_id")}) {
    if (IsDigits(number)) return number;
  }
  for (const std::string& id : {TextAt(message, "from_user_id"), TextAt(contact, "user_id")}) {
    if (!id.empty() && id.size() <= 200) return kUserIdPrefix + id;
  }
  return {};
}

bool IsSigned(std::string_view body, std::string_view header, std::string_view app_secret) {
  constexpr std::string_view kScheme = "sha256=";
  if (!header.starts_with(kScheme)) return false;
  header.remove_prefix(kScheme.size());
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), mac.data(), &size);
  std::array<char, 65> hex{};
  sodium_bin2hex(hex.data(), hex.size(), mac.data(), 32);
  return header.size() == 64 && sodium_memcmp(hex.data(), header.data(), 64) == 0;
}

std::vector<Inbound> ParseWebhook(const json& body, const std::string& phone_number_id) {
  std::vector<Inbound> events;
  for (const json& entry : ArrayAt(body, "entry")) {
    for (const json& change : ArrayAt(entry, "changes")) {
      const json& value = ObjectAt(change, "value");
      if (TextAt(change, "field") != "messages" ||
          TextAt(ObjectAt(value, "metadata"), "phone_number_id") != phone_number_id)
        continue;
      const json& messages = ArrayAt(value, "messages");
      // One contact for several messages of different people would name the wrong one.
      const json& contacts = messages.size() == 1 ? ArrayAt(value, "contacts") : ArrayAt(value, "");
      for (const json& message : messages) AddMessage(message, contacts, events);
      for (const json& status : ArrayAt(value, "statuses")) AddStatus(status, events);
    }
  }
  return events;
}

}  // namespace amtslotse::gateways::whatsapp
