// Connections from the caller's side.
#include "services/rpc/address.h"

#include <grpc/grpc.h>
#include <grpcpp/channel.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::rpc {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

// Takes connections and says no more than how HTTP/2 begins: a server in another process, as far as a caller's
// connection is concerned. gRPC's own would serve the caller's sockets too, being in this process.
class Greeter {
 public:
  explicit Greeter(const std::string& path) : listening_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, path.c_str(), sizeof(name.sun_path) - 1);
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&name), sizeof(name)), 0);
    EXPECT_EQ(::listen(listening_, 8), 0);
    greeting_ = std::thread([this] {
      constexpr auto kSettings = "\0\0\0\4\0\0\0\0\0"sv;
      for (int fd; (fd = ::accept(listening_, nullptr, nullptr)) >= 0;)  // each stays open until the test ends
        EXPECT_EQ(::write(fd, kSettings.data(), kSettings.size()), static_cast<ssize_t>(kSettings.size()));
    });
  }
  ~Greeter() {
    ::shutdown(listening_, SHUT_RDWR);
    greeting_.join();
    ::close(listening_);
  }

 private:
  int listening_;
  std::thread greeting_;
};

class Folder {
 public:
  Folder() { EXPECT_NE(::mkdtemp(path_.data()), nullptr); }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string socket() const { return path_ + "/socket"; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "amtslotse-connect-XXXXXX").string();
};

TEST(Connect, AProcessThatIsThereAgainIsFoundAlsoWhileNobodyCalls) {
  NoticeConnectionsSoon();

  const Folder folder;
  const auto channel = Connect("unix:" + folder.socket());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckResponse response;
  EXPECT_FALSE(grpc::health::v1::Health::NewStub(channel)->Check(&context, {}, &response).ok());  // nobody there

  const Greeter greeter(folder.socket());
  // One attempt to connect takes 2 s at most; found within the first.
  const auto until = std::chrono::steady_clock::now() + 1900ms;
  while (channel->GetState(false) != GRPC_CHANNEL_READY && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);
  EXPECT_EQ(channel->GetState(false), GRPC_CHANNEL_READY);
}

TEST(Connect, TheLastConnectionDoesNotWaitForGrpcToEnd) {
  const Folder folder;
  Connect("unix:" + folder.socket()).reset();
  EXPECT_TRUE(grpc_is_initialized());
}

}  // namespace
}  // namespace amtslotse::rpc
