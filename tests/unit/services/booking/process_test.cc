// The booking process itself: PostgreSQL by a setting, two replicas of it on one database.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "tests/support/postgres_server.h"

namespace amtslotse::booking {
namespace {

namespace fs = std::filesystem;

constexpr char kCalendars[] =
    R"({"locations": [{"id": "mitte", "office_id": "a", "name": "Mitte", "capacity_per_slot": 1,
  "lead_minutes": 0, "booking_window_days": 30, "slot_minutes": 60, "services": [{"service_id": "s", "minutes": 60}],
  "opening_hours": [{"weekday": 1, "from": "08:00", "to": "12:00"}, {"weekday": 3, "from": "08:00", "to": "12:00"}]}]})";

// A running amtslotse-booking.
class Process {
 public:
  Process(const fs::path& folder, const std::string& name, const std::string& database)
      : socket_("unix:" + (folder / (name + ".sock")).string()) {
    fs::create_directories(folder / "data");
    const std::vector<std::string> settings{"BOOKING_LISTEN=" + socket_,
                                            "BOOKING_DATA_DIR=" + (folder / "data").string(),
                                            "BOOKING_KEYS_FILE=" + (folder / "keys" / "booking.keys").string(),
                                            "BOOKING_DATABASE=" + database, "BOOKING_DATABASE_CONNECTIONS=4"};
    process_ = ::fork();
    if (process_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (const std::string& setting : settings) ::putenv(const_cast<char*>(setting.c_str()));
      ::execl(BOOKING_PROGRAM, BOOKING_PROGRAM, nullptr);
      ::_exit(127);
    }
    channel_ = grpc::CreateChannel(socket_, grpc::InsecureChannelCredentials());
    stub_ = v1::Booking::NewStub(channel_);
  }
  ~Process() { Stop(); }

  int Stop() {
    if (process_ <= 0) return 0;
    ::kill(process_, SIGTERM);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return status;
  }
  bool Ready() { return channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)); }

  template <class Request, class Response>
  Response Call(grpc::Status (v1::Booking::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                Request request) {
    request.set_municipality_id("erlenfurt");
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    Response response;
    const grpc::Status status = (*stub_.*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  std::vector<v1::Slot> FreeSlots() {
    v1::FindSlotsRequest find;
    find.mutable_filter()->add_services()->set_service_id("s");
    find.set_limit(100);
    const auto found = Call(&v1::Booking::Stub::FindSlots, find);
    return {found.slots().begin(), found.slots().end()};
  }
  v1::HoldResponse Hold(const v1::Slot& slot, const std::string& key) {
    v1::HoldRequest hold;
    hold.set_idempotency_key(key);
    hold.set_location_id(slot.location_id());
    hold.set_begin_unix(slot.begin_unix());
    hold.add_services()->set_service_id("s");
    return Call(&v1::Booking::Stub::Hold, hold);
  }

 private:
  const std::string socket_;
  pid_t process_ = -1;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Booking::Stub> stub_;
};

TEST(BookingProcess, TwoReplicasOnOnePostgresSellAPlaceOnce) {
  tests::PostgresServer server;
  const std::string database = server.NewDatabase();
  std::string folder = fs::temp_directory_path() / "booking-process-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  {
    Process first(folder, "first", database);
    ASSERT_TRUE(first.Ready());
    v1::ApplyCatalogueRequest catalogue;
    catalogue.set_calendars_json(kCalendars);
    first.Call(&v1::Booking::Stub::ApplyCatalogue, catalogue);
    Process second(folder, "second", database);
    ASSERT_TRUE(second.Ready());
    const auto slots = second.FreeSlots();
    ASSERT_GT(slots.size(), 10u);
    EXPECT_TRUE(first.Hold(slots[3], "one").has_held());
    EXPECT_EQ(second.Hold(slots[3], "two").refusal(), v1::REFUSAL_SLOT_TAKEN);
    EXPECT_EQ(second.Hold(slots[3], "one").held().slot().begin_unix(), slots[3].begin_unix());  // the first result
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (second.FreeSlots().size() == slots.size() && std::chrono::steady_clock::now() < until) {
    }
    EXPECT_EQ(second.FreeSlots().size(), slots.size() - 1) << "seen by the other replica";
    EXPECT_FALSE(fs::exists(fs::path(folder) / "data" / "booking.db"));
    EXPECT_EQ(first.Stop(), 0);
    EXPECT_EQ(second.Stop(), 0);
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace amtslotse::booking
