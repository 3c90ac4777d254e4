#include "memory.h"

#include <stddef.h>

#define CHUNK_BYTES ((size_t)256 * 1024)

struct Chunk {
    Chunk *next;
    size_t size;
    max_align_t data[];
};

void *memory_resize(void *block, size_t size)
{
    void *grown = realloc(block, size ? size : 1);
    if (grown == NULL) {
        Py_FatalError("counterpitch: out of memory");
    }
    return grown;
}

static Chunk *chunk_new(size_t size)
{
    Chunk *chunk = memory_resize(NULL, sizeof(Chunk) + size);
    chunk->next = NULL;
    chunk->size = size;
    return chunk;
}

void *arena_take(Arena *arena, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (arena->current == NULL || arena->used + size > arena->current->size) {
        Chunk *chunk = chunk_new(size > CHUNK_BYTES ? size : CHUNK_BYTES);
        if (arena->current == NULL) {
            arena->first = chunk;
        } else {
            arena->current->next = chunk;
        }
        arena->current = chunk;
        arena->used = 0;
    }
    void *piece = (char *)arena->current->data + arena->used;
    arena->used += size;
    return piece;
}

static void chunks_free(Chunk *chunk)
{
    while (chunk != NULL) {
        Chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_empty(Arena *arena)
{
    if (arena->first == NULL) {
        return;
    }
    if (arena->first->size > CHUNK_BYTES) {
        arena_free(arena);
        return;
    }
    chunks_free(arena->first->next);
    arena->first->next = NULL;
    arena->current = arena->first;
    arena->used = 0;
}

void arena_free(Arena *arena)
{
    chunks_free(arena->first);
    arena->first = arena->current = NULL;
    arena->used = 0;
}
