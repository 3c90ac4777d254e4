#include "draft.h"

#include "json.h"
#include "md5.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 60000 /* a longer line is left to the other reader; sizes have 16 bits */

enum {
    NUMBER, KIND, NAME, NOTIFIED, CEASED, STATEMENT, CODES,
    FORENAME, MIDDLE, SURNAME, YEAR, MONTH,
    PREMISES, LINE_1, LINE_2, LOCALITY, REGION, POSTCODE, COUNTRY,
    REGISTERED_AS, REGISTERED_IN, REGISTERED_AT, LEGAL_FORM,
    DUE, START, VERIFIED, SELF, FIELDS
};

/* Fields in the order in which Companies House writes them: the next one is looked for first. */
static const Field CALLED[] = {{NAMED("forename"), TEXT, NULL, 0, FORENAME},
                              {NAMED("middle_name"), TEXT, NULL, 0, MIDDLE},
                              {NAMED("surname"), TEXT, NULL, 0, SURNAME}};
static const Field BORN[] = {{NAMED("month"), DIGITS, NULL, 0, MONTH}, {NAMED("year"), DIGITS, NULL, 0, YEAR}};
static const Field ADDRESS[] = {
    {NAMED("address_line_1"), TEXT, NULL, 0, LINE_1}, {NAMED("address_line_2"), TEXT, NULL, 0, LINE_2},
    {NAMED("country"), TEXT, NULL, 0, COUNTRY}, {NAMED("locality"), TEXT, NULL, 0, LOCALITY},
    {NAMED("postal_code"), TEXT, NULL, 0, POSTCODE}, {NAMED("premises"), TEXT, NULL, 0, PREMISES},
    {NAMED("region"), TEXT, NULL, 0, REGION}};
static const Field IDENTIFIED[] = {{NAMED("country_registered"), TEXT, NULL, 0, REGISTERED_IN},
                                   {NAMED("legal_form"), TEXT, NULL, 0, LEGAL_FORM},
                                   {NAMED("place_registered"), TEXT, NULL, 0, REGISTERED_AT},
                                   {NAMED("registration_number"), TEXT, NULL, 0, REGISTERED_AS}};
static const Field CHECKED[] = {
    {NAMED("appointment_verification_statement_due_on"), TEXT, NULL, 0, DUE},
    {NAMED("appointment_verification_statement_start_on"), TEXT, NULL, 0, START},
    {NAMED("identity_verified_on"), TEXT, NULL, 0, VERIFIED}};
static const Field LINKED[] = {{NAMED("self"), TEXT, NULL, 0, SELF}};
static const Field DATA[] = {
    {NAMED("address"), OBJECT, ADDRESS, 7, 0}, {NAMED("ceased_on"), TEXT, NULL, 0, CEASED},
    {NAMED("date_of_birth"), OBJECT, BORN, 2, 0}, {NAMED("identification"), OBJECT, IDENTIFIED, 4, 0},
    {NAMED("identity_verification_details"), OBJECT, CHECKED, 3, 0}, {NAMED("kind"), TEXT, NULL, 0, KIND},
    {NAMED("links"), OBJECT, LINKED, 1, 0}, {NAMED("name"), TEXT, NULL, 0, NAME},
    {NAMED("name_elements"), OBJECT, CALLED, 3, 0}, {NAMED("natures_of_control"), TEXTS, NULL, 0, CODES},
    {NAMED("notified_on"), TEXT, NULL, 0, NOTIFIED}, {NAMED("statement"), TEXT, NULL, 0, STATEMENT}};
static const Field LINE[] = {{NAMED("company_number"), TEXT, NULL, 0, NUMBER},
                             {NAMED("data"), OBJECT, DATA, 12, 0}};

/* What is worked out of a record; the texts stand in the scratch, which has room for all of them. */
typedef struct {
    Span field[FIELDS];
    int kind, statement;
    int32_t since, until;
    Word name, folded, place, own_number, uk_number, postcode, born, address, id;
    char born_text[8];
} Record;

