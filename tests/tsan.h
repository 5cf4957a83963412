// Before everything in a build for the thread sanitizer. Protobuf's headers give maps two members more in such a build, which
// Debian's library does not know; the standard library's headers have to know, and are read first.
#include <atomic>
#include <memory>
#include <mutex>
#undef __SANITIZE_THREAD__
