/* Weighing: assessment/weigh.py and stages.py. */
#include "exact.h"
#include "verdict.h"

#include <math.h>

static void find(Verdict *verdict, const Hits *results)
{
    const Ledger *ledger = verdict->ledger;
    Arena *arena = &verdict->scene->arena;
    Quoter quoter;
    verdict->findings = arena_take(arena, (size_t)(ledger->indicators + 1) * sizeof(Finding));
    verdict->of = arena_take(arena, (size_t)(ledger->indicators + 1) * sizeof(Finding *));
    memset(verdict->of, 0, (size_t)(ledger->indicators + 1) * sizeof(Finding *));
    quoter_init(&quoter, verdict->scene);
    for (int32_t n = 0; n < ledger->indicators; n++) {
        int32_t indicator = ledger->order[n];
        if (results[indicator].count == 0 || verdict->of[indicator] != NULL) {
            continue;
        }
        ARRAY_RESERVE(verdict->places, 2 * MOST_QUOTES);
        int32_t first = verdict->places.count;
        Finding finding = {indicator, first, quoter_places(&quoter, results[indicator], verdict->places.items + first)};
        verdict->places.count += finding.count;
        verdict->findings[verdict->count] = finding;
        verdict->of[indicator] = &verdict->findings[verdict->count++];
    }
    quoter_free(&quoter);
}

static double probability(double log_odds)
{
    double bounded = log_odds < 40.0 ? log_odds : 40.0;
    return 1.0 / (1.0 + exp(-(bounded > -40.0 ? bounded : -40.0)));
}

static void weigh(Verdict *verdict)
{
    const Ledger *ledger = verdict->ledger;
    const Sums *sums = ledger->sums;
    ExactSum parts[KINDS];
    memset(parts, 0, sizeof parts);
    for (int32_t n = 0; n < verdict->count; n++) {
        int32_t indicator = verdict->findings[n].indicator;
        int32_t kind = ledger->kinds[indicator];
        exact_add(&parts[kind], ledger->weights[indicator]);
        verdict->evidence += kind == KIND_APPROACH || kind == KIND_SCAM ? ledger->weights[indicator] : 0.0;
    }
    double approach = exact_total(&parts[KIND_APPROACH]), scam = exact_total(&parts[KIND_SCAM]);
    double benign = exact_total(&parts[KIND_BENIGN]), counted = benign + sums->slight, discount = 0.5 * scam;
    counted = counted > -sums->benign_cap ? counted : -sums->benign_cap;
    discount = discount < sums->scam_discount ? discount : sums->scam_discount;
    verdict->approach = probability(sums->bias + approach + counted - discount);
    verdict->scam = probability(sums->scam_bias + scam + counted);
    verdict->unused = counted - benign;
}

static void judge(Verdict *verdict)
{
    const Sums *sums = verdict->ledger->sums;
    double most = verdict->scam > verdict->approach ? verdict->scam : verdict->approach;
    verdict->band = most >= sums->high ? 3 : most >= sums->elevated ? 2 : most >= sums->low ? 1 : 0;
    verdict->kind = VERDICT_NONE;
    if (verdict->evidence <= 0.0) { /* without a reason there is nothing to look at */
        verdict->band = 0;
        return;
    }
    if (verdict->scam > verdict->approach && verdict->scam >= sums->elevated) {
        verdict->kind = VERDICT_SCAM;
    } else if (verdict->approach >= sums->elevated) {
        verdict->kind = VERDICT_APPROACH;
    }
}

/* A finding for an approach, where it is first quoted. */
typedef struct {
    int32_t message, stage, indicator;
} Dated;

static int comes_before(const Dated *one, const Dated *other)
{
    int32_t height = one->stage < 0 ? 0 : one->stage, other_height = other->stage < 0 ? 0 : other->stage;
    return one->message != other->message ? one->message < other->message : height < other_height;
}

/* Lists the findings for an approach by message and stage. */
static int32_t list_dated(const Verdict *verdict, Dated *out)
{
    const Ledger *ledger = verdict->ledger;
    int32_t count = 0;
    for (int32_t n = 0; n < verdict->count; n++) {
        const Finding *finding = &verdict->findings[n];
        if (ledger->kinds[finding->indicator] != KIND_APPROACH || finding->count == 0) {
            continue;
        }
        Dated each = {verdict->places.items[finding->first].message, ledger->stages[finding->indicator],
                      finding->indicator};
        int32_t at = count++;
        while (at > 0 && comes_before(&each, &out[at - 1])) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = each;
    }
    return count;
}

/* The number of the owner's first message; without one, how many messages there are. */
static int32_t answered(const Scene *scene)
{
    int32_t number = 0;
    while (number < scene->count && scene->messages[number].order != 0) {
        number++;
    }
    return number;
}

static void reach_stages(Verdict *verdict)
{
    const Ledger *ledger = verdict->ledger;
    int32_t answer = answered(verdict->scene);
    Dated *dated = arena_take(&verdict->scene->arena, (size_t)(verdict->count + 1) * sizeof(Dated));
    int32_t count = list_dated(verdict, dated), height = -1;
    double totals[STAGES] = {0.0};
    for (int32_t n = 0; n < count; n++) {
        int32_t stage = dated[n].stage;
        if (stage < 0) {
            continue;
        }
        stage = dated[n].message < answer ? 0 : stage; /* before an answer it is a first contact */
        totals[stage] += ledger->weights[dated[n].indicator];
        if (totals[stage] >= ledger->sums->least[stage] && stage > height) {
            height = stage;
            Reached reached = {stage, dated[n].message, dated[n].indicator};
            verdict->reached[verdict->stages++] = reached;
        }
    }
}

void verdict_weigh(Verdict *verdict, const Ledger *ledger, Scene *scene, const Hits *results)
{
    memset(verdict, 0, sizeof *verdict);
    verdict->ledger = ledger;
    verdict->scene = scene;
    find(verdict, results);
    weigh(verdict);
    judge(verdict);
    reach_stages(verdict);
}

void verdict_free(Verdict *verdict)
{
    free(verdict->places.items);
}
