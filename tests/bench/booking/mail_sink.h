#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace amtslotse::bench {

// A local mail server that takes everything and keeps nothing but a count.
class MailSink {
 public:
  MailSink();
  ~MailSink();
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  int count() const { return count_; }

 private:
  void Accept();
  void Talk(int connection);

  int listening_ = -1;
  int port_ = 0;
  std::atomic<int> count_ = 0;
  std::thread accepting_;
  std::vector<std::jthread> talking_;
};

}  // namespace amtslotse::bench
