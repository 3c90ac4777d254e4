/* Searching sentences for the phrases that may stand in them, negations and excuses minded. */
#include "sentences.h"

#define MOST_HITS 3

/* The sentence under search, in the units of the phrase's language. */
typedef struct {
    const PhraseBook *book;
    Finder *finder;
    Units *units;
    const Place *places;
    const Char *text;
    int32_t count, bytes, han;
} View;

/* What is left of a word of which only the last `bytes` bytes are looked at. */
static void cut_word(const View *view, Place place, int32_t bytes, Stranger *rest)
{
    const Char *word = view->text + place.at;
    int32_t at = 0, over = place.bytes - bytes;
    rest->count = 0;
    rest->digit = 0;
    for (; over > 0; at++) {
        over -= bytes_of(word[at]);
    }
    rest->whole = over == 0;
    if (!rest->whole) {
        return;
    }
    uint32_t hash = HASH_START;
    const PhraseBook *book = view->book;
    for (int32_t i = at; i < place.length; i++) {
        hash = hash_step(hash, word[i]);
        int32_t size = i - at + 1;
        int32_t found = size < 64 && book->beginning_lengths[size]
            ? strings_find(&book->beginnings, word + at, size, hash) : -1;
        if (found >= 0 && rest->count < 31) {
            rest->keys[rest->count++] = book->words.count + found;
        }
    }
    int32_t found = strings_find(&book->words, word + at, place.length - at, hash);
    if (found >= 0) {
        rest->keys[rest->count++] = found;
    }
    rest->digit = is_ascii_digit(word[at]);
}

#define GUARD_BYTES 96
#define GUARD_HAN_BYTES 18
#define GUARD_WORDS 4

static int negated(const View *view, int32_t guard, int32_t begin)
{
    const Programs *programs = &view->book->programs;
    if (begin == 0) {
        return 0;
    }
    int32_t edge = view->places[begin].byte - (view->han ? GUARD_HAN_BYTES : GUARD_BYTES), from = begin;
    while (from > 0 && view->places[from - 1].byte >= edge && (view->han || begin - from < GUARD_WORDS)) {
        from--;
    }
    Stranger rest;
    const Stranger *extra = NULL;
    if (!view->han && from > 0 && begin - from < GUARD_WORDS) {
        Place before = view->places[from - 1];
        if (before.byte + before.bytes > edge) {
            cut_word(view, before, before.byte + before.bytes - edge, &rest);
            extra = &rest;
            from--;
        }
    }
    return from < begin && program_within(programs, view->units, guard, from, begin, extra);
}

#define AROUND_BYTES 600

static int excused(const View *view, int32_t unless, int32_t begin, int32_t end)
{
    Finder *finder = view->finder;
    int32_t edge = view->places[begin].byte - AROUND_BYTES, from = begin, last = end;
    int32_t stop = view->places[end - 1].byte + view->places[end - 1].bytes + AROUND_BYTES;
    int32_t margin = !view->han; /* outside Chinese the blank beside a word must be there too */
    while (from > 0 && (edge <= 0 || view->places[from - 1].byte - margin >= edge)) {
        from--;
    }
    while (last < view->count
           && (stop >= view->bytes
               || view->places[last].byte + view->places[last].bytes + margin <= stop)) {
        last++;
    }
    int whole = from == 0 && last == view->count;
    if (whole && finder->excuse_stamps[unless] == finder->sentence_stamp) {
        return finder->excuse_known[unless];
    }
    program_run(&view->book->programs, view->units, unless, last);
    int32_t first = program_first(view->units, from);
    int found = first >= 0 && first <= last;
    if (whole) {
        finder->excuse_stamps[unless] = finder->sentence_stamp;
        finder->excuse_known[unless] = (uint8_t)found;
    }
    return found;
}

/* ---- searching ---- */

static int companions_stand(const PhraseBook *book, const Finder *finder, int32_t leaf)
{
    for (int32_t n = book->companions.starts[leaf]; n < book->companions.starts[leaf + 1]; n++) {
        int32_t set = book->companions.items[n] >> 1, far = book->companions.items[n] & 1, found = 0;
        const uint32_t *stamps = far ? finder->leaf_in_message : finder->leaf_in_sentence;
        uint32_t stamp = far ? finder->message_stamp : finder->sentence_stamp;
        for (int32_t i = book->companion_sets.starts[set]; i < book->companion_sets.starts[set + 1]; i++) {
            if (stamps[book->companion_sets.items[i]] == stamp) {
                found = 1;
                break;
            }
        }
        if (!found) {
            return 0;
        }
    }
    return 1;
}

