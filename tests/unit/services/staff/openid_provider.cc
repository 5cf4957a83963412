#include "tests/unit/services/staff/openid_provider.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace amtslotse::staff {
namespace {

std::size_t Append(char* bytes, std::size_t, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, count);
  return count;
}

struct Answer {
  std::string body;
  std::string location;
};

Answer Fetch(const std::string& url, const std::string& post) {
  CURL* handle = curl_easy_init();
  Answer answer;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
  if (!post.empty()) curl_easy_setopt(handle, CURLOPT_POSTFIELDS, post.c_str());
  const CURLcode code = curl_easy_perform(handle);
  const char* location = nullptr;
  curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &location);
  if (location != nullptr) answer.location = location;
  curl_easy_cleanup(handle);
  if (code != CURLE_OK) throw std::runtime_error(url + ": " + curl_easy_strerror(code));
  return answer;
}

}  // namespace

OpenIdProvider::OpenIdProvider(const std::string& redirect_url) {
  std::array<int, 2> to{};
  std::array<int, 2> from{};
  if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(to[0], STDIN_FILENO);
    ::dup2(from[1], STDOUT_FILENO);
    ::execlp("node", "node", "tests/emulators/openid.mjs", "--redirect", redirect_url.c_str(),
             static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  input_ = to[1];
  std::string line;
  for (char c = 0; c != '\n' && ::read(from[0], &c, 1) == 1;) line += c;
  ::close(from[0]);
  const auto said = nlohmann::json::parse(line, nullptr, false);
  if (!said.is_object()) throw std::runtime_error("tests/emulators/openid.mjs does not start");
  issuer_ = said.at("issuer");
}

OpenIdProvider::~OpenIdProvider() {
  ::close(input_);  // what it ends with
  ::waitpid(process_, nullptr, 0);
}

void OpenIdProvider::Behave(const std::string& json) const { Fetch(issuer_ + "/control", json); }
std::string OpenIdProvider::State() const { return Fetch(issuer_ + "/control", "").body; }
std::string OpenIdProvider::SignIn(const std::string& authorization_url) const {
  return Fetch(authorization_url, "").location;
}

}  // namespace amtslotse::staff
