#include "queries/engine/tables.h"

#include <string.h>

static const struct table *const tables[] = {
    &event_table,         &object_table,       &reference_table,     &snapshot_object_table,
    &referrer_tree_table, &node_table,         &path_table,          &path_tree_table,
    &path_pattern_table,  &accumulation_table, &garbage_cycle_table, &pending_cycle_table,
    &growing_table,       &alias_table,        &life_table,          &leak_table,
    &book_table,
};

bool tables_have(const char *name)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i]->name, name) == 0)
            return true;
    return false;
}

bool tables_register(struct engine *engine, struct error *error)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!table_register(engine, tables[i], error))
            return false;
    return true;
}