static int is(const Span *s, const char *what) {
    size_t size = strlen(what);
    return s->text && s->size == size && !memcmp(s->text, what, size);
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static char lower(char c) { return is_upper(c) ? (char)(c + 32) : c; }
static char upper(char c) { return is_lower(c) ? (char)(c - 32) : c; }

/* Days since 1970 of YYYY-MM-DD; 0 if it is none of that form. After Hinnant's days_from_civil. */
static int day_of(const Span *s, int32_t *day) {
    const char *t = s->text;
    if (!t) return *day = NO_DAY, 1;
    if (s->size != 10 || t[4] != '-' || t[7] != '-') return 0;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !is_digit(t[i])) return 0;
    int y = (t[0] - '0') * 1000 + (t[1] - '0') * 100 + (t[2] - '0') * 10 + t[3] - '0';
    int m = (t[5] - '0') * 10 + t[6] - '0', d = (t[8] - '0') * 10 + t[9] - '0';
    static const int LAST[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1000 || m < 1 || m > 12 || d < 1) return 0;
    int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > LAST[m - 1] + (m == 2 && leap)) return 0;
    y -= m <= 2;
    int era = y / 400, yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    *day = (int32_t)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
    return 1;
}

static char *pen(Drafts *d) { return d->scratch.item + d->scratch.used; }

static Word written(Drafts *d, const char *end) {
    Word made = {pen(d), (size_t)(end - pen(d))};
    d->scratch.used += made.size;
    return made;
}

static char *copied(char *to, const Span *s) {
    if (s->size) memcpy(to, s->text, s->size);
    return to + s->size;
}

static char *copied_word(char *to, Word w) {
    if (w.size) memcpy(to, w.text, w.size);
    return to + w.size;
}

/* The parts that are there, with `between` in between them. */
static Word joined(Drafts *d, const Span *parts, int count, const char *between) {
    char *to = pen(d);
    int some = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].text) continue;
        if (some++) to = copied(to, &(Span){between, (uint32_t)strlen(between)});
        to = copied(to, parts + i);
    }
    return written(d, to);
}

/* Letters and digits in lower case, all else as one space, none at the ends. */
static Word folded(Drafts *d, const char *text, size_t size) {
    char *start = pen(d), *to = start;
    int gap = 0;
    for (size_t i = 0; i < size; i++) {
        char c = lower(text[i]);
        if (!is_lower(c) && !is_digit(c)) {
            gap = to > start;
            continue;
        }
        if (gap) *to++ = ' ';
        gap = 0;
        *to++ = c;
    }
    return written(d, to);
}

static Word closed_up(Drafts *d, const Span *s) {
    char *to = pen(d);
    for (uint32_t i = 0; s->text && i < s->size; i++)
        if (s->text[i] != ' ') *to++ = upper(s->text[i]);
    return written(d, to);
}

static Word lowered(Drafts *d, const Span *one, const Span *other) {
    char *to = pen(d);
    for (uint32_t i = 0; one->text && i < one->size; i++) *to++ = lower(one->text[i]);
    *to++ = ' ';
    for (uint32_t i = 0; other->text && i < other->size; i++) *to++ = lower(other->text[i]);
    return written(d, to);
}

static int holds_word(Word place, Word word) {
    for (size_t i = 0; i + word.size <= place.size; i++) {
        if (place.text[i] != *word.text || memcmp(place.text + i, word.text, word.size)) continue;
        size_t after = i + word.size;
        if ((!i || !is_lower(place.text[i - 1])) &&
            (after == place.size || !is_lower(place.text[after])))
            return 1;
    }
    return 0;
}

static int registered_here(const Places *known, Word place) {
    if (place.size == 1) return 1; /* nothing but the space in the middle */
    for (int i = 0; i < known->count; i++)
        if (holds_word(place, known->item[i])) return 1;
    return 0;
}

