#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace amtslotse::booking {

// JSON as text, written from front to back without a tree in between: an appointment is written several times in the
// transaction that confirms it. What is not UTF-8 is replaced. The caller pairs Begin and End.
class JsonText {
 public:
  JsonText() { text_.reserve(1024); }

  JsonText& Begin(char bracket) {
    Separate();
    text_ += bracket;
    follows_ = false;
    return *this;
  }
  JsonText& End(char bracket) {
    text_ += bracket;
    follows_ = true;
    return *this;
  }
  // Names are ours: nothing in them needs to be escaped.
  JsonText& Name(std::string_view name) {
    Separate();
    text_.append(1, '"').append(name).append("\":");
    follows_ = false;
    return *this;
  }
  JsonText& Text(std::string_view value);
  JsonText& Number(std::int64_t value);
  JsonText& Flag(bool value);

  JsonText& Text(std::string_view name, std::string_view value) { return Name(name).Text(value); }
  JsonText& Number(std::string_view name, std::int64_t value) { return Name(name).Number(value); }
  JsonText& Flag(std::string_view name, bool value) { return Name(name).Flag(value); }

  std::string Take() && { return std::move(text_); }

 private:
  void Separate() {
    if (follows_) text_ += ',';
    follows_ = true;
  }

  std::string text_;
  bool follows_ = false;  // something stands on this level already
};

}  // namespace amtslotse::booking
