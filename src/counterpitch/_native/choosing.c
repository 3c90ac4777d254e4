/* Which phrases may stand in the sentences of a block. */
#include "choosing.h"

void begin_block(const PhraseBook *book, Finder *finder)
{
    int32_t larges = slot_of_large(book, 0);
    finder->stamp++;
    finder->reading = 0;
    finder->present.count = finder->possible.count = finder->pairs.count = 0;
    memset(finder->open, 0, sizeof finder->open);
    memset(finder->standing + larges, 0, (size_t)book->larges * sizeof(Bits));
    memset(finder->seen + larges, 0, (size_t)book->larges);
    finder->standing[ALWAYS] = ~(Bits)0;
    finder->seen[ALWAYS] = (uint8_t)~0;
}

/* The sentences in eight bits: sentence n in bit n % 8. What has no bit in common stands in no sentence together. */
static inline uint8_t seen_in(Bits sentences)
{
    sentences |= sentences >> 32;
    sentences |= sentences >> 16;
    return (uint8_t)(sentences | sentences >> 8);
}

#define AHEAD 8

/* Notes in which sentences the large needs are met. */
static void meet_large(const PhraseBook *book, Finder *finder)
{
    for (int32_t n = 0; n < finder->present.count; n++) {
        if (n + AHEAD < finder->present.count) {
            const int32_t *ahead = list_of(book, finder->present.items[n + AHEAD]);
            PREFETCH(ahead);
            PREFETCH(ahead + 16);
        }
        const int32_t *list = list_of(book, finder->present.items[n]), *large = list_larges(list);
        int32_t slot = slot_of_key(finder->present.items[n]);
        Bits standing = finder->standing[slot];
        uint8_t seen = seen_in(standing);
        finder->seen[slot] = seen;
        for (int32_t i = list_head(list)->larges; i > 0; i--, large++) {
            finder->standing[*large] |= standing;
            finder->seen[*large] |= seen;
        }
    }
}

/* Lists the pairs of a present key that may stand in a sentence, without a branch for each. */
static inline void list_pairs_seen(const PhraseBook *book, Finder *finder, int32_t present, int32_t side)
{
    const int32_t *list = list_of(book, finder->present.items[present]);
    const KeyList *head = list_head(list);
    const uint16_t *pairs = list_pairs(list);
    const uint8_t *seen = finder->seen;
    uint8_t own = seen[slot_of_key(finder->present.items[present])];
    int32_t n = side == SIDE_CONTACT ? 0 : head->both, end = side == SIDE_CONTACT ? head->owner : head->end;
    ARRAY_RESERVE(finder->pairs, end - n + 1);
    Pair *to = finder->pairs.items + finder->pairs.count;
    for (; n < end; n++) {
        to->number = n;
        to->present = present;
        to += (seen[pairs[n]] & own) != 0;
    }
    finder->pairs.count = (int32_t)(to - finder->pairs.items);
}

/* The sentences in which a need is met. */
static inline Bits need_met(const PhraseBook *book, const Finder *finder, Need need)
{
    if (need < 0) {
        return finder->standing[~need];
    }
    const uint16_t *slots = book->short_slots + need;
    Bits sentences = 0;
    for (int32_t n = slots[0]; n > 0; n--) {
        sentences |= finder->standing[slots[n]];
    }
    return sentences;
}

static void add_possible(const PhraseBook *book, Finder *finder, int32_t phrase, Bits sentences)
{
    Tried *tried = &finder->tried[phrase];
    if (tried->stamp == finder->stamp) {
        finder->possible.items[tried->number].sentences |= sentences;
        return;
    }
    PREFETCH(&book->phrases[phrase]);
    Possible possible = {phrase, sentences};
    tried->stamp = finder->stamp;
    tried->number = finder->possible.count;
    ARRAY_PUSH(finder->possible, possible);
}

/* Adds the phrase of a pair where all of its needs are met in one sentence, of a language that is open. */
static inline void try_pair(const PhraseBook *book, Finder *finder, Pair pair)
{
    int32_t key = finder->present.items[pair.present];
    const int32_t *list = list_of(book, key);
    Gate head = list_heads(list)[pair.number];
    const Gate *more = NULL;
    if (head < 0) {
        more = list + ~head;
        head = *more;
    }
    Bits sentences = finder->standing[slot_of_key(key)] & finder->standing[list_pairs(list)[pair.number]]
        & finder->open[gate_language(head)];
    for (int32_t n = gate_more(head); n > 0 && sentences; n--) {
        sentences &= need_met(book, finder, more[n]);
    }
    if (sentences) {
        add_possible(book, finder, gate_phrase(head), sentences);
    }
}

/* Lists the phrases that may stand in the block. */
static void list_possible(const PhraseBook *book, Finder *finder, int32_t side)
{
    for (int32_t n = 0; n < finder->present.count; n++) {
        list_pairs_seen(book, finder, n, side);
    }
    for (int32_t n = 0; n < finder->pairs.count; n++) {
        if (n + AHEAD < finder->pairs.count) {
            Pair ahead = finder->pairs.items[n + AHEAD];
            PREFETCH(list_heads(list_of(book, finder->present.items[ahead.present])) + ahead.number);
        }
        try_pair(book, finder, finder->pairs.items[n]);
    }
}

/* Asks for the programs of the possible phrases, which are evaluated soon, from their end. */
static void fetch_programs(const PhraseBook *book, const Finder *finder)
{
    const Programs *programs = &book->programs;
    for (int32_t n = 0; n < finder->possible.count; n++) {
        PieceAt place = programs->places[book->phrases[finder->possible.items[n].phrase].program];
        const int32_t *end = programs->pieces + place.start + 2 * place.length;
        PREFETCH(end - 16);
        PREFETCH(end);
        PREFETCH(end + 16);
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

void end_block(const PhraseBook *book, Finder *finder, int32_t side)
{
    meet_large(book, finder);
    list_possible(book, finder, side);
    fetch_programs(book, finder);
    deal_out(book, finder, finder->sentences.items + finder->sentences.count - finder->reading, finder->reading);
    for (int32_t i = 0; i < finder->present.count; i++) {
        int32_t slot = slot_of_key(finder->present.items[i]);
        finder->standing[slot] = 0;
        finder->seen[slot] = 0;
    }
}
