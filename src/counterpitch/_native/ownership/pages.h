/* Large pieces of memory on large pages: fewer faults when they are first written, and fewer misses
 * when what is asked for is anywhere in them. Not for what grows: moving it would take them apart. */
#ifndef COUNTERPITCH_OWNERSHIP_PAGES_H
#define COUNTERPITCH_OWNERSHIP_PAGES_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define LARGE ((size_t)4 << 20)

#if defined(__linux__)
#include <sys/mman.h>
#endif

/* Asks for large pages where the system has them on request; returns `at`. */
static inline void *on_large_pages(void *at, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    uintptr_t first = ((uintptr_t)at + 4095) & ~(uintptr_t)4095;
    uintptr_t end = ((uintptr_t)at + size) & ~(uintptr_t)4095;
    if (at && size >= LARGE) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)size;
#endif
    return at;
}

static inline void *large_malloc(size_t size) { return on_large_pages(malloc(size), size); }
static inline void *large_calloc(size_t count, size_t size) {
    return on_large_pages(calloc(count, size), count * size);
}

#endif
