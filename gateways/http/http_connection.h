// One connection to us, for cpp-httplib: an answer goes out in one piece, an idle connection costs nothing, a request's
// head is bounded, and what follows a request that was not read whole is never taken for the next one. httplib's own
// stream sends head and body apart, asks before each read and write whether it may, looks at an idle connection a
// hundred times a second, takes as many header fields as somebody sends, and leaves bodies unread.
#pragma once

#include <httplib.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "gateways/http/shares.h"

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

  // `most_body`: bytes of a body that comes in chunks, with what is between them. (httplib bounds the others alone.)
  HttpConnection(socket_t socket, const ConnectionTimes& times, std::size_t most_body);

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
    in_chunks_ = false;
    head_ = {};
    return true;
  }
  // The request's head has been read. False: it does not say clearly where the request ends or to whom it goes (RFC
  // 9112, 3.2, 5.1, 5.2 and 6.3: two lengths, a length beside chunks, another coding, two hosts, a blank before a
  // colon, a folded line), so that a proxy in front may see another end than we do, and take our answer to the rest for
  // somebody else's. It is to be refused.
  bool EndHead(const httplib::Request& request);
  // The connection ends after this answer, which says so. For whoever leaves a body unread: it is no next request.
  void EndAfter(const httplib::Request& request);
  bool Ends() const { return ends_; }
  bool HeadWasRead() const { return !in_head_; }
  // Then the request is refused as a broken one, and the connection ends.
  bool HeadIsTooLong() const { return in_head_ && (head_left_ == 0 || head_.field_too_long); }
  bool BodyIsTooLong() const { return in_chunks_ && body_left_ == 0; }
  // Sends what was held back to go out in one piece.
  bool Flush() { return SendWith({}); }
  // The connection that the calling thread answers on, null elsewhere: a stream flushes what it has said.
  static HttpConnection* Current();
  // Says that nothing more comes and takes what is still on its way, for a moment: a connection closed with unread
  // bytes is reset, and the answer may be lost with it.
  void Leave();

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
  // Each byte of it once, for what httplib passes over (EndHead).
  void LookAtHead(std::string_view bytes);

  // What has come of the head.
  struct Head {
    bool first_line = true, begins_line = true, before_colon = true, unclear = false;
    bool field_too_long = false;  // one that httplib refuses without saying why
    std::size_t line = 0;         // bytes of it
    char last = 0;
  };

  const socket_t socket_;
  const ConnectionTimes times_;
  bool fresh_ = true;  // no request yet: nobody repeats by itself what a new connection did not take
  Clock::time_point idle_until_, request_until_;
  std::array<char, 4096> received_;
  std::size_t taken_ = 0, filled_ = 0;
  std::size_t head_left_ = kMostHead;
  bool in_head_ = true;
  Head head_;
  const std::size_t most_body_;
  std::size_t body_left_ = 0;
  bool in_chunks_ = false;
  bool ends_ = false;
  std::string held_back_;
};

// Whether a body follows, of any method.
bool HasBody(const httplib::Request& request);
// Whether httplib reads the bodies of requests with that method.
bool IsOfReadBody(const std::string& method);

// httplib's server, with these connections. Whoever sets a pre-routing or an error handler of their own does in it what
// this one's do: EndHead, and EndAfter where a body stays unread.
class ConnectionServer : public httplib::Server {
 public:
  ConnectionServer();
  void set_times(const ConnectionTimes& times) { times_ = times; }
  // Asked for each connection with the other side's address; without a share it is closed unread. Called from many
  // threads.
  void set_share_of(std::function<Shares::Held(const std::string& ip)> share_of) { share_of_ = std::move(share_of); }

 private:
  bool process_and_close_socket(socket_t socket) override;
  ConnectionTimes times_;
  std::function<Shares::Held(const std::string& ip)> share_of_;
};

}  // namespace amtslotse::gateways::http
