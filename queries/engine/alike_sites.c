#include "queries/engine/alike_sites.h"

#include "base/memory.h"

#include <string.h>

/* A chain of folded callers that is longer is not followed to its end: no program has so many lines
 * in one traceback without recursion, a damaged file may. */
enum { LONGEST_CHAIN = 1024 };

struct fold {
    struct names *names;
    uint32_t *folded;  /* by site */
    bool *is_imported; /* by site: in the body of a module that another one imports */
    uint32_t *slots;   /* sites that are folded to themselves, by line and folded caller; 0: free */
    size_t slot_mask;
};

static bool is_same_line(const struct site_name *left, const struct site_name *right)
{
    return left->function == right->function && left->line == right->line;
}

/* The program itself is a module body that nobody called. A caller has a lower number, except in a
 * damaged file. */
static bool is_in_import(const struct fold *fold, uint32_t site, const struct site_name *name)
{
    return name->parent != 0 && name->parent < site &&
           (fold->is_imported[name->parent] || strcmp(name->function, "<module>") == 0);
}

/* The caller that tells a site from others of its line, folded; 0 where there is none. */
static uint32_t caller_of(const struct fold *fold, uint32_t site, const struct site_name *name)
{
    bool counts = fold->is_imported[site] || !names_is_of_program(name);
    return counts && name->parent < site ? fold->folded[name->parent] : 0;
}

/* The same line among the folded callers; 0 where there is none. */
static uint32_t find_above(const struct fold *fold, uint32_t caller, const struct site_name *name)
{
    for (int steps = 0; caller != 0 && steps < LONGEST_CHAIN; steps++) {
        const struct site_name *above = names_site(fold->names, caller);
        if (!above || is_same_line(above, name))
            return above ? caller : 0;
        caller = caller_of(fold, caller, above);
    }
    return 0;
}

/* The first site of this line with this folded caller, which may be this one. */
static uint32_t find_first(struct fold *fold, uint32_t site, uint32_t caller,
                           const struct site_name *name)
{
    uint64_t hash = ((uint64_t)(uintptr_t)name->function >> 4) * 31 + name->line;
    hash = (hash ^ (uint64_t)caller << 32) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t place = hash >> 32;; place++) {
        uint32_t *slot = &fold->slots[place & fold->slot_mask];
        if (*slot == 0)
            return *slot = site;
        const struct site_name *other = names_site(fold->names, *slot);
        if (is_same_line(other, name) && caller_of(fold, *slot, other) == caller)
            return *slot;
    }
}

struct alike_sites alike_sites_find(struct names *names, size_t count)
{
    struct fold fold = {.names = names, .slot_mask = 1};
    while (fold.slot_mask < count * 2)
        fold.slot_mask = fold.slot_mask * 2 + 1;
    fold.folded = memory_zeroed(count + 1, sizeof *fold.folded);
    fold.is_imported = memory_zeroed(count + 1, sizeof *fold.is_imported);
    fold.slots = memory_zeroed(fold.slot_mask + 1, sizeof *fold.slots);
    for (uint32_t site = 1; site < count; site++) {
        const struct site_name *name = names_site(names, site);
        if (!name)
            continue;
        fold.is_imported[site] = is_in_import(&fold, site, name);
        uint32_t caller = caller_of(&fold, site, name);
        uint32_t above = find_above(&fold, caller, name);
        fold.folded[site] = above ? above : find_first(&fold, site, caller, name);
    }
    memory_free(fold.slots);
    return (struct alike_sites){fold.folded, fold.is_imported};
}

void alike_sites_release(struct alike_sites *sites)
{
    memory_free(sites->folded);
    memory_free(sites->is_imported);
}
