#include "services/booking/jobs.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "booking/lease.h"
#include "booking/town_profile.h"
#include "booking/waiting_list.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::booking {
namespace {

constexpr std::chrono::seconds kLease{10};
constexpr std::chrono::seconds kRowLease{900};
constexpr std::chrono::milliseconds kIdle{1000};
constexpr std::chrono::milliseconds kClosed{15000};
constexpr std::chrono::milliseconds kMatching{3000};
constexpr int kBatch = 20;

void Pause(const std::stop_token& stop, std::chrono::milliseconds duration) {
  std::mutex mutex;
  std::condition_variable_any wait;
  std::unique_lock lock(mutex);
  wait.wait_for(lock, stop, duration, [] { return false; });
}

std::string FileName(const Notification& notification, Instant now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const Date date{day};
  const std::chrono::hh_mm_ss time{now - day};
  return fmt::format("{:04}-{:02}-{:02}-{:02}{:02}{:02}-{}-{}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(), KindWord(notification.kind), notification.id);
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
  if (!settings_.sends_mail() && settings_.sms_url.empty()) return;  // they wait, and staff see that
  SmtpTransport smtp(settings_);
  Lease lease(store_, "sender", holder_);
  while (!stop.stop_requested()) {
    const auto taken = lease.Take(kLease);
    const bool ours = taken.ok() && taken->has_value();
    if (!ours || !SendBatch(stop, smtp)) Pause(stop, ours ? kClosed / 10 : kIdle);
  }
  (void)lease.GiveBack();
}

bool Jobs::SendBatch(const std::stop_token& stop, SmtpTransport& smtp) {
  std::optional<Route> only;
  if (!settings_.sends_mail()) only = Route::kSms;
  if (settings_.sms_url.empty()) only = Route::kEmail;
  const auto claimed = store_.ClaimNotifications(kBatch, kRowLease, only);
  if (!claimed.ok() || claimed->empty()) return false;
  Lease lease(store_, "sender", holder_);
  std::vector<std::pair<std::int64_t, std::int64_t>> sent;
  bool open = true;
  for (const Notification& notification : *claimed) {
    // A row that was claimed and not tried keeps its turn.
    const Sent fate = open && !stop.stop_requested() ? SendOne(notification, smtp) : Sent{Fate::kLater, "der Mailserver antwortet nicht"};
    metrics_.CountCall("out", settings_.smtp_url.empty() ? "mail/folder" : "mail/smtp", fate.fate == Fate::kSent ? "OK" : "FAILED", {});
    if (fate.fate == Fate::kSent) {
      sent.emplace_back(notification.id, notification.fence);
      continue;
    }
    if (fate.fate == Fate::kLater) open = false;
    rpc::LogInfo("message_not_sent", {{"kind", KindWord(notification.kind)}, {"attempt", notification.attempts}, {"why", fate.error}});
    (void)store_.MarkFailed(notification.id, notification.fence, notification.attempts, fate.error, fate.fate == Fate::kRefused);
    (void)lease.Take(kLease);
  }
  if (!sent.empty()) {
    if (const absl::Status marked = store_.MarkSent(sent); !marked.ok()) rpc::LogError("mark_sent_failed", {{"why", rpc::ToString(marked.message())}});
  }
  return open;
}

Sent Jobs::SendOne(const Notification& notification, SmtpTransport& smtp) {
  const auto profile = Profiles(store_).Get(notification.municipality);
  if (!profile.ok()) return {Fate::kLater, rpc::ToString(profile.status().message())};
  if (notification.route == Route::kSms) {
    const MessageText text = TextOf(notification, *profile, PublicUrl(*profile, settings_.web_url), "sms");
    return SendSms(settings_, notification.appointment.contact.telephone, text.body, notification.message_id);
  }
  const Mail mail = ComposeMail(notification, *profile, {settings_.from, settings_.bounces, settings_.web_url}, clock_.Now());
  if (!settings_.smtp_url.empty()) return smtp.Send(mail);
  return WriteMail(settings_.folder, FileName(notification, clock_.Now()), mail);
}

void Jobs::Offer(const std::stop_token& stop) {
  WaitingList list(store_);
  Lease lease(store_, "waiting-list", holder_);
  while (!stop.stop_requested()) {
    const auto taken = lease.Take(kLease);
    if (taken.ok() && taken->has_value()) {
      if (const auto made = list.Run(); !made.ok()) rpc::LogError("waiting_list_failed", {{"why", rpc::ToString(made.status().message())}});
    }
    Pause(stop, kMatching);
  }
  (void)lease.GiveBack();
}

}  // namespace amtslotse::booking
