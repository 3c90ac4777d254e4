/* Look-alike letters of other scripts, and Chinese, which has no blanks. */
#include "spelling.h"

Scripts scripts_of(const Text *in)
{
    Scripts found = {1, 0, 0, 0, 0};
    for (int32_t i = 0; i < in->count; i++) {
        Char c = in->value[i];
        if (c < 128) {
            found.latin += c >= 'a' && c <= 'z';
        } else {
            found.ascii = 0;
            found.foreign += is_foreign(c);
            found.cjk |= is_cjk(c);
            found.han |= is_han(c);
        }
    }
    return found;
}

static int32_t alike(const StringMap *map, Char c)
{
    return strings_find(map, &c, 1, hash_of(&c, 1));
}

/* The map that writes a word in one script, or NULL if it stays as it is. */
static const StringMap *script_map(const MaskTables *tables, const Text *in, int32_t at, int32_t end, int mostly_latin)
{
    int32_t foreign = 0, all_alike = 1, changed = 0;
    for (int32_t i = at; i < end; i++) {
        if (is_foreign(in->value[i])) {
            foreign++;
            all_alike &= alike(&tables->confusable, in->value[i]) >= 0;
        }
    }
    if (foreign == 0 || (foreign == end - at && !(all_alike && mostly_latin))) {
        return NULL;
    }
    const StringMap *map = all_alike ? &tables->confusable : &tables->cyrillic;
    for (int32_t i = at; i < end; i++) {
        changed |= alike(map, in->value[i]) >= 0;
    }
    return changed ? map : NULL;
}

static void put_in_script(const StringMap *map, const Text *in, int32_t at, int32_t end, Text *out)
{
    for (int32_t i = at; i < end; i++) {
        int32_t other = alike(map, in->value[i]);
        Char c = other >= 0 ? (Char)other : in->value[i];
        text_put(out, c, text_start(in, at), text_end(in, end - 1));
    }
}

int undo_look_alikes(const MaskTables *tables, Scripts scripts, const Text *in, Text *out)
{
    int32_t copied = 0, changed = 0;
    out->count = 0;
    for (int32_t at = 1; at < in->count;) {
        int32_t end = at, plain = 1;
        for (; end < in->count && in->value[end] != ' '; end++) {
            Char c = in->value[end];
            plain &= (c >= 'a' && c <= 'z') || is_foreign(c);
        }
        const StringMap *map = plain && end > at && end < in->count
            ? script_map(tables, in, at, end, scripts.latin >= scripts.foreign) : NULL;
        if (map != NULL) {
            text_copy(out, in, copied, at);
            put_in_script(map, in, at, end, out);
            copied = end;
            changed = 1;
        }
        at = end + 1;
    }
    if (changed) {
        text_copy(out, in, copied, in->count);
    }
    return changed;
}

/* Chinese: no blanks between its characters. */
int close_cjk(const Text *in, Text *out)
{
    out->count = 0;
    for (int32_t at = 0; at < in->count;) {
        if (in->value[at] == ' ' && at > 0 && is_cjk(in->value[at - 1])) {
            int32_t end = at;
            while (end < in->count && in->value[end] == ' ') {
                end++;
            }
            if (end < in->count && is_cjk(in->value[end])) {
                at = end;
                continue;
            }
        }
        text_copy(out, in, at, at + 1);
        at++;
    }
    return out->count < in->count;
}

static int at_cjk_edge(Char before, Char after)
{
    if (is_cjk(before)) {
        return !is_cjk(after) && after != '.' && !is_space(after);
    }
    return is_cjk(after) && before != '.' && !is_space(before);
}

/* Chinese: a blank between its characters and those of other scripts. */
int part_cjk(const Text *in, Text *out)
{
    out->count = 0;
    for (int32_t at = 0; at < in->count; at++) {
        if (at > 0 && at_cjk_edge(in->value[at - 1], in->value[at])) {
            text_put(out, ' ', text_start(in, at), text_start(in, at));
        }
        text_copy(out, in, at, at + 1);
    }
    return out->count > in->count;
}
