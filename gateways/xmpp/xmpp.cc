#include "gateways/xmpp/xmpp.h"

#include <fmt/format.h>

#include "gateways/json_reading.h"
#include "gateways/xmpp/capabilities.h"
#include "gateways/xmpp/link.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::xmpp {
namespace {

constexpr std::chrono::seconds kEchoTimeout{15};
constexpr std::chrono::seconds kSlotTimeout{10};

struct Server {
  std::string host, port, upload;
};

// What an error stanza means for a send (RFC 6120, 8.3.3).
SendOutcome OutcomeOfError(const Element& stanza) {
  SendOutcome outcome{.outcome = SendClass::kPermanent};
  const Element* error = stanza.Child("error");
  const std::string condition = error == nullptr || error->children.empty() ? "unknown" : error->children.front().name;
  outcome.reason = "xmpp: " + condition;
  if (error != nullptr && error->Attribute("type") == "wait") {
    outcome.outcome = SendClass::kRetry;
  } else if (condition == "forbidden" || condition == "not-allowed" || condition == "not-acceptable" ||
             condition == "not-authorized") {
    outcome.outcome = SendClass::kBlocked;
  } else if (condition == "remote-server-timeout") {
    outcome.outcome = SendClass::kRetry;
  }
  return outcome;
}

SendOutcome OutcomeOfLink(const absl::Status& status) {
  return {.outcome = absl::IsUnavailable(status) ? SendClass::kRetry : SendClass::kUnknown,
          .reason = rpc::ToString(status.message())};
}

class Xmpp final : public Adapter {
 public:
  Xmpp(Self self, Server server, std::string secret, HttpClient& http)
      : self_(std::move(self)),
        server_(std::move(server)),
        secret_(std::move(secret)),
        http_(http),
        capabilities_(kCapabilities) {
    if (!server_.upload.empty()) capabilities_.file_bytes = kMaxUpload;
  }

  const Capabilities& capabilities() const override { return capabilities_; }

  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    auto opened = Link::Open(server_.host, server_.port, self_, secret_, stop);
    if (!opened.ok()) return opened.status();
    const std::shared_ptr<Link> link = *opened;
    SetLink(link);
    receiver.Connected();
    const absl::Status ended = link->Read(stop, [&](std::vector<Element> stanzas) { Take(*link, stanzas, receiver); });
    SetLink(nullptr);
    return ended;
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string& key) override {
    const std::shared_ptr<Link> link = GetLink();
    if (link == nullptr) return {.outcome = SendClass::kRetry, .reason = "xmpp: not connected"};
    std::string text = piece.text;
    std::string url;
    if (piece.file) {
      auto put = Upload(*link, *piece.file);
      if (!put.ok()) return OutcomeOfLink(put.status());
      text = url = *std::move(put);
    }
    const std::string id = EventId("out", key);
    const auto delivered = link->Deliver(id, ChatMessage(self_, peer, id, text, url), kEchoTimeout);
    if (!delivered.ok()) return OutcomeOfLink(delivered.status());
    if (*delivered) return OutcomeOfError(**delivered);
    return {.reference = id};
  }

  void ShowTyping(const std::string& peer) override {
    if (const auto link = GetLink()) (void)link->Write(Composing(self_, peer));
  }

 private:
  void SetLink(std::shared_ptr<Link> link) {
    const std::lock_guard lock(mutex_);
    link_ = std::move(link);
  }
  std::shared_ptr<Link> GetLink() {
    const std::lock_guard lock(mutex_);
    return link_;
  }

  void Take(Link& link, const std::vector<Element>& stanzas, Receiver& receiver) {
    std::vector<Inbound> events;
    std::string answers, receipts, regrets;
    for (const Element& stanza : stanzas) {
      answers += ProtocolAnswer(stanza, self_);
      if (auto failed = FailedLater(stanza)) events.push_back(*std::move(failed));
      auto event = ParseStanza(stanza, self_);
      if (!event) continue;
      events.push_back(*std::move(event));
      receipts += Receipt(stanza, self_);
      regrets += TryLater(stanza, self_);
    }
    const bool recorded = events.empty() || receiver.Receive(events, "").ok();
    const std::string out = answers + (recorded ? receipts : regrets);
    if (!out.empty()) (void)link.Write(out);
  }

  // A refusal that came after the echo: from another server.
  static std::optional<Inbound> FailedLater(const Element& stanza) {
    const std::string id = stanza.Attribute("id");
    if (stanza.name != "message" || stanza.Attribute("type") != "error" || !id.starts_with("out-")) return std::nullopt;
    SendFailedLater failed;
    failed.reference = id;
    failed.reason = OutcomeOfError(stanza).reason;
    return Inbound{EventId("xm", "failed" + id), Bare(stanza.Attribute("from")), "", failed};
  }

  absl::StatusOr<std::string> Upload(Link& link, const File& file) {
    const std::string id = "u" + rpc::RandomId();
    const auto answer = link.Ask(id, SlotRequest(self_, server_.upload, id, file), kSlotTimeout);
    if (!answer.ok()) return absl::UnavailableError(answer.status().message());  // nothing was sent yet
    const Element* slot = answer->Child("slot");
    const Element* put = slot == nullptr ? nullptr : slot->Child("put");
    const Element* get = slot == nullptr ? nullptr : slot->Child("get");
    if (put == nullptr || get == nullptr) return absl::UnavailableError("xmpp: the upload service gave no place");
    HttpRequest request;
    request.method = "PUT";
    request.url = put->Attribute("url");
    request.headers = {"Content-Type: " + file.media_type()};
    for (const Element& header : put->children) {
      const std::string name = header.Attribute("name");
      const bool known = name == "Authorization" || name == "Cookie" || name == "Expires";  // XEP-0363 allows no others
      if (known && header.text.find_first_of("\r\n") == std::string::npos)
        request.headers.push_back(name + ": " + header.text);
    }
    request.body = file.content();
    const auto uploaded = http_.Send(request);
    if (!uploaded.ok()) return absl::UnavailableError(uploaded.status().message());
    if (uploaded->status / 100 != 2)
      return absl::UnavailableError(fmt::format("xmpp: upload answered {}", uploaded->status));
    return get->Attribute("url");
  }

  const Self self_;
  const Server server_;
  const std::string secret_;
  HttpClient& http_;
  Capabilities capabilities_;
  std::mutex mutex_;
  std::shared_ptr<Link> link_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  const auto secret = settings.secrets.find("secret");
  if (secret == settings.secrets.end()) return absl::InvalidArgumentError("secret: expected the component's secret");
  if (settings.webhook) return absl::InvalidArgumentError("receive: XMPP holds a connection");
  Self self{.domain = "", .node = "amt"};
  Server server;
  for (const auto& [name, value] : settings.options) {
    if (name == "domain") {
      self.domain = value;
    } else if (name == "node") {
      self.node = value;
    } else if (name == "upload") {
      server.upload = value;
    } else if (name == "server") {
      const auto colon = value.rfind(':');
      server.host = value.substr(0, colon);
      server.port = colon == std::string::npos ? "5347" : value.substr(colon + 1);
    } else {
      return absl::InvalidArgumentError(name + ": the options are server, domain, node, upload");
    }
  }
  if (self.domain.empty() || self.node.empty() || server.host.empty())
    return absl::InvalidArgumentError("options: expected server (host:port) and domain, node not empty");
  return std::make_unique<Xmpp>(std::move(self), std::move(server), secret->second, http);
}

}  // namespace amtslotse::gateways::xmpp
