/* The modules pyexpat.errors and pyexpat.model: expat's constants. */
#include "runtime/modules/pyexpat_parts.h"

#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"

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

int pyexpat_constants_add_errors(struct runtime *rt, borrowed module)
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

int pyexpat_constants_add_model(struct runtime *rt, borrowed module)
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
