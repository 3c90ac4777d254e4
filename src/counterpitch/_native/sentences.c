/* Reading the sentences of a text. */
#include "choosing.h"
#include "sentences.h"

#define LIKELY 0.6

int32_t bytes_of(Char c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Notes that a key stands in the sentence being read. */
static inline void see(const PhraseBook *book, Finder *finder, Entry entry)
{
    Bits sentence = (Bits)1 << finder->reading;
    int32_t key = entry_key(entry);
    Bits *standing = &finder->standing[slot_of_key(key)];
    if (*standing == 0) {
        PREFETCH(&book->list_starts[key]);
        ARRAY_PUSH(finder->present, key);
    }
    if (!(*standing & sentence)) {
        *standing |= sentence;
        int32_t *counts = finder->small_counts[finder->reading];
        for (uint32_t bits = entry_languages(entry); bits; bits >>= 1, counts++) {
            *counts += bits & 1;
        }
    }
}

static void see_key(const PhraseBook *book, Finder *finder, int32_t key)
{
    see(book, finder, entry_of(key, book->small_words[key]));
}

static void put_record(Finder *finder, int32_t key, int32_t unit)
{
    Record record = {key, unit};
    ARRAY_PUSH(finder->records, record);
}

/* Notes that a word, or its beginning, may be one that phrases use, and asks for where it would stand. */
static inline void put_asked(Finder *finder, const StringMap *map, int32_t first, const Char *text, int32_t length,
                             uint32_t hash, int32_t unit)
{
    if (strings_may_hold(map, hash)) {
        Asked asked = {map, text, NULL, hash, length, unit, first};
        PREFETCH(strings_place(map, hash));
        ARRAY_PUSH(finder->asked, asked);
    }
}

static inline void put_asked_short(Finder *finder, const WordTable *table, const Letters *letters, uint32_t hash,
                                   int32_t unit)
{
    AskedShort asked = {letters->last, letters->before, unit, words_place(table, hash)};
    PREFETCH(asked.slot);
    ARRAY_PUSH(finder->asked_short, asked);
}

/* What is asked for since `from` counts only as seen. */
static void only_seen(Finder *finder, int32_t from)
{
    for (; from < finder->asked.count; from++) {
        finder->asked.items[from].unit = -1;
    }
}

/* Asks for the word at `at` of a sentence of `n` characters, and for the beginnings of words in it; returns where
 * it ends. One that no blank stands before, or after, can be in no hit: it counts only as seen. */
static int32_t read_word(const PhraseBook *book, Finder *finder, const Char *v, int32_t at, int32_t n, int32_t unit)
{
    uint32_t hash = HASH_START;
    int32_t end = at, asked = finder->asked.count;
    Letters letters = {0, 0, 0};
    for (; end < n && v[end] != ' '; end++) {
        hash = hash_step(hash, v[end]);
        letters_add(&letters, v[end]);
        if (may_begin(book, hash) && end - at < 63) {
            put_asked(finder, &book->beginnings, book->words.count, v + at, end - at + 1, hash, unit);
        }
    }
    if (at == 0 || end == n) {
        only_seen(finder, asked);
        unit = -1;
    }
    if (letters_fit(&letters, end - at)) {
        put_asked_short(finder, &book->short_words, &letters, hash, unit);
    } else {
        put_asked(finder, &book->words, 0, v + at, end - at, hash, unit);
    }
    return end;
}

static inline void take(const PhraseBook *book, Finder *finder, Entry entry, int32_t unit)
{
    see(book, finder, entry);
    if (unit >= 0) {
        put_record(finder, entry_key(entry), unit);
    }
}

static void look_up_short(const PhraseBook *book, Finder *finder)
{
    for (int32_t n = 0; n < finder->asked_short.count; n++) {
        AskedShort asked = finder->asked_short.items[n];
        const WordSlot *slot = words_find(&book->short_words, asked.slot, asked.last, asked.before);
        if (slot != NULL) {
            take(book, finder, slot->entry, asked.unit);
        }
    }
}

/* Looks up what was asked for, all of it at once: what one look-up waits for, the next ones wait for too. */
static void look_up(const PhraseBook *book, Finder *finder)
{
    for (int32_t n = 0; n < finder->asked.count; n++) {
        Asked *asked = &finder->asked.items[n];
        asked->slot = strings_slot(asked->map, asked->length, asked->hash);
        if (asked->slot != NULL) {
            PREFETCH(asked->map->pool.items + asked->slot->at);
        }
    }
    for (int32_t n = 0; n < finder->asked.count; n++) {
        const Asked *asked = &finder->asked.items[n];
        const StringMap *map = asked->map;
        if (asked->slot == NULL) {
            continue;
        }
        int32_t found = same_string(map->pool.items + asked->slot->at, asked->text, asked->length)
            ? asked->slot->value : strings_find(map, asked->text, asked->length, asked->hash);
        if (found >= 0) {
            int32_t key = asked->first + found;
            take(book, finder, entry_of(key, book->small_words[key]), asked->unit);
        }
    }
}

static int32_t rows_for(Finder *finder, int32_t units)
{
    int32_t first = finder->rows.count, size = 2 * row_of(units);
    ARRAY_RESERVE(finder->rows, size);
    memset(finder->rows.items + first, 0, (size_t)size * sizeof(Bits));
    finder->rows.count += size;
    return first;
}

static void set_bit(Bits *row, int32_t unit)
{
    row[unit >> 6] |= (Bits)1 << (unit & 63);
}

/* How many bytes the characters from `at` to `end` have in UTF-8. */
static int32_t bytes_between(const Char *v, int32_t at, int32_t end, int ascii)
{
    int32_t bytes = ascii ? end - at : 0;
    for (; at < end && !ascii; at++) {
        bytes += bytes_of(v[at]);
    }
    return bytes;
}

/* Notes which units of a sentence can be in a hit, and which begin with a digit. */
static void note_units(Finder *finder, const Char *v, Sentence *sentence)
{
    sentence->first_row = rows_for(finder, sentence->words);
    Bits *any = finder->rows.items + sentence->first_row, *digits = any + row_of(sentence->words);
    const Place *places = finder->places.items + sentence->first_place;
    for (int32_t unit = 0; unit < sentence->words; unit++) {
        if (places[unit].at > 0 && places[unit].at + places[unit].length < sentence->length) {
            set_bit(any, unit);
            if (is_ascii_digit(v[places[unit].at])) {
                set_bit(digits, unit);
            }
        }
    }
}

/* Reads the words of a sentence. */
static void read_words(const PhraseBook *book, Finder *finder, const Char *v, Sentence *sentence, int ascii)
{
    int32_t n = sentence->length, byte = 0;
    sentence->first_place = finder->places.count;
    sentence->first_record = finder->records.count;
    finder->asked.count = finder->asked_short.count = 0;
    for (int32_t at = 0; at < n;) {
        if (v[at] == ' ') {
            at++;
            byte++;
            continue;
        }
        int32_t end = read_word(book, finder, v, at, n, finder->places.count - sentence->first_place);
        Place place = {at, end - at, byte, bytes_between(v, at, end, ascii)};
        ARRAY_PUSH(finder->places, place);
        byte += place.bytes;
        at = end;
    }
    look_up(book, finder);
    look_up_short(book, finder);
    sentence->bytes = byte;
    sentence->words = finder->places.count - sentence->first_place;
    sentence->records = finder->records.count - sentence->first_record;
    note_units(finder, v, sentence);
}

/* Sees the Chinese characters of a sentence and their pairs, and reads all of its characters. */
static void read_characters(const PhraseBook *book, Finder *finder, const Char *v, Sentence *sentence)
{
    int32_t n = sentence->length, byte = 0;
    sentence->first_character_place = finder->places.count;
    sentence->first_character_record = finder->records.count;
    sentence->characters = n;
    sentence->first_character_row = rows_for(finder, n);
    for (int32_t at = 0; at < n; at++) {
        Bits *any = finder->rows.items + sentence->first_character_row, *digits = any + row_of(n);
        Place place = {at, 1, byte, bytes_of(v[at])};
        byte += place.bytes;
        ARRAY_PUSH(finder->places, place);
        set_bit(any, at);
        if (is_ascii_digit(v[at])) {
            set_bit(digits, at);
        }
        int32_t key = strings_find(&book->characters, v + at, 1, hash_of(v + at, 1));
        if (key >= 0) {
            put_record(finder, key, at);
        }
        if (!is_han(v[at])) {
            continue;
        }
        int32_t most = at + 1 < n && is_han(v[at + 1]) ? 2 : 1;
        for (int32_t size = 1; size <= most; size++) {
            int32_t word = strings_find(&book->words, v + at, size, hash_of(v + at, size));
            if (word >= 0) {
                see_key(book, finder, word);
            }
        }
    }
    sentence->character_records = finder->records.count - sentence->first_character_record;
}

/* Opens the sentence to the languages it may be in: those with most of the small words, all if in
 * doubt, and those of other scripts where these stand. */
static void open_languages(Finder *finder, int cyrillic, int han)
{
    const int32_t *counts = finder->small_counts[finder->reading];
    Bits sentence = (Bits)1 << finder->reading;
    int32_t most = 0;
    for (int32_t language = 0; language < 4; language++) {
        most = counts[language] > most ? counts[language] : most;
    }
    double least = LIKELY * (double)most;
    for (int32_t language = 0; language < 4; language++) {
        finder->open[language] |= (double)counts[language] >= least ? sentence : 0;
    }
    finder->open[LANG_RU] |= cyrillic ? sentence : 0;
    finder->open[LANG_ZH] |= han ? sentence : 0;
}

/* Reads a sentence; `ascii` if it holds nothing else. */
static void read_sentence(const PhraseBook *book, Finder *finder, const Text *text, Sentence *sentence, int ascii)
{
    const Char *v = text->value + sentence->at;
    int cyrillic = 0, han = 0;
    for (int32_t i = 0; i < sentence->length && !ascii; i++) {
        cyrillic |= v[i] >= 0x430 && v[i] <= 0x451;
        han |= is_han(v[i]);
    }
    memset(finder->small_counts[finder->reading], 0, sizeof finder->small_counts[0]);
    read_words(book, finder, v, sentence, ascii);
    sentence->characters = 0;
    if (han) {
        read_characters(book, finder, v, sentence);
    }
    open_languages(finder, cyrillic, han);
}

#define STRETCH 16

/* Where the sentence that begins at `at` ends. `*all` gets every bit that one of its characters has. Most of it is
 * read in stretches without branches, so that a processor looks at several characters at once. */
static int32_t sentence_end(const Text *text, int32_t at, Char *all)
{
    const Char *v = text->value;
    *all = 0;
    while (text->count - at >= STRETCH) {
        Char bits = 0, ends = 0;
        for (int i = 0; i < STRETCH; i++) {
            bits |= v[at + i];
            ends |= v[at + i] == '.';
        }
        if (ends) {
            break;
        }
        *all |= bits;
        at += STRETCH;
    }
    for (; at < text->count && v[at] != '.'; at++) {
        *all |= v[at];
    }
    return at;
}

/* Reads the sentences of a text, and lists for each the phrases that it may hold. */
void sentences_read(const PhraseBook *book, Finder *finder, const Text *text, int32_t side)
{
    int32_t number = 0;
    begin_block(book, finder);
    for (int32_t at = 0; at <= text->count; number++) {
        Char all;
        int32_t end = sentence_end(text, at, &all);
        if (end - at > SHORTEST) {
            Sentence sentence = {.at = at, .length = end - at, .number = number};
            if (finder->reading == BLOCK) {
                end_block(book, finder, side);
                begin_block(book, finder);
            }
            read_sentence(book, finder, text, &sentence, all < 128);
            ARRAY_PUSH(finder->sentences, sentence);
            finder->reading++;
        }
        at = end + 1;
    }
    end_block(book, finder, side);
}
