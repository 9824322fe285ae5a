#pragma once
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

// The C library declares these only with _GNU_SOURCE, which cannot be set here after the Glibc module has been read.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
int pthread_setname_np(pthread_t thread, const char *name);

#include <sys/syscall.h>

// Processors in this process's affinity mask, 0 if the system does not tell.
static inline int mant_affinity_processor_count(void) {
    unsigned char mask[1024];
    const long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int count = 0;
    for (long byte = 0; byte < bytes; byte++) {
        count += __builtin_popcount(mask[byte]);
    }
    return count;
}

// Where the linker put the program's own code and constants.
extern const char __executable_start[], etext[];

// Lets go of the pages of the program's code. They are read-only pages of its file, which stays in the system's cache:
// what still runs is mapped again when it runs next.
static inline void mant_release_code_pages(void) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t begin = ((uintptr_t)__executable_start + page - 1) / page * page;
    const uintptr_t end = (uintptr_t)etext / page * page;
    if (begin < end) {
        madvise((void *)begin, end - begin, MADV_DONTNEED);
    }
}
