/* The module pyexpat: XML by the library expat. xml.etree, xml.dom, xml.sax and plistlib of the
 * installed library stand on it.
 *
 * A parser calls the handlers that the program set as attributes, while Parse() runs.
 *
 *  1. Once a handler has raised, the parser is stopped and calls no other one; Parse() raises.
 *  2. Text that is collected (buffer_text) is handed over before the next handler is called.
 *
 * There are no parsers of external entities.
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <expat.h>
#include <string.h>

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

#define HANDLERS(X)                                                                                \
    X(StartElement)                                                                                \
    X(EndElement)                                                                                  \
    X(ProcessingInstruction)                                                                       \
    X(CharacterData)                                                                               \
    X(UnparsedEntityDecl)                                                                          \
    X(NotationDecl)                                                                                \
    X(StartNamespaceDecl)                                                                          \
    X(EndNamespaceDecl)                                                                            \
    X(Comment)                                                                                     \
    X(StartCdataSection)                                                                           \
    X(EndCdataSection)                                                                             \
    X(Default)                                                                                     \
    X(NotStandalone)                                                                               \
    X(ExternalEntityRef)                                                                           \
    X(StartDoctypeDecl)                                                                            \
    X(EndDoctypeDecl)                                                                              \
    X(EntityDecl)                                                                                  \
    X(XmlDecl)                                                                                     \
    X(ElementDecl)                                                                                 \
    X(AttlistDecl)                                                                                 \
    X(SkippedEntity)

enum handler {
#define X(name) HANDLER_##name,
    HANDLERS(X)
#undef X
        HANDLER_DefaultHandlerExpand,
    HANDLER_COUNT
};

static const char *const handler_names[HANDLER_COUNT] = {
#define X(name) #name "Handler",
    HANDLERS(X)
#undef X
        "DefaultHandlerExpand"};

struct parser {
    struct object header;
    struct runtime *rt;
    XML_Parser parser;
    borrowed error;                   /* held: pyexpat.ExpatError */
    borrowed intern;                  /* held: a dict, for the program's own use */
    borrowed handlers[HANDLER_COUNT]; /* held; each a callable or NULL */
    struct buffer text;               /* collected, not yet handed over */
    size_t text_limit;                /* bytes that are collected at most */
    bool collects_text;
    bool orders_attributes;
    bool only_specified_attributes;
    bool has_prefixes;
    bool is_parsing;
};

static struct type parser_type;

static struct parser *parser_of(borrowed v)
{
    return (struct parser *)v;
}

/* --- calling handlers ------------------------------------------------------------------------- */

static owned text_or_none(struct runtime *rt, const XML_Char *text)
{
    return text ? str_from_text(rt, text) : NONE;
}

/* Calls the handler with `count` arguments, which are stolen; where one is NULL, making it has
 * raised. NULL: an error, and the parser stops. */
static owned call(struct parser *self, enum handler handler, owned *arguments, size_t count)
{
    struct runtime *rt = self->rt;
    owned result = NULL;
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole &= arguments[i] != NULL;
    if (whole) {
        owned callable = object_retain(rt, self->handlers[handler]);
        result = object_call(rt, callable, arguments, count, NULL);
        object_release(rt, callable);
    }
    for (size_t i = 0; i < count; i++)
        object_release_maybe(rt, arguments[i]);
    if (!result)
        XML_StopParser(self->parser, XML_FALSE);
    return result;
}

static void notify(struct parser *self, enum handler handler, owned *arguments, size_t count)
{
    object_release_maybe(self->rt, call(self, handler, arguments, count));
}

static void flush_text(struct parser *self)
{
    if (self->text.size == 0)
        return;
    struct buffer text = self->text;
    self->text = (struct buffer)BUFFER_EMPTY;
    if (self->handlers[HANDLER_CharacterData]) {
        owned argument = str_new(self->rt, (const char *)text.bytes, text.size);
        notify(self, HANDLER_CharacterData, &argument, 1);
    }
    buffer_release(&text);
}