static int all_present(const PhraseBook *book, Finder *finder, int32_t leaf)
{
    uint32_t known = finder->leaf_checked[leaf];
    if (known >> 1 != finder->sentence_stamp) {
        known = finder->sentence_stamp << 1 | (uint32_t)companions_stand(book, finder, leaf);
        finder->leaf_checked[leaf] = known;
    }
    return (int)(known & 1);
}

/* Whether fewer than SHORTEST bytes are left after a hit: then nothing more is searched. */
static int at_end(const View *view, int32_t end)
{
    if (!view->han) {
        return end >= view->count;
    }
    return end >= view->count || view->bytes - view->places[end].byte < SHORTEST;
}

/* The places at which a phrase stands, found before its hits are tested: MOST_HITS at most. */
static int32_t spans_of(const View *view, const Phrase *phrase, int32_t spans[MOST_HITS][2])
{
    int32_t count = 0, from = 0;
    program_run(&view->book->programs, view->units, phrase->program, view->count);
    while (count < MOST_HITS) {
        int32_t begin = program_first(view->units, from);
        if (begin < 0 || begin >= view->count) {
            break;
        }
        int32_t end = program_end(&view->book->programs, view->units, phrase->program, begin);
        if (end <= begin) {
            break;
        }
        spans[count][0] = begin;
        spans[count++][1] = end;
        from = end;
        if (at_end(view, end)) {
            break;
        }
    }
    return count;
}

static void search(const View *view, const Sentence *sentence, const Phrase *phrase, PhraseHits *hits)
{
    int32_t spans[MOST_HITS][2];
    int32_t count = spans_of(view, phrase, spans);
    for (int32_t n = 0; n < count; n++) {
        int32_t begin = spans[n][0], end = spans[n][1];
        if ((phrase->guard >= 0 && negated(view, phrase->guard, begin))
            || (phrase->unless >= 0 && excused(view, phrase->unless, begin, end))) {
            continue;
        }
        Place last = view->places[end - 1];
        PhraseHit hit = {phrase->leaf, sentence->at + view->places[begin].at,
                         sentence->at + last.at + last.length, sentence->number};
        ARRAY_PUSH(*hits, hit);
    }
}

static void load(Finder *finder, const Sentence *sentence)
{
    const Bits *row = finder->rows.items + sentence->first_row;
    units_load(&finder->words, sentence->words, finder->records.items + sentence->first_record,
               sentence->records, row, row + row_of(sentence->words));
    if (sentence->characters > 0) {
        row = finder->rows.items + sentence->first_character_row;
        units_load(&finder->characters, sentence->characters,
                   finder->records.items + sentence->first_character_record,
                   sentence->character_records, row, row + row_of(sentence->characters));
    }
}

static void search_sentence(
    const PhraseBook *book, Finder *finder, const Text *text, const Sentence *sentence, PhraseHits *hits)
{
    const Candidate *candidates = finder->candidates.items + sentence->first_candidate;
    const Char *v = text->value + sentence->at;
    const Place *places = finder->places.items;
    View words = {book, finder, &finder->words, places + sentence->first_place, v,
                  sentence->words, sentence->bytes, 0};
    View characters = {book, finder, &finder->characters, places + sentence->first_character_place,
                       v, sentence->characters, sentence->bytes, 1};
    finder->sentence_stamp++;
    for (int32_t n = 0; n < sentence->candidates; n++) {
        finder->leaf_in_sentence[candidates[n].leaf] = finder->sentence_stamp;
    }
    load(finder, sentence);
    for (int32_t n = 0; n < sentence->candidates; n++) {
        const Phrase *phrase = &book->phrases[candidates[n].phrase];
        if (all_present(book, finder, phrase->leaf)) {
            search(phrase->language == LANG_ZH ? &characters : &words, sentence, phrase, hits);
        }
    }
    units_unload(&finder->words);
    units_unload(&finder->characters);
}

/* Starts the stamps anew before they run over. */
static void refresh(const PhraseBook *book, Finder *finder)
{
    if (finder->stamp > 0x70000000u || finder->message_stamp > 0x70000000u
        || finder->words.stamp > 0x70000000u) {
        finder_free(finder);
        finder_init(finder, book);
    }
}

void phrases_find(const PhraseBook *book, Finder *finder, const Text *text, int32_t side, PhraseHits *hits)
{
    refresh(book, finder);
    finder->message_stamp++;
    finder->sentences.count = finder->candidates.count = 0;
    finder->records.count = finder->places.count = finder->rows.count = 0;
    sentences_read(book, finder, text, side);
    for (int32_t n = 0; n < finder->sentences.count; n++) {
        if (finder->sentences.items[n].candidates > 0) {
            search_sentence(book, finder, text, &finder->sentences.items[n], hits);
        }
    }
}
