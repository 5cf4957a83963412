#include "gateways/web/assets.h"

#include <fmt/format.h>
#include <sodium.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace amtslotse::gateways::web {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string TypeOf(const fs::path& path) {
  static const std::map<std::string, std::string> kTypes = {{".js", "text/javascript; charset=utf-8"},
                                                            {".css", "text/css; charset=utf-8"},
                                                            {".json", "application/json; charset=utf-8"},
                                                            {".svg", "image/svg+xml"},
                                                            {".woff2", "font/woff2"},
                                                            {".png", "image/png"},
                                                            {".ico", "image/x-icon"},
                                                            {".txt", "text/plain; charset=utf-8"}};
  const auto found = kTypes.find(path.extension().string());
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

std::string Etag(const std::string& bytes) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  char text[2 * sizeof hash + 1];
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  return fmt::format("\"{}\"", text);
}

Reply FileReply(const std::string& path, std::string bytes, const std::string& etag, bool gzip) {
  Reply reply{.status = 200,
              .content_type = TypeOf(path),
              .body = std::move(bytes),
              .headers = {},
              .stream = {},
              .compressed = gzip};
  const bool hashed = path.starts_with("/assets/");
  reply.With("Cache-Control",
             hashed ? "public, max-age=31536000, immutable" : "public, max-age=300, stale-while-revalidate=86400");
  reply.With("ETag", etag);
  // A town's page on another host loads the widget as a module.
  reply.With("Access-Control-Allow-Origin", "*").With("Cross-Origin-Resource-Policy", "cross-origin");
  return reply;
}

}  // namespace

absl::StatusOr<Assets> Assets::Load(const std::string& folder) {
  Assets assets;
  std::error_code error;
  for (fs::recursive_directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    if (!each->is_regular_file() || each->path().extension() == ".gz") continue;
    const std::string path = "/" + fs::relative(each->path(), folder).generic_string();
    if (path == "/manifest.json") continue;
    std::string bytes = ReadFile(each->path());
    std::string compressed = ReadFile(each->path().string() + ".gz");
    const std::string etag = Etag(bytes);
    File file{.plain = FileReply(path, bytes, etag, false),
              .gzip = compressed.empty() ? FileReply(path, bytes, etag, false)
                                         : FileReply(path, std::move(compressed), etag, true)};
    assets.files_.emplace(path, std::move(file));
  }
  const auto manifest = nlohmann::json::parse(ReadFile(fs::path(folder) / "manifest.json"), nullptr, false);
  if (!manifest.is_object())
    return absl::FailedPreconditionError(
        fmt::format("{}: no built interface; run `npm ci && npm run build` in gateways/web/ui", folder));
  for (const auto& [source, entry] : manifest.items()) {
    Entry& to = assets.manifest_[source];
    to.file = "/" + entry.value("file", "");
    for (const auto& style : entry.value("css", nlohmann::json::array()))
      to.styles.push_back("/" + style.get<std::string>());
  }
  return assets;
}

const Reply* Assets::Find(const std::string& path, bool gzip) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return nullptr;
  return gzip ? &found->second.gzip : &found->second.plain;
}

std::string Assets::Url(const std::string& source) const {
  const auto found = manifest_.find(source);
  return found == manifest_.end() ? std::string() : found->second.file;
}

std::vector<std::string> Assets::Styles(const std::string& source) const {
  const auto found = manifest_.find(source);
  return found == manifest_.end() ? std::vector<std::string>() : found->second.styles;
}

bool AcceptsGzip(std::string_view accept_encoding) {
  const auto at = accept_encoding.find("gzip");
  return at != std::string_view::npos && !accept_encoding.substr(at).starts_with("gzip;q=0,") &&
         accept_encoding.substr(at) != "gzip;q=0";
}

std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kLevel = 4;  // pages are made per request
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : std::string();
}

}  // namespace amtslotse::gateways::web
