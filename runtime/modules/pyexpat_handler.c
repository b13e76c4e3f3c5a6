/* Handlers: what expat meets becomes a call of what the program set for it.
 *
 * Each of expat's handlers (on_…) makes the arguments, and passes them on.
 *
 *  1. Once a handler has raised, the parser is stopped and calls no other one; Parse() raises.
 *  2. Text that is collected (buffer_text) is handed over before the next handler is called.
 */
#include "runtime/modules/pyexpat_parts.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/tuple.h"

const char *const pyexpat_handler_names[HANDLER_COUNT] = {
#define X(name) #name "Handler",
    PYEXPAT_HANDLERS(X)
#undef X
        "DefaultHandlerExpand"};

/* --- calling handlers ------------------------------------------------------------------------- */

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

void pyexpat_handler_flush_text(struct parser *self)
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
    pyexpat_handler_flush_text(self);
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
        pyexpat_handler_flush_text(self);
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
        arguments[i] = pyexpat_text_or_none(self->rt, texts[i]);
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
    owned arguments[] = {
        pyexpat_text_or_none(self->rt, context), pyexpat_text_or_none(self->rt, base),
        pyexpat_text_or_none(self->rt, system), pyexpat_text_or_none(self->rt, public)};
    return ask(self, HANDLER_ExternalEntityRef, arguments, 4);
}

static void XMLCALL on_StartDoctypeDecl(void *data, const XML_Char *name, const XML_Char *system,
                                        const XML_Char *public, int has_internal_subset)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_StartDoctypeDecl))
        return;
    owned arguments[] = {pyexpat_text_or_none(self->rt, name),
                         pyexpat_text_or_none(self->rt, system),
                         pyexpat_text_or_none(self->rt, public), int_tag(has_internal_subset)};
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
    owned arguments[] = {pyexpat_text_or_none(rt, name),
                         int_tag(is_parameter),
                         value ? str_new(rt, value, (size_t)value_size) : NONE,
                         pyexpat_text_or_none(rt, base),
                         pyexpat_text_or_none(rt, system),
                         pyexpat_text_or_none(rt, public),
                         pyexpat_text_or_none(rt, notation)};
    notify(self, HANDLER_EntityDecl, arguments, 7);
}

static void XMLCALL on_XmlDecl(void *data, const XML_Char *version, const XML_Char *encoding,
                               int standalone)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_XmlDecl))
        return;
    owned arguments[] = {pyexpat_text_or_none(self->rt, version),
                         pyexpat_text_or_none(self->rt, encoding), int_tag(standalone)};
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
    owned name = children ? pyexpat_text_or_none(rt, content->name) : NULL;
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
        owned arguments[] = {pyexpat_text_or_none(self->rt, name), make_model(self->rt, model, 0)};
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
    owned arguments[] = {pyexpat_text_or_none(rt, element), pyexpat_text_or_none(rt, name),
                         pyexpat_text_or_none(rt, type), pyexpat_text_or_none(rt, value),
                         int_tag(is_required)};
    notify(self, HANDLER_AttlistDecl, arguments, 5);
}

static void XMLCALL on_SkippedEntity(void *data, const XML_Char *name, int is_parameter)
{
    struct parser *self = data;
    if (!is_wanted(self, HANDLER_SkippedEntity))
        return;
    owned arguments[] = {pyexpat_text_or_none(self->rt, name), int_tag(is_parameter)};
    notify(self, HANDLER_SkippedEntity, arguments, 2);
}

int XMLCALL pyexpat_handler_find_encoding(void *data, const XML_Char *name, XML_Encoding *encoding)
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

void pyexpat_handler_connect(struct parser *self, enum handler handler)
{
    XML_Parser parser = self->parser;
    bool on = self->handlers[handler] != NULL;
    switch (handler) {
#define X(name)                                                                                    \
    case HANDLER_##name:                                                                           \
        XML_Set##name##Handler(parser, on ? on_##name : NULL);                                     \
        break;
        PYEXPAT_HANDLERS(X)
#undef X
    case HANDLER_DefaultHandlerExpand:
        XML_SetDefaultHandlerExpand(parser, on ? on_DefaultHandlerExpand : NULL);
        break;
    case HANDLER_COUNT:
        break;
    }
}
