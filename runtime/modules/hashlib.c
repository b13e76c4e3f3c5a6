/* The module _hashlib: digests, by OpenSSL's libcrypto. hashlib and hmac are the library's. */
#include "base/memory.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

/* What Python calls a digest, and OpenSSL. */
static const struct digest_name {
    const char *name, *openssl;
} digest_names[] = {{"md5", "MD5"},
                    {"sha1", "SHA1"},
                    {"sha224", "SHA224"},
                    {"sha256", "SHA256"},
                    {"sha384", "SHA384"},
                    {"sha512", "SHA512"},
                    {"sha3_224", "SHA3-224"},
                    {"sha3_256", "SHA3-256"},
                    {"sha3_384", "SHA3-384"},
                    {"sha3_512", "SHA3-512"},
                    {"shake_128", "SHAKE128"},
                    {"shake_256", "SHAKE256"},
                    {"sha512_224", "SHA512-224"},
                    {"sha512_256", "SHA512-256"},
                    {"ripemd160", "RIPEMD160"},
                    {"sm3", "SM3"},
                    {"md5-sha1", "MD5-SHA1"},
                    {NULL, NULL}};

struct hash {
    struct object header;
    EVP_MD_CTX *context; /* owned */
    const char *name;    /* of digest_names */
    bool is_extendable;  /* shake: the digest is as long as one asks */
};

static struct type hash_type, extendable_type;

static struct hash *hash_of(borrowed v)
{
    return (struct hash *)v;
}

/* NULL: ValueError raised. */
static const struct digest_name *find_digest(struct runtime *rt, const char *name)
{
    char lower[32];
    size_t size = 0;
    for (; name[size] && size < sizeof lower - 1; size++)
        lower[size] = (char)tolower((unsigned char)name[size]);
    lower[size] = '\0';
    for (const struct digest_name *next = digest_names; next->name; next++) {
        if (strcmp(next->name, lower) == 0 || strcasecmp(next->openssl, name) == 0)
            return next;
    }
    exception_raise(rt, &exception_ValueError, "unsupported hash type %s", name);
    return NULL;
}

static owned make_hash(struct runtime *rt, const struct digest_name *digest, borrowed data)
{
    EVP_MD *method = EVP_MD_fetch(NULL, digest->openssl, NULL);
    if (!method)
        return exception_raise(rt, &exception_ValueError, "unsupported hash type %s", digest->name);
    bool is_extendable = (EVP_MD_get_flags(method) & EVP_MD_FLAG_XOF) != 0;
    struct hash *hash = (struct hash *)object_new(rt, is_extendable ? &extendable_type : &hash_type,
                                                  sizeof *hash, sizeof *hash);
    if (hash) {
        hash->name = digest->name;
        hash->is_extendable = is_extendable;
        hash->context = EVP_MD_CTX_new();
        EVP_DigestInit_ex2(hash->context, method, NULL);
    }
    EVP_MD_free(method);
    struct span span;
    if (!hash || !data || data == NONE)
        return (owned)hash;
    if (str_check(data))
        exception_raise(rt, &exception_TypeError, "Strings must be encoded before hashing");
    else if (bytes_require(rt, data, &span) &&
             EVP_DigestUpdate(hash->context, span.data, span.size) == 1)
        return &hash->header;
    object_release(rt, &hash->header);
    return NULL;
}

/* new(name, data=b'', *, usedforsecurity=True) */
FUNCTION(new_hash)
{
    static const char *const parameters[] = {"name", "string", "usedforsecurity", NULL};
    static const struct arguments specification = {"new", parameters, 1, 0, 2};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    if (!str_check(values[0]))
        return exception_raise(rt, &exception_TypeError,
                               "new() argument 'name' must be str, not %T", values[0]);
    const struct digest_name *digest = find_digest(rt, str_utf8(values[0], NULL));
    return digest ? make_hash(rt, digest, values[1]) : NULL;
}

static owned make_by_name(struct runtime *rt, const char *name, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    static const char *const parameters[] = {"string", "usedforsecurity", NULL};
    const struct arguments specification = {name, parameters, 0, 0, 1};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    const struct digest_name *digest = find_digest(rt, name);
    return digest ? make_hash(rt, digest, values[0]) : NULL;
}

