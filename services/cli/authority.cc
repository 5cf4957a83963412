#include "services/cli/authority.h"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

#include "services/cli/reason.h"
#include "services/cli/whole_file.h"
#include "services/rpc/certificate_file.h"
#include "services/rpc/tls.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

using rpc::Certificate;
using rpc::FreeWith;
using rpc::PrivateKey;
using Text = rpc::Bio;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

absl::Status Failed(const char* what) { return absl::InternalError(fmt::format("OpenSSL: {}", what)); }

std::string Content(BIO* text) {
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text, &begin);
  return {begin, static_cast<std::size_t>(size)};
}

std::string PemOf(X509* certificate) {
  const Text text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(text.get(), certificate);
  return Content(text.get());
}

std::string PemOf(EVP_PKEY* key) {
  const Text text(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return Content(text.get());
}

Text Reading(const std::string& pem) { return Text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

absl::Status MakeFolder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  return failed ? absl::PermissionDeniedError(fmt::format("{}: {}", folder.native(), ReasonText(failed)))
                : absl::OkStatus();
}

// A certificate without signature. Valid from an hour ago: machines' clocks differ.
Certificate Blank(const std::string& name, EVP_PKEY* key, std::chrono::days valid) {
  Certificate certificate(X509_new());
  std::array<unsigned char, 16> serial;
  RAND_bytes(serial.data(), serial.size());
  serial[0] &= 0x7f;
  const std::unique_ptr<BIGNUM, FreeWith<BN_free>> number(BN_bin2bn(serial.data(), serial.size(), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
  X509_set_version(certificate.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()),
                  std::chrono::duration_cast<std::chrono::seconds>(valid).count());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

void Add(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  X509_add_ext(certificate, extension.get(), -1);
}

}  // namespace

absl::Status Authority::Create(const fs::path& folder, std::chrono::days valid) {
  if (fs::exists(folder / "ca.key"))
    return absl::AlreadyExistsError(fmt::format("{}: die Zertifizierungsstelle gibt es schon.", folder.native()));
  const PrivateKey key(EVP_EC_gen("P-256"));
  if (key == nullptr) return Failed("no key");
  const Certificate certificate = Blank("Amtslotse CA", key.get(), valid);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  Add(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  Add(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  Add(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) return Failed("not signed");
  if (auto status = MakeFolder(folder); !status.ok()) return status;
  if (auto status = WriteWhole(folder / "ca.crt", PemOf(certificate.get()), 0644); !status.ok()) return status;
  return WriteWhole(folder / "ca.key", PemOf(key.get()), 0600);
}

absl::StatusOr<Authority> Authority::Open(const fs::path& folder) {
  Authority authority;
  authority.key_ = ReadText(folder / "ca.key");
  authority.certificate_ = ReadText(folder / "ca.crt");
  if (authority.key_.empty() || authority.certificate_.empty())
    return absl::NotFoundError(
        fmt::format("{}: hier gibt es keine Zertifizierungsstelle. Anlegen: amtslotse ca create", folder.native()));
  return authority;
}

absl::Status Authority::Issue(const std::string& service, const fs::path& folder, std::chrono::days valid) const {
  const PrivateKey authority(PEM_read_bio_PrivateKey(Reading(key_).get(), nullptr, nullptr, nullptr));
  const Certificate issuer(PEM_read_bio_X509(Reading(certificate_).get(), nullptr, nullptr, nullptr));
  if (authority == nullptr || issuer == nullptr) return absl::DataLossError("ca.key oder ca.crt ist beschädigt.");
  const PrivateKey key(EVP_EC_gen("P-256"));
  if (key == nullptr) return Failed("no key");
  const std::string name = rpc::CertificateName(service);
  const Certificate certificate = Blank(name, key.get(), valid);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  Add(certificate.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  Add(certificate.get(), issuer.get(), NID_key_usage, "critical,digitalSignature");
  Add(certificate.get(), issuer.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  Add(certificate.get(), issuer.get(), NID_subject_alt_name, "DNS:" + name);
  Add(certificate.get(), issuer.get(), NID_subject_key_identifier, "hash");
  Add(certificate.get(), issuer.get(), NID_authority_key_identifier, "keyid");
  if (X509_sign(certificate.get(), authority.get(), EVP_sha256()) == 0) return Failed("not signed");
  if (auto status = MakeFolder(folder); !status.ok()) return status;
  if (auto status = WriteWhole(folder / "ca.crt", certificate_, 0644); !status.ok()) return status;
  if (auto status = WriteWhole(folder / "tls.key", PemOf(key.get()), 0600); !status.ok()) return status;
  return WriteWhole(folder / "tls.crt", PemOf(certificate.get()), 0644);
}

absl::StatusOr<std::chrono::sys_seconds> ValidUntil(const fs::path& certificate) {
  const auto until = rpc::ValidUntil(certificate.native());
  if (!until) return absl::NotFoundError(fmt::format("{}: kein Zertifikat", certificate.native()));
  return *until;
}

}  // namespace amtslotse::cli