/* May the handler be called now? Hands over the text before it. */
static bool is_wanted(struct parser *self, enum handler handler)
{
    if (!self->handlers[handler] || self->rt->error)
        return false;
    flush_text(self);
    return !self->rt->error;
}

/* --- expat's handlers ------------------------------------------------------------------------- */

static owned attributes_list(struct parser *self, const XML_Char **attributes, size_t count)
{
    owned list = list_new(self->rt, count);
    for (size_t i = 0; list && i < count; i++) {
        owned text = str_from_text(self->rt, attributes[i]);
        if (!text || list_append(self->rt, list, text) < 0) {
            object_release(self->rt, list);
            return NULL;
        }
    }
    return list;
}

static owned attributes_dict(struct parser *self, const XML_Char **attributes, size_t count)
{
    struct runtime *rt = self->rt;
    owned dict = dict_new(rt);
    for (size_t i = 0; dict && i < count; i += 2) {
        owned key = str_from_text(rt, attributes[i]), value = str_from_text(rt, attributes[i + 1]);
        bool done = key && value && dict_set_copy(rt, dict, key, value) == 0;
        object_release_maybe(rt, key);
        object_release_maybe(rt, value);
        if (!done) {
            object_release(rt, dict);
            return NULL;
        }
    }
    return dict;
}

static void XMLCALL on_StartElement(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_StartElement))
        return;
    size_t count = 0;
    if (self->only_specified_attributes)
        count = (size_t)XML_GetSpecifiedAttributeCount(self->parser);
    else
        while (attributes[count])
            count += 2;
    owned arguments[] = {str_from_text(self->rt, name),
                         self->orders_attributes ? attributes_list(self, attributes, count)
                                                 : attributes_dict(self, attributes, count)};
    notify(self, HANDLER_StartElement, arguments, 2);
}

static void XMLCALL on_CharacterData(void *data, const XML_Char *text, int size)
{
    struct parser *self = data;
    if (!self->handlers[HANDLER_CharacterData] || self->rt->error)
        return;
    if (self->text.size + (size_t)size > self->text_limit)
        flush_text(self);
    if (self->collects_text && (size_t)size <= self->text_limit && !self->rt->error) {
        buffer_append(&self->text, text, (size_t)size);
    } else if (is_wanted(self, HANDLER_CharacterData)) {
        owned argument = str_new(self->rt, text, (size_t)size);
        notify(self, HANDLER_CharacterData, &argument, 1);
    }
}

static void pass_raw(struct parser *self, enum handler handler, const XML_Char *text, int size)
{
    if (!is_wanted(self, handler))
        return;
    owned argument = str_new(self->rt, text, (size_t)size);
    notify(self, handler, &argument, 1);
}

static void XMLCALL on_Default(void *data, const XML_Char *text, int size)
{
    pass_raw(data, HANDLER_Default, text, size);
}

static void XMLCALL on_DefaultHandlerExpand(void *data, const XML_Char *text, int size)
{
    pass_raw(data, HANDLER_DefaultHandlerExpand, text, size);
}

/* A handler whose arguments are texts that may be absent. */
static void pass_texts(struct parser *self, enum handler handler, const XML_Char *const *texts,
                       size_t count)
{
    owned arguments[5];
    if (!is_wanted(self, handler))
        return;
    for (size_t i = 0; i < count; i++)
        arguments[i] = text_or_none(self->rt, texts[i]);
    notify(self, handler, arguments, count);
}

