/* What the exception types share among their files: constructors, texts and attributes of those
 * with fields of their own. */
#ifndef RUNTIME_TYPES_EXCEPTION_TYPES_H
#define RUNTIME_TYPES_EXCEPTION_TYPES_H

#include "runtime/types/exception.h"

/* BaseException.__new__: keeps the positional arguments as .args. */
owned exception_types_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                          size_t positional, borrowed argument_names);
int exception_types_traverse(borrowed self, visit_function visit, void *context);
int exception_types_clear(struct runtime *rt, borrowed self);
/* .args becomes these; -1: error. */
int exception_types_set_arguments(struct runtime *rt, borrowed self, const borrowed *arguments,
                                  size_t count);
owned exception_types_str(struct runtime *rt, borrowed self); /* BaseException.__str__ */

#define EXCEPTION_INIT(NAME)                                                                       \
    int exception_fields_init_##NAME(struct runtime *rt, borrowed self, const borrowed *arguments, \
                                     size_t positional, borrowed argument_names)
EXCEPTION_INIT(exit);
EXCEPTION_INIT(stop);
EXCEPTION_INIT(attribute);
EXCEPTION_INIT(name);
EXCEPTION_INIT(import);
EXCEPTION_INIT(os);
EXCEPTION_INIT(syntax);
EXCEPTION_INIT(decode);
EXCEPTION_INIT(encode);

owned exception_fields_new_os(struct runtime *rt, struct type *type, const borrowed *arguments,
                              size_t positional, borrowed argument_names);

owned exception_fields_str_key(struct runtime *rt, borrowed self);
owned exception_fields_str_import(struct runtime *rt, borrowed self);
owned exception_fields_str_os(struct runtime *rt, borrowed self);
owned exception_fields_str_syntax(struct runtime *rt, borrowed self);
owned exception_fields_str_decode(struct runtime *rt, borrowed self);
owned exception_fields_str_encode(struct runtime *rt, borrowed self);

extern const struct native_attribute exception_fields_exit_attributes[];
extern const struct native_attribute exception_fields_stop_attributes[];
extern const struct native_attribute exception_fields_attribute_attributes[];
extern const struct native_attribute exception_fields_name_attributes[];
extern const struct native_attribute exception_fields_import_attributes[];
extern const struct native_attribute exception_fields_os_attributes[];
extern const struct native_attribute exception_fields_syntax_attributes[];
extern const struct native_attribute exception_fields_unicode_attributes[];

#endif
