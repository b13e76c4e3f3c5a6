/* The kinds of dict in collections that are written in C: defaultdict and OrderedDict. */
#ifndef RUNTIME_TYPES_DICT_KINDS_H
#define RUNTIME_TYPES_DICT_KINDS_H

#include "runtime/types/dict.h"

extern struct type default_dict_type;
extern struct type ordered_dict_type;
extern struct type ordered_keys_type; /* its views */
extern struct type ordered_values_type;
extern struct type ordered_items_type;

struct default_dict {
    struct dict dict;
    borrowed factory; /* held: default_factory; NULL: None */
};

#endif