#define PASS(name, ...)                                                                            \
    const XML_Char *const texts[] = {__VA_ARGS__};                                                 \
    pass_texts(data, HANDLER_##name, texts, sizeof texts / sizeof *texts)

static void XMLCALL on_EndElement(void *data, const XML_Char *name)
{
    PASS(EndElement, name);
}

static void XMLCALL on_ProcessingInstruction(void *data, const XML_Char *target,
                                             const XML_Char *text)
{
    PASS(ProcessingInstruction, target, text);
}

static void XMLCALL on_UnparsedEntityDecl(void *data, const XML_Char *name, const XML_Char *base,
                                          const XML_Char *system, const XML_Char *public,
                                          const XML_Char *notation)
{
    PASS(UnparsedEntityDecl, name, base, system, public, notation);
}

static void XMLCALL on_NotationDecl(void *data, const XML_Char *name, const XML_Char *base,
                                    const XML_Char *system, const XML_Char *public)
{
    PASS(NotationDecl, name, base, system, public);
}

static void XMLCALL on_StartNamespaceDecl(void *data, const XML_Char *prefix, const XML_Char *uri)
{
    PASS(StartNamespaceDecl, prefix, uri);
}

static void XMLCALL on_EndNamespaceDecl(void *data, const XML_Char *prefix)
{
    PASS(EndNamespaceDecl, prefix);
}

static void XMLCALL on_Comment(void *data, const XML_Char *text)
{
    PASS(Comment, text);
}

static void XMLCALL on_StartCdataSection(void *data)
{
    pass_texts(data, HANDLER_StartCdataSection, NULL, 0);
}

static void XMLCALL on_EndCdataSection(void *data)
{
    pass_texts(data, HANDLER_EndCdataSection, NULL, 0);
}

static void XMLCALL on_EndDoctypeDecl(void *data)
{
    pass_texts(data, HANDLER_EndDoctypeDecl, NULL, 0);
}

/* What a handler that decides says: 0 stops the parser with an error of its own. */
static int ask(struct parser *self, enum handler handler, owned *arguments, size_t count)
{
    owned answer = call(self, handler, arguments, count);
    int64_t number = 0;
    if (!answer)
        return 0;
    if (!arguments_int(self->rt, answer, &number))
        XML_StopParser(self->parser, XML_FALSE);
    object_release(self->rt, answer);
    return number != 0;
}

static int XMLCALL on_NotStandalone(void *data)
{
    return is_wanted(data, HANDLER_NotStandalone) ? ask(data, HANDLER_NotStandalone, NULL, 0) : 0;
}

static int XMLCALL on_ExternalEntityRef(XML_Parser parser, const XML_Char *context,
                                        const XML_Char *base, const XML_Char *system,
                                        const XML_Char *public)
{
    struct parser *self = XML_GetUserData(parser);
    if (!is_wanted(self, HANDLER_ExternalEntityRef))
        return 0;
    owned arguments[] = {text_or_none(self->rt, context), text_or_none(self->rt, base),
                         text_or_none(self->rt, system), text_or_none(self->rt, public)};
    return ask(self, HANDLER_ExternalEntityRef, arguments, 4);
}

static void XMLCALL on_StartDoctypeDecl(void *data, const XML_Char *name, const XML_Char *system,
                                        const XML_Char *public, int has_internal_subset)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_StartDoctypeDecl))
        return;
    owned arguments[] = {text_or_none(self->rt, name), text_or_none(self->rt, system),
                         text_or_none(self->rt, public), int_tag(has_internal_subset)};
    notify(self, HANDLER_StartDoctypeDecl, arguments, 4);
}

static void XMLCALL on_EntityDecl(void *data, const XML_Char *name, int is_parameter,
                                  const XML_Char *value, int value_size, const XML_Char *base,
                                  const XML_Char *system, const XML_Char *public,
                                  const XML_Char *notation)
{
    struct parser *self = data;
    struct runtime *rt = self->rt;
    if (!is_wanted(self, HANDLER_EntityDecl))
        return;
    owned arguments[] = {text_or_none(rt, name),
                         int_tag(is_parameter),
                         value ? str_new(rt, value, (size_t)value_size) : NONE,
                         text_or_none(rt, base),
                         text_or_none(rt, system),
                         text_or_none(rt, public),
                         text_or_none(rt, notation)};
    notify(self, HANDLER_EntityDecl, arguments, 7);
}

