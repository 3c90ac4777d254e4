/* Reading the sentences of a text. */
#include "bytes.h"
#include "choosing.h"
#include "sentences.h"

#define LIKELY 0.6

int32_t bytes_of(Char c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* One in the 16 bits of each language that has its bit; a sentence has no 65,536 words. */
static const uint64_t ONE_OF_EACH[16] = {
    0x0, 0x1, 0x10000, 0x10001, 0x100000000, 0x100000001, 0x100010000, 0x100010001, 0x1000000000000,
    0x1000000000001, 0x1000000010000, 0x1000000010001, 0x1000100000000, 0x1000100000001, 0x1000100010000,
    0x1000100010001,
};

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
        finder->small_counts[finder->reading] += ONE_OF_EACH[entry_languages(entry)];
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

/* Asks for a short word, or a beginning, of which there is room for in `asked_short`. */
static inline void put_short(Finder *finder, const WordTable *table, Letters letters, int32_t unit)
{
    AskedShort asked = {letters, words_place(table, letters), unit};
    PREFETCH(asked.slot);
    finder->asked_short.items[finder->asked_short.count++] = asked;
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
    Letters letters;
    for (; end < n && v[end] != ' '; end++) {
        hash = hash_step(hash, v[end]);
        if (may_begin(book, hash) && end - at < 63) {
            put_asked(finder, &book->beginnings, book->words.count, v + at, end - at + 1, hash, unit);
        }
    }
    if (at == 0 || end == n) {
        only_seen(finder, asked);
        unit = -1;
    }
    if (letters_read(v + at, end - at, &letters)) {
        ARRAY_RESERVE(finder->asked_short, 1);
        put_short(finder, &book->short_words, letters, unit);
    } else {
        put_asked(finder, &book->words, 0, v + at, end - at, hash, unit);
    }
    return end;
}

/* Asks for the word at `at` and for its beginnings; returns where it ends. */
static inline int32_t read_plain(const PhraseBook *book, Finder *finder, const Char *v, const uint8_t *bytes, int32_t at,
                                 int32_t n, int32_t unit)
{
    const WordTable *table = &book->short_words;
    uint64_t first = eight(bytes + at);
    int32_t length = before_blank(first), then = 0;
    Letters letters = {lowest(first, length), 0};
    if (length == 8) {
        uint64_t next = eight(bytes + at + 8);
        then = before_blank(next);
        letters.then = (uint32_t)lowest(next, then);
    }
    length += then;
    if (length > MOST_LETTERS || (letters.first | letters.then) & ANY_OTHER) {
        return read_word(book, finder, v, at, n, unit);
    }
    unit = at == 0 || at + length == n ? -1 : unit;
    for (uint32_t lengths = words_lengths(table, first, length); lengths; lengths &= lengths - 1) {
        put_short(finder, table, letters_beginning(letters, __builtin_ctz(lengths)), unit);
    }
    put_short(finder, table, letters, unit);
    return at + length;
}

/* Takes what was found as seen, and where it has a place, as standing there: there is room in `records`. */
static inline void take(const PhraseBook *book, Finder *finder, Entry entry, int32_t unit)
{
    Record record = {entry_key(entry), unit};
    see(book, finder, entry);
    finder->records.items[finder->records.count] = record;
    finder->records.count += unit >= 0;
}

/* Finds what was asked for in a block: what one look-up waits for, the next ones wait for too. */
static void find_short(const PhraseBook *book, Finder *finder)
{
    AskedShort *asked = finder->asked_short.items;
    for (int32_t n = 0; n < finder->asked_short.count; n++) {
        asked[n].slot = words_find(&book->short_words, asked[n].slot, asked[n].letters);
        if (asked[n].slot != NULL) {
            PREFETCH(&finder->standing[slot_of_key(entry_key(asked[n].slot->entry))]);
        }
    }
}

static void find_long(Finder *finder)
{
    for (int32_t n = 0; n < finder->asked.count; n++) {
        Asked *asked = &finder->asked.items[n];
        asked->slot = strings_slot(asked->map, asked->length, asked->hash);
        if (asked->slot != NULL) {
            PREFETCH(asked->map->pool.items + asked->slot->at);
        }
    }
}

/* Takes what was found of a sentence. */
static void take_short(const PhraseBook *book, Finder *finder, const Sentence *sentence)
{
    const AskedShort *asked = finder->asked_short.items + sentence->first_asked_short;
    ARRAY_RESERVE(finder->records, sentence->asked_short + 1);
    ARRAY_RESERVE(finder->present, sentence->asked_short);
    for (int32_t n = 0; n < sentence->asked_short; n++) {
        if (asked[n].slot != NULL) {
            take(book, finder, asked[n].slot->entry, asked[n].unit);
        }
    }
}

static void take_long(const PhraseBook *book, Finder *finder, const Sentence *sentence)
{
    ARRAY_RESERVE(finder->records, sentence->asked + 1);
    for (int32_t n = 0; n < sentence->asked; n++) {
        const Asked *asked = &finder->asked.items[sentence->first_asked + n];
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

/* How many more bytes than characters there are from `at` to `end` in UTF-8. */
static int32_t bytes_more(const Char *v, int32_t at, int32_t end)
{
    int32_t more = 0;
    for (; at < end; at++) {
        more += (v[at] >= 0x80) + (v[at] >= 0x800) + (v[at] >= 0x10000);
    }
    return more;
}

/* Sets the bits from `from` up to `to`. */
static void set_bits(Bits *row, int32_t from, int32_t to)
{
    for (; from < to && (from & 63); from++) {
        set_bit(row, from);
    }
    for (; to - from >= 64; from += 64) {
        row[from >> 6] = ~(Bits)0;
    }
    if (from < to) {
        row[from >> 6] |= ((Bits)1 << (to - from)) - 1;
    }
}

/* Notes which units of a sentence can be in a hit, and which begin with a digit: those that have a blank on both
 * sides, so only the first and the last one may not be. */
static void note_units(Finder *finder, const Char *v, Sentence *sentence)
{
    sentence->first_row = rows_for(finder, sentence->words);
    Bits *any = finder->rows.items + sentence->first_row, *digits = any + row_of(sentence->words);
    const Place *places = finder->places.items + sentence->first_place, *last = places + sentence->words - 1;
    if (sentence->words == 0) {
        return;
    }
    int32_t from = places->at == 0, to = sentence->words - (last->at + last->length == sentence->length);
    set_bits(any, from, to);
    for (int32_t unit = from; unit < to; unit++) {
        digits[unit >> 6] |= (Bits)is_ascii_digit(v[places[unit].at]) << (unit & 63);
    }
}

/* Asks for the words of a sentence and notes their places. */
static void ask_words(const PhraseBook *book, Finder *finder, const Char *v, Sentence *sentence)
{
    int32_t n = sentence->length, first = finder->places.count, more = 0; /* bytes than characters */
    const uint8_t *bytes = finder->bytes.items + sentence->at;
    ARRAY_RESERVE(finder->places, n / 2 + 1);
    sentence->first_asked = finder->asked.count;
    sentence->first_asked_short = finder->asked_short.count;
    sentence->first_place = first;
    ARRAY_RESERVE(finder->asked_short, n + 1); /* a beginning for each character, a word for each blank at most */
    Place *place = finder->places.items + first;
    for (int32_t at = 0; at < n; at++) {
        if (bytes[at] == ' ') {
            continue;
        }
        int32_t end = read_plain(book, finder, v, bytes, at, n, (int32_t)(place - finder->places.items) - first);
        Place word = {at, end - at, at + more, end - at};
        word.bytes += sentence->ascii ? 0 : bytes_more(v, at, end);
        more += word.bytes - word.length;
        *place++ = word;
        at = end;
    }
    finder->places.count = (int32_t)(place - finder->places.items);
    sentence->words = finder->places.count - first;
    sentence->asked = finder->asked.count - sentence->first_asked;
    sentence->asked_short = finder->asked_short.count - sentence->first_asked_short;
    sentence->bytes = n + more;
}

/* Reads the words of a sentence that have been asked for and found. */
static void take_words(const PhraseBook *book, Finder *finder, const Char *v, Sentence *sentence)
{
    sentence->first_record = finder->records.count;
    take_long(book, finder, sentence);
    take_short(book, finder, sentence);
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
        if (!is_han(v[at])) {
            int32_t key = strings_find(&book->characters, v + at, 1, hash_of(v + at, 1));
            if (key >= 0) {
                put_record(finder, key, at);
            }
            continue;
        }
        Han han = book->han[v[at] - FIRST_HAN];
        if (han.character >= 0) {
            put_record(finder, han.character, at);
        }
        if (han.word >= 0) {
            see_key(book, finder, han.word);
        }
        if (at + 1 < n && is_han(v[at + 1])) {
            int32_t pair = strings_find(&book->words, v + at, 2, hash_of(v + at, 2));
            if (pair >= 0) {
                see_key(book, finder, pair);
            }
        }
    }
    sentence->character_records = finder->records.count - sentence->first_character_record;
}

/* Opens the sentence to the languages it may be in: those with most of the small words, all if in
 * doubt, and those of other scripts where these stand. */
static void open_languages(Finder *finder, int cyrillic, int han)
{
    int32_t counts[4], most = 0;
    Bits sentence = (Bits)1 << finder->reading;
    for (int32_t language = 0; language < 4; language++) {
        counts[language] = (int32_t)(finder->small_counts[finder->reading] >> 16 * language & 0xffff);
        most = counts[language] > most ? counts[language] : most;
    }
    double least = LIKELY * (double)most;
    for (int32_t language = 0; language < 4; language++) {
        finder->open[language] |= (double)counts[language] >= least ? sentence : 0;
    }
    finder->open[LANG_RU] |= cyrillic ? sentence : 0;
    finder->open[LANG_ZH] |= han ? sentence : 0;
}

/* Reads a sentence whose words have been found. */
static void read_sentence(const PhraseBook *book, Finder *finder, const Text *text, Sentence *sentence)
{
    const Char *v = text->value + sentence->at;
    int cyrillic = 0, han = 0;
    for (int32_t i = 0; i < sentence->length && !sentence->ascii; i++) {
        cyrillic |= v[i] >= 0x430 && v[i] <= 0x451;
        han |= is_han(v[i]);
    }
    finder->small_counts[finder->reading] = 0;
    take_words(book, finder, v, sentence);
    sentence->characters = 0;
    if (han) {
        read_characters(book, finder, v, sentence);
    }
    open_languages(finder, cyrillic, han);
}

/* Reads the sentences of a block, and lists for each the phrases that it may hold: the last `count` ones. */
static void read_block(const PhraseBook *book, Finder *finder, const Text *text, int32_t count, int32_t side)
{
    find_long(finder);
    find_short(book, finder);
    begin_block(book, finder);
    for (; finder->reading < count; finder->reading++) {
        read_sentence(book, finder, text, &finder->sentences.items[finder->sentences.count - count + finder->reading]);
    }
    end_block(book, finder, side);
    finder->asked.count = finder->asked_short.count = 0;
}

/* Writes a text as bytes: what is not ASCII as OTHER. */
static void write_bytes(Finder *finder, const Text *text)
{
    finder->bytes.count = 0;
    ARRAY_RESERVE(finder->bytes, text->count + BEHIND);
    bytes_write(finder->bytes.items, text->value, text->count);
}

/* Where the sentence that begins at `at` ends. Its dot becomes a blank, so that no word goes beyond it. */
static int32_t sentence_end(Finder *finder, const Text *text, int32_t at)
{
    uint8_t *bytes = finder->bytes.items, *dot = memchr(bytes + at, '.', (size_t)(text->count - at));
    if (dot == NULL) {
        return text->count;
    }
    *dot = ' ';
    return (int32_t)(dot - bytes);
}

/* Whether bytes are those of ASCII characters without NUL. */
static int all_ascii(const uint8_t *bytes, int32_t count)
{
    uint64_t all = 0;
    int32_t at = 0;
    for (; at + 8 <= count; at += 8) {
        all |= eight(bytes + at);
    }
    return ((all | lowest(eight(bytes + at), count - at)) & ANY_OTHER) == 0;
}

/* Reads the sentences of a text, and lists for each the phrases that it may hold. */
void sentences_read(const PhraseBook *book, Finder *finder, const Text *text, int32_t side)
{
    int32_t number = 0, asked = 0; /* asked: the sentences of this block so far */
    finder->asked.count = finder->asked_short.count = 0;
    write_bytes(finder, text);
    for (int32_t at = 0; at <= text->count; number++) {
        int32_t end = sentence_end(finder, text, at);
        if (end - at > SHORTEST) {
            int ascii = all_ascii(finder->bytes.items + at, end - at);
            Sentence sentence = {.at = at, .length = end - at, .number = number, .ascii = ascii};
            if (asked == BLOCK) {
                read_block(book, finder, text, asked, side);
                asked = 0;
            }
            ask_words(book, finder, text->value + at, &sentence);
            ARRAY_PUSH(finder->sentences, sentence);
            asked++;
        }
        at = end + 1;
    }
    read_block(book, finder, text, asked, side);
}
