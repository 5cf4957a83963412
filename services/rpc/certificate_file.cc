#include "services/rpc/certificate_file.h"

#include <ctime>

namespace amtslotse::rpc {

Certificate ReadCertificate(const std::string& path) {
  const Bio file(BIO_new_file(path.c_str(), "r"));
  return Certificate(file == nullptr ? nullptr : PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
}

PrivateKey ReadPrivateKey(const std::string& path) {
  const Bio file(BIO_new_file(path.c_str(), "r"));
  return PrivateKey(file == nullptr ? nullptr : PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr));
}

std::optional<std::chrono::sys_seconds> ValidUntil(const std::string& path) {
  const Certificate certificate = ReadCertificate(path);
  std::tm until{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &until) != 1)
    return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&until)));
}

}  // namespace amtslotse::rpc
