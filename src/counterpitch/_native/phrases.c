#include "phrases.h"

#define MOST_HITS 3
#define SHORTEST 3
#define LIKELY 0.6

/* ---- the book ---- */

static void count_to_starts(int32_t *starts, int32_t size)
{
    int32_t total = 0;
    for (int32_t i = 0; i <= size; i++) {
        int32_t own = starts[i];
        starts[i] = total;
        total += own;
    }
}

static int32_t *zeros(int32_t size)
{
    int32_t *made = memory_resize(NULL, (size_t)(size + 1) * sizeof(int32_t));
    memset(made, 0, (size_t)(size + 1) * sizeof(int32_t));
    return made;
}

/* From a key to the phrases whose rarest need it meets. */
static void list_gates(PhraseBook *book)
{
    const Lists *keys = &book->need_keys;
    int32_t *starts = zeros(book->keys + 1);
    for (int32_t n = 0; n < book->count; n++) {
        int32_t need = book->phrases[n].needs[0];
        for (int32_t i = keys->starts[need]; i < keys->starts[need + 1]; i++) {
            starts[keys->items[i]]++;
        }
    }
    count_to_starts(starts, book->keys);
    int32_t *at = zeros(book->keys + 1);
    Gate *gates = memory_resize(NULL, ((size_t)starts[book->keys] + 1) * sizeof(Gate));
    memcpy(at, starts, (size_t)(book->keys + 1) * sizeof(int32_t));
    for (int32_t n = 0; n < book->count; n++) {
        const Phrase *phrase = &book->phrases[n];
        Gate gate = {n, phrase->needs[1], (uint16_t)phrase->sides, (uint16_t)phrase->language};
        for (int32_t i = keys->starts[phrase->needs[0]]; i < keys->starts[phrase->needs[0] + 1]; i++) {
            gates[at[keys->items[i]]++] = gate;
        }
    }
    free(at);
    book->key_gates_starts = starts;
    book->key_gates = gates;
}

void phrases_ready(PhraseBook *book)
{
    list_gates(book);
}

void phrases_free(PhraseBook *book)
{
    strings_free(&book->words);
    strings_free(&book->beginnings);
    strings_free(&book->characters);
    free(book->small_words);
    free(book->key_gates_starts);
    free(book->key_gates);
}

static void *zeroed(int32_t count, size_t size)
{
    size_t bytes = ((size_t)count + 1) * size;
    return memset(memory_resize(NULL, bytes), 0, bytes);
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
    finder->dense = zeroed(book->keys, sizeof(uint32_t));
    finder->needs = zeroed(book->needs, sizeof(NeedState));
    for (int32_t n = 0; n < book->needs; n++) {
        finder->needs[n].first = book->need_keys.starts[n];
        finder->needs[n].last = book->need_keys.starts[n + 1];
    }
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
    void *blocks[] = {finder->dense, finder->needs, finder->tried, finder->leaf_checked, finder->standing.items,
                      finder->possible.items, finder->listed.items, finder->leaf_in_message,
                      finder->leaf_in_sentence, finder->excuse_stamps, finder->excuse_known,
                      finder->present.items, finder->records.items, finder->places.items,
                      finder->rows.items, finder->sentences.items, finder->candidates.items};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        free(blocks[i]);
    }
}

/* ---- reading a sentence ---- */

