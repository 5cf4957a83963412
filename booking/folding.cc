#include "booking/folding.h"

#include <algorithm>
#include <vector>

#include "nlu/text/fold.h"

namespace amtslotse::booking {
namespace {

bool IsAsciiLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> FoldedWords(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : nlu::Fold(name) + ' ') {
    if (IsAsciiLetterOrDigit(c)) {
      word += c;
    } else if (c == ' ' && !word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

// "Leyen, Anna" → "Leyen"; anything else stays.
std::string_view BeforeComma(std::string_view name) {
  const std::size_t comma = name.find(',');
  return comma == std::string_view::npos || comma == 0 ? name : name.substr(0, comma);
}

}  // namespace

std::string FoldName(std::string_view name) {
  std::string joined;
  for (const std::string& word : FoldedWords(name)) joined += word;
  return joined;
}

std::string FoldedSurname(std::string_view full_name) {
  const std::vector<std::string> words = FoldedWords(BeforeComma(full_name));
  return words.empty() ? FoldName(full_name) : words.back();
}

bool SurnameMatches(std::string_view full_name, std::string_view typed) {
  const std::string wanted = FoldName(typed);
  if (wanted.empty()) return false;
  if (wanted == FoldName(full_name) || FoldedSurname(typed) == FoldedSurname(full_name)) return true;
  std::string suffix;
  const std::vector<std::string> words = FoldedWords(BeforeComma(full_name));
  return std::any_of(words.rbegin(), words.rend(), [&](const std::string& word) {
    suffix = word + suffix;
    return suffix == wanted;
  });
}

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string FoldEmail(std::string_view email) {
  std::string folded = Trimmed(email);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string FoldTelephone(std::string_view telephone) {
  std::string digits;
  const std::string trimmed = Trimmed(telephone);
  for (const char c : trimmed) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (!trimmed.starts_with('+')) {
    if (digits.starts_with("00")) {
      digits.erase(0, 2);
    } else if (digits.starts_with('0')) {
      digits.replace(0, 1, "49");
    }
  }
  if (digits.starts_with("490")) digits.erase(2, 1);  // "+49 (0) 431 …"
  return digits;
}

}  // namespace amtslotse::booking
