#include <nlohmann/json.hpp>

#include "gateways/message.h"

namespace amtslotse::gateways {
namespace {

using nlohmann::json;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

json ContentJson(const Content& content) {
  return std::visit(Overloaded{
                        [](const Said& said) {
                          return json{{"kind", "said"}, {"text", said.text}};
                        },
                        [](const Chose& chose) {
                          return json{{"kind", "chose"},
                                      {"choice", chose.choice_id},
                                      {"label", chose.label},
                                      {"prompt", chose.prompt},
                                      {"tap", chose.tap}};
                        },
                        [](const SentUnsupported& sent) {
                          return json{{"kind", "unsupported"}, {"what", sent.what}};
                        },
                        [](const GaveCommand& gave) {
                          return json{{"kind", "command"}, {"command", static_cast<int>(gave.command)}};
                        },
                        [](const SpokeInGroup&) {
                          return json{{"kind", "group"}};
                        },
                        [](const CannotRead&) {
                          return json{{"kind", "cannot_read"}};
                        },
                        [](const Blocked&) {
                          return json{{"kind", "blocked"}};
                        },
                        [](const Unblocked&) {
                          return json{{"kind", "unblocked"}};
                        },
                        [](const Moved& moved) {
                          return json{{"kind", "moved"}, {"to", moved.to}};
                        },
                        [](const SendFailedLater& failed) {
                          return json{{"kind", "failed"},
                                      {"reference", failed.reference},
                                      {"window_closed", failed.window_closed},
                                      {"reason", failed.reason}};
                        },
                    },
                    content);
}

std::optional<Content> ContentFrom(const json& content) {
  const std::string kind = content.value("kind", "");
  if (kind == "said") return Said{content.value("text", "")};
  if (kind == "chose")
    return Chose{content.value("choice", ""), content.value("label", ""), content.value("prompt", ""),
                 content.value("tap", "")};
  if (kind == "unsupported") return SentUnsupported{content.value("what", "")};
  if (kind == "command") return GaveCommand{static_cast<Command>(content.value("command", 0))};
  if (kind == "group") return SpokeInGroup{};
  if (kind == "cannot_read") return CannotRead{};
  if (kind == "blocked") return Blocked{};
  if (kind == "unblocked") return Unblocked{};
  if (kind == "moved") return Moved{content.value("to", "")};
  if (kind == "failed")
    return SendFailedLater{content.value("reference", ""), content.value("window_closed", false),
                           content.value("reason", "")};
  return std::nullopt;
}

}  // namespace

std::string ToJson(const Inbound& event) {
  const json object{{"event", event.event_id},
                    {"peer", event.peer},
                    {"language", event.language},
                    {"content", ContentJson(event.content)}};
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Inbound> InboundFromJson(const std::string& text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object() || !object.contains("content") || !object["content"].is_object()) return std::nullopt;
  try {
    auto content = ContentFrom(object["content"]);
    if (!content) return std::nullopt;
    return Inbound{object.value("event", ""), object.value("peer", ""), object.value("language", ""),
                   *std::move(content)};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace amtslotse::gateways
