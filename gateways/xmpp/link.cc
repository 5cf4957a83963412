#include "gateways/xmpp/link.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "services/rpc/text.h"

namespace amtslotse::gateways::xmpp {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kConnectTimeout{5000};
constexpr milliseconds kHandshakeTimeout{10000};
constexpr milliseconds kTick{200};         // how soon a stop is seen
constexpr milliseconds kEchoAfter{30000};  // of silence
constexpr milliseconds kDeadAfter{60000};

int Connect(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  int connected = -1;
  for (const addrinfo* address = found; address != nullptr && connected < 0; address = address->ai_next) {
    const int candidate =
        ::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
    if (candidate < 0) continue;
    int error = ::connect(candidate, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      pollfd waiting{.fd = candidate, .events = POLLOUT, .revents = 0};
      socklen_t size = sizeof(error);
      if (::poll(&waiting, 1, static_cast<int>(kConnectTimeout.count())) != 1 ||
          ::getsockopt(candidate, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = ETIMEDOUT;
    }
    if (error == 0) {
      connected = candidate;
    } else {
      ::close(candidate);
    }
  }
  ::freeaddrinfo(found);
  return connected;
}

absl::Status Lost(std::string_view why) { return absl::UnavailableError(fmt::format("xmpp: {}", why)); }

}  // namespace

absl::StatusOr<std::shared_ptr<Link>> Link::Open(const std::string& host, const std::string& port, const Self& self,
                                                 const std::string& secret, const std::stop_token& stop) {
  const int socket = Connect(host, port);
  if (socket < 0) return Lost("cannot connect");
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  std::shared_ptr<Link> link(new Link(socket, self));
  if (auto status = link->ShakeHands(secret, stop); !status.ok()) return status;
  return link;
}

Link::~Link() { ::close(socket_); }

absl::Status Link::Wait(int events, milliseconds timeout, const std::stop_token& stop, bool* ready) {
  const auto end = steady_clock::now() + timeout;
  *ready = false;
  while (!stop.stop_requested()) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    if (left.count() <= 0) return absl::OkStatus();
    pollfd waiting{.fd = socket_, .events = static_cast<short>(events), .revents = 0};
    const int count = ::poll(&waiting, 1, static_cast<int>(std::min(left, kTick).count()));
    if (count < 0 && errno != EINTR) return Lost("poll failed");
    if (count > 0) return *ready = true, absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status Link::Receive(milliseconds timeout, const std::stop_token& stop) {
  bool ready = false;
  if (auto status = Wait(POLLIN, timeout, stop, &ready); !status.ok() || !ready) return status;
  std::array<char, 16384> bytes{};
  const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count == 0) return Lost("the server closed the connection");
  if (count < 0) return errno == EAGAIN || errno == EINTR ? absl::OkStatus() : Lost("the connection broke");
  if (auto status = reader_.Feed({bytes.data(), static_cast<std::size_t>(count)}); !status.ok())
    return Lost(rpc::ToString(status.message()));
  return absl::OkStatus();
}

absl::Status Link::ShakeHands(const std::string& secret, const std::stop_token& stop) {
  if (auto status = Write(OpenStream(self_.domain)); !status.ok()) return status;
  bool answered = false;
  const auto end = steady_clock::now() + kHandshakeTimeout;
  while (!stop.stop_requested() && steady_clock::now() < end) {
    const absl::Status received = Receive(kTick, stop);
    for (const Element& element : reader_.Take()) {
      if (element.name == "handshake") return absl::OkStatus();
      if (element.name != "error") continue;
      const std::string why = element.children.empty() ? "refused" : element.children.front().name;
      const bool ours = why == "not-authorized" || why == "host-unknown";
      return ours ? absl::UnauthenticatedError("xmpp: " + why) : Lost(why);
    }
    if (!received.ok()) return received;
    if (!answered && reader_.opened()) {
      answered = true;
      if (auto status = Write(Handshake(reader_.id(), secret)); !status.ok()) return status;
    }
  }
  return Lost("no handshake");
}

absl::Status Link::Write(const std::string& xml) {
  const std::lock_guard lock(write_);
  std::size_t sent = 0;
  while (sent < xml.size()) {
    const auto count = ::send(socket_, xml.data() + sent, xml.size() - sent, MSG_NOSIGNAL);
    if (count > 0) {
      sent += static_cast<std::size_t>(count);
      continue;
    }
    bool ready = false;
    if (count < 0 && (errno == EAGAIN || errno == EINTR) && Wait(POLLOUT, milliseconds(10000), {}, &ready).ok() &&
        ready)
      continue;
    ::shutdown(socket_, SHUT_RDWR);  // half a stanza is the end of a stream
    return sent == 0 ? Lost("nothing could be written")
                     : absl::UnknownError("xmpp: the connection broke while writing");
  }
  return absl::OkStatus();
}

bool Link::Settle(const Element& stanza) {
  const std::lock_guard lock(mutex_);
  const auto awaited = awaited_.find(stanza.Attribute("id"));
  if (awaited == awaited_.end() || awaited->second) return false;
  awaited->second = stanza;
  changed_.notify_all();
  return true;
}

void Link::Break() {
  const std::lock_guard lock(mutex_);
  broken_ = true;
  changed_.notify_all();
}

absl::Status Link::Read(const std::stop_token& stop, const std::function<void(std::vector<Element>)>& take) {
  auto heard = steady_clock::now();
  auto asked = heard;
  absl::Status status;
  while (status.ok() && !stop.stop_requested() && !reader_.closed()) {
    status = Receive(milliseconds(1000), stop);
    std::vector<Element> fresh = reader_.Take();
    const auto now = steady_clock::now();
    if (!fresh.empty()) heard = now;
    std::erase_if(fresh, [this](const Element& stanza) { return Settle(stanza); });
    if (!fresh.empty()) take(std::move(fresh));
    if (!status.ok()) break;
    if (now - heard > kDeadAfter) {
      status = Lost("the server is silent");
    } else if (now - heard > kEchoAfter && now - asked > kEchoAfter) {
      asked = now;
      status = Write(Echo(self_, "alive"));
    }
  }
  if (status.ok()) (void)Write("</stream:stream>");
  Break();
  return stop.stop_requested() ? absl::OkStatus() : status.ok() ? Lost("the server ended the stream") : status;
}

absl::StatusOr<Element> Link::Ask(const std::string& id, const std::string& xml, milliseconds limit) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_) return Lost("not connected");
    awaited_[id] = std::nullopt;
  }
  absl::Status status = Write(xml);
  std::unique_lock lock(mutex_);
  if (status.ok()) changed_.wait_for(lock, limit, [&] { return broken_ || awaited_[id].has_value(); });
  std::optional<Element> answer = std::move(awaited_[id]);
  awaited_.erase(id);
  if (!status.ok()) return status;
  if (!answer) return absl::UnknownError(broken_ ? "xmpp: the connection broke" : "xmpp: no answer in time");
  return *std::move(answer);
}

absl::StatusOr<std::optional<Element>> Link::Deliver(const std::string& message_id, const std::string& message,
                                                     milliseconds limit) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_) return Lost("not connected");
    awaited_[message_id] = std::nullopt;
  }
  const std::string echo = "e" + rpc::RandomId();
  const auto echoed = Ask(echo, message + Echo(self_, echo), limit);
  const std::lock_guard lock(mutex_);
  std::optional<Element> refusal = std::move(awaited_[message_id]);
  awaited_.erase(message_id);
  if (!echoed.ok()) return echoed.status();
  return refusal;
}

}  // namespace amtslotse::gateways::xmpp
