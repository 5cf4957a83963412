// One account at work: its connection to the channel, what came in, what goes out.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "services/messengers/answering.h"
#include "services/messengers/sending.h"

namespace amtslotse::messengers {

class Station final : public gateways::Receiver {
 public:
  // Everything but the account and the adapter is borrowed.
  // `holder` names this process among those that may work the account; the same name after a crash takes over at once.
  // kAlone: no other process knows the store.
  static constexpr char kAlone[] = "local";
  Station(Account account, std::unique_ptr<gateways::Adapter> adapter, Store& store,
          dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics, std::string holder = kAlone);
  ~Station() override;

  // Takes the account's lease, takes up what waits in the store, and connects. While another process holds the lease it
  // waits for its end; at most 10 s after that one died it goes on.
  absl::Status Start();
  // Disconnects and lets running steps end.
  void Stop();

  const Account& account() const { return account_; }
  const gateways::Capabilities& capabilities() const { return adapter_->capabilities(); }
  bool connected() const { return connected_; }
  bool refused() const { return circuit_open_; }
  // False as soon as another process may have taken over, also while the store does not answer.
  bool held() const { return std::chrono::steady_clock::now().time_since_epoch().count() < held_until_.load(); }
  bool books() const { return books_; }
  // The data level, from the accounts file, the channel and the recorded approval.
  absl::Status ReadLevel();
  // After something came back to the queue: whose work waits.
  void WakeAll();
  gateways::WebhookAnswer OnWebhook(const gateways::WebhookCall& call) { return adapter_->OnWebhook(call, *this); }
  // Something new is in the outbox.
  void WakeOutgoing(const PeerKey& key) { outgoing_.Wake(key.Lane()); }
  // How much waits, for the metrics.
  void CountWaiting();
  // Old things are forgotten.
  void Tidy();

  // gateways::Receiver
  absl::Status Receive(const std::vector<gateways::Inbound>& events, std::string_view position) override;
  std::string Position() override;
  void Connected() override;

 private:
  void Hold(const std::stop_token& stop);
  // Takes or renews the lease until stopped.
  void KeepLease(const std::stop_token& stop);
  bool TakeLease();
  // What other processes received, put into the outbox or decided.
  void LookAround();
  void Wake(const Backlog& backlog);
  void TakeUp();
  void Broken(const std::string& why);

  const Account account_;
  const std::string key_;
  const std::string holder_;
  const std::unique_ptr<gateways::Adapter> adapter_;
  Store& store_;
  Counters counters_;
  Hints hints_;
  std::atomic<bool> books_{false};
  std::atomic<std::chrono::steady_clock::rep> held_until_{0};
  std::atomic<bool> connected_{false};
  Answering answering_;
  Sending sending_;
  Lanes outgoing_;
  Lanes incoming_;
  std::atomic<bool> circuit_open_{false};
  std::atomic<bool> store_refused_{false};  // the connection ended because nothing could be recorded
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::stop_source session_;  // of the present run of the adapter
  std::jthread connection_;
  std::jthread lease_;
};

}  // namespace amtslotse::messengers
