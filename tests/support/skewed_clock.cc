// A library to preload: the process's wall clock is AMTSLOTSE_CLOCK_SKEW seconds off, and it waits as long as it means
// to. The kernel waits by its own clock, so every wait until a time of day is set back by the skew. libfaketime leaves
// out the futexes of Abseil, which gRPC waits with: a process ahead of the kernel waited five minutes too long, one
// behind not at all.
#include <dlfcn.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdlib>
#include <ctime>

namespace {

// Seconds of uptime never get near it, so a time above is one of day.
constexpr time_t kTimesOfDay = 1'000'000'000;

// No static of a function: where two threads meet at one, its guard waits by syscall(), which is one of those below.
constexpr time_t kUnread = -1'000'000'000;
constinit std::atomic<time_t> read_skew{kUnread};

time_t Skew() {
  time_t skew = read_skew.load(std::memory_order_relaxed);
  if (skew != kUnread) return skew;
  if (environ == nullptr) return 0;  // before the program's start
  const char* text = std::getenv("AMTSLOTSE_CLOCK_SKEW");
  skew = text == nullptr ? 0 : static_cast<time_t>(std::atol(text));
  read_skew.store(skew, std::memory_order_relaxed);
  return skew;
}

template <class Function>
using Known = std::atomic<Function*>;

template <class Function>
Function* Next(Known<Function>& known, const char* name) {
  Function* next = known.load(std::memory_order_relaxed);
  if (next == nullptr)
    known.store(next = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name)), std::memory_order_relaxed);
  return next;
}

bool IsWall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

timespec ToKernel(const timespec& until) { return {until.tv_sec - Skew(), until.tv_nsec}; }
timespec ToKernelIfOfDay(const timespec& until) { return until.tv_sec > kTimesOfDay ? ToKernel(until) : until; }

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static constinit Known<int(clockid_t, timespec*)> known;
  auto* const next = Next(known, "clock_gettime");
  const int result = next(clock, now);
  if (result == 0 && IsWall(clock)) now->tv_sec += Skew();
  return result;
}

int gettimeofday(timeval* now, void* zone) noexcept {
  static constinit Known<int(timeval*, void*)> known;
  auto* const next = Next(known, "gettimeofday");
  const int result = next(now, zone);
  if (result == 0) now->tv_sec += Skew();
  return result;
}

time_t time(time_t* out) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

long syscall(long number, ...) noexcept {
  static constinit Known<long(long, long, long, long, long, long, long)> known;
  auto* const next = Next(known, "syscall");
  va_list list;
  va_start(list, number);
  long values[6];
  for (long& value : values) value = va_arg(list, long);
  va_end(list);
  timespec until{};
  if (number == SYS_futex && (values[1] & FUTEX_CLOCK_REALTIME) != 0 && values[3] != 0) {
    until = ToKernel(*reinterpret_cast<const timespec*>(values[3]));
    values[3] = reinterpret_cast<long>(&until);
  }
  return next(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  static constinit Known<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)> known;
  auto* const next = Next(known, "pthread_cond_timedwait");
  const timespec kernel = ToKernelIfOfDay(*until);
  return next(condition, mutex, &kernel);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  static constinit Known<int(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)> known;
  auto* const next = Next(known, "pthread_cond_clockwait");
  const timespec kernel = IsWall(clock) ? ToKernel(*until) : *until;
  return next(condition, mutex, clock, &kernel);
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
  static constinit Known<int(pthread_mutex_t*, const timespec*)> known;
  auto* const next = Next(known, "pthread_mutex_timedlock");
  const timespec kernel = ToKernel(*until);
  return next(mutex, &kernel);
}

int sem_timedwait(sem_t* semaphore, const timespec* until) {
  static constinit Known<int(sem_t*, const timespec*)> known;
  auto* const next = Next(known, "sem_timedwait");
  const timespec kernel = ToKernel(*until);
  return next(semaphore, &kernel);
}

}  // extern "C"
