#include "conditions.h"

/* What the evaluation of one indicator may look at. */
typedef struct {
    const Conditions *conditions;
    Scene *scene;
    const Hits *results;
} Judge;

static const Hit NO_HIT;

static Hits nothing(void)
{
    Hits none = {&NO_HIT, 0};
    return none;
}

static Hits find(const Judge *judge, int32_t number);

/* ---- the places in which hits stand ---- */

typedef struct {
    int64_t *items;
    int32_t count;
} Keys;

static int64_t key_of(Scene *scene, const Hit *hit, int32_t within)
{
    if (within == WITHIN_CONVERSATION) {
        return 0;
    }
    if (within == WITHIN_MESSAGE) {
        return hit->message;
    }
    return (int64_t)hit->message << 32 | (uint32_t)(scene_sentence(scene, hit) + 1);
}

static int key_order(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* The different places of hits, in order. */
static Keys keys_of(const Judge *judge, Hits hits, int32_t within)
{
    int32_t limit = within == WITHIN_CONVERSATION && hits.count > 1 ? 1 : hits.count;
    Keys keys = {arena_take(&judge->scene->arena, (size_t)(limit + 1) * sizeof(int64_t)), 0};
    int sorted = 1;
    for (int32_t i = 0; i < limit; i++) {
        int64_t key = key_of(judge->scene, &hits.items[i], within);
        if (keys.count > 0 && key == keys.items[keys.count - 1]) {
            continue;
        }
        sorted &= keys.count == 0 || key > keys.items[keys.count - 1];
        keys.items[keys.count++] = key;
    }
    if (!sorted) {
        qsort(keys.items, (size_t)keys.count, sizeof(int64_t), key_order);
        int32_t kept = 0;
        for (int32_t i = 0; i < keys.count; i++) {
            if (kept == 0 || keys.items[i] != keys.items[kept - 1]) {
                keys.items[kept++] = keys.items[i];
            }
        }
        keys.count = kept;
    }
    return keys;
}

static int keys_hold(const Keys *keys, int64_t key)
{
    int32_t low = 0, high = keys->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (keys->items[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < keys->count && keys->items[low] == key;
}

/* Keeps the keys that stand in `other` (or, with `present` 0, those that do not). */
static void keys_keep(Keys *keys, const Keys *other, int present)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < keys->count; i++) {
        if (keys_hold(other, keys->items[i]) == present) {
            keys->items[kept++] = keys->items[i];
        }
    }
    keys->count = kept;
}

/* ---- all, any ---- */

/* All hits of `parts` whose place is one of `keys` (NULL: any place), sorted and each once. */
static Hits gathered(const Judge *judge, const Hits *parts, int32_t count, const Keys *keys, int32_t within)
{
    int32_t total = 0;
    for (int32_t i = 0; i < count; i++) {
        total += parts[i].count;
    }
    Hit *hits = arena_take(&judge->scene->arena, (size_t)(total + 1) * sizeof(Hit));
    int32_t size = 0;
    for (int32_t i = 0; i < count; i++) {
        for (int32_t n = 0; n < parts[i].count; n++) {
            if (keys == NULL || keys_hold(keys, key_of(judge->scene, &parts[i].items[n], within))) {
                hits[size++] = parts[i].items[n];
            }
        }
    }
    Hits found = {hits, scene_sorted(judge->scene, hits, size)};
    return found;
}

/* A bit for each message that holds hits, with the last bit for all from the 63rd on. */
static uint64_t messages_of(Hits hits)
{
    uint64_t messages = 0;
    for (int32_t i = 0; i < hits.count; i++) {
        messages |= (uint64_t)1 << (hits.items[i].message < 63 ? hits.items[i].message : 63);
    }
    return messages;
}

/* The hits in some messages only: the sentence of a fact in the others need not be found. */
static Hits hits_in(const Judge *judge, Hits hits, uint64_t messages)
{
    if ((messages_of(hits) & ~messages) == 0) {
        return hits;
    }
    Hit *kept = arena_take(&judge->scene->arena, (size_t)hits.count * sizeof(Hit));
    Hits found = {kept, 0};
    for (int32_t i = 0; i < hits.count; i++) {
        if (messages >> (hits.items[i].message < 63 ? hits.items[i].message : 63) & 1) {
            kept[found.count++] = hits.items[i];
        }
    }
    return found;
}

/* Leaves of each part the hits in messages that all parts share. Returns whether there are any. */
static int share_messages(const Judge *judge, Hits *parts, int32_t count)
{
    uint64_t common = ~(uint64_t)0;
    for (int32_t i = 0; i < count; i++) {
        common &= messages_of(parts[i]);
    }
    for (int32_t i = 0; i < count && common; i++) {
        parts[i] = hits_in(judge, parts[i], common);
    }
    return common != 0;
}

static Hits *parts_of(const Judge *judge, const Node *node)
{
    return arena_take(&judge->scene->arena, (size_t)(node->children + 1) * sizeof(Hits));
}

static Hits find_all(const Judge *judge, const Node *node)
{
    const int32_t *below = judge->conditions->below + node->first;
    Hits *parts = parts_of(judge, node);
    for (int32_t i = 0; i < node->a; i++) {
        parts[i] = find(judge, below[i]);
        if (parts[i].count == 0) {
            return nothing();
        }
    }
    if (node->within != WITHIN_CONVERSATION && !share_messages(judge, parts, node->a)) {
        return nothing();
    }
    Keys common = keys_of(judge, parts[0], node->within);
    for (int32_t i = 1; i < node->a && common.count > 0; i++) {
        Keys keys = keys_of(judge, parts[i], node->within);
        keys_keep(&common, &keys, 1);
    }
    for (int32_t i = node->a; i < node->children && common.count > 0; i++) {
        Keys keys = keys_of(judge, find(judge, below[i]), node->within);
        keys_keep(&common, &keys, 0);
    }
    return common.count > 0 ? gathered(judge, parts, node->a, &common, node->within) : nothing();
}

/* The places that stand in at least `least` of the parts. */
static Keys frequent(const Judge *judge, const Hits *parts, int32_t count, int32_t within, int32_t least)
{
    int32_t total = 0;
    for (int32_t i = 0; i < count; i++) {
        total += parts[i].count;
    }
    Keys all = {arena_take(&judge->scene->arena, (size_t)(total + 1) * sizeof(int64_t)), 0};
    for (int32_t i = 0; i < count; i++) {
        Keys own = keys_of(judge, parts[i], within);
        memcpy(all.items + all.count, own.items, (size_t)own.count * sizeof(int64_t));
        all.count += own.count;
    }
    qsort(all.items, (size_t)all.count, sizeof(int64_t), key_order);
    int32_t kept = 0;
    for (int32_t i = 0; i < all.count;) {
        int32_t end = i;
        while (end < all.count && all.items[end] == all.items[i]) {
            end++;
        }
        int64_t key = all.items[i];
        if (end - i >= least) {
            all.items[kept++] = key;
        }
        i = end;
    }
    all.count = kept;
    return all;
}

static Hits find_any(const Judge *judge, const Node *node)
{
    Hits *parts = parts_of(judge, node);
    int32_t count = 0;
    for (int32_t i = 0; i < node->children; i++) {
        Hits hits = find(judge, judge->conditions->below[node->first + i]);
        if (hits.count > 0) {
            parts[count++] = hits;
        }
    }
    if (count < node->a || count == 0) {
        return nothing();
    }
    if (node->a == 1) {
        return gathered(judge, parts, count, NULL, node->within);
    }
    Keys keys = frequent(judge, parts, count, node->within, node->a);
    return gathered(judge, parts, count, &keys, node->within);
}

/* ---- over messages ---- */

static int32_t messages_in(const Judge *judge, Hits hits)
{
    return keys_of(judge, hits, WITHIN_MESSAGE).count;
}

static Hits find_sequence(const Judge *judge, const Node *node)
{
    ARRAY(Hit) chain = {NULL, 0, 0};
    int32_t at = -1, complete = 1;
    for (int32_t i = 0; i < node->children && complete; i++) {
        Hits hits = find(judge, judge->conditions->below[node->first + i]);
        int32_t next = -1;
        for (int32_t n = 0; n < hits.count; n++) {
            int32_t message = hits.items[n].message;
            next = message > at && (next < 0 || message < next) ? message : next;
        }
        for (int32_t n = 0; n < hits.count && next >= 0; n++) {
            if (hits.items[n].message == next) {
                ARRAY_PUSH(chain, hits.items[n]);
            }
        }
        complete = next >= 0;
        at = next;
    }
    Hits parts = {chain.items, chain.count};
    Hits found = complete ? gathered(judge, &parts, 1, NULL, WITHIN_MESSAGE) : nothing();
    free(chain.items);
    return found;
}

static Hits find_unanswered(const Judge *judge, const Node *node)
{
    const int32_t *below = judge->conditions->below + node->first;
    Hits answers = find(judge, below[1]), questions = find(judge, below[0]);
    int32_t last_word = -1, latest = -1;
    for (int32_t i = 0; i < judge->scene->count; i++) {
        last_word = judge->scene->messages[i].side == SIDE_CONTACT ? i : last_word;
    }
    for (int32_t i = 0; i < answers.count; i++) {
        latest = answers.items[i].message > latest ? answers.items[i].message : latest;
    }
    Hit *open = arena_take(&judge->scene->arena, (size_t)(questions.count + 1) * sizeof(Hit));
    Hits found = {open, 0};
    for (int32_t i = 0; i < questions.count; i++) {
        if (questions.items[i].message < last_word && latest < questions.items[i].message) {
            open[found.count++] = questions.items[i];
        }
    }
    return messages_in(judge, found) >= node->a ? found : nothing();
}

static Hits find_position(const Judge *judge, const Node *node)
{
    Hits hits = find(judge, judge->conditions->below[node->first]);
    Hit *early = arena_take(&judge->scene->arena, (size_t)(hits.count + 1) * sizeof(Hit));
    Hits found = {early, 0};
    for (int32_t i = 0; i < hits.count; i++) {
        int32_t order = judge->scene->messages[hits.items[i].message].order;
        if (order > node->within && order <= node->a) { /* within: how many come before */
            early[found.count++] = hits.items[i];
        }
    }
    return found;
}

static Hits find_repeat(const Judge *judge, const Node *node)
{
    Hits hits = find(judge, judge->conditions->below[node->first]);
    return messages_in(judge, hits) >= node->a ? hits : nothing();
}

static Hits find(const Judge *judge, int32_t number)
{
    const Node *node = &judge->conditions->nodes[number];
    switch (node->kind) {
    case NODE_PHRASE: return judge->scene->leaves[node->a];
    case NODE_FACT: return scene_fact(judge->scene, node->a);
    case NODE_MONEY: return scene_money(judge->scene, judge->conditions->amounts[node->a]);
    case NODE_INDICATOR: return judge->results[node->a];
    case NODE_ALL: return find_all(judge, node);
    case NODE_ANY: return find_any(judge, node);
    case NODE_SEQUENCE: return find_sequence(judge, node);
    case NODE_REPEAT: return find_repeat(judge, node);
    case NODE_UNANSWERED: return find_unanswered(judge, node);
    default: return find_position(judge, node);
    }
}

static void wake(uint8_t *waiting, Lists triggers, int32_t owner)
{
    for (int32_t n = triggers.starts[owner]; n < triggers.starts[owner + 1]; n++) {
        waiting[triggers.items[n]] = 1;
    }
}

void conditions_judge(const Conditions *conditions, Scene *scene, int32_t leaves, Hits *results)
{
    Judge judge = {conditions, scene, results};
    uint8_t *waiting = arena_take(&scene->arena, (size_t)conditions->indicators + 1);
    memset(waiting, 0, (size_t)conditions->indicators);
    memset(results, 0, (size_t)conditions->indicators * sizeof(Hits));
    for (int32_t n = 0; n < conditions->always_count; n++) {
        waiting[conditions->always[n]] = 1;
    }
    for (int32_t leaf = 0; leaf < leaves; leaf++) {
        if (scene->leaves[leaf].count > 0) {
            wake(waiting, conditions->leaf_triggers, leaf);
        }
    }
    for (int32_t n = 0; n < conditions->indicators; n++) {
        if (waiting[n] && conditions->roots[n] >= 0) {
            results[n] = find(&judge, conditions->roots[n]);
            if (results[n].count > 0) {
                wake(waiting, conditions->indicator_triggers, n);
            }
        }
    }
}
