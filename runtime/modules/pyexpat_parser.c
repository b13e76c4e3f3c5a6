/* The type pyexpat.xmlparser: its attributes, among which the handlers are, and its life.
 *
 * A handler is no entry of a dict: setting one tells expat that it is wanted.
 */
#include "runtime/modules/pyexpat_parts.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"

/* --- attributes ------------------------------------------------------------------------------- */

static enum handler find_handler(borrowed name)
{
    for (enum handler handler = 0; handler < HANDLER_COUNT; handler++)
        if (str_equal_text(name, pyexpat_handler_names[handler]))
            return handler;
    return HANDLER_COUNT;
}

static owned get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    enum handler handler = find_handler(name);
    if (handler == HANDLER_COUNT)
        return object_generic_get_attribute(rt, self, name);
    borrowed found = parser_of(self)->handlers[handler];
    return found ? object_retain(rt, found) : NONE;
}

static int set_attribute(struct runtime *rt, borrowed self, borrowed name, borrowed value)
{
    struct parser *parser = parser_of(self);
    enum handler handler = find_handler(name);
    if (handler == HANDLER_COUNT)
        return object_generic_set_attribute(rt, self, name, value);
    if (handler == HANDLER_CharacterData)
        pyexpat_handler_flush_text(parser);
    if (value && value != NONE)
        slot_copy(rt, self, &parser->handlers[handler], value);
    else
        slot_clear(rt, self, &parser->handlers[handler]);
    pyexpat_handler_connect(parser, handler);
    return runtime_has_error(rt) ? -1 : 0;
}

#define FLAG(name, field, consequence)                                                             \
    static owned get_##name(struct runtime *rt UNUSED, borrowed self)                              \
    {                                                                                              \
        return bool_of(parser_of(self)->field);                                                    \
    }                                                                                              \
    static int set_##name(struct runtime *rt, borrowed self, borrowed value)                       \
    {                                                                                              \
        struct parser *parser = parser_of(self);                                                   \
        int flag = value ? object_is_true(rt, value) : 0;                                          \
        if (flag < 0)                                                                              \
            return -1;                                                                             \
        parser->field = flag > 0;                                                                  \
        consequence;                                                                               \
        return runtime_has_error(rt) ? -1 : 0;                                                     \
    }

FLAG(buffer_text, collects_text, pyexpat_handler_flush_text(parser))
FLAG(ordered_attributes, orders_attributes, (void)0)
FLAG(specified_attributes, only_specified_attributes, (void)0)
FLAG(namespace_prefixes, has_prefixes, XML_SetReturnNSTriplet(parser->parser, flag))

static owned get_buffer_size(struct runtime *rt, borrowed self)
{
    return int_new_unsigned(rt, parser_of(self)->text_limit);
}

static int set_buffer_size(struct runtime *rt, borrowed self, borrowed value)
{
    int64_t size;
    if (!value || !arguments_int(rt, value, &size))
        return -1;
    if (size <= 0) {
        exception_raise(rt, &exception_ValueError, "buffer_size must be greater than zero");
        return -1;
    }
    pyexpat_handler_flush_text(parser_of(self));
    parser_of(self)->text_limit = (size_t)size;
    return runtime_has_error(rt) ? -1 : 0;
}

static owned get_buffer_used(struct runtime *rt, borrowed self)
{
    return int_new_unsigned(rt, parser_of(self)->text.size);
}

static owned get_intern(struct runtime *rt, borrowed self)
{
    return object_retain(rt, parser_of(self)->intern);
}

#define PLACE(name, function)                                                                      \
    static owned get_##name(struct runtime *rt, borrowed self)                                     \
    {                                                                                              \
        return int_new(rt, (int64_t)function(parser_of(self)->parser));                            \
    }

PLACE(code, XML_GetErrorCode)
PLACE(line, XML_GetCurrentLineNumber)
PLACE(column, XML_GetCurrentColumnNumber)
PLACE(byte, XML_GetCurrentByteIndex)

static const struct native_attribute parser_attributes[] = {
    {"buffer_text", get_buffer_text, set_buffer_text},
    {"buffer_size", get_buffer_size, set_buffer_size},
    {"buffer_used", get_buffer_used, NULL},
    {"ordered_attributes", get_ordered_attributes, set_ordered_attributes},
    {"specified_attributes", get_specified_attributes, set_specified_attributes},
    {"namespace_prefixes", get_namespace_prefixes, set_namespace_prefixes},
    {"intern", get_intern, NULL},
    {"ErrorCode", get_code, NULL},
    {"ErrorLineNumber", get_line, NULL},
    {"ErrorColumnNumber", get_column, NULL},
    {"ErrorByteIndex", get_byte, NULL},
    {"CurrentLineNumber", get_line, NULL},
    {"CurrentColumnNumber", get_column, NULL},
    {"CurrentByteIndex", get_byte, NULL},
    {0},
};

/* --- the type --------------------------------------------------------------------------------- */

static int traverse(borrowed self, visit_function visit, void *context)
{
    struct parser *parser = parser_of(self);
    ITERATOR_VISIT(parser->error);
    ITERATOR_VISIT(parser->intern);
    for (enum handler handler = 0; handler < HANDLER_COUNT; handler++)
        ITERATOR_VISIT_AS(parser->handlers[handler], pyexpat_handler_names[handler]);
    return 0;
}

static int clear(struct runtime *rt, borrowed self)
{
    struct parser *parser = parser_of(self);
    for (enum handler handler = 0; handler < HANDLER_COUNT; handler++)
        slot_clear(rt, self, &parser->handlers[handler]);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    struct parser *parser = parser_of(self);
    if (parser->parser)
        XML_ParserFree(parser->parser);
    buffer_release(&parser->text);
    clear(rt, self);
    slot_clear(rt, self, &parser->error);
    slot_clear(rt, self, &parser->intern);
}

struct type pyexpat_parser_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "pyexpat.xmlparser",
    .base = &object_type_,
    .size = sizeof(struct parser),
    .reported_size = sizeof(struct parser),
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = traverse,
    .clear = clear,
    .dealloc = dealloc,
    .get_attribute = get_attribute,
    .set_attribute = set_attribute,
    .methods = pyexpat_parse_methods,
    .attributes = parser_attributes,
};
