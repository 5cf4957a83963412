#include "services/rpc/tls.h"

#include <fmt/format.h>
#include <grpc/support/log.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/x509v3.h>

#include "services/rpc/callers.h"
#include "services/rpc/certificate_file.h"
#include "services/rpc/log.h"

namespace amtslotse::rpc {
namespace {

constexpr std::string_view kDomain = ".amtslotse";
constexpr unsigned kReadAgainSeconds = 2;

// Any of the file's certificates may be the issuer: during a change of the CA there are two.
bool IssuedByOneOf(X509* certificate, const std::string& path) {
  const Bio file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return false;
  while (const Certificate authority{PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)}) {
    const PrivateKey key(X509_get_pubkey(authority.get()));
    if (X509_check_issued(authority.get(), certificate) == X509_V_OK && X509_verify(certificate, key.get()) == 1)
      return true;
  }
  return false;
}

std::shared_ptr<grpc::experimental::CertificateProviderInterface> Files(const TlsIdentity& identity) {
  const std::string& folder = identity.directory;
  return std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(folder + "/tls.key", folder + "/tls.crt",
                                                                              folder + "/ca.crt", kReadAgainSeconds);
}

// Runs for every line that gRPC would write; only those about connections are for an operator.
void TakeLine(gpr_log_func_args* line) {
  const std::string_view text = line->message;
  if (text.find("andshake failed") != std::string_view::npos || text.find("SSL_ERROR") != std::string_view::npos)
    LogWarning("tls_refused", {{"why", text.find("VERIFY_FAILED") != std::string_view::npos ||
                                               text.find("verify failed") != std::string_view::npos
                                           ? "the other side's certificate is expired, foreign or of another process"
                                       : text.find("expired") != std::string_view::npos
                                           ? "our certificate is expired, says the other side"
                                       : text.find("unknown ca") != std::string_view::npos
                                           ? "our certificate is of a foreign CA, says the other side"
                                           : "no agreement"},
                               {"grpc", text}});
  else if (line->severity == GPR_LOG_SEVERITY_ERROR)
    LogWarning("grpc", {{"what", text}});
}

}  // namespace

std::string CertificateName(std::string_view service) { return fmt::format("{}{}", service, kDomain); }

std::string_view ServiceOfCertificate(std::string_view name) {
  return name.ends_with(kDomain) ? name.substr(0, name.size() - kDomain.size()) : std::string_view();
}

absl::Status CheckIdentity(const TlsIdentity& identity) {
  const std::string renew = fmt::format("make it with: amtslotse ca issue {}", identity.service);
  const auto wrong = [&](std::string_view file, std::string_view what) {
    return absl::FailedPreconditionError(fmt::format("{}/{}: {}; {}", identity.directory, file, what, renew));
  };
  const Certificate certificate = ReadCertificate(identity.directory + "/tls.crt");
  if (certificate == nullptr) return wrong("tls.crt", "is missing or no certificate");
  const PrivateKey key = ReadPrivateKey(identity.directory + "/tls.key");
  if (key == nullptr) return wrong("tls.key", "is missing or no key");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return wrong("tls.key", "does not belong to tls.crt");
  if (ReadCertificate(identity.directory + "/ca.crt") == nullptr)
    return wrong("ca.crt", "is missing or no certificate");
  if (!IssuedByOneOf(certificate.get(), identity.directory + "/ca.crt"))
    return wrong("tls.crt", "is of another CA than ca.crt");
  const std::string name = CertificateName(identity.service);
  if (X509_check_host(certificate.get(), name.c_str(), name.size(), 0, nullptr) != 1)
    return wrong("tls.crt", fmt::format("is of another process, not of {}", name));
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0)
    LogError("certificate_expired", {{"file", identity.directory + "/tls.crt"}, {"way_out", renew}});
  return absl::OkStatus();
}

std::shared_ptr<grpc::ServerCredentials> ServerTls(const TlsIdentity& identity) {
  grpc::experimental::TlsServerCredentialsOptions options(Files(identity));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  auto credentials = grpc::experimental::TlsServerCredentials(options);
  credentials->SetAuthMetadataProcessor(CallerCheck());
  return credentials;
}

std::shared_ptr<grpc::ChannelCredentials> ChannelTls(const TlsIdentity& identity) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Files(identity));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_certificate_verifier(std::make_shared<grpc::experimental::HostNameCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

void LogRefusedConnections() { gpr_set_log_function(&TakeLine); }

}  // namespace amtslotse::rpc
