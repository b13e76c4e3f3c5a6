/* The list of container and iterator types: a new one is entered here. */
#include "runtime/types/containers.h"

#include "runtime/types/dict.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/set.h"
#include "runtime/types/stream.h"
#include "runtime/types/tuple.h"
#include "runtime/types/union_type.h"

static struct type *const types[] = {
    &tuple_type,
    &list_type,
    &dict_type,
    &set_type,
    &frozenset_type,
    &dict_keys_type,
    &dict_values_type,
    &dict_items_type,
    &ordered_keys_type,
    &ordered_values_type,
    &ordered_items_type,
    &list_iterator_type,
    &list_reverse_iterator_type,
    &tuple_iterator_type,
    &sequence_iterator_type,
    &reversed_type,
    &callable_iterator_type,
    &enumerate_type,
    &zip_type,
    &map_type,
    &filter_type,
    &dict_key_iterator_type,
    &dict_value_iterator_type,
    &dict_item_iterator_type,
    &dict_reverse_key_iterator_type,
    &dict_reverse_value_iterator_type,
    &dict_reverse_item_iterator_type,
    &set_iterator_type,
    &generic_alias_type,
    &union_type,
    &text_stream_type,
    &binary_stream_type,
};

void container_types_ready(struct runtime *rt)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        type_ready(rt, types[i]);
}
