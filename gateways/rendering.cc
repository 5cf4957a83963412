#include "gateways/rendering.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateways/splitting.h"
#include "gateways/texts.h"

namespace amtslotse::gateways {
namespace {

void AddLine(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

void AddParagraph(std::string& text, std::string_view paragraph) {
  if (paragraph.empty()) return;
  if (!text.empty()) text += "\n\n";
  text += paragraph;
}

std::string LinkText(const dialogue::v1::Link& link) {
  return link.label().empty() || link.label() == link.url() ? link.url()
                                                            : fmt::format("{}: {}", link.label(), link.url());
}

std::string SourceText(const dialogue::v1::Source& source) {
  std::string text = fmt::format("Quelle: {}", source.title().empty() ? source.url() : source.title());
  if (!source.date().empty()) text += fmt::format(" (Stand {})", source.date());
  if (!source.url().empty() && !source.title().empty()) text += fmt::format("\n{}", source.url());
  return text;
}

std::string CardText(const dialogue::v1::Card& card) {
  std::string text = card.title();
  for (const std::string& line : card.lines()) AddLine(text, line);
  if (card.step_free()) AddLine(text, "Barrierefreier Zugang");
  for (const auto& link : card.links()) AddLine(text, LinkText(link));
  return text;
}

// A public address; others are refused by channels as buttons.
bool FitsUrlButton(const std::string& url) {
  if (!url.starts_with("https://")) return false;
  const std::string host = url.substr(8, url.find_first_of("/:?#", 8) - 8);
  return host.find('.') != std::string::npos && host.find("localhost") == std::string::npos;
}

enum class Shape { kButtons, kList, kNumbers };

Shape ShapeOf(const Message& message, const Capabilities& channel) {
  const auto count = static_cast<std::size_t>(message.choices_size());
  const auto all = [&](auto&& good) { return std::all_of(message.choices().begin(), message.choices().end(), good); };
  const bool urls_fit =
      all([&](const auto& c) { return c.url().empty() || (channel.url_buttons && FitsUrlButton(c.url())); });
  const bool labels_fit = channel.button_label == 0 ||
                          all([&](const auto& c) { return Length(c.label(), channel.unit) <= channel.button_label; });
  if (count <= channel.buttons && urls_fit && labels_fit) return Shape::kButtons;
  // A list's row has a title and a description; a label too long for the title stands whole in the description.
  const bool rows_fit = all([&](const auto& c) {
    return c.url().empty() &&
           (Length(c.label(), channel.unit) <= channel.list_label ||
            (c.description().empty() && Length(c.label(), channel.unit) <= channel.list_description));
  });
  return count <= channel.list_rows && rows_fit ? Shape::kList : Shape::kNumbers;
}

std::string NumberedChoices(const Message& message) {
  std::string text;
  int number = 0;
  for (const auto& choice : message.choices()) {
    std::string line = fmt::format("{}. {}", ++number, choice.label());
    if (!choice.description().empty()) line += fmt::format(" – {}", choice.description());
    if (!choice.url().empty()) line += fmt::format(": {}", choice.url());
    AddLine(text, line);
  }
  AddLine(text, Text(TextId::kAnswerByNumber));
  return text;
}

std::string Descriptions(const Message& message) {
  std::string text;
  for (const auto& choice : message.choices()) {
    if (!choice.description().empty()) AddLine(text, fmt::format("- {}: {}", choice.label(), choice.description()));
  }
  return text;
}

std::vector<Button> ButtonsOf(const Message& message, Shape shape, const Capabilities& channel) {
  std::vector<Button> buttons;
  for (const auto& choice : message.choices()) {
    Button button{.label = choice.label(), .description = "", .choice_id = choice.id(), .url = choice.url()};
    if (shape == Shape::kList) {
      button.description = choice.description();
      if (Length(button.label, channel.unit) > channel.list_label) {
        button.description = button.label;
        button.label = Shorten(button.label, channel.list_label, channel.unit);
      }
      button.description = Shorten(button.description, channel.list_description, channel.unit);
    }
    buttons.push_back(std::move(button));
  }
  return buttons;
}

void AddTexts(const std::string& text, const Capabilities& channel, std::vector<Piece>& pieces) {
  for (std::string& part : Split(text, channel.text, channel.unit)) {
    Piece& piece = pieces.emplace_back();
    piece.text = std::move(part);
  }
}

// The buttons stand under the last part; earlier parts may be longer than a text with buttons.
void AddWithButtons(const std::string& text, std::vector<Button> buttons, bool as_list, const Capabilities& channel,
                    std::vector<Piece>& pieces) {
  const std::size_t limit = channel.text_with_buttons == 0 ? channel.text : channel.text_with_buttons;
  std::vector<std::string> parts = Split(text, limit, channel.unit);
  if (parts.empty()) parts.emplace_back(Text(TextId::kPleaseChoose));
  for (std::string& part : parts) {
    Piece& piece = pieces.emplace_back();
    piece.text = std::move(part);
  }
  pieces.back().buttons = std::move(buttons);
  pieces.back().as_list = as_list;
}

}  // namespace

std::string PlainText(const Message& message) {
  std::string text = message.author() == Message::AUTHOR_STAFF && !message.author_label().empty()
                         ? fmt::format("{}: {}", message.author_label(), message.text())
                         : message.text();
  for (const auto& card : message.cards()) AddParagraph(text, CardText(card));
  std::string links;
  for (const auto& link : message.links()) AddLine(links, LinkText(link));
  AddParagraph(text, links);
  std::string sources;
  for (const auto& source : message.sources()) AddLine(sources, SourceText(source));
  AddParagraph(text, sources);
  return text;
}

std::vector<Piece> Render(const std::vector<Message>& messages, const Capabilities& channel) {
  std::vector<Piece> pieces;
  std::string text;
  const auto flush = [&] { AddTexts(std::exchange(text, {}), channel, pieces); };
  for (const Message& message : messages) {
    if (message.author() == Message::AUTHOR_CITIZEN) continue;
    const std::string own = PlainText(message);
    if (Length(text, channel.unit) + 2 + Length(own, channel.unit) > channel.text) flush();
    AddParagraph(text, own);
    if (message.choices_size() > 0) {
      const Shape shape = ShapeOf(message, channel);
      if (shape == Shape::kNumbers) {
        AddParagraph(text, NumberedChoices(message));
        flush();
      } else {
        if (shape == Shape::kButtons) AddParagraph(text, Descriptions(message));
        AddWithButtons(std::exchange(text, {}), ButtonsOf(message, shape, channel), shape == Shape::kList, channel,
                       pieces);
      }
    }
    if (message.files_size() == 0) continue;
    for (const File& file : message.files()) {
      if (file.content().size() > channel.file_bytes) AddParagraph(text, Text(TextId::kFileNotHere, file.name()));
    }
    flush();
    for (const File& file : message.files()) {
      if (file.content().size() <= channel.file_bytes) pieces.emplace_back().file = file;
    }
  }
  flush();
  return pieces;
}

}  // namespace amtslotse::gateways
