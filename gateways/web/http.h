// A request as handlers see it and the reply they give; the socket side is http_server.h.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "services/rpc/call.h"

namespace httplib {
struct Request;
}

namespace amtslotse::gateways::web {

using Town = knowledge::v1::Municipality;

// Valid during the call only.
struct Request {
  const httplib::Request& http;
  rpc::Caller caller;
  std::shared_ptr<const Town> town;                            // null where the route needs none
  std::string language = "de";                                 // of the interface: de or en
  std::vector<std::pair<std::string, std::string>> variables;  // of the path, percent-decoded
  std::string path = {};                                       // without the prefix (address.h)
  std::string prefix = {};                                     // "/en", "/terminal/<location>", both, or empty
  std::string terminal = {};                                   // location of the terminal that asks; else empty

  const std::string& Variable(std::string_view name) const;
  std::string Header(const char* name) const;
  bool HasHeader(const char* name) const;
  std::string Query(const char* name) const;  // the first value; empty: none
  std::vector<std::string> Queries(const char* name) const;
  const std::string& Method() const;
  const std::string& Target() const;  // path and query as sent
  const std::string& Body() const;
  const std::string& RemoteAddress() const;
  std::string Subscriber() const;  // whom limits count (proxies.h)
  // Host without port, lower case.
  std::string Host() const;
};

// Of UTF-8; a broken byte counts as one.
std::size_t Characters(std::string_view text);

// Well-formed, without surrogates and overlong forms: what protobuf takes as a string.
bool IsUtf8(std::string_view text);

// Writes a piece of a stream; false when the client is gone.
using Sink = std::function<bool(std::string_view)>;
// Called again and again until it returns false or the client is gone; may block for at most about 15 s.
using Stream = std::function<bool(const Sink&)>;

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Stream stream;            // instead of a body
  bool compressed = false;  // the body already is gzip

  Reply& With(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Reply&& With(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

Reply JsonReply(std::string json, int status = 200);
Reply HtmlReply(std::string html, int status = 200);
Reply Redirect(const std::string& path);  // 303 See Other

using Handler = std::function<Reply(const Request&)>;

}  // namespace amtslotse::gateways::web
