#include "services/dialogue/encode.h"

namespace amtslotse::dialogue {
namespace {

v1::Message::Author EncodeAuthor(Author author) {
  switch (author) {
    case Author::kStaff: return v1::Message::AUTHOR_STAFF;
    case Author::kCitizen: return v1::Message::AUTHOR_CITIZEN;
    case Author::kNotice: return v1::Message::AUTHOR_NOTICE;
    default: return v1::Message::AUTHOR_ASSISTANT;
  }
}

void EncodeLink(const Link& link, v1::Link* out) {
  out->set_label(link.label);
  out->set_url(link.url);
}

void EncodePrompt(const Prompt& prompt, v1::Prompt* out) {
  out->set_kind(prompt.kind);
  out->set_label(prompt.label);
  if (prompt.expires) out->set_expires_unix(prompt.expires->time_since_epoch().count());
  for (const Field& field : prompt.fields) {
    auto* to = out->add_fields();
    to->set_id(field.id);
    to->set_label(field.label);
    to->set_kind(field.kind);
    to->set_required(field.required);
    to->set_autocomplete(field.autocomplete);
    to->set_hint(field.hint);
    to->set_error(field.error);
    to->set_value(field.value);
  }
}

}  // namespace

v1::Message Encode(const Message& message) {
  v1::Message out;
  out.set_sequence(message.sequence);
  out.set_author(EncodeAuthor(message.author));
  out.set_text(message.text);
  out.set_text_kind(message.kind);
  out.set_time_unix(message.time.time_since_epoch().count());
  out.set_answer_version(message.answer_version);
  out.set_urgent(message.urgent);
  out.set_author_label(message.author_label);
  for (const Choice& choice : message.choices) {
    auto* to = out.add_choices();
    to->set_id(choice.id);
    to->set_label(choice.label);
    to->set_description(choice.description);
    to->set_url(choice.url);
  }
  for (const Card& card : message.cards) {
    auto* to = out.add_cards();
    to->set_kind(card.kind);
    to->set_title(card.title);
    for (const std::string& line : card.lines) to->add_lines(line);
    for (const Link& link : card.links) EncodeLink(link, to->add_links());
    to->set_step_free(card.step_free);
  }
  for (const File& file : message.files) {
    auto* to = out.add_files();
    to->set_name(file.name);
    to->set_media_type(file.media_type);
    to->set_content(file.content);
  }
  for (const Link& link : message.links) EncodeLink(link, out.add_links());
  for (const Source& source : message.sources) {
    auto* to = out.add_sources();
    to->set_title(source.title);
    to->set_url(source.url);
    to->set_date(source.date);
  }
  if (message.prompt) EncodePrompt(*message.prompt, out.mutable_prompt());
  return out;
}

}  // namespace amtslotse::dialogue