/* A number of Companies House in its 8 places; an empty word if it is none. */
static Word in_eight(Drafts *d, Word number) {
    size_t letters = 0, zeros, digits;
    while (letters < number.size && is_upper(number.text[letters])) letters++;
    digits = number.size - letters;
    for (size_t i = letters; i < number.size; i++)
        if (!is_digit(number.text[i])) return (Word){"", 0};
    if (letters > 2 || !digits) return (Word){"", 0};
    if (number.size == 8) return number;
    for (zeros = letters; zeros < number.size && number.text[zeros] == '0';) zeros++;
    size_t rest = number.size - zeros;
    if (digits > 8 || letters + rest > 8) return (Word){"", 0};
    char *to = pen(d);
    memcpy(to, number.text, letters);
    memset(to + letters, '0', 8 - letters - rest);
    memcpy(to + 8 - rest, number.text + zeros, rest);
    return written(d, to + 8);
}

static Word born(Record *r) {
    const Span *year = r->field + YEAR, *month = r->field + MONTH;
    if (!year->text || !month->text) return (Word){"", 0};
    memcpy(r->born_text, year->text, 4);
    r->born_text[4] = '-';
    r->born_text[5] = month->size == 2 ? month->text[0] : '0';
    r->born_text[6] = month->text[month->size - 1];
    return (Word){r->born_text, 7};
}

/* Tells whether the record is of the usual kind, with nothing in it that has to be told. */
static int usual(Record *r) {
    const Span *f = r->field;
    const Span *kind = f + KIND;
    if (!f[NUMBER].text || f[NUMBER].size != 8) return 0;
    for (int i = 0; i < 8; i++)
        if (!is_upper(f[NUMBER].text[i]) && !is_digit(f[NUMBER].text[i])) return 0;
    if (f[YEAR].text && f[YEAR].size != 4) return 0;
    if (f[MONTH].text && f[MONTH].size != 1 && f[MONTH].size != 2) return 0;
    if (!day_of(f + NOTIFIED, &r->since) || !day_of(f + CEASED, &r->until)) return 0;
    r->statement = is(kind, "persons-with-significant-control-statement");
    if (r->statement) return r->kind = UNKNOWN, 1;
    if (is(kind, "individual-person-with-significant-control")) r->kind = PERSON;
    else if (is(kind, "corporate-entity-person-with-significant-control")) r->kind = COMPANY;
    else if (is(kind, "legal-person-person-with-significant-control")) r->kind = STATE;
    else if (is(kind, "individual-beneficial-owner")) r->kind = PERSON;
    else if (is(kind, "corporate-entity-beneficial-owner")) r->kind = COMPANY;
    else if (is(kind, "legal-person-beneficial-owner")) r->kind = STATE;
    else return 0;
    return f[CODES].text && f[CODES].size;
}

static Word id_of(Drafts *d, const char *prefix, Word hashed_text) {
    char *to = pen(d);
    size_t size = strlen(prefix);
    memcpy(to, prefix, size);
    md5_twenty(hashed_text.text, hashed_text.size, to + size);
    return written(d, to + size + 20);
}

/* Some words and bars as one text to be hashed. */
static Word barred(Drafts *d, Word a, Word b, Word c) {
    char *to = copied_word(pen(d), a);
    *to++ = '|';
    to = copied_word(to, b);
    if (c.text) {
        *to++ = '|';
        to = copied_word(to, c);
    }
    return written(d, to);
}

static Word owned_id(Drafts *d, const Record *r) {
    char *to = pen(d);
    memcpy(to, "gb-coh:", 7);
    memcpy(to + 7, r->field[NUMBER].text, 8);
    return written(d, to + 15);
}

static Word unknown_id(Drafts *d, const Record *r, Word owned) {
    const Span *f = r->field;
    Word kind = {f[KIND].text, f[KIND].size}, said = {f[STATEMENT].text, f[STATEMENT].size};
    Word ref = {f[SELF].text ? f[SELF].text : "", f[SELF].size};
    if (!said.text) said.text = "";
    Word two = barred(d, owned, kind, said);
    return id_of(d, "unknown:", barred(d, two, ref, (Word){NULL, 0}));
}

