#include "tests/bench/booking/mail_sink.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace amtslotse::bench {

MailSink::MailSink() {
  listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listening_, generic, size) != 0 || listen(listening_, 8) != 0 ||
      getsockname(listening_, generic, &size) != 0) {
    std::perror("mail sink");
    std::exit(1);
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { Accept(); });
}

MailSink::~MailSink() {
  shutdown(listening_, SHUT_RDWR);
  accepting_.join();
  close(listening_);
}

void MailSink::Accept() {
  for (int connection = accept(listening_, nullptr, nullptr); connection >= 0;
       connection = accept(listening_, nullptr, nullptr)) {
    talking_.emplace_back([this, connection] { Talk(connection); });
  }
}

void MailSink::Talk(int connection) {
  const auto say = [&](const std::string& line) { (void)!write(connection, (line + "\r\n").c_str(), line.size() + 2); };
  say("220 sink");
  std::string read_so_far;
  bool in_mail = false;
  char part[16384];
  for (ssize_t size = read(connection, part, sizeof(part)); size > 0; size = read(connection, part, sizeof(part))) {
    read_so_far.append(part, static_cast<std::size_t>(size));
    for (std::size_t end = read_so_far.find("\r\n"); end != std::string::npos; end = read_so_far.find("\r\n")) {
      const std::string line = read_so_far.substr(0, end);
      read_so_far.erase(0, end + 2);
      if (in_mail && line != ".") continue;
      if (line == ".") ++count_;
      in_mail = line == "DATA";
      say(in_mail ? "354 go on" : line == "QUIT" ? "221 bye" : "250 ok");
    }
  }
  close(connection);
}

}  // namespace amtslotse::bench
