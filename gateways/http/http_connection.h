// One connection to us, for cpp-httplib: an answer goes out in one piece, an idle connection costs nothing, and a
// request's head is bounded. httplib's own stream sends head and body apart, asks before each read and write whether it
// may, looks at an idle connection a hundred times a second, and takes as many header fields as somebody sends.
#pragma once

#include <httplib.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace amtslotse::gateways::http {

struct ConnectionTimes {
  std::chrono::milliseconds idle{5'000};      // between two requests
  std::chrono::milliseconds request{20'000};  // for the first to begin, and for each to arrive whole, however slowly
  std::chrono::milliseconds write{10'000};    // for the other side to take anything
};

// Used from one thread. Borrows the socket.
class HttpConnection final : public httplib::Stream {
 public:
  static constexpr std::size_t kMostHead = 32 * 1024;  // bytes of a request's first line and header fields

  HttpConnection(socket_t socket, const ConnectionTimes& times);

  // Waits for the next request's first bytes; false when none came in time, the other side left, or `stopping` says so.
  template <class Stopping>
  bool AwaitRequest(const Stopping& stopping) {
    BeginWaiting();
    while (Buffered() == 0) {
      if (stopping() || !Receive(idle_until_)) return false;
    }
    request_until_ = Clock::now() + times_.request;
    head_left_ = kMostHead;
    in_head_ = true;
    return true;
  }
  // The request's head has been read; its body is bounded by httplib (set_payload_max_length).
  void EndHead() { in_head_ = false; }
  bool HeadWasRead() const { return !in_head_; }
  // Then the request is refused as a broken one, and the connection ends.
  bool HeadIsTooLong() const { return in_head_ && head_left_ == 0; }
  // Sends what was held back to go out in one piece.
  bool Flush() { return SendWith({}); }
  // The connection that the calling thread answers on, null elsewhere: a stream flushes what it has said.
  static HttpConnection* Current();

  bool is_readable() const override { return Buffered() > 0; }
  // False when the other side has gone.
  bool is_writable() const override;
  ssize_t read(char* out, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }
  ~HttpConnection() override;

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t Buffered() const { return filled_ - taken_; }
  void BeginWaiting();
  // Fills the empty buffer; true also when nothing came within kSlice. False: over, or `until` has passed.
  bool Receive(Clock::time_point until);
  bool SendWith(std::string_view more);

  const socket_t socket_;
  const ConnectionTimes times_;
  bool fresh_ = true;  // no request yet: nobody repeats by itself what a new connection did not take
  Clock::time_point idle_until_, request_until_;
  std::array<char, 4096> received_;
  std::size_t taken_ = 0, filled_ = 0;
  std::size_t head_left_ = kMostHead;
  bool in_head_ = true;
  std::string held_back_;
};

// httplib's server, with these connections. Whoever sets a pre-routing handler of their own calls EndHead() in it.
class ConnectionServer : public httplib::Server {
 public:
  ConnectionServer();
  void set_times(const ConnectionTimes& times) { times_ = times; }

 private:
  bool process_and_close_socket(socket_t socket) override;
  ConnectionTimes times_;
};

}  // namespace amtslotse::gateways::http
