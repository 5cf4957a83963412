// Work without a caller: sending messages, offering free places. Each under its lease: one replica does it, another
// takes over within ten seconds.
#pragma once

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "booking/store.h"
#include "services/booking/mail_settings.h"
#include "services/booking/transport.h"
#include "services/rpc/metrics.h"

namespace amtslotse::booking {

class Jobs {
 public:
  // Borrowed; begins at once.
  Jobs(Store& store, const Clock& clock, const MailSettings& settings, rpc::Metrics& metrics);
  // Ends after what is being sent.
  ~Jobs();

 private:
  void Send(const std::stop_token& stop);
  void Offer(const std::stop_token& stop);
  // Where messages leave through, and when that was last found closed: then nothing was lost but time.
  struct Way {
    Route route;
    const char* name;
    std::optional<Instant> found_closed;
  };
  bool IsOpen(const Way& way) const;
  // False: there is nothing to do just now.
  bool SendBatch(const std::stop_token& stop, SmtpTransport& smtp, Way& way);
  void TryOne(const Notification& notification, SmtpTransport& smtp, Way& way, Settlement& settlement);
  void Settle(Settlement& settlement);
  Sent SendOne(const Notification& notification, SmtpTransport& smtp);

  Store& store_;
  const Clock& clock_;
  const MailSettings& settings_;
  rpc::Metrics& metrics_;
  std::string holder_;
  std::vector<std::jthread> threads_;
};

}  // namespace amtslotse::booking