static Word person_id(Drafts *d, const Record *r, Word owned) {
    const Span *ref = r->field + SELF;
    if (r->born.size && r->postcode.size)
        return id_of(d, "person:", barred(d, r->folded, r->born, r->postcode));
    if (ref->text) return id_of(d, "person:", (Word){ref->text, ref->size});
    return id_of(d, "person:", written(d, copied_word(copied_word(pen(d), owned), r->folded)));
}

static Word owner_id(Drafts *d, Record *r, Word owned) {
    const Span *f = r->field;
    if (r->uk_number.size) {
        char *to = pen(d);
        memcpy(to, "gb-coh:", 7);
        return written(d, copied_word(to + 7, r->uk_number));
    }
    if (r->kind == UNKNOWN) return unknown_id(d, r, owned);
    if (r->kind == PERSON) return person_id(d, r, owned);
    if (r->own_number.size) {
        Word place = folded(d, r->place.text, r->place.size);
        return id_of(d, "foreign:", barred(d, place, r->own_number, (Word){NULL, 0}));
    }
    Word country = folded(d, f[COUNTRY].text ? f[COUNTRY].text : "", f[COUNTRY].size);
    return id_of(d, "corporate:", barred(d, r->folded, r->postcode, country));
}

static void work_out(Drafts *d, Record *r) {
    const Span *f = r->field;
    r->name = joined(d, f + FORENAME, 3, " ");
    if (!r->name.size && f[NAME].text) r->name = (Word){f[NAME].text, f[NAME].size};
    r->folded = folded(d, r->name.text, r->name.size);
    r->own_number = closed_up(d, f + REGISTERED_AS);
    r->place = lowered(d, f + REGISTERED_IN, f + REGISTERED_AT);
    r->postcode = closed_up(d, f + POSTCODE);
    r->born = born(r);
    r->address = joined(d, f + PREMISES, 7, ", ");
    r->uk_number = (Word){"", 0};
    if (r->kind == COMPANY && r->own_number.size && registered_here(&d->places, r->place))
        r->uk_number = in_eight(d, r->own_number);
}

static Word stated_word(const Span *s) { return (Word){s->text ? s->text : "", s->size}; }

static Word prefixed(Drafts *d, const char *prefix, const char *text, size_t size) {
    size_t before = strlen(prefix);
    char *to = pen(d);
    memcpy(to, prefix, before);
    if (size) memcpy(to + before, text, size);
    return written(d, to + before + size);
}

static Word number_of(Drafts *d, const Record *r) {
    if (!r->own_number.size) return (Word){"", 0};
    if (r->uk_number.size) return prefixed(d, "GB-COH:", r->uk_number.text, r->uk_number.size);
    return prefixed(d, "stated:", r->own_number.text, r->own_number.size);
}

static Word verified(Drafts *d, const Span *f) {
    const Span *day = f[VERIFIED].text ? f + VERIFIED : f + START;
    if (day->text) return prefixed(d, "verified:", day->text, day->size);
    return f[DUE].text ? prefixed(d, "due:", f[DUE].text, f[DUE].size) : (Word){"", 0};
}

/* Which of the texts that a line says of the owner stands where. */
static void describe(Drafts *d, const Record *r, Word *said) {
    const Span *f = r->field;
    Word registered = r->uk_number.size ? (Word){"GB", 2} : stated_word(f + REGISTERED_IN);
    if (!r->uk_number.size && r->kind != COMPANY && r->kind != STATE) registered.size = 0;
    Word reason = {"", 0};
    if (r->statement)
        reason = f[STATEMENT].text ? (Word){f[STATEMENT].text, f[STATEMENT].size}
                                   : (Word){"statement", 9};
    said[NODE_NAME] = r->name;
    said[NODE_PLACE] = registered;
    said[NODE_ADDRESS] = r->address;
    said[NODE_NUMBER] = number_of(d, r);
    said[NODE_CATEGORY] = stated_word(f + LEGAL_FORM);
    said[NODE_BORN] = r->born;
    said[NODE_REASON] = reason;
    said[NODE_VERIFIED] = verified(d, f);
}

