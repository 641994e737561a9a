/*
 * Preloaded into Dragoman: makes the disk below one folder slow or full, and moves the wall clock, as a page of shared memory
 * says: three signed 64-bit numbers in the file that FAULT_PAGE names. FAULT_FOLDER is the folder.
 *
 *   [0] microseconds that each write and sync takes longer
 *   [1] error number that each write and sync fails with; 0: none
 *   [2] seconds that the wall clock is ahead (CLOCK_REALTIME only, as when a clock is set)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t nothing[3];
static volatile int64_t *page = nothing;
static const char *folder = "";

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULT_PAGE");
  const char *below = getenv("FAULT_FOLDER");
  if (below != NULL) folder = below;
  int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(NULL, 3 * sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) page = mapped;
  close(file);
}

static int is_meant(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  return length > 0 && *folder != 0 && strncmp(path, folder, strlen(folder)) == 0;
}

/* Waits as told. Returns -1, with the error set, when the call must fail. */
static int disturb(int descriptor) {
  if ((page[0] == 0 && page[1] == 0) || !is_meant(descriptor)) return 0;
  if (page[0] > 0) usleep((useconds_t)page[0]);
  if (page[1] == 0) return 0;
  errno = (int)page[1];
  return -1;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))
#define DISTURBED(type, name, declared, passed)                \
  type name declared {                                         \
    static __typeof__(name) *real;                             \
    if (real == NULL) real = REAL(name);                       \
    return disturb(descriptor) < 0 ? -1 : real passed;         \
  }

DISTURBED(ssize_t, write, (int descriptor, const void *bytes, size_t count), (descriptor, bytes, count))
DISTURBED(ssize_t, pwrite, (int descriptor, const void *bytes, size_t count, off_t at), (descriptor, bytes, count, at))
DISTURBED(ssize_t, pwrite64, (int descriptor, const void *bytes, size_t count, off64_t at), (descriptor, bytes, count, at))
DISTURBED(int, ftruncate, (int descriptor, off_t size), (descriptor, size))
DISTURBED(int, ftruncate64, (int descriptor, off64_t size), (descriptor, size))
DISTURBED(int, fsync, (int descriptor), (descriptor))
DISTURBED(int, fdatasync, (int descriptor), (descriptor))

int clock_gettime(clockid_t clock, struct timespec *now) {
  static __typeof__(clock_gettime) *real;
  if (real == NULL) real = REAL(clock_gettime);
  int result = real(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += page[2];
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  static __typeof__(gettimeofday) *real;
  if (real == NULL) real = REAL(gettimeofday);
  int result = real(now, zone);
  if (result == 0) now->tv_sec += page[2];
  return result;
}

time_t time(time_t *told) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (told != NULL) *told = now.tv_sec;
  return now.tv_sec;
}
