// Two ends of a connection between machines: who is let in, who is not, and that a renewed certificate needs no
// restart.
#include "services/rpc/tls.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/cli/authority.h"
#include "services/rpc/address.h"
#include "services/rpc/callers.h"
#include "services/rpc/server.h"

namespace amtslotse::rpc {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

class Tls : public ::testing::Test {
 protected:
  Tls() {
    std::string name = (fs::temp_directory_path() / "amtslotse-tls-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    EXPECT_TRUE(cli::Authority::Create(folder / "ca", days(10)).ok());
    for (const char* service : {"nlu", "knowledge", "dialogue"}) Issue(service, days(1));
  }
  ~Tls() override { fs::remove_all(folder); }

  void Issue(const std::string& service, days valid) {
    EXPECT_TRUE(cli::Authority::Open(folder / "ca")->Issue(service, folder / service, valid).ok());
  }
  TlsIdentity Identity(const std::string& service) const { return {service, folder / service}; }

  // `nlu` on a free port of 127.0.0.1.
  void StartNlu() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", ServerTls(Identity("nlu")), &port);
    builder.RegisterService(&health);
    health.Set(true);
    server = builder.BuildAndStart();
  }
  grpc::Status Ask(const std::string& service, const TlsIdentity& own) const {
    const auto stub = grpc::health::v1::Health::NewStub(Connect("tls:127.0.0.1:" + std::to_string(port), service, own));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    grpc::health::v1::HealthCheckResponse response;
    return stub->Check(&context, {}, &response);
  }

  fs::path folder;
  int port = 0;
  const CallsAtWork calls;
  HealthService health{calls};
  std::unique_ptr<grpc::Server> server;
};

TEST_F(Tls, ThoseOfOneAuthorityTalk) {
  StartNlu();
  EXPECT_TRUE(Ask("nlu", Identity("dialogue")).ok());
}

TEST_F(Tls, TheOtherSideMustBeTheServiceThatWasMeant) {
  StartNlu();
  EXPECT_EQ(Ask("knowledge", Identity("dialogue")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, ForeignAndExpiredCertificatesAreTurnedAway) {
  StartNlu();
  ASSERT_TRUE(cli::Authority::Create(folder / "other", days(10)).ok());
  ASSERT_TRUE(cli::Authority::Open(folder / "other")->Issue("dialogue", folder / "foreign", days(1)).ok());
  EXPECT_EQ(Ask("nlu", {"dialogue", folder / "foreign"}).error_code(), grpc::StatusCode::UNAVAILABLE);
  Issue("dialogue", days(-1));
  EXPECT_EQ(Ask("nlu", Identity("dialogue")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, ARenewedCertificateIsTakenWithoutRestart) {
  Issue("nlu", days(-1));
  StartNlu();
  EXPECT_FALSE(Ask("nlu", Identity("dialogue")).ok());
  Issue("nlu", days(1));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!Ask("nlu", Identity("dialogue")).ok()) ASSERT_LT(std::chrono::steady_clock::now(), give_up);
}

TEST_F(Tls, AWrongIdentityIsNamedBeforeTheStart) {
  EXPECT_TRUE(CheckIdentity(Identity("nlu")).ok());
  EXPECT_NE(CheckIdentity({"nlu", folder / "none"}).message().find("tls.crt: is missing"), absl::string_view::npos);
  EXPECT_NE(CheckIdentity({"nlu", folder / "dialogue"}).message().find("of another process"), absl::string_view::npos);
  fs::copy_file(folder / "dialogue" / "tls.key", folder / "nlu" / "tls.key", fs::copy_options::overwrite_existing);
  EXPECT_NE(CheckIdentity(Identity("nlu")).message().find("does not belong"), absl::string_view::npos);
}

TEST(Callers, OnlyThoseWithAnArrowMay) {
  EXPECT_TRUE(MayCall("dialogue", "Nlu/Understand"));
  EXPECT_FALSE(MayCall("web", "Nlu/Understand"));
  EXPECT_FALSE(MayCall("nlu", "Staff/SignIn"));
  EXPECT_FALSE(MayCall("", "Booking/Hold"));
  EXPECT_FALSE(MayCall("web", "Unheard/Of"));
  EXPECT_FALSE(MayCall("web", "Booking/ErasePerson"));  // Persons/ForgetPerson notes it for restored backups
  EXPECT_TRUE(MayCall("web", "Persons/ForgetPerson"));
}

}  // namespace
}  // namespace amtslotse::rpc
