#include "gateways/whatsapp/requests.h"

#include "gateways/splitting.h"
#include "gateways/whatsapp/capabilities.h"

namespace amtslotse::gateways::whatsapp {
namespace {

using nlohmann::json;

json To(const std::string& peer, const char* type) {
  json fields{{"messaging_product", "whatsapp"}, {"recipient_type", "individual"}, {"type", type}};
  if (peer.starts_with(kUserIdPrefix)) {
    fields["recipient"] = peer.substr(sizeof(kUserIdPrefix) - 1);
  } else if (peer.starts_with(kGroupPrefix)) {
    fields["recipient_type"] = "group";
    fields["to"] = peer.substr(sizeof(kGroupPrefix) - 1);
  } else {
    fields["to"] = peer;
  }
  return fields;
}

json Buttons(const std::vector<Button>& buttons) {
  json list = json::array();
  for (const Button& button : buttons)
    list.push_back({{"type", "reply"}, {"reply", {{"id", button.choice_id}, {"title", button.label}}}});
  return {{"buttons", std::move(list)}};
}

json List(const std::vector<Button>& buttons) {
  json rows = json::array();
  for (const Button& button : buttons) {
    json row{{"id", button.choice_id}, {"title", button.label}};
    if (!button.description.empty()) row["description"] = button.description;
    rows.push_back(std::move(row));
  }
  return {{"button", "Auswählen"}, {"sections", json::array({{{"rows", std::move(rows)}}})}};
}

// A variable may have neither line breaks nor tabs nor more than four blanks in a row.
std::string OneLine(const std::string& text) {
  std::string line;
  bool gap = false;
  for (const char c : text) {
    if (c == '\n' || c == '\t' || c == '\r' || c == ' ') {
      gap = true;
      continue;
    }
    if (gap && !line.empty()) line += ' ';
    gap = false;
    line += c;
  }
  return line;
}

}  // namespace

json SendMessage(const std::string& peer, const Piece& piece) {
  if (piece.buttons.empty()) {
    json fields = To(peer, "text");
    fields["text"] = {{"preview_url", false}, {"body", piece.text}};
    return fields;
  }
  json fields = To(peer, "interactive");
  fields["interactive"] = {{"type", piece.as_list ? "list" : "button"},
                           {"body", {{"text", piece.text}}},
                           {"action", piece.as_list ? List(piece.buttons) : Buttons(piece.buttons)}};
  return fields;
}

json SendDocument(const std::string& peer, const std::string& media_id, const File& file, const std::string& caption) {
  json fields = To(peer, "document");
  fields["document"] = {{"id", media_id}, {"filename", file.name()}};
  if (!caption.empty()) fields["document"]["caption"] = Shorten(caption, kMaxCaption, Unit::kUtf16);
  return fields;
}

json SendTemplate(const std::string& peer, const std::string& name, const std::string& language,
                  const std::string& text) {
  json fields = To(peer, "template");
  const std::string line = Shorten(OneLine(text), kMaxTemplateText, Unit::kUtf16);
  fields["template"] = {
      {"name", name},
      {"language", {{"code", language}}},
      {"components",
       json::array({{{"type", "body"}, {"parameters", json::array({{{"type", "text"}, {"text", line}}})}}})}};
  return fields;
}

json MarkRead(const std::string& message_id) {
  return {{"messaging_product", "whatsapp"}, {"status", "read"}, {"message_id", message_id}};
}

json ShowTyping(const std::string& message_id) {
  json fields = MarkRead(message_id);
  fields["typing_indicator"] = {{"type", "text"}};
  return fields;
}

}  // namespace amtslotse::gateways::whatsapp
