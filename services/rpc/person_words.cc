#include "services/rpc/person_words.h"

namespace amtslotse::rpc {
namespace {

constexpr std::size_t kFewestDigits = 6;
constexpr std::size_t kDigitsCompared = 8;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

}  // namespace

PersonWords::PersonWords(std::string_view email, std::string_view telephone)
    : email_(Lower(email)), digits_(Digits(telephone)) {
  if (digits_.size() < kFewestDigits) digits_.clear();
  if (digits_.size() > kDigitsCompared) digits_.erase(0, digits_.size() - kDigitsCompared);
}

bool PersonWords::In(std::string_view text) const {
  return (!email_.empty() && Lower(text).find(email_) != std::string::npos) ||
         (!digits_.empty() && Digits(text).find(digits_) != std::string::npos);
}

}  // namespace amtslotse::rpc
