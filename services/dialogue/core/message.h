// The neutral message: what every channel can show in its own way.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amtslotse::dialogue {

enum class Author : std::uint8_t { kAssistant, kStaff, kCitizen, kNotice };

struct Choice {
  std::string id;  // opaque, at most 32 bytes, valid for its own prompt only
  std::string label;
  std::string description;
  std::string url;  // a link instead of an answer
};

struct Link {
  std::string label;
  std::string url;
};

struct Source {
  std::string title;
  std::string url;
  std::string date;  // YYYY-MM-DD, may be empty
};

struct Card {
  std::string kind;  // office, appointment
  std::string title;
  std::vector<std::string> lines;
  std::vector<Link> links;
  bool step_free = false;
};

struct File {
  std::string name;
  std::string media_type;
  std::string content;
};

struct Field {
  std::string id;
  std::string label;
  std::string kind;  // text, email, telephone, checkbox
  bool required = false;
  std::string autocomplete;
  std::string hint;
  std::string error;
  std::string value;
};

// What is awaited, so that a channel can show a fitting control. Free text is always accepted too.
struct Prompt {
  std::string kind;  // choice, name, email, telephone, place, code, form, confirmation
  std::string label;
  std::vector<Field> fields;
  std::optional<std::chrono::sys_seconds> expires;  // a hold's end
};

struct Message {
  std::uint64_t sequence = 0;
  Author author = Author::kAssistant;
  std::string text;             // plain text with line breaks and "- " lists
  std::string kind = "answer";  // answer, question, error, emergency, confirmation, notice, consent
  std::vector<Choice> choices;
  std::vector<Card> cards;
  std::vector<File> files;
  std::vector<Link> links;
  std::vector<Source> sources;
  std::optional<Prompt> prompt;
  std::chrono::sys_seconds time{};
  std::string answer_version;  // rateable when set
  bool urgent = false;
  std::string author_label;  // "Bürgerbüro": who of the town writes
};

}  // namespace amtslotse::dialogue
