#include "gateways/http/http_connection.h"

#include <netdb.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace amtslotse::gateways::http {
namespace {

using std::chrono::milliseconds;

// A read ends this often, to see whether the process stops.
constexpr milliseconds kSlice{250};
// More is not copied to go out in one piece.
constexpr std::size_t kHoldBack = 16 * 1024;
constexpr std::size_t kMostDigits = 18;  // of a length
// What is taken, and for how long, from a connection that ends.
constexpr std::size_t kLeftUnread = 256 * 1024;
constexpr milliseconds kLeaving{1'000};

thread_local HttpConnection* current = nullptr;

void SetTimeout(socket_t socket, int which, milliseconds time) {
  const timeval value{time.count() / 1000, time.count() % 1000 * 1000};
  ::setsockopt(socket, SOL_SOCKET, which, &value, sizeof value);
}

using AskAddress = int (*)(int, sockaddr*, socklen_t*);

void Address(AskAddress ask, socket_t socket, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  char host[NI_MAXHOST], service[NI_MAXSERV];
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (ask(socket, plain, &size) != 0 ||
      ::getnameinfo(plain, size, host, sizeof host, service, sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return;
  ip = host;
  std::from_chars(service, service + std::strlen(service), port);
}

}  // namespace

HttpConnection::HttpConnection(socket_t socket, const ConnectionTimes& times, std::size_t most_body)
    : socket_(socket), times_(times), most_body_(most_body) {
  SetTimeout(socket_, SO_RCVTIMEO, kSlice);
  SetTimeout(socket_, SO_SNDTIMEO, times_.write);
  current = this;
}

HttpConnection::~HttpConnection() { current = nullptr; }

HttpConnection* HttpConnection::Current() { return current; }

bool HttpConnection::EndHead(const httplib::Request& request) {
  in_head_ = false;
  in_chunks_ = request.has_header("Transfer-Encoding");
  body_left_ = most_body_;
  if (head_.unclear || request.get_header_value_count("Host") > 1) return false;
  const auto lengths = request.get_header_value_count("Content-Length");
  const auto codings = request.get_header_value_count("Transfer-Encoding");
  if (codings > 0)
    return lengths == 0 && codings == 1 &&
           strcasecmp(request.get_header_value("Transfer-Encoding").c_str(), "chunked") == 0;
  if (lengths == 0) return true;
  const std::string length = request.get_header_value("Content-Length");
  return lengths == 1 && !length.empty() && length.size() <= kMostDigits &&
         length.find_first_not_of("0123456789") == std::string::npos;
}

void HttpConnection::EndAfter(const httplib::Request& request) {
  ends_ = true;
  // httplib owns it as a plain object, and answers what stands there.
  auto& mine = const_cast<httplib::Request&>(request);
  mine.headers.erase("Connection");
  mine.headers.emplace("Connection", "close");
}

void HttpConnection::Leave() {
  ::shutdown(socket_, SHUT_WR);
  const auto until = Clock::now() + kLeaving;
  for (std::size_t left = kLeftUnread; left > received_.size() && Clock::now() < until;) {
    const ssize_t got = ::recv(socket_, received_.data(), received_.size(), 0);
    if (got <= 0 && (got == 0 || errno != EINTR)) return;
    left -= got > 0 ? static_cast<std::size_t>(got) : 0;
  }
}

void HttpConnection::BeginWaiting() {
  idle_until_ = Clock::now() + (std::exchange(fresh_, false) ? std::max(times_.idle, times_.request) : times_.idle);
}

bool HttpConnection::Receive(Clock::time_point until) {
  const ssize_t got = ::recv(socket_, received_.data(), received_.size(), 0);
  if (got > 0) {
    taken_ = 0;
    filled_ = static_cast<std::size_t>(got);
    return true;
  }
  return got < 0 && (errno == EAGAIN || errno == EINTR) && Clock::now() < until;
}

void HttpConnection::LookAtHead(std::string_view bytes) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  for (const char c : bytes) {
    if (c == '\n') {
      head_ = {.first_line = false, .unclear = head_.unclear};
      continue;
    }
    if (!head_.first_line && head_.begins_line && blank(c)) head_.unclear = true;  // folded
    if (!head_.first_line && head_.before_colon && c == ':') {
      head_.unclear = head_.unclear || blank(head_.last);
      head_.before_colon = false;
    }
    head_.begins_line = false;
    head_.field_too_long = head_.field_too_long || (!head_.first_line && ++head_.line > CPPHTTPLIB_HEADER_MAX_LENGTH);
    head_.last = c;
  }
}

ssize_t HttpConnection::read(char* out, size_t size) {
  if (HeadIsTooLong() || BodyIsTooLong()) return -1;
  if (Buffered() == 0 && !Flush()) return -1;
  while (Buffered() == 0) {
    if (Clock::now() >= request_until_ || !Receive(request_until_)) return -1;
  }
  const std::size_t count = std::min({size, Buffered(), in_head_ ? head_left_ : in_chunks_ ? body_left_ : size});
  if (in_head_) {
    head_left_ -= count;
    LookAtHead({received_.data() + taken_, count});
  } else if (in_chunks_) {
    body_left_ -= count;
  }
  std::memcpy(out, received_.data() + taken_, count);
  taken_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t HttpConnection::write(const char* data, size_t size) {
  if (held_back_.size() + size <= kHoldBack) {
    held_back_.append(data, size);
    return static_cast<ssize_t>(size);
  }
  return SendWith({data, size}) ? static_cast<ssize_t>(size) : -1;
}

bool HttpConnection::SendWith(std::string_view more) {
  std::string_view held = held_back_;
  while (!held.empty() || !more.empty()) {
    iovec parts[2] = {{const_cast<char*>(held.data()), held.size()}, {const_cast<char*>(more.data()), more.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    const std::size_t of_held = std::min(held.size(), static_cast<std::size_t>(sent));
    held.remove_prefix(of_held);
    more.remove_prefix(static_cast<std::size_t>(sent) - of_held);
  }
  held_back_.clear();
  return true;
}

bool HttpConnection::is_writable() const {
  pollfd state{.fd = socket_, .events = POLLOUT | POLLRDHUP, .revents = 0};
  return ::poll(&state, 1, static_cast<int>(times_.write.count())) > 0 && state.revents == POLLOUT;
}

void HttpConnection::get_remote_ip_and_port(std::string& ip, int& port) const {
  Address(&::getpeername, socket_, ip, port);
}
void HttpConnection::get_local_ip_and_port(std::string& ip, int& port) const {
  Address(&::getsockname, socket_, ip, port);
}

bool HasBody(const httplib::Request& request) {
  return request.has_header("Transfer-Encoding") ||
         (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0");
}

bool IsOfReadBody(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

ConnectionServer::ConnectionServer() {
  set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
    HttpConnection& connection = *HttpConnection::Current();
    const bool clear = connection.EndHead(request);
    // httplib would read such a body until the other side leaves.
    const bool endless = IsOfReadBody(request.method) && !request.has_header("Content-Length") &&
                         !request.has_header("Transfer-Encoding");
    const bool refused = !clear || endless;
    if (refused) response.status = clear ? 411 : 400;
    if (refused || (HasBody(request) && !IsOfReadBody(request.method))) connection.EndAfter(request);
    return refused ? HandlerResponse::Handled : HandlerResponse::Unhandled;
  });
  // A body that is too large, or breaks off.
  set_error_handler(Handler([](const httplib::Request& request, httplib::Response& response) {
    HttpConnection& connection = *HttpConnection::Current();
    if (connection.BodyIsTooLong()) response.status = 413;
    if (response.status == 400 || response.status == 413) connection.EndAfter(request);
  }));
}

bool ConnectionServer::process_and_close_socket(socket_t socket) {
  bool good = false;
  {
    HttpConnection connection(socket, times_, payload_max_length_);
    std::string ip;
    int port = 0;
    connection.get_remote_ip_and_port(ip, port);
    const auto share = share_of_ ? share_of_(ip) : Shares::Unlimited();
    const auto stopping = [this] { return svr_sock_ == INVALID_SOCKET; };
    for (std::size_t left = share ? keep_alive_max_count_ : 0; left > 0 && connection.AwaitRequest(stopping); --left) {
      bool closed = false;
      good = process_request(connection, left == 1, closed, nullptr) && connection.Flush();
      // What follows a head that could not be read is no request.
      if (!good || closed || !connection.HeadWasRead() || connection.Ends()) break;
    }
    if (connection.Ends() || connection.HeadIsTooLong()) connection.Leave();
  }
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
  return good;
}

}  // namespace amtslotse::gateways::http
