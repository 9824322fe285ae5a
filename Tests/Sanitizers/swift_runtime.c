// Tells ThreadSanitizer what it cannot see of Swift, whose libraries are not instrumented: how a contended Mutex and
// the counts of references put threads in order. Without that, what they guard is reported as a race.
// scripts/sanitize.sh loads this library into all that it runs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Of the runtime in the program; without it (a shell, openssl) there is nothing to tell.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static void acquire(void *address) {
    if (__tsan_acquire) {
        __tsan_acquire(address);
    }
}

static void release(void *address) {
    if (__tsan_release) {
        __tsan_release(address);
    }
}

// Mutex. A free one is taken, and one that nobody waits for is released, by an atomic instruction in our own code. All
// else is in libswiftSynchronization.so: `_lockSlow` takes the lock by an instruction of its own or leaves it to the
// kernel (FUTEX_LOCK_PI), `_unlockSlow` hands it over by the kernel. These functions stand before the library's.

// A method that borrows its value has the value's address in the context register.
typedef __attribute__((swiftcall)) void lock_function(uint32_t thread, __attribute__((swift_context)) void *lock);
typedef __attribute__((swiftcall)) void unlock_function(__attribute__((swift_context)) void *lock);

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
lock_function lock_slow __asm__(LOCK_SLOW);
unlock_function unlock_slow __asm__(UNLOCK_SLOW);

__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *lock) {
    ((lock_function *)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, lock);
    acquire(lock);
}

__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *lock) {
    unlock_function *original = (unlock_function *)dlsym(RTLD_NEXT, UNLOCK_SLOW);
    release(lock);
    original(lock);
}

// References. A thread that is done with a copy of an array lets go of its storage; another one that finds itself the
// only owner then changes the storage in place. The count orders them: it is decremented with release and read with
// acquire semantics, in libswiftCore.so. These functions stand before those that our own code calls there. (The
// runtime's own way to replace them, for instruments, breaks swift_retain on this platform.)

/// The function of this name in the library, looked up once.
#define ORIGINAL(type)                                                          \
    ({                                                                          \
        static _Atomic(type *) original;                                        \
        type *function = atomic_load_explicit(&original, memory_order_relaxed); \
        if (!function) {                                                        \
            function = (type *)dlsym(RTLD_NEXT, __func__);                      \
            atomic_store_explicit(&original, function, memory_order_relaxed);   \
        }                                                                       \
        function;                                                               \
    })

typedef void release_function(void *object);
typedef void release_n_function(void *object, uint32_t count);
typedef size_t count_function(void *object);
typedef bool uniqueness_function(void *object);

static size_t swift_retainCount(void *object) {
    return ORIGINAL(count_function)(object);
}

// What is not positive is no object with a count. The last owner has nobody to tell.
static void release_shared(void *object) {
    if (__tsan_release && (intptr_t)object > 0 && swift_retainCount(object) > 1) {
        __tsan_release(object);
    }
}

// Without what stands in the bits that pointers leave unused.
static void *untagged(void *bridge) {
    return (intptr_t)bridge > 0 ? (void *)((uintptr_t)bridge & 0x00FFFFFFFFFFFFF8) : NULL;
}

void swift_release(void *object) {
    release_shared(object);
    ORIGINAL(release_function)(object);
}

void swift_release_n(void *object, uint32_t count) {
    release_shared(object);
    ORIGINAL(release_n_function)(object, count);
}

void swift_bridgeObjectRelease(void *object) {
    release_shared(untagged(object));
    ORIGINAL(release_function)(object);
}

void swift_bridgeObjectRelease_n(void *object, uint32_t count) {
    release_shared(untagged(object));
    ORIGINAL(release_n_function)(object, count);
}

bool swift_isUniquelyReferenced_nonNull_native(void *object) {
    bool is_unique = ORIGINAL(uniqueness_function)(object);
    if (is_unique) {
        acquire(object);
    }
    return is_unique;
}
