/* The order of hits: that of the tuples (message, start, end, words of the fact). */
#include "scene.h"

int scene_order(const Scene *scene, const Hit *one, const Hit *other)
{
    if (one->message != other->message) {
        return one->message < other->message ? -1 : 1;
    }
    if (one->start != other->start) {
        return one->start < other->start ? -1 : 1;
    }
    if (one->end != other->end) {
        return one->end < other->end ? -1 : 1;
    }
    if (one->fact < 0 || other->fact < 0) {
        return (one->fact >= 0) - (other->fact >= 0);
    }
    return PyUnicode_Compare(scene->words.items[one->fact].words, scene->words.items[other->fact].words);
}

static void merge(const Scene *scene, Hit *hits, int32_t middle, int32_t size, Hit *room)
{
    int32_t left = 0, right = middle, out = 0;
    memcpy(room, hits, (size_t)middle * sizeof(Hit));
    while (left < middle && right < size) {
        hits[out++] = scene_order(scene, &hits[right], &room[left]) < 0 ? hits[right++] : room[left++];
    }
    memcpy(hits + out, room + left, (size_t)(middle - left) * sizeof(Hit));
}

static void sort(const Scene *scene, Hit *hits, int32_t size, Hit *room)
{
    if (size < 12) {
        for (int32_t i = 1; i < size; i++) {
            Hit each = hits[i];
            int32_t at = i;
            while (at > 0 && scene_order(scene, &each, &hits[at - 1]) < 0) {
                hits[at] = hits[at - 1];
                at--;
            }
            hits[at] = each;
        }
        return;
    }
    int32_t middle = size / 2;
    sort(scene, hits, middle, room);
    sort(scene, hits + middle, size - middle, room);
    if (scene_order(scene, &hits[middle], &hits[middle - 1]) < 0) {
        merge(scene, hits, middle, size, room);
    }
}

int32_t scene_sorted(Scene *scene, Hit *hits, int32_t size)
{
    Hit *room = size < 12 ? NULL : memory_resize(NULL, (size_t)size * sizeof(Hit));
    int32_t kept = 0;
    sort(scene, hits, size, room);
    free(room);
    for (int32_t i = 0; i < size; i++) {
        if (kept == 0 || scene_order(scene, &hits[kept - 1], &hits[i]) != 0) {
            hits[kept++] = hits[i];
        }
    }
    return kept;
}
