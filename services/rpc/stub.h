// A service's client, for classes that carry it where the service is only declared: generated headers are heavy, and
// only those who call need them.
#pragma once

#include <cstddef>
#include <memory>

namespace grpc {
class Channel;
}

namespace amtslotse::rpc {

// `*stub` is a Service::StubInterface&, for those who include the service's .grpc.pb.h. Thread-safe, like gRPC's own.
template <class Service>
class Stub {
 public:
  // No channel: no service there, and the stub equals nullptr.
  explicit Stub(const std::shared_ptr<grpc::Channel>& channel) {
    if (channel == nullptr) return;
    std::shared_ptr<typename Service::StubInterface> made = Service::NewStub(channel);
    made_ = std::move(made);
  }

  auto& operator*() const { return *static_cast<typename Service::StubInterface*>(made_.get()); }
  auto* operator->() const { return static_cast<typename Service::StubInterface*>(made_.get()); }
  bool operator==(std::nullptr_t) const { return made_ == nullptr; }

 private:
  std::shared_ptr<void> made_;
};

}  // namespace amtslotse::rpc