/* How many codes a list has; no code at all is one interest of unknown kind. */
static int stated(const Span *codes) {
    int quotes = 0;
    for (uint32_t i = 0; i < codes->size; i++) quotes += codes->text[i] == '"';
    return quotes ? quotes / 2 : 1;
}

/* Spaces around a field are none of it, and an empty one is none; 0 if one is too long. */
static int tidied(Span *fields) {
    for (int i = 0; i < FIELDS; i++) {
        Span *s = fields + i;
        while (s->size && *s->text == ' ') s->text++, s->size--;
        while (s->size && s->text[s->size - 1] == ' ') s->size--;
        if (!s->size) s->text = NULL;
        if (s->size > JSON_LONGEST && i != CODES) return 0;
    }
    return 1;
}

static int put_draft(Drafts *d, Record *r) {
    Word said[DRAFT_TEXTS];
    Draft draft = {0};
    size_t whole = 0;
    said[OWNED_ID] = owned_id(d, r);
    said[OWNER_ID] = owner_id(d, r, said[OWNED_ID]);
    said[CODE_LIST] = stated_word(r->field + CODES);
    said[REFERENCE] = stated_word(r->field + SELF);
    describe(d, r, said);
    draft.text = (int64_t)d->text.used;
    draft.since = r->since;
    draft.until = r->until;
    draft.interests = stated(r->field + CODES);
    draft.kind = (uint8_t)(said[NODE_REASON].size ? UNKNOWN : r->kind);
    for (int i = 0; i < DRAFT_TEXTS; i++) {
        draft.size[i] = (uint16_t)said[i].size;
        whole += said[i].size;
    }
    if (make_room(&d->text, whole)) return -1;
    char *to = d->text.item + d->text.used;
    for (int i = 0; i < DRAFT_TEXTS; i++) to = copied_word(to, said[i]);
    d->text.used += whole;
    return put_bytes(&d->drafts, &draft, sizeof draft) ? -1 : 1;
}

/* Reads one line: 1 if it was taken, 0 if another reader must decide, -1 without memory. */
static int read_line(Drafts *d, const char *line, size_t size) {
    Record r;
    if (size > LONGEST || size < 2 || *line != '{') return 0;
    if (make_room(&d->quotes, (size + 3) * sizeof(uint16_t))) return -1;
    Cursor c = {line, line + size, line, (uint16_t *)d->quotes.item};
    if (!json_plain(line, size, (uint16_t *)d->quotes.item)) return 0;
    memset(r.field, 0, sizeof r.field);
    if (json_object(&c, LINE, 2, r.field, 0)) return 0;
    json_blank(&c);
    if (c.at != c.end || !tidied(r.field) || !usual(&r)) return 0;
    d->scratch.used = 0;
    if (make_room(&d->scratch, 16 * size + 4096)) return -1;
    work_out(d, &r);
    if (!r.statement && (!r.name.size || !r.folded.size)) return 0;
    return put_draft(d, &r);
}

static int read_or_leave(Drafts *d, const char *line, size_t size) {
    int64_t row = ++d->lines;
    int found = read_line(d, line, size && line[size - 1] == '\r' ? size - 1 : size);
    if (found) return found < 0 ? -1 : 0;
    if (put_bytes(&d->left, line, size) || put_bytes(&d->left, "\n", 1)) return -1;
    return put_bytes(&d->rows, &row, sizeof row);
}

int drafts_read(Drafts *d, const char *data, size_t size) {
    const char *end = data + size;
    drafts_clear(d);
    while (data < end) {
        const char *stop = memchr(data, '\n', (size_t)(end - data));
        if (!stop) stop = end;
        if (read_or_leave(d, data, (size_t)(stop - data))) return -1;
        data = stop + 1;
    }
    return 0;
}

void drafts_clear(Drafts *d) {
    d->drafts.used = d->text.used = d->left.used = d->rows.used = 0;
    d->lines = 0;
}

void drafts_close(Drafts *d) {
    Bytes *all[] = {&d->drafts, &d->text, &d->left, &d->rows, &d->scratch, &d->quotes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]->item);
        *all[i] = (Bytes){0};
    }
}
