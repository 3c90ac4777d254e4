/* Memory for tables, in large pages where there are such. */
#include "memory.h"

/* A sanitizer watches over each piece by itself. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 << 20)
#define LINE 64 /* bytes that are read from memory at once */

/* Some large pages, handed out from their beginning; they are given back with the last piece. */
typedef struct {
    size_t used, size;
    int32_t pieces;
} Slab;

static Slab *current;

static size_t rounded(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

static Slab *slab_new(size_t least)
{
    size_t size = rounded(least + LINE, 2 * LARGE_PAGE);
    Slab *slab = aligned_alloc(LARGE_PAGE, size);
    if (slab == NULL) {
        Py_FatalError("counterpitch: out of memory");
    }
    (void)madvise(slab, size, MADV_HUGEPAGE); /* a wish: without it, pages are small */
    slab->used = LINE;
    slab->size = size;
    slab->pieces = 0;
    return slab;
}

void *memory_fixed(size_t size)
{
    size_t room = LINE + rounded(size, LINE); /* the slab is noted before the piece */
    if (current == NULL || current->size - current->used < room) {
        current = slab_new(room);
    }
    char *piece = (char *)current + current->used + LINE;
    memcpy(piece - LINE, &current, sizeof(Slab *));
    current->used += room;
    current->pieces++;
    return piece;
}

void memory_unfixed(void *piece)
{
    if (piece == NULL) {
        return;
    }
    Slab *slab;
    memcpy(&slab, (char *)piece - LINE, sizeof(Slab *));
    if (--slab->pieces == 0) {
        current = slab == current ? NULL : current;
        free(slab);
    }
}

#else

void *memory_fixed(size_t size)
{
    return memory_resize(NULL, size);
}

void memory_unfixed(void *piece)
{
    free(piece);
}

#endif

void *memory_moved(void *block, size_t size)
{
    void *piece = memory_fixed(size);
    if (size > 0) {
        memcpy(piece, block, size);
    }
    free(block);
    return piece;
}
