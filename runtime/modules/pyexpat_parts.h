/* What the files pyexpat*.c share: the parser, and how it calls what the program set. */
#ifndef RUNTIME_MODULES_PYEXPAT_PARTS_H
#define RUNTIME_MODULES_PYEXPAT_PARTS_H

#include "base/buffer.h"
#include "runtime/core/type.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <expat.h>

#define PYEXPAT_HANDLERS(X)                                                                        \
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
    PYEXPAT_HANDLERS(X)
#undef X
        HANDLER_DefaultHandlerExpand,
    HANDLER_COUNT
};

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

extern struct type pyexpat_parser_type;
extern const char *const pyexpat_handler_names[HANDLER_COUNT]; /* as the program knows them */
extern const struct native_method pyexpat_parse_methods[];     /* pyexpat_parse.c */

static inline struct parser *parser_of(borrowed v)
{
    return (struct parser *)v;
}

static inline owned pyexpat_text_or_none(struct runtime *rt, const XML_Char *text)
{
    return text ? str_from_text(rt, text) : NONE;
}

/* Handlers (pyexpat_handler.c). */

/* Tells expat whether the handler is wanted. */
void pyexpat_handler_connect(struct parser *self, enum handler handler);
/* Hands over the text that is collected; what the handler raises stays in the runtime. */
void pyexpat_handler_flush_text(struct parser *self);
/* Tells expat an encoding of one byte a character, by its codec. `data` is the parser. */
int XMLCALL pyexpat_handler_find_encoding(void *data, const XML_Char *name, XML_Encoding *encoding);

/* Constants (pyexpat_constants.c); -1: raised. */

/* errors.XML_ERROR_… are the texts; codes and messages lead from one to the other. */
int pyexpat_constants_add_errors(struct runtime *rt, borrowed module);
int pyexpat_constants_add_model(struct runtime *rt, borrowed module);

#endif
