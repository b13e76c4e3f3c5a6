/* Records: tuples whose items have names. See record.h. */
#include "runtime/types/record.h"

#include "runtime/core/gc.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

static size_t count_fields(const struct record_type *type)
{
    size_t count = 0;
    while (type->fields[count])
        count++;
    return count;
}

static bool has_all(const owned *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!items[i])
            return false;
    return true;
}

owned record_new(struct runtime *rt, struct record_type *type, owned *items)
{
    size_t count = count_fields(type);
    type_ready(rt, &type->type);
    owned self = has_all(items, count)
                     ? object_new(rt, &type->type, sizeof(struct tuple) + count * sizeof *items,
                                  type->type.reported_size + 8 * count)
                     : NULL;
    if (!self) {
        for (size_t i = 0; i < count; i++)
            object_release_maybe(rt, items[i]);
        return NULL;
    }
    ((struct tuple *)self)->count = count;
    for (size_t i = 0; i < count; i++)
        tuple_fill(rt, self, i, items[i]);
    gc_track(rt, self);
    return self;
}

owned record_get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    const struct record_type *type = (const struct record_type *)self->type;
    for (size_t i = 0; type->fields[i]; i++)
        if (str_check(name) && str_equal_text(name, type->fields[i]))
            return object_retain(rt, tuple_item(self, i));
    return object_generic_get_attribute(rt, self, name);
}

owned record_repr(struct runtime *rt, borrowed self)
{
    const struct record_type *type = (const struct record_type *)self->type;
    struct str_builder builder = STR_BUILDER_EMPTY;
    str_builder_text(&builder, type->type.name);
    for (size_t i = 0; type->fields[i]; i++) {
        str_builder_text(&builder, i == 0 ? "(" : ", ");
        str_builder_text(&builder, type->fields[i]);
        str_builder_text(&builder, "=");
        if (str_builder_repr(rt, &builder, tuple_item(self, i)) < 0) {
            str_builder_release(&builder);
            return NULL;
        }
    }
    str_builder_text(&builder, ")");
    return str_builder_finish(rt, &builder);
}