static void XMLCALL on_XmlDecl(void *data, const XML_Char *version, const XML_Char *encoding,
                               int standalone)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_XmlDecl))
        return;
    owned arguments[] = {text_or_none(self->rt, version), text_or_none(self->rt, encoding),
                         int_tag(standalone)};
    notify(self, HANDLER_XmlDecl, arguments, 3);
}

/* (type, quantifier, name, children) of what an element may contain. NULL: raised. */
static owned make_model(struct runtime *rt, const XML_Content *content, unsigned depth)
{
    if (depth > 1000)
        return exception_raise(rt, &exception_RecursionError, "content model nested too deeply");
    owned children = tuple_new(rt, content->numchildren);
    for (unsigned i = 0; children && i < content->numchildren; i++) {
        owned child = make_model(rt, &content->children[i], depth + 1);
        if (!child) {
            object_release(rt, children);
            return NULL;
        }
        tuple_fill(rt, children, i, child);
    }
    owned name = children ? text_or_none(rt, content->name) : NULL;
    borrowed parts[] = {int_tag(content->type), int_tag(content->quant), name, children};
    owned model = name ? tuple_from(rt, parts, 4) : NULL;
    object_release_maybe(rt, name);
    object_release_maybe(rt, children);
    return model;
}

static void XMLCALL on_ElementDecl(void *data, const XML_Char *name, XML_Content *model)
{
    struct parser *self = data;
    if (is_wanted(self, HANDLER_ElementDecl)) {
        owned arguments[] = {text_or_none(self->rt, name), make_model(self->rt, model, 0)};
        notify(self, HANDLER_ElementDecl, arguments, 2);
    }
    XML_FreeContentModel(self->parser, model);
}

static void XMLCALL on_AttlistDecl(void *data, const XML_Char *element, const XML_Char *name,
                                   const XML_Char *type, const XML_Char *value, int is_required)
{
    struct parser *self = data;
    struct runtime *rt = self->rt;
    if (!is_wanted(self, HANDLER_AttlistDecl))
        return;
    owned arguments[] = {text_or_none(rt, element), text_or_none(rt, name), text_or_none(rt, type),
                         text_or_none(rt, value), int_tag(is_required)};
    notify(self, HANDLER_AttlistDecl, arguments, 5);
}

static void XMLCALL on_SkippedEntity(void *data, const XML_Char *name, int is_parameter)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_SkippedEntity))
        return;
    owned arguments[] = {text_or_none(self->rt, name), int_tag(is_parameter)};
    notify(self, HANDLER_SkippedEntity, arguments, 2);
}

/* An encoding of one byte a character, by its codec. */
static int XMLCALL on_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *encoding)
{
    struct parser *self = data;
    struct runtime *rt = self->rt;
    uint8_t every[256];
    if (rt->error)
        return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++)
        every[i] = (uint8_t)i;
    owned bytes = bytes_new(rt, every, sizeof every);
    borrowed arguments[] = {str_intern_text(rt, name), str_intern_text(rt, "replace")};
    owned text =
        bytes ? object_call_method(rt, bytes, str_intern_text(rt, "decode"), arguments, 2) : NULL;
    object_release_maybe(rt, bytes);
    if (text && str_check(text) && str_length(text) == 256) {
        for (size_t i = 0; i < 256; i++) {
            uint32_t c = str_character((struct str *)text, i);
            encoding->map[i] = c == 0xFFFD ? -1 : (int)c;
        }
        object_release(rt, text);
        return XML_STATUS_OK;
    }
    if (text)
        exception_raise(rt, &exception_ValueError, "multi-byte encodings are not supported");
    object_release_maybe(rt, text);
    return XML_STATUS_ERROR;
}

