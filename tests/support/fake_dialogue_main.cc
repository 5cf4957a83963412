// The fake dialogue as a process of its own, for tests of the messengers process: fake_dialogue ADDRESS
// Prints a line per event it answered for the first time and per delivery whose fate it learnt. Ends with its standard
// input.
#include <cstdio>
#include <iostream>

#include "tests/support/fake_dialogue.h"

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "fake_dialogue ADDRESS\n", 2;
  amtslotse::messengers::FakeDialogue dialogue(argv[1]);
  {
    const std::lock_guard lock(dialogue.mutex);
    dialogue.on_event = [](const std::string& conversation, const std::string& what) {
      std::printf("event %s %s\n", conversation.c_str(), what.c_str());
      std::fflush(stdout);
    };
    dialogue.on_outcome = [](const std::string& delivery, const std::string& outcome) {
      std::printf("outcome %s %s\n", delivery.c_str(), outcome.c_str());
      std::fflush(stdout);
    };
  }
  std::puts("ready");
  std::fflush(stdout);
  while (std::cin.get() != std::char_traits<char>::eof()) {
  }
  return 0;
}
