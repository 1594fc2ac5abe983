/* A disk that needs a while for every flush, as spinning ones do: cc -shared -fPIC -o slow-disk.so slow-disk.c
   SLOW_DISK_MS is how long. To be loaded before libc, which it stands in front of. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*flush_of)(int);

static int slowly(const char *name, int fd) {
    const char *ms = getenv("SLOW_DISK_MS");
    long nanoseconds = (ms ? atol(ms) : 12) * 1000000L;
    struct timespec rest = {nanoseconds / 1000000000L, nanoseconds % 1000000000L};
    nanosleep(&rest, NULL);
    return ((flush_of) dlsym(RTLD_NEXT, name))(fd);
}

int fsync(int fd) { return slowly("fsync", fd); }

int fdatasync(int fd) { return slowly("fdatasync", fd); }