/* Tells expat which handlers are wanted. */
static void connect(struct parser *self, enum handler handler)
{
    XML_Parser parser = self->parser;
    bool on = self->handlers[handler] != NULL;
    switch (handler) {
#define X(name)                                                                                    \
    case HANDLER_##name:                                                                           \
        XML_Set##name##Handler(parser, on ? on_##name : NULL);                                     \
        break;
        HANDLERS(X)
#undef X
    case HANDLER_DefaultHandlerExpand:
        XML_SetDefaultHandlerExpand(parser, on ? on_DefaultHandlerExpand : NULL);
        break;
    case HANDLER_COUNT:
        break;
    }
}

/* --- parsing ---------------------------------------------------------------------------------- */

static int set_number(struct runtime *rt, borrowed v, const char *name, int64_t number)
{
    return object_set_attribute(rt, v, str_intern_text(rt, name), int_tag(number));
}

static owned raise_error(struct runtime *rt, struct parser *self, enum XML_Error code)
{
    int64_t line = (int64_t)XML_GetErrorLineNumber(self->parser);
    int64_t column = (int64_t)XML_GetErrorColumnNumber(self->parser);
    owned message = str_format(rt, "%s: line %lld, column %lld", XML_ErrorString(code),
                               (long long)line, (long long)column);
    owned error = message ? object_call_one(rt, self->error, message) : NULL;
    object_release_maybe(rt, message);
    if (error && set_number(rt, error, "code", code) == 0 &&
        set_number(rt, error, "offset", column) == 0 && set_number(rt, error, "lineno", line) == 0)
        exception_set(rt, error);
    else
        object_release_maybe(rt, error);
    return NULL;
}

/* Gives 1, or raises what a handler or the text's form did. */
static owned finish(struct runtime *rt, struct parser *self, enum XML_Status status)
{
    if (!rt->error && status == XML_STATUS_ERROR)
        return raise_error(rt, self, XML_GetErrorCode(self->parser));
    if (!rt->error)
        flush_text(self);
    return rt->error ? NULL : int_tag(status);
}

static owned parse_bytes(struct runtime *rt, struct parser *self, const uint8_t *data, size_t size,
                         bool is_final)
{
    const size_t most = 1 << 20;
    enum XML_Status status = XML_STATUS_OK;
    self->is_parsing = true;
    while (size > most && status == XML_STATUS_OK && !rt->error) {
        status = XML_Parse(self->parser, (const char *)data, (int)most, false);
        data += most;
        size -= most;
    }
    if (status == XML_STATUS_OK && !rt->error)
        status = XML_Parse(self->parser, (const char *)data, (int)size, is_final);
    self->is_parsing = false;
    return finish(rt, self, status);
}

METHOD(parse)
{
    struct parser *parser = parser_of(self);
    if (!arguments_count(rt, "Parse", positional, names, 1, 2))
        return NULL;
    int is_final = positional > 1 ? object_is_true(rt, arguments[1]) : 0;
    struct span span;
    if (is_final < 0)
        return NULL;
    if (parser->is_parsing)
        return exception_raise(rt, &exception_RuntimeError, "the parser is at work");
    if (str_check(arguments[0])) {
        span.data = (const uint8_t *)str_utf8(arguments[0], &span.size);
        XML_SetEncoding(parser->parser, "utf-8");
    } else if (!bytes_require(rt, arguments[0], &span)) {
        return NULL;
    }
    return parse_bytes(rt, parser, span.data, span.size, is_final > 0);
}

METHOD(parse_file)
{
    borrowed size = int_tag(8192);
    owned result = NULL;
    bool at_end = false;
    if (!arguments_count(rt, "ParseFile", positional, names, 1, 1))
        return NULL;
    while (!at_end) {
        struct span span;
        owned part = object_call_method(rt, arguments[0], str_intern_text(rt, "read"), &size, 1);
        if (!part || !bytes_require(rt, part, &span)) {
            object_release_maybe(rt, part);
            return NULL;
        }
        at_end = span.size == 0;
        result = parse_bytes(rt, parser_of(self), span.data, span.size, at_end);
        object_release(rt, part);
        if (!result)
            return NULL;
    }
    return result;
}