static int32_t bytes_of(Char c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Notes that a key stands in the sentence being read. */
static inline void see(const PhraseBook *book, Finder *finder, int32_t key)
{
    Bits sentence = (Bits)1 << finder->reading;
    if (finder->dense[key] == 0) {
        ARRAY_PUSH(finder->present, key);
        ARRAY_PUSH(finder->standing, 0);
        finder->dense[key] = (uint32_t)finder->present.count;
    }
    Bits *standing = &finder->standing.items[finder->dense[key] - 1];
    if (!(*standing & sentence)) {
        *standing |= sentence;
        for (uint8_t bits = book->small_words[key], language = 0; bits; bits >>= 1, language++) {
            finder->small_counts[finder->reading][language] += bits & 1;
        }
    }
}

static void put_record(Finder *finder, int32_t key, int32_t unit)
{
    Record record = {key, unit};
    ARRAY_PUSH(finder->records, record);
}

static int may_begin(const PhraseBook *book, uint32_t hash)
{
    return (int)(book->beginning_hashes[(hash & 0xffff) >> 6] >> (hash & 63) & 1);
}

/* Sees a word and the beginnings of words in it; `unit` -1: it counts only as seen. */
static void read_word(const PhraseBook *book, Finder *finder, const Char *word, int32_t length, int32_t unit)
{
    uint32_t hash = HASH_START;
    for (int32_t i = 0; i < length; i++) {
        hash = hash_step(hash, word[i]);
        if (i < 63 && book->beginning_lengths[i + 1] && may_begin(book, hash)) {
            int32_t found = strings_find(&book->beginnings, word, i + 1, hash);
            if (found >= 0) {
                see(book, finder, book->words.count + found);
                if (unit >= 0) {
                    put_record(finder, book->words.count + found, unit);
                }
            }
        }
    }
    int32_t found = strings_find(&book->words, word, length, hash);
    if (found >= 0) {
        see(book, finder, found);
        if (unit >= 0) {
            put_record(finder, found, unit);
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

static int is_ascii_digit(Char c)
{
    return c >= '0' && c <= '9';
}

/* Reads the words of a sentence. One that no blank stands before, or after, can be in no hit. */
static void read_words(const PhraseBook *book, Finder *finder, const Char *v, Sentence *sentence)
{
    int32_t n = sentence->length, byte = 0;
    sentence->first_place = finder->places.count;
    sentence->first_record = finder->records.count;
    for (int32_t at = 0; at < n;) {
        if (v[at] == ' ') {
            at++;
            byte++;
            continue;
        }
        int32_t end = at, bytes = 0;
        for (; end < n && v[end] != ' '; end++) {
            bytes += bytes_of(v[end]);
        }
        int32_t unit = finder->places.count - sentence->first_place;
        read_word(book, finder, v + at, end - at, at > 0 && end < n ? unit : -1);
        Place place = {at, end - at, byte, bytes};
        ARRAY_PUSH(finder->places, place);
        at = end;
        byte += bytes;
    }
    sentence->bytes = byte;
    sentence->words = finder->places.count - sentence->first_place;
    sentence->records = finder->records.count - sentence->first_record;
    sentence->first_row = rows_for(finder, sentence->words);
    Bits *any = finder->rows.items + sentence->first_row, *digits = any + row_of(sentence->words);
    for (int32_t unit = 0; unit < sentence->words; unit++) {
        Place place = finder->places.items[sentence->first_place + unit];
        if (place.at > 0 && place.at + place.length < n) {
            set_bit(any, unit);
            if (is_ascii_digit(v[place.at])) {
                set_bit(digits, unit);
            }
        }
    }
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
                see(book, finder, word);
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

static void read_sentence(const PhraseBook *book, Finder *finder, const Text *text, Sentence *sentence)
{
    const Char *v = text->value + sentence->at;
    int cyrillic = 0, han = 0;
    for (int32_t i = 0; i < sentence->length; i++) {
        cyrillic |= v[i] >= 0x430 && v[i] <= 0x451;
        han |= is_han(v[i]);
    }
    memset(finder->small_counts[finder->reading], 0, sizeof finder->small_counts[0]);
    read_words(book, finder, v, sentence);
    sentence->characters = 0;
    if (han) {
        read_characters(book, finder, v, sentence);
    }
    open_languages(finder, cyrillic, han);
}

/* ---- which phrases may stand where ---- */

/* The sentences of the block in which a need is met. */
static Bits need_met(const PhraseBook *book, Finder *finder, int32_t need)
{
    NeedState *known = &finder->needs[need];
    if (known->stamp != finder->stamp) {
        const int32_t *key = book->need_keys.items + known->first;
        const int32_t *end = book->need_keys.items + known->last;
        Bits sentences = 0;
        for (; key < end; key++) {
            uint32_t number = finder->dense[*key];
            sentences |= number ? finder->standing.items[number - 1] : 0;
        }
        known->stamp = finder->stamp;
        known->sentences = sentences;
    }
    return known->sentences;
}

/* Narrows `sentences` to those in which the other needs of a phrase are met too. */
static Bits may_stand(const PhraseBook *book, Finder *finder, const Gate *gate, Bits sentences)
{
    if (gate->need < 0) {
        return sentences;
    }
    sentences &= need_met(book, finder, gate->need);
    const Phrase *phrase = &book->phrases[gate->phrase];
    for (int32_t slot = 2; slot < MOST_NEEDS && sentences && phrase->needs[slot] >= 0; slot++) {
        sentences &= need_met(book, finder, phrase->needs[slot]);
    }
    return sentences;
}

/* Lists the phrases whose rarest need the key meets, in the languages and on the side that are open. */
static void list_open(const PhraseBook *book, Finder *finder, int32_t number, int32_t side)
{
    int32_t key = finder->present.items[number];
    Bits standing = finder->standing.items[number];
    const Gate *gate = book->key_gates + book->key_gates_starts[key];
    const Gate *end = book->key_gates + book->key_gates_starts[key + 1];
    for (; gate < end; gate++) {
        Bits sentences = gate->sides & side ? standing & finder->open[gate->language] : 0;
        if (sentences) {
            Open open = {gate, sentences};
            ARRAY_PUSH(finder->listed, open);
        }
    }
}

#define AHEAD 8

/* Keeps those of the listed phrases whose other needs are met too. */
static void try_listed(const PhraseBook *book, Finder *finder)
{
    int32_t count = finder->listed.count;
    for (int32_t n = 0; n < count; n++) {
        if (n + AHEAD < count && finder->listed.items[n + AHEAD].gate->need >= 0) {
            PREFETCH(&finder->needs[finder->listed.items[n + AHEAD].gate->need]);
        }
        if (n + AHEAD / 2 < count && finder->listed.items[n + AHEAD / 2].gate->need >= 0) {
            const NeedState *need = &finder->needs[finder->listed.items[n + AHEAD / 2].gate->need];
            PREFETCH(book->need_keys.items + need->first);
        }
        const Gate *gate = finder->listed.items[n].gate;
        Bits sentences = may_stand(book, finder, gate, finder->listed.items[n].sentences);
        if (!sentences) {
            continue;
        }
        Tried *tried = &finder->tried[gate->phrase];
        if (tried->stamp == finder->stamp) {
            finder->possible.items[tried->number].sentences |= sentences;
            continue;
        }
        Possible possible = {gate->phrase, sentences};
        tried->stamp = finder->stamp;
        tried->number = finder->possible.count;
        ARRAY_PUSH(finder->possible, possible);
    }
}

/* Asks for the programs of the possible phrases, which are evaluated soon. */
static void fetch_programs(const PhraseBook *book, const Finder *finder)
{
    const Programs *programs = &book->programs;
    for (int32_t n = 0; n < finder->possible.count; n++) {
        PREFETCH(&programs->starts[book->phrases[finder->possible.items[n].phrase].program]);
    }
    for (int32_t n = 0; n < finder->possible.count; n++) {
        int32_t program = book->phrases[finder->possible.items[n].phrase].program;
        const char *end = (const char *)(programs->code + programs->starts[program + 1]) - 1;
        PREFETCH(end);
        PREFETCH(end - 64);
        PREFETCH(end - 128);
    }
}

/* Hands the possible phrases of a block to its sentences, in the order in which they were found. */
static void deal_out(const PhraseBook *book, Finder *finder, Sentence *sentences, int32_t count)
{
    for (int32_t n = 0; n < finder->possible.count; n++) {
        Possible possible = finder->possible.items[n];
        finder->leaf_in_message[book->phrases[possible.phrase].leaf] = finder->message_stamp;
        for (Bits bits = possible.sentences; bits; bits &= bits - 1) {
            sentences[__builtin_ctzll(bits)].candidates++;
        }
    }
    int32_t total = finder->candidates.count;
    for (int32_t n = 0; n < count; n++) {
        sentences[n].first_candidate = total;
        total += sentences[n].candidates;
        sentences[n].candidates = 0;
    }
    ARRAY_RESERVE(finder->candidates, total - finder->candidates.count);
    finder->candidates.count = total;
    for (int32_t n = 0; n < finder->possible.count; n++) {
        Possible possible = finder->possible.items[n];
        Candidate candidate = {book->phrases[possible.phrase].leaf, possible.phrase};
        for (Bits bits = possible.sentences; bits; bits &= bits - 1) {
            Sentence *sentence = &sentences[__builtin_ctzll(bits)];
            finder->candidates.items[sentence->first_candidate + sentence->candidates++] = candidate;
        }
    }
}

static void begin_block(Finder *finder)
{
    finder->stamp++;
    finder->reading = 0;
    finder->present.count = finder->standing.count = finder->possible.count = 0;
    memset(finder->open, 0, sizeof finder->open);
}

/* Lists the phrases that the sentences of the block, the last ones read, may hold. */
static void end_block(const PhraseBook *book, Finder *finder, int32_t side)
{
    finder->listed.count = 0;
    for (int32_t number = 0; number < finder->present.count; number++) {
        PREFETCH(&book->key_gates[book->key_gates_starts[finder->present.items[number]]]);
    }
    for (int32_t number = 0; number < finder->present.count; number++) {
        list_open(book, finder, number, side);
    }
    try_listed(book, finder);
    for (int32_t n = 0; n < finder->possible.count; n++) {
        PREFETCH(&book->phrases[finder->possible.items[n].phrase]);
    }
    fetch_programs(book, finder);
    deal_out(book, finder, finder->sentences.items + finder->sentences.count - finder->reading, finder->reading);
    for (int32_t i = 0; i < finder->present.count; i++) {
        finder->dense[finder->present.items[i]] = 0;
    }
}

/* ---- hits that do not count ---- */

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

/* Reads the sentences of a text, and lists for each the phrases that it may hold. */
static void read_sentences(const PhraseBook *book, Finder *finder, const Text *text, int32_t side)
{
    int32_t number = 0;
    begin_block(finder);
    for (int32_t at = 0; at <= text->count; number++) {
        int32_t end = at;
        while (end < text->count && text->value[end] != '.') {
            end++;
        }
        if (end - at > SHORTEST) {
            Sentence sentence = {.at = at, .length = end - at, .number = number};
            if (finder->reading == BLOCK) {
                end_block(book, finder, side);
                begin_block(finder);
            }
            read_sentence(book, finder, text, &sentence);
            ARRAY_PUSH(finder->sentences, sentence);
            finder->reading++;
        }
        at = end + 1;
    }
    end_block(book, finder, side);
}

void phrases_find(const PhraseBook *book, Finder *finder, const Text *text, int32_t side, PhraseHits *hits)
{
    refresh(book, finder);
    finder->message_stamp++;
    finder->sentences.count = finder->candidates.count = 0;
    finder->records.count = finder->places.count = finder->rows.count = 0;
    read_sentences(book, finder, text, side);
    for (int32_t n = 0; n < finder->sentences.count; n++) {
        if (finder->sentences.items[n].candidates > 0) {
            search_sentence(book, finder, text, &finder->sentences.items[n], hits);
        }
    }
}
