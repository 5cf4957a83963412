// Mutual TLS between machines. Every process has a certificate of the installation's own CA that names it, and is known
// by that name wherever it runs. On one machine processes talk over sockets that only their callers see.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>
#include <string_view>

namespace amtslotse::rpc {

// A folder with ca.crt, tls.crt and tls.key, as `amtslotse ca issue` and Kubernetes write them. The files are read
// again every few seconds: a renewed certificate needs no restart.
struct TlsIdentity {
  std::string service;    // whose, e.g. "nlu"
  std::string directory;  // empty: none
};

// The name in a process's certificate, e.g. "nlu.amtslotse".
std::string CertificateName(std::string_view service);
// The service of such a name; empty: not one of ours.
std::string_view ServiceOfCertificate(std::string_view name);

// Names the file and the way out when one is missing, of another process, of a foreign CA or not fitting its key. An
// expired one is only logged: it can be renewed while the process runs.
absl::Status CheckIdentity(const TlsIdentity& identity);

// Lets in who has a certificate of the same CA, and only to what it may call (callers.h).
std::shared_ptr<grpc::ServerCredentials> ServerTls(const TlsIdentity& identity);
// The other side's name is asked for by the caller: see Connect.
std::shared_ptr<grpc::ChannelCredentials> ChannelTls(const TlsIdentity& identity);

// gRPC's own words about refused connections go into the log as events.
void LogRefusedConnections();

}  // namespace amtslotse::rpc
