// Certificates and keys as OpenSSL reads them from files, and until when they are good.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace amtslotse::rpc {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

// Null when there is none that can be read.
Certificate ReadCertificate(const std::string& path);
PrivateKey ReadPrivateKey(const std::string& path);

// Nothing for what is no certificate.
std::optional<std::chrono::sys_seconds> ValidUntil(const std::string& path);

}  // namespace amtslotse::rpc
