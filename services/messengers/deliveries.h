// Messages that nobody asked for: fetched from the dialogue, put into the outbox, their fate told back.
#pragma once

#include <stop_token>
#include <vector>

#include "services/messengers/station.h"

namespace amtslotse::messengers {

// Everything is borrowed.
class Deliveries {
 public:
  Deliveries(const std::vector<std::unique_ptr<Station>>& stations, Store& store,
             dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics,
             std::chrono::milliseconds often = std::chrono::seconds(1));
  // Until stopped.
  void Run(const std::stop_token& stop);

 private:
  // Whether it makes sense to ask again soon.
  bool Fetch();
  void Take(const dialogue::v1::Delivery& delivery, std::uint64_t fence);
  void TellFates();
  bool Tell(const std::string& municipality_id, const std::string& id, std::uint64_t fence, const std::string& outcome);

  const std::vector<std::unique_ptr<Station>>& stations_;
  Store& store_;
  dialogue::v1::Dialogue::StubInterface& dialogue_;
  rpc::Metrics& metrics_;
  const std::string holder_;
  const std::chrono::milliseconds often_;
};

}  // namespace amtslotse::messengers
