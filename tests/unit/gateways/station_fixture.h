// A station with a dialogue of ours and an adapter that records.
#pragma once

#include "tests/unit/gateways/messengers_fixture.h"

namespace amtslotse::messengers {

class StationAtWork : public StoreFixture {
 protected:
  StationAtWork() { Open(); }
  ~StationAtWork() override { stations_.clear(); }

  void Open() {
    Account account;
    account.settings.municipality_id = "erlenfurt";
    account.settings.channel = "telegram";
    account.settings.account = "bot";
    auto adapter = std::make_unique<RecordingAdapter>();
    adapter_ = adapter.get();
    stations_.push_back(std::make_unique<Station>(account, std::move(adapter), *store_, *stub_, metrics_));
  }
  void Start() { ASSERT_TRUE(stations_[0]->Start().ok()); }
  // As a crash and a new process would.
  void Restart() {
    stations_.clear();
    Reopen();
    Open();
  }
  void Receive(const std::vector<gateways::Inbound>& events) { ASSERT_TRUE(stations_[0]->Receive(events, "").ok()); }
  static gateways::Inbound Says(const std::string& id, const std::string& text, const std::string& peer = "4711") {
    return {id, peer, "de", gateways::Said{text}};
  }
  PeerKey KeyOf(const std::string& peer) const { return store_->KeyOf("erlenfurt/telegram/bot", peer); }

  FakeDialogue dialogue_;
  std::unique_ptr<dialogue::v1::Dialogue::Stub> stub_ = dialogue_.NewStub();
  rpc::Metrics metrics_;
  std::vector<std::unique_ptr<Station>> stations_;
  RecordingAdapter* adapter_ = nullptr;
};

}  // namespace amtslotse::messengers
