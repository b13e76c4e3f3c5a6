/* The module pyexpat: XML by the library expat. xml.etree, xml.dom, xml.sax and plistlib of the
 * installed library stand on it.
 *
 * A parser calls the handlers that the program set as attributes, while Parse() runs.
 *
 * Here a parser is made; the rest is in the files pyexpat_*.c (pyexpat_parts.h).
 *
 * There are no parsers of external entities.
 */
#include "runtime/core/gc.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/pyexpat_parts.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/tuple.h"

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
    struct parser *parser = intern ? (struct parser *)object_new(rt, &pyexpat_parser_type,
                                                                 sizeof *parser, sizeof *parser)
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
    XML_SetUnknownEncodingHandler(parser->parser, pyexpat_handler_find_encoding, parser);
    return &parser->header;
}

static owned error_string(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    int64_t code;
    if (!arguments_count(rt, "ErrorString", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &code))
        return NULL;
    return pyexpat_text_or_none(rt, XML_ErrorString((enum XML_Error)code));
}

static const struct native_method functions[] = {
    {"ParserCreate", create_parser, NATIVE_PLAIN, "Return a new XML parser object."},
    {"ErrorString", error_string, NATIVE_PLAIN, "Returns string error for given number."},
    {0},
};

int module_fill_pyexpat(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_NEVER),
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE),
        MODULE_CONSTANT(XML_PARAM_ENTITY_PARSING_ALWAYS),
        {0}};
    XML_Expat_Version version = XML_ExpatVersionInfo();
    borrowed numbers[] = {int_tag(version.major), int_tag(version.minor), int_tag(version.micro)};
    type_ready(rt, &pyexpat_parser_type);
    owned error = error_class_new(rt, "xml.parsers.expat", "ExpatError", &exception_Exception);
    if (!error || module_set(rt, module, "error", object_retain(rt, error)) < 0 ||
        module_set(rt, module, "XMLParserType", object_retain(rt, &pyexpat_parser_type.header)) <
            0 ||
        module_set(rt, module, "EXPAT_VERSION", str_from_text(rt, XML_ExpatVersion())) < 0 ||
        module_set(rt, module, "version_info", tuple_from(rt, numbers, 3)) < 0 ||
        module_set(rt, module, "native_encoding", str_from_text(rt, "UTF-8")) < 0 ||
        module_add_constants(rt, module, constants) < 0 ||
        pyexpat_constants_add_errors(rt, module) < 0 ||
        pyexpat_constants_add_model(rt, module) < 0) {
        object_release_maybe(rt, error);
        return -1;
    }
    return error_class_define(rt, module, error, functions);
}
