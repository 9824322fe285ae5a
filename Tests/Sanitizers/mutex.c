// Tells ThreadSanitizer of the locks of Swift's `Mutex` that it cannot see. scripts/sanitize.sh loads this library into
// all that it runs.
//
// A Mutex that is free is taken, and one that nobody waits for is released, by an atomic instruction in our own code,
// which is instrumented. All else is in libswiftSynchronization.so, which is not: `_lockSlow` may take the lock by an
// instruction of its own or leave it to the kernel (FUTEX_LOCK_PI), `_unlockSlow` hands it over by the kernel. So
// whatever one thread wrote under a contended lock would be reported as a race with the next thread that reads it under
// the same lock. These two functions stand before the library's, call them, and say what they did: the lock is
// acquired, or released.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// Of the runtime in the program; without it (a shell, openssl) there is nothing to tell.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

// A method that borrows its value has the value's address in the context register.
typedef __attribute__((swiftcall)) void lock_function(uint32_t thread, __attribute__((swift_context)) void *lock);
typedef __attribute__((swiftcall)) void unlock_function(__attribute__((swift_context)) void *lock);

// _MutexHandle._lockSlow(_: UInt32)
__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *lock) __asm__(
    "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
// _MutexHandle._unlockSlow()
__attribute__((swiftcall)) void
unlock_slow(__attribute__((swift_context)) void *lock) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

__attribute__((swiftcall)) void lock_slow(uint32_t thread, __attribute__((swift_context)) void *lock) {
    lock_function *original =
        (lock_function *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    original(thread, lock);
    if (__tsan_acquire) {
        __tsan_acquire(lock);
    }
}

__attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *lock) {
    unlock_function *original =
        (unlock_function *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    if (__tsan_release) {
        __tsan_release(lock);
    }
    original(lock);
}
