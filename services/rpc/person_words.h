// One person, sought in what was written: by e-mail address, by telephone number, or both.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::rpc {

class PersonWords {
 public:
  PersonWords(std::string_view email, std::string_view telephone);

  // Neither given, or the number has too few digits to tell people apart.
  bool empty() const { return email_.empty() && digits_.empty(); }
  // The address in upper or lower case; the number however it is written: +49 431 778 89 and 0431/77889 end the same.
  bool In(std::string_view text) const;

 private:
  std::string email_;
  std::string digits_;  // the last of them
};

}  // namespace amtslotse::rpc