METHOD(set_base)
{
    if (!arguments_count(rt, "SetBase", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "SetBase() argument must be str, not %T",
                               arguments[0]);
    XML_SetBase(parser_of(self)->parser, str_utf8(arguments[0], NULL));
    return NONE;
}

METHOD(get_base)
{
    if (!arguments_count(rt, "GetBase", positional, names, 0, 0))
        return NULL;
    return text_or_none(rt, XML_GetBase(parser_of(self)->parser));
}

METHOD(get_input_context)
{
    return arguments_count(rt, "GetInputContext", positional, names, 0, 0) ? NONE : NULL;
}

METHOD(use_foreign_dtd)
{
    int flag = 1;
    if (!arguments_count(rt, "UseForeignDTD", positional, names, 0, 1) ||
        (positional && (flag = object_is_true(rt, arguments[0])) < 0))
        return NULL;
    XML_UseForeignDTD(parser_of(self)->parser, (XML_Bool)flag);
    return NONE;
}

METHOD(set_param_entity_parsing)
{
    int64_t flag;
    if (!arguments_count(rt, "SetParamEntityParsing", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &flag))
        return NULL;
    return int_tag(
        XML_SetParamEntityParsing(parser_of(self)->parser, (enum XML_ParamEntityParsing)flag));
}

static const struct native_method parser_methods[] = {
    {"Parse", parse, NATIVE_PLAIN, "Parse XML data; isfinal should be true at the end of input."},
    {"ParseFile", parse_file, NATIVE_PLAIN, "Parse XML data from a file-like object."},
    {"SetBase", set_base, NATIVE_PLAIN, "Set the base URL for the parser."},
    {"GetBase", get_base, NATIVE_PLAIN, "Return the base URL of the parser."},
    {"GetInputContext", get_input_context, NATIVE_PLAIN, NULL},
    {"UseForeignDTD", use_foreign_dtd, NATIVE_PLAIN, NULL},
    {"SetParamEntityParsing", set_param_entity_parsing, NATIVE_PLAIN, NULL},
    {0},
};

/* --- attributes ------------------------------------------------------------------------------- */

static enum handler find_handler(borrowed name)
{
    for (enum handler handler = 0; handler < HANDLER_COUNT; handler++)
        if (str_equal_text(name, handler_names[handler]))
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
        flush_text(parser);
    if (value && value != NONE)
        slot_copy(rt, self, &parser->handlers[handler], value);
    else
        slot_clear(rt, self, &parser->handlers[handler]);
    connect(parser, handler);
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

FLAG(buffer_text, collects_text, flush_text(parser))
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
    flush_text(parser_of(self));
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
        ITERATOR_VISIT_AS(parser->handlers[handler], handler_names[handler]);
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

static struct type parser_type = {
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
    .methods = parser_methods,
    .attributes = parser_attributes,
};

/* --- the module ------------------------------------------------------------------------------- */

/* A text of at most `most` bytes, or None; false: TypeError or ValueError raised. */
static bool read_text(struct runtime *rt, borrowed v, const char *name, size_t most,
                      const char **text)
{
    size_t size = 0;
    *text = NULL;
    if (!v || v == NONE)
        return true;
    if (!str_check(v)) {
        exception_raise(rt, &exception_TypeError,
                        "ParserCreate() argument '%s' must be str or None, not %T", name, v);
        return false;
    }
    *text = str_utf8(v, &size);
    if (size > most) {
        exception_raise(rt, &exception_ValueError,
                        "%s must be at most one character, omitted, or None", name);
        return false;
    }
    return true;
}

/* ParserCreate(encoding, namespace_separator, intern); self: the class ExpatError. */
static owned create_parser(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    static const char *const parameters[] = {"encoding", "namespace_separator", "intern", NULL};
    static const struct arguments specification = {"ParserCreate", parameters, 0, 0, 3};
    borrowed values[3];
    const char *encoding, *separator;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !read_text(rt, values[0], "encoding", SIZE_MAX, &encoding) ||
        !read_text(rt, values[1], "namespace_separator", 1, &separator))
        return NULL;
    owned intern = values[2] && values[2] != NONE ? object_retain(rt, values[2]) : dict_new(rt);
    struct parser *parser =
        intern ? (struct parser *)object_new(rt, &parser_type, sizeof *parser, sizeof *parser)
               : NULL;
    if (!parser) {
        object_release_maybe(rt, intern);
        return NULL;
    }
    parser->rt = rt;
    parser->text_limit = 8192;
    slot_set(rt, &parser->header, &parser->intern, intern);
    slot_copy(rt, &parser->header, &parser->error, self);
    parser->parser =
        separator ? XML_ParserCreateNS(encoding, *separator) : XML_ParserCreate(encoding);
    gc_track(rt, &parser->header);
    if (!parser->parser) {
        object_release(rt, &parser->header);
        exception_raise_memory_error(rt);
        return NULL;
    }
    XML_SetUserData(parser->parser, parser);
    XML_SetUnknownEncodingHandler(parser->parser, on_unknown_encoding, parser);
    return &parser->header;
}

static owned error_string(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    int64_t code;
    if (!arguments_count(rt, "ErrorString", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &code))
        return NULL;
    return text_or_none(rt, XML_ErrorString((enum XML_Error)code));
}

static const struct native_method functions[] = {
    {"ParserCreate", create_parser, NATIVE_PLAIN, "Return a new XML parser object."},
    {"ErrorString", error_string, NATIVE_PLAIN, "Returns string error for given number."},
    {0},
};

#define ERROR(name)                                                                                \
    {                                                                                              \
#name, XML_ERROR_##name                                                                    \
    }
static const struct module_constant error_codes[] = {ERROR(NO_MEMORY),
                                                     ERROR(SYNTAX),
                                                     ERROR(NO_ELEMENTS),
                                                     ERROR(INVALID_TOKEN),
                                                     ERROR(UNCLOSED_TOKEN),
                                                     ERROR(PARTIAL_CHAR),
                                                     ERROR(TAG_MISMATCH),
                                                     ERROR(DUPLICATE_ATTRIBUTE),
                                                     ERROR(JUNK_AFTER_DOC_ELEMENT),
                                                     ERROR(PARAM_ENTITY_REF),
                                                     ERROR(UNDEFINED_ENTITY),
                                                     ERROR(RECURSIVE_ENTITY_REF),
                                                     ERROR(ASYNC_ENTITY),
                                                     ERROR(BAD_CHAR_REF),
                                                     ERROR(BINARY_ENTITY_REF),
                                                     ERROR(ATTRIBUTE_EXTERNAL_ENTITY_REF),
                                                     ERROR(MISPLACED_XML_PI),
                                                     ERROR(UNKNOWN_ENCODING),
                                                     ERROR(INCORRECT_ENCODING),
                                                     ERROR(UNCLOSED_CDATA_SECTION),
                                                     ERROR(EXTERNAL_ENTITY_HANDLING),
                                                     ERROR(NOT_STANDALONE),
                                                     ERROR(UNEXPECTED_STATE),
                                                     ERROR(ENTITY_DECLARED_IN_PE),
                                                     ERROR(FEATURE_REQUIRES_XML_DTD),
                                                     ERROR(CANT_CHANGE_FEATURE_ONCE_PARSING),
                                                     ERROR(UNBOUND_PREFIX),
                                                     ERROR(UNDECLARING_PREFIX),
                                                     ERROR(INCOMPLETE_PE),
                                                     ERROR(XML_DECL),
                                                     ERROR(TEXT_DECL),
                                                     ERROR(PUBLICID),
                                                     ERROR(SUSPENDED),
                                                     ERROR(NOT_SUSPENDED),
                                                     ERROR(ABORTED),
                                                     ERROR(FINISHED),
                                                     ERROR(SUSPEND_PE),
                                                     ERROR(RESERVED_PREFIX_XML),
                                                     ERROR(RESERVED_PREFIX_XMLNS),
                                                     ERROR(RESERVED_NAMESPACE_URI),
                                                     {0}};

/* errors.XML_ERROR_… are the texts; codes and messages lead from one to the other. */
static int add_errors(struct runtime *rt, borrowed module)
{
    owned errors = module_new(rt, "pyexpat.errors");
    owned codes = dict_new(rt), messages = dict_new(rt);
    int status = errors && codes && messages ? 0 : -1;
    for (const struct module_constant *next = error_codes; status == 0 && next->name; next++) {
        char name[64];
        snprintf(name, sizeof name, "XML_ERROR_%s", next->name);
        borrowed text = str_intern_text(rt, XML_ErrorString((enum XML_Error)next->value));
        status = dict_set_copy(rt, codes, text, int_tag(next->value)) |
                 dict_set_copy(rt, messages, int_tag(next->value), text) |
                 module_set(rt, errors, name, object_retain(rt, text));
    }
    if (status == 0)
        return module_set(rt, errors, "codes", codes) |
               module_set(rt, errors, "messages", messages) |
               module_set(rt, module, "errors", errors);
    object_release_maybe(rt, codes);
    object_release_maybe(rt, messages);
    object_release_maybe(rt, errors);
    return -1;
}

static int add_model(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(XML_CTYPE_EMPTY),
                                                       MODULE_CONSTANT(XML_CTYPE_ANY),
                                                       MODULE_CONSTANT(XML_CTYPE_MIXED),
                                                       MODULE_CONSTANT(XML_CTYPE_NAME),
                                                       MODULE_CONSTANT(XML_CTYPE_CHOICE),
                                                       MODULE_CONSTANT(XML_CTYPE_SEQ),
                                                       MODULE_CONSTANT(XML_CQUANT_NONE),
                                                       MODULE_CONSTANT(XML_CQUANT_OPT),
                                                       MODULE_CONSTANT(XML_CQUANT_REP),
                                                       MODULE_CONSTANT(XML_CQUANT_PLUS),
                                                       {0}};
    owned model = module_new(rt, "pyexpat.model");
    if (!model)
        return -1;
    if (module_add_constants(rt, model, constants) == 0)
        return module_set(rt, module, "model", model);
    object_release(rt, model);
    return -1;
}

int module_fill_pyexpat(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_NEVER),
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE),
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_ALWAYS),
        {0}};
    XML_Expat_Version version = XML_ExpatVersionInfo();
    borrowed numbers[] = {int_tag(version.major), int_tag(version.minor), int_tag(version.micro)};
    type_ready(rt, &parser_type);
    owned error = error_class_new(rt, "xml.parsers.expat", "ExpatError", &exception_Exception);
    if (!error || module_set(rt, module, "error", object_retain(rt, error)) < 0 ||
        module_set(rt, module, "XMLParserType", object_retain(rt, &parser_type.header)) < 0 ||
        module_set(rt, module, "EXPAT_VERSION", str_from_text(rt, XML_ExpatVersion())) < 0 ||
        module_set(rt, module, "version_info", tuple_from(rt, numbers, 3)) < 0 ||
        module_set(rt, module, "native_encoding", str_from_text(rt, "UTF-8")) < 0 ||
        module_add_constants(rt, module, constants) < 0 || add_errors(rt, module) < 0 ||
        add_model(rt, module) < 0) {
        object_release_maybe(rt, error);
        return -1;
    }
    return error_class_define(rt, module, error, functions);
}
