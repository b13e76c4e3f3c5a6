/* Encodings that the runtime does not know itself: the codecs that a program can import
 * (interpreter.h). */
#include "runtime/python/interpreter.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

owned codec_call(struct runtime *rt, const char *operation, borrowed v, const char *encoding,
                 const char *errors)
{
    bool to_text = strcmp(operation, "decode") == 0;
    owned name = str_from_text(rt, encoding);
    owned manner = name ? str_from_text(rt, errors ? errors : "strict") : NULL;
    owned module = manner ? import_module(rt, str_intern_text(rt, "_codecs"), NULL, NULL, 0) : NULL;
    borrowed arguments[3] = {v, name, manner};
    owned result =
        module ? object_call_method(rt, module, str_intern_text(rt, "_text_codec"), arguments, 3)
               : NULL;
    object_release_maybe(rt, module);
    object_release_maybe(rt, manner);
    object_release_maybe(rt, name);
    if (!result || (to_text ? str_check(result) : bytes_check(result)))
        return result;
    exception_raise(
        rt, &exception_TypeError,
        "'%s' %sr returned '%T' instead of '%s'; use codecs.%s() to %s to arbitrary types",
        encoding, operation, result, to_text ? "str" : "bytes", operation, operation);
    object_release(rt, result);
    return NULL;
}
