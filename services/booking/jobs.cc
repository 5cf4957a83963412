#include "services/booking/jobs.h"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "booking/lease.h"
#include "booking/town_profile.h"
#include "booking/waiting_list.h"
#include "services/booking/mail_folder.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::booking {
namespace {

constexpr std::chrono::seconds kLease{10};
// Claims of a batch are kept alive while it is sent; they must outlast one attempt and what is between two renewals.
constexpr std::chrono::seconds kRenewal{5};
constexpr std::chrono::seconds kSpare{10};
constexpr std::chrono::milliseconds kIdle{1000};
// How long a way that was found closed is not tried again.
constexpr std::chrono::seconds kClosed{15};
constexpr std::chrono::milliseconds kMatching{3000};
constexpr int kBatch = 20;

void Pause(const std::stop_token& stop, std::chrono::milliseconds duration) {
  std::mutex mutex;
  std::condition_variable_any wait;
  std::unique_lock lock(mutex);
  wait.wait_for(lock, stop, duration, [] { return false; });
}

}  // namespace

Jobs::Jobs(Store& store, const Clock& clock, const MailSettings& settings, rpc::Metrics& metrics)
    : store_(store), clock_(clock), settings_(settings), metrics_(metrics), holder_(rpc::RandomId()) {
  threads_.emplace_back([this](const std::stop_token& stop) { Send(stop); });
  threads_.emplace_back([this](const std::stop_token& stop) { Offer(stop); });
}

Jobs::~Jobs() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

void Jobs::Send(const std::stop_token& stop) {
  std::vector<Way> ways;  // what has none waits, and staff see that
  if (settings_.sends_mail())
    ways.push_back({Route::kEmail, settings_.smtp_url.empty() ? "mail/folder" : "mail/smtp", {}});
  if (!settings_.sms_url.empty()) ways.push_back({Route::kSms, "sms", {}});
  if (ways.empty()) return;
  SmtpTransport smtp(settings_);
  Lease lease(store_, "sender", holder_);
  while (!stop.stop_requested()) {
    bool more = false;
    if (const auto taken = lease.Take(kLease); taken.ok() && taken->has_value()) {
      for (Way& way : ways) more |= IsOpen(way) && SendBatch(stop, smtp, way);
    }
    if (!more) Pause(stop, kIdle);
  }
  (void)lease.GiveBack();
}

bool Jobs::IsOpen(const Way& way) const {
  if (!way.found_closed) return true;
  const auto since = clock_.Now() - *way.found_closed;
  return since >= kClosed || since < std::chrono::seconds{0};  // the clock was set back
}

bool Jobs::SendBatch(const std::stop_token& stop, SmtpTransport& smtp, Way& way) {
  const std::chrono::seconds claim = settings_.timeout + kRenewal + kSpare;
  const auto claimed = store_.ClaimNotifications(kBatch, claim, way.route);
  if (!claimed.ok() || claimed->empty()) return false;
  way.found_closed.reset();
  Lease lease(store_, "sender", holder_);
  Settlement settlement;
  auto renewed = std::chrono::steady_clock::now();
  std::deque<Notification> waiting(claimed->begin(), claimed->end());
  while (!waiting.empty() && !way.found_closed && !stop.stop_requested()) {
    if (std::chrono::steady_clock::now() - renewed > kRenewal) {
      Settle(settlement);
      (void)lease.Take(kLease);
      auto kept = store_.KeepClaims({waiting.begin(), waiting.end()}, claim);
      if (!kept.ok()) return false;  // they come back by themselves
      waiting.assign(kept->begin(), kept->end());
      renewed = std::chrono::steady_clock::now();
      continue;
    }
    TryOne(waiting.front(), smtp, way, settlement);
    waiting.pop_front();
  }
  for (const Notification& one : waiting) settlement.untried.push_back({{one.id, one.fence}, one.due});
  Settle(settlement);
  return !way.found_closed;
}

void Jobs::TryOne(const Notification& notification, SmtpTransport& smtp, Way& way, Settlement& settlement) {
  const Sent fate = SendOne(notification, smtp);
  metrics_.CountCall("out", way.name, fate.fate == Fate::kSent ? "OK" : "FAILED", {});
  const Claim claim{notification.id, notification.fence};
  if (fate.fate == Fate::kSent) {
    settlement.sent.push_back(claim);
    return;
  }
  if (fate.fate == Fate::kLater) way.found_closed = clock_.Now();
  rpc::LogInfo("message_not_sent",
               {{"kind", KindWord(notification.kind)}, {"attempt", notification.attempts}, {"why", fate.error}});
  settlement.failed.push_back({claim, fate.error, fate.fate == Fate::kRefused});
}

void Jobs::Settle(Settlement& settlement) {
  if (const absl::Status settled = store_.Settle(settlement); !settled.ok()) {
    rpc::LogError("settling_messages_failed", {{"why", rpc::ToString(settled.message())}});
  }
  settlement = {};
}

Sent Jobs::SendOne(const Notification& notification, SmtpTransport& smtp) {
  const auto profile = Profiles(store_).Get(notification.municipality);
  if (!profile.ok()) return {Fate::kLater, rpc::ToString(profile.status().message())};
  if (notification.route == Route::kSms) {
    const MessageText text = TextOf(notification, *profile, PublicUrl(*profile, settings_.web_url), "sms");
    return SendSms(settings_, notification.appointment.contact.telephone, text.body, notification.message_id);
  }
  const Mail mail =
      ComposeMail(notification, *profile, {settings_.from, settings_.bounces, settings_.web_url}, clock_.Now());
  if (!settings_.smtp_url.empty()) return smtp.Send(mail);
  return WriteMail(settings_.folder, MailFileName(notification, clock_.Now()), mail);
}

void Jobs::Offer(const std::stop_token& stop) {
  WaitingList list(store_);
  Lease lease(store_, "waiting-list", holder_);
  while (!stop.stop_requested()) {
    const auto taken = lease.Take(kLease);
    if (taken.ok() && taken->has_value()) {
      if (const auto made = list.Run(); !made.ok())
        rpc::LogError("waiting_list_failed", {{"why", rpc::ToString(made.status().message())}});
    }
    Pause(stop, kMatching);
  }
  (void)lease.GiveBack();
}

}  // namespace amtslotse::booking
