// Files for the catalogue: sent in pieces, as a request is small here; then imported with progress as it goes.
//   POST /staff/api/v1/import/{upload}?at=OFFSET   bytes (application/octet-stream); the answer names the next offset
//   POST /staff/api/v1/import/{upload}/run         {"fileName", "format", "dryRun", "complete"}; the answer is one JSON
//                                                  line per step, the last with `report` or `problem`
// A piece may be sent again. What was begun and not run is forgotten after an hour.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>

#include "amtslotse/knowledge/v1/knowledge.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/query.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web::staff {
namespace {

namespace kv1 = knowledge::v1;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;
constexpr std::size_t kMostUploads = 8;
constexpr auto kForgottenAfter = std::chrono::hours(1);
constexpr auto kImportWithin = std::chrono::minutes(30);
constexpr std::size_t kPiece = 1 << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// One file on its way in. It has no name on disk and is gone with this.
struct Upload {
  std::mutex mutex;
  std::unique_ptr<std::FILE, CloseFile> file{std::tmpfile()};
  std::uint64_t bytes = 0;
  Clock::time_point touched = Clock::now();
};

// Thread-safe. Keys hold town and session: nobody reaches another's file.
class Uploads {
 public:
  // RESOURCE_EXHAUSTED when too many are under way.
  absl::StatusOr<std::shared_ptr<Upload>> Of(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    std::erase_if(uploads_, [&](const auto& each) { return now - each.second->touched > kForgottenAfter; });
    auto& upload = uploads_[key];
    if (upload == nullptr) {
      if (uploads_.size() > kMostUploads) {
        uploads_.erase(key);
        return absl::ResourceExhaustedError("too many files at once");
      }
      upload = std::make_shared<Upload>();
    }
    upload->touched = now;
    return upload;
  }
  // `keep`: it is run again, as a trial comes before an import.
  std::shared_ptr<Upload> Take(const std::string& key, bool keep) {
    const std::lock_guard lock(mutex_);
    const auto found = uploads_.find(key);
    if (found == uploads_.end()) return nullptr;
    auto upload = found->second;
    if (!keep) uploads_.erase(found);
    return upload;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Upload>> uploads_;
};

std::string KeyOf(const Shared& shared, const Request& request) {
  return fmt::format("{}|{}|{}", request.town->id(), CsrfToken(shared, SessionToken(shared, request)),
                     request.Variable("upload"));
}

Reply Append(const Shared& shared, Uploads& uploads, const Request& request) {
  if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
  if (const auto caller = AdministratorCaller(shared, request); !caller.ok())
    return Fault(shared, request, caller.status());
  Query query(request);
  const std::uint64_t at = query.Number("at", 0, 0, static_cast<std::uint32_t>(kLargestFile));
  if (!query.bad().empty()) return Fault(shared, request, absl::InvalidArgumentError("at"));
  const auto upload = uploads.Of(KeyOf(shared, request));
  if (!upload.ok()) return Fault(shared, request, upload.status());
  Upload& to = **upload;
  const std::lock_guard lock(to.mutex);
  const std::string& bytes = request.Body();
  if (at > to.bytes)
    return Fault(shared, request,
                 absl::InvalidArgumentError(fmt::format("Es fehlt ein Stück der Datei ab {}.", to.bytes)));
  if (at + bytes.size() > kLargestFile)
    return Fault(shared, request, absl::InvalidArgumentError("Die Datei ist größer als 1 GiB."));
  if (to.file == nullptr || std::fseek(to.file.get(), static_cast<long>(at), SEEK_SET) != 0 ||
      std::fwrite(bytes.data(), 1, bytes.size(), to.file.get()) != bytes.size())
    return Fault(shared, request, absl::ResourceExhaustedError("no room for the file"));
  to.bytes = std::max(to.bytes, at + bytes.size());
  return JsonReply(fmt::format(R"({{"next":{}}})", to.bytes));
}

// An import under way: says each step as a line.
class Running {
 public:
  Running(const Shared& shared, const rpc::Caller& caller) {
    context_.set_deadline(std::chrono::system_clock::now() + kImportWithin);
    context_.AddMetadata(rpc::kRequestIdKey, caller.request_id);
    context_.AddMetadata(rpc::kActorKey, caller.signed_actor);
    stream_ = shared.backends.knowledge->Import(&context_);
  }
  ~Running() {
    if (!finished_) context_.TryCancel();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void Send(const kv1::ImportRequest::Start& start, std::FILE* file) {
    kv1::ImportRequest piece;
    *piece.mutable_start() = start;
    bool open = stream_->Write(piece);
    std::rewind(file);
    std::string bytes(kPiece, '\0');
    while (open) {
      const std::size_t read = std::fread(bytes.data(), 1, bytes.size(), file);
      if (read == 0) break;
      piece.set_data(bytes.data(), read);
      open = stream_->Write(piece);
    }
    stream_->WritesDone();
  }

  bool Round(const Sink& sink) {
    kv1::ImportResponse response;
    if (stream_->Read(&response)) return sink(ToJson(response) + "\n");
    const auto status = rpc::FromGrpc(stream_->Finish());
    finished_ = true;
    if (!status.ok()) sink(fmt::format("{{\"problem\":{}}}\n", Quoted(rpc::ToString(status.message()))));
    return false;
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriterInterface<kv1::ImportRequest, kv1::ImportResponse>> stream_;
  bool finished_ = false;
};

Reply Run(const Shared& shared, Uploads& uploads, const Request& request) {
  if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
  const auto caller = AdministratorCaller(shared, request);
  if (!caller.ok()) return Fault(shared, request, caller.status());
  kv1::ImportRequest::Start start;
  const auto body = ParseObject(request.Body());
  if (!body.ok()) return Fault(shared, request, body.status());
  if (auto read = FromJson(*body, start); !read.ok()) return Fault(shared, request, read);
  start.set_municipality_id(request.town->id());
  start.set_last_file(true);
  const auto upload = uploads.Take(KeyOf(shared, request), start.dry_run());
  if (upload == nullptr || upload->file == nullptr)
    return Fault(shared, request, absl::NotFoundError("no such upload"));
  const auto running = std::make_shared<Running>(shared, *caller);
  running->Send(start, upload->file.get());
  Reply reply{.status = 200, .content_type = "application/x-ndjson", .body = {}, .headers = {}, .stream = {}};
  reply.stream = [running](const Sink& sink) { return running->Round(sink); };
  return reply.With("X-Accel-Buffering", "no");
}

// A whole export as one file.
Reply Export(const Shared& shared, const Request& request) {
  const auto caller = ActingCaller(shared, request);
  if (!caller.ok()) return Fault(shared, request, caller.status());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  context.AddMetadata(rpc::kRequestIdKey, caller->request_id);
  context.AddMetadata(rpc::kActorKey, caller->signed_actor);
  kv1::ExportRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_format(request.Query("format"));
  const auto reader = shared.backends.knowledge->Export(&context, ask);
  std::string file;
  kv1::ExportResponse piece;
  while (reader->Read(&piece)) file += piece.data();
  if (const auto status = rpc::FromGrpc(reader->Finish()); !status.ok()) return Fault(shared, request, status);
  const bool xml = ask.format() == "xzufi";
  Reply reply{.status = 200,
              .content_type = xml ? "application/xml" : "text/csv; charset=utf-8",
              .body = std::move(file),
              .headers = {},
              .stream = {}};
  return reply.With("Content-Disposition",
                    fmt::format("attachment; filename=\"{}.{}\"", request.town->id(), xml ? "xml" : "csv"));
}

}  // namespace

void AddImportRoutes(Router& router, const Shared& shared) {
  const auto uploads = std::make_shared<Uploads>();
  const std::string at = std::string(kStaffApi) + "/import/{upload}";
  router.Add("POST", at, Needs::kTown,
             [uploads, &shared](const Request& request) { return Append(shared, *uploads, request); });
  router.Add("POST", at + "/run", Needs::kTown,
             [uploads, &shared](const Request& request) { return Run(shared, *uploads, request); });
  router.Add("GET", std::string(kStaffApi) + "/export", Needs::kTown,
             [&shared](const Request& request) { return Export(shared, request); });
}

}  // namespace amtslotse::gateways::web::staff
