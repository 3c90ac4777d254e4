/* The phrases of a rulebook. */
#include "ways.h"

/* Looks every Chinese character up once. */
static void list_han(PhraseBook *book)
{
    book->han = memory_fixed((LAST_HAN - FIRST_HAN + 1) * sizeof(Han));
    for (Char c = FIRST_HAN; c <= LAST_HAN; c++) {
        uint32_t hash = hash_of(&c, 1);
        Han each = {strings_find(&book->characters, &c, 1, hash), strings_find(&book->words, &c, 1, hash)};
        book->han[c - FIRST_HAN] = each;
    }
}

void phrases_ready(PhraseBook *book)
{
    list_han(book);
    words_ready(&book->short_words, &book->words, &book->beginnings, book->small_words);
    ways_ready(book);
}

void phrases_free(PhraseBook *book)
{
    strings_free(&book->words);
    strings_free(&book->beginnings);
    strings_free(&book->characters);
    words_free(&book->short_words);
    memory_unfixed(book->han);
    memory_unfixed(book->programs.pieces);
    memory_unfixed(book->programs.places);
    ways_free(book);
    free(book->small_words);
}

static void *zeroed(int32_t count, size_t size)
{
    size_t bytes = ((size_t)count + 1) * size;
    return memset(memory_fixed(bytes), 0, bytes);
}

static uint32_t *stamps(int32_t size)
{
    return zeroed(size, sizeof(uint32_t));
}

void finder_init(Finder *finder, const PhraseBook *book)
{
    memset(finder, 0, sizeof *finder);
    units_init(&finder->words, book->keys > book->character_keys ? book->keys : book->character_keys, book->programs.sets);
    units_init(&finder->characters, book->keys > book->character_keys ? book->keys : book->character_keys, book->programs.sets);
    finder->standing = zeroed(book->slots, sizeof(Bits));
    finder->seen = zeroed(book->slots, 1);
    finder->tried = zeroed(book->count, sizeof(Tried));
    finder->leaf_checked = stamps(book->leaves);
    finder->leaf_in_message = stamps(book->leaves);
    finder->leaf_in_sentence = stamps(book->leaves);
    finder->excuse_stamps = stamps(book->programs.programs);
    finder->excuse_known = memory_resize(NULL, (size_t)book->programs.programs + 1);
}

void finder_free(Finder *finder)
{
    units_free(&finder->words);
    units_free(&finder->characters);
    void *fixed[] = {finder->standing, finder->seen, finder->tried, finder->leaf_checked,
                     finder->leaf_in_message, finder->leaf_in_sentence, finder->excuse_stamps};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        memory_unfixed(fixed[i]);
    }
    void *blocks[] = {finder->pairs.items, finder->possible.items, finder->excuse_known, finder->present.items,
                      finder->asked.items, finder->asked_short.items, finder->records.items, finder->places.items,
                      finder->rows.items, finder->bytes.items, finder->sentences.items, finder->candidates.items};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        free(blocks[i]);
    }
}