#define DIGEST(name)                                                                               \
    FUNCTION(make_##name)                                                                          \
    {                                                                                              \
        return make_by_name(rt, #name, arguments, positional, names);                              \
    }
DIGEST(md5)
DIGEST(sha1)
DIGEST(sha224)
DIGEST(sha256)
DIGEST(sha384)
DIGEST(sha512)
DIGEST(sha3_224)
DIGEST(sha3_256)
DIGEST(sha3_384)
DIGEST(sha3_512)
DIGEST(shake_128)
DIGEST(shake_256)

/* --- a hash ----------------------------------------------------------------------------------- */

FUNCTION(update)
{
    struct span span;
    if (!arguments_count(rt, "update", positional, names, 1, 1))
        return NULL;
    if (str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "Strings must be encoded before hashing");
    if (!bytes_require(rt, arguments[0], &span))
        return NULL;
    return EVP_DigestUpdate(hash_of(self)->context, span.data, span.size) == 1
               ? NONE
               : exception_raise(rt, &exception_ValueError, "digest failed");
}

/* The digest so far; of an extendable one, as long as the argument says. */
static owned make_digest(struct runtime *rt, const char *function, borrowed self,
                         const borrowed *arguments, size_t positional, borrowed names)
{
    const struct hash *hash = hash_of(self);
    static const char *const parameters[] = {"length", NULL};
    const struct arguments specification = {function, parameters, 1, 0, 1};
    borrowed length;
    int64_t size = EVP_MD_CTX_get_size(hash->context);
    if (!hash->is_extendable
            ? !arguments_count(rt, function, positional, names, 0, 0)
            : !arguments_unpack(rt, &specification, arguments, positional, names, &length) ||
                  !arguments_int(rt, length, &size))
        return NULL;
    if (size < 0)
        return exception_raise(rt, &exception_ValueError, "value must be positive");
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    owned result = bytes_new(rt, NULL, (size_t)size);
    if (result && size > 0 && EVP_MD_CTX_copy_ex(copy, hash->context) == 1) {
        uint8_t *data = ((struct bytes *)result)->data;
        if (hash->is_extendable)
            EVP_DigestFinalXOF(copy, data, (size_t)size);
        else
            EVP_DigestFinal_ex(copy, data, NULL);
    }
    EVP_MD_CTX_free(copy);
    return result;
}

FUNCTION(digest)
{
    return make_digest(rt, "digest", self, arguments, positional, names);
}

FUNCTION(hexdigest)
{
    owned bytes = make_digest(rt, "hexdigest", self, arguments, positional, names);
    owned text = bytes ? object_call_method(rt, bytes, str_intern_text(rt, "hex"), NULL, 0) : NULL;
    object_release_maybe(rt, bytes);
    return text;
}

FUNCTION(copy_hash)
{
    const struct hash *hash = hash_of(self);
    if (!arguments_count(rt, "copy", positional, names, 0, 0))
        return NULL;
    struct hash *copy =
        (struct hash *)object_new(rt, hash->header.type, sizeof *copy, sizeof *copy);
    if (!copy)
        return NULL;
    copy->name = hash->name;
    copy->is_extendable = hash->is_extendable;
    copy->context = EVP_MD_CTX_new();
    EVP_MD_CTX_copy_ex(copy->context, hash->context);
    return &copy->header;
}

static owned get_name(struct runtime *rt, borrowed self)
{
    return str_intern_text(rt, hash_of(self)->name);
}

static owned get_size(struct runtime *rt UNUSED, borrowed self)
{
    const struct hash *hash = hash_of(self);
    return int_tag(hash->is_extendable ? 0 : EVP_MD_CTX_get_size(hash->context));
}

static owned get_block_size(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(EVP_MD_CTX_get_block_size(hash_of(self)->context));
}

static owned repr(struct runtime *rt, borrowed self)
{
    return str_format(rt, "<%s _hashlib.%s object @ 0x%zx>", hash_of(self)->name,
                      hash_of(self)->is_extendable ? "HASHXOF" : "HASH", (size_t)self);
}

static void dealloc(struct runtime *rt UNUSED, borrowed self)
{
    EVP_MD_CTX_free(hash_of(self)->context);
}

static const struct native_method methods[] = {
    {"update", update, NATIVE_PLAIN, "Update this hash object's state with the provided bytes."},
    {"digest", digest, NATIVE_PLAIN, "Return the digest value as a bytes object."},
    {"hexdigest", hexdigest, NATIVE_PLAIN, "Return the digest value as hexadecimal digits."},
    {"copy", copy_hash, NATIVE_PLAIN, "Return a copy of the hash object."},
    {0},
};

static const struct native_attribute attributes[] = {
    {"name", get_name, NULL},
    {"digest_size", get_size, NULL},
    {"block_size", get_block_size, NULL},
    {0},
};

#define HASH_TYPE(full_name)                                                                       \
    {                                                                                              \
        .header = OBJECT_STATIC(&type_type), .name = (full_name), .base = &object_type_,           \
        .size = sizeof(struct hash), .reported_size = sizeof(struct hash), .flags = TYPE_ABSTRACT, \
        .dealloc = dealloc, .repr = repr, .methods = methods, .attributes = attributes,            \
    }
static struct type hash_type = HASH_TYPE("_hashlib.HASH");
static struct type extendable_type = HASH_TYPE("_hashlib.HASHXOF");

/* --- derived ---------------------------------------------------------------------------------- */

/* Two buffers, or two texts of ASCII, in a time that does not tell where they differ. */
FUNCTION(compare_digest)
{
    struct span spans[2];
    if (!arguments_count(rt, "compare_digest", positional, names, 2, 2))
        return NULL;
    bool both_texts = str_check(arguments[0]) && str_check(arguments[1]);
    for (int i = 0; i < 2; i++) {
        if (both_texts && !((struct str *)arguments[i])->ascii)
            return exception_raise(rt, &exception_TypeError,
                                   "comparing strings with non-ASCII characters is not supported");
        if (both_texts)
            spans[i].data = (const uint8_t *)str_utf8(arguments[i], &spans[i].size);
        else if (!(spans[i].data = bytes_view(arguments[i], &spans[i].size)))
            return exception_raise(rt, &exception_TypeError,
                                   "unsupported operand types(s) or combination of types: '%T' and "
                                   "'%T'",
                                   arguments[0], arguments[1]);
    }
    return bool_of(spans[0].size == spans[1].size &&
                   CRYPTO_memcmp(spans[0].data, spans[1].data, spans[0].size) == 0);
}

/* pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None) */
FUNCTION(derive_key)
{
    static const char *const parameters[] = {"hash_name",  "password", "salt",
                                             "iterations", "dklen",    NULL};
    static const struct arguments specification = {"pbkdf2_hmac", parameters, 4, 0, 5};
    borrowed values[5];
    struct span password, salt;
    int64_t rounds, size;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    if (!str_check(values[0]))
        return exception_raise(rt, &exception_TypeError,
                               "pbkdf2_hmac() argument 'hash_name' must be str, not %T", values[0]);
    const struct digest_name *digest = find_digest(rt, str_utf8(values[0], NULL));
    if (!digest || !bytes_require(rt, values[1], &password) ||
        !bytes_require(rt, values[2], &salt) || !arguments_int(rt, values[3], &rounds))
        return NULL;
    const EVP_MD *method = EVP_get_digestbyname(digest->openssl);
    size = method ? EVP_MD_get_size(method) : 0;
    if (values[4] && values[4] != NONE && !arguments_int(rt, values[4], &size))
        return NULL;
    if (!method || rounds < 1 || size < 1 || size > INT32_MAX || rounds > INT32_MAX)
        return exception_raise(rt, &exception_ValueError,
                               !method      ? "unsupported hash type"
                               : rounds < 1 ? "iteration value must be greater than 0."
                               : size < 1   ? "key length must be greater than 0."
                                            : "key length is too great.");
    owned result = bytes_new(rt, NULL, (size_t)size);
    if (result)
        PKCS5_PBKDF2_HMAC((const char *)password.data, (int)password.size, salt.data,
                          (int)salt.size, (int)rounds, method, (int)size,
                          ((struct bytes *)result)->data);
    return result;
}

/* The class UnsupportedDigestmodError is the self: hmac then computes with a hash of its own. */
FUNCTION(refuse)
{
    (void)positional;
    (void)names;
    return exception_raise(rt, (struct type *)self, "Unsupported digestmod");
}

static const struct native_method refusing[] = {
    {"hmac_new", refuse, NATIVE_PLAIN, NULL},
    {"hmac_digest", refuse, NATIVE_PLAIN, NULL},
    {0},
};

FUNCTION(get_fips_mode)
{
    return arguments_count(rt, "get_fips_mode", positional, names, 0, 0) ? int_tag(0) : NULL;
}

#define ENTRY(name)                                                                                \
    {                                                                                              \
        "openssl_" #name, make_##name, NATIVE_PLAIN, NULL                                          \
    }
static const struct native_method functions[] = {
    {"new", new_hash, NATIVE_PLAIN, "A new hash object of the named digest."},
    ENTRY(md5),
    ENTRY(sha1),
    ENTRY(sha224),
    ENTRY(sha256),
    ENTRY(sha384),
    ENTRY(sha512),
    ENTRY(sha3_224),
    ENTRY(sha3_256),
    ENTRY(sha3_384),
    ENTRY(sha3_512),
    ENTRY(shake_128),
    ENTRY(shake_256),
    {"compare_digest", compare_digest, NATIVE_PLAIN, "a == b, in a time that tells nothing."},
    {"pbkdf2_hmac", derive_key, NATIVE_PLAIN, "Password based key derivation function 2."},
    {"get_fips_mode", get_fips_mode, NATIVE_PLAIN, NULL},
    {0},
};

static owned make_names(struct runtime *rt)
{
    owned set = set_new(rt, NULL);
    for (const struct digest_name *next = digest_names; set && next->name; next++) {
        if (set_add(rt, set, str_intern_text(rt, next->name)) < 0) {
            object_release(rt, set);
            return NULL;
        }
    }
    owned frozen = set ? frozenset_new(rt, set) : NULL;
    object_release_maybe(rt, set);
    return frozen;
}

int module_fill_hashlib(struct runtime *rt, borrowed module)
{
    type_ready(rt, &hash_type);
    type_ready(rt, &extendable_type);
    if (module_set(rt, module, "HASH", object_retain(rt, &hash_type.header)) < 0 ||
        module_set(rt, module, "HASHXOF", object_retain(rt, &extendable_type.header)) < 0 ||
        module_set(rt, module, "openssl_md_meth_names", make_names(rt)) < 0 ||
        error_class_define(
            rt, module,
            error_class_new(rt, "_hashlib", "UnsupportedDigestmodError", &exception_ValueError),
            refusing) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
