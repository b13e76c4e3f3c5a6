/* The methods of a parser: Parse() and ParseFile(), and how it is set up before.
 *
 * expat gets at most a megabyte at once, as its sizes are ints.
 */
#include "runtime/modules/pyexpat_parts.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

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
        pyexpat_handler_flush_text(self);
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
    return pyexpat_text_or_none(rt, XML_GetBase(parser_of(self)->parser));
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

const struct native_method pyexpat_parse_methods[] = {
    {"Parse", parse, NATIVE_PLAIN, "Parse XML data; isfinal should be true at the end of input."},
    {"ParseFile", parse_file, NATIVE_PLAIN, "Parse XML data from a file-like object."},
    {"SetBase", set_base, NATIVE_PLAIN, "Set the base URL for the parser."},
    {"GetBase", get_base, NATIVE_PLAIN, "Return the base URL of the parser."},
    {"GetInputContext", get_input_context, NATIVE_PLAIN, NULL},
    {"UseForeignDTD", use_foreign_dtd, NATIVE_PLAIN, NULL},
    {"SetParamEntityParsing", set_param_entity_parsing, NATIVE_PLAIN, NULL},
    {0},
};
