/* The module _blake2: the digests blake2b and blake2s, by the library libb2.
 *
 * A parameter block says how long the digest is, and key, salt and place in a tree; it differs
 * between the two digests in the sizes of its fields only.
 */
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <blake2.h>

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,         \
                      size_t positional, borrowed names)

struct blake2 {
    struct object header;
    bool is_small; /* blake2s */
    uint8_t size;  /* of the digest */
    union {
        blake2b_state b;
        blake2s_state s;
    } state;
};

static struct type blake2b_type, blake2s_type;

static struct blake2 *blake2_of(borrowed v)
{
    return (struct blake2 *)v;
}

static void add_bytes(struct blake2 *hash, const uint8_t *data, size_t size)
{
    if (hash->is_small)
        blake2s_update(&hash->state.s, data, size);
    else
        blake2b_update(&hash->state.b, data, size);
}

enum option {
    DATA,
    DIGEST_SIZE,
    KEY,
    SALT,
    PERSON,
    FANOUT,
    DEPTH,
    LEAF_SIZE,
    NODE_OFFSET,
    NODE_DEPTH,
    INNER_SIZE,
    LAST_NODE,
    FOR_SECURITY,
    OPTION_COUNT
};

static const char *const option_names[] = {
    "data",      "digest_size", "key",        "salt",       "person",    "fanout",          "depth",
    "leaf_size", "node_offset", "node_depth", "inner_size", "last_node", "usedforsecurity", NULL};

struct limits { /* of one of the two digests */
    size_t digest, key, salt, person, block;
    uint64_t offset;
};
static const struct limits limits_b = {BLAKE2B_OUTBYTES,      BLAKE2B_KEYBYTES,   BLAKE2B_SALTBYTES,
                                       BLAKE2B_PERSONALBYTES, BLAKE2B_BLOCKBYTES, UINT64_MAX};
static const struct limits limits_s = {BLAKE2S_OUTBYTES,   BLAKE2S_KEYBYTES,
                                       BLAKE2S_SALTBYTES,  BLAKE2S_PERSONALBYTES,
                                       BLAKE2S_BLOCKBYTES, (UINT64_C(1) << 48) - 1};

/* An int option between least and most; false: ValueError. */
static bool read_number(struct runtime *rt, borrowed v, const char *message, int64_t least,
                        uint64_t most, int64_t *number)
{
    if (!v)
        return true;
    if (!arguments_int(rt, v, number))
        return false;
    if (*number >= least && (uint64_t)*number <= most)
        return true;
    exception_raise(rt, &exception_ValueError, "%s", message);
    return false;
}

static bool read_bytes(struct runtime *rt, borrowed v, const char *name, size_t most,
                       struct span *span)
{
    *span = (struct span){(const uint8_t *)"", 0};
    if (!v)
        return true;
    if (!bytes_require(rt, v, span))
        return false;
    if (span->size <= most)
        return true;
    exception_raise(rt, &exception_ValueError, "maximum %s length is %zu bytes", name, most);
    return false;
}

static bool start(struct runtime *rt, struct blake2 *hash, const struct limits *limits,
                  const borrowed *values)
{
    int64_t size = (int64_t)limits->digest, fanout = 1, depth = 1, leaf = 0, offset = 0, node = 0,
            inner = 0;
    struct span key, salt, person;
    char message[64];
    snprintf(message, sizeof message, "digest_size must be between 1 and %zu bytes",
             limits->digest);
    if (!read_number(rt, values[DIGEST_SIZE], message, 1, limits->digest, &size) ||
        !read_bytes(rt, values[SALT], "salt", limits->salt, &salt) ||
        !read_bytes(rt, values[PERSON], "person", limits->person, &person) ||
        !read_number(rt, values[FANOUT], "fanout must be between 0 and 255", 0, 255, &fanout) ||
        !read_number(rt, values[DEPTH], "depth must be between 1 and 255", 1, 255, &depth) ||
        !read_number(rt, values[LEAF_SIZE], "leaf_size is too large", 0, UINT32_MAX, &leaf) ||
        !read_number(rt, values[NODE_OFFSET], "node_offset is too large", 0, limits->offset,
                     &offset) ||
        !read_number(rt, values[NODE_DEPTH], "node_depth must be between 0 and 255", 0, 255,
                     &node) ||
        !read_number(rt, values[INNER_SIZE], "inner_size must be between 0 and is too large", 0,
                     limits->digest, &inner) ||
        !read_bytes(rt, values[KEY], "key", limits->key, &key))
        return false;
    hash->size = (uint8_t)size;
    bool last = values[LAST_NODE] && object_is_true(rt, values[LAST_NODE]) > 0;
#define FILL(parameters)                                                                           \
    (parameters).digest_length = (uint8_t)size;                                                    \
    (parameters).key_length = (uint8_t)key.size;                                                   \
    (parameters).fanout = (uint8_t)fanout;                                                         \
    (parameters).depth = (uint8_t)depth;                                                           \
    (parameters).leaf_length = (uint32_t)leaf;                                                     \
    (parameters).node_depth = (uint8_t)node;                                                       \
    (parameters).inner_length = (uint8_t)inner;                                                    \
    memcpy((parameters).salt, salt.data, salt.size);                                               \
    memcpy((parameters).personal, person.data, person.size)
    if (hash->is_small) {
        blake2s_param parameters = {0};
        FILL(parameters);
        for (int i = 0; i < 6; i++)
            parameters.node_offset[i] = (uint8_t)((uint64_t)offset >> 8 * i);
        blake2s_init_param(&hash->state.s, &parameters);
        hash->state.s.outlen = hash->size;
        hash->state.s.last_node = last;
    } else {
        blake2b_param parameters = {.node_offset = (uint64_t)offset};
        FILL(parameters);
        blake2b_init_param(&hash->state.b, &parameters);
        hash->state.b.outlen = hash->size;
        hash->state.b.last_node = last;
    }
#undef FILL
    if (key.size > 0) { /* a key is the first block */
        uint8_t block[BLAKE2B_BLOCKBYTES] = {0};
        memcpy(block, key.data, key.size);
        add_bytes(hash, block, limits->block);
    }
    return true;
}

static bool add_object(struct runtime *rt, struct blake2 *hash, borrowed v)
{
    struct span span;
    if (str_check(v)) {
        exception_raise(rt, &exception_TypeError, "Strings must be encoded before hashing");
        return false;
    }
    if (!bytes_require(rt, v, &span))
        return false;
    add_bytes(hash, span.data, span.size);
    return true;
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    bool is_small = type == &blake2s_type;
    const struct arguments specification = {is_small ? "blake2s" : "blake2b", option_names, 0, 1,
                                            1};
    borrowed values[OPTION_COUNT];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    struct blake2 *hash = (struct blake2 *)object_new(rt, type, sizeof *hash, sizeof *hash);
    if (!hash)
        return NULL;
    hash->is_small = is_small;
    if (start(rt, hash, is_small ? &limits_s : &limits_b, values) &&
        (!values[DATA] || add_object(rt, hash, values[DATA])))
        return &hash->header;
    object_release(rt, &hash->header);
    return NULL;
}

METHOD(update)
{
    return arguments_count(rt, "update", positional, names, 1, 1) &&
                   add_object(rt, blake2_of(self), arguments[0])
               ? NONE
               : NULL;
}

METHOD(digest)
{
    if (!arguments_count(rt, "digest", positional, names, 0, 0))
        return NULL;
    struct blake2 copy = *blake2_of(self); /* finishing ends a state */
    owned result = bytes_new(rt, NULL, copy.size);
    if (result && copy.is_small)
        blake2s_final(&copy.state.s, ((struct bytes *)result)->data, copy.size);
    else if (result)
        blake2b_final(&copy.state.b, ((struct bytes *)result)->data, copy.size);
    return result;
}

METHOD(hexdigest)
{
    owned bytes = digest(rt, self, arguments, positional, names);
    owned text = bytes ? object_call_method(rt, bytes, str_intern_text(rt, "hex"), NULL, 0) : NULL;
    object_release_maybe(rt, bytes);
    return text;
}

METHOD(copy_hash)
{
    const struct blake2 *hash = blake2_of(self);
    if (!arguments_count(rt, "copy", positional, names, 0, 0))
        return NULL;
    struct blake2 *copy =
        (struct blake2 *)object_new(rt, hash->header.type, sizeof *copy, sizeof *copy);
    if (!copy)
        return NULL;
    copy->is_small = hash->is_small;
    copy->size = hash->size;
    copy->state = hash->state;
    return &copy->header;
}

static owned get_name(struct runtime *rt, borrowed self)
{
    return str_intern_text(rt, blake2_of(self)->is_small ? "blake2s" : "blake2b");
}

static owned get_size(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(blake2_of(self)->size);
}

static owned get_block_size(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag((int64_t)(blake2_of(self)->is_small ? limits_s.block : limits_b.block));
}

static const struct native_method methods[] = {
    {"update", update, NATIVE_PLAIN, "Update this hash object with another bytes-like object."},
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

#define BLAKE2_TYPE(full_name)                                                                     \
    {                                                                                              \
        .header = OBJECT_STATIC(&type_type), .name = (full_name), .base = &object_type_,           \
        .size = sizeof(struct blake2), .reported_size = sizeof(struct blake2), .new = construct,   \
        .methods = methods, .attributes = attributes,                                              \
    }
static struct type blake2b_type = BLAKE2_TYPE("_blake2.blake2b");
static struct type blake2s_type = BLAKE2_TYPE("_blake2.blake2s");

/* SALT_SIZE … of the class, and BLAKE2B_SALT_SIZE … of the module. */
static int add_limits(struct runtime *rt, borrowed module, struct type *type, const char *prefix,
                      const struct limits *limits)
{
    const struct {
        const char *name;
        size_t value;
    } constants[] = {{"SALT_SIZE", limits->salt},
                     {"PERSON_SIZE", limits->person},
                     {"MAX_KEY_SIZE", limits->key},
                     {"MAX_DIGEST_SIZE", limits->digest}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        char name[64];
        owned value = int_tag((int64_t)constants[i].value);
        snprintf(name, sizeof name, "%s_%s", prefix, constants[i].name);
        if (dict_set(rt, type->dict, str_intern_text(rt, constants[i].name), value) < 0 ||
            module_set(rt, module, name, value) < 0)
            return -1;
    }
    type_modified(rt, type);
    return 0;
}

int module_fill_blake2(struct runtime *rt, borrowed module)
{
    type_ready(rt, &blake2b_type);
    type_ready(rt, &blake2s_type);
    if (module_set(rt, module, "blake2b", object_retain(rt, &blake2b_type.header)) < 0 ||
        module_set(rt, module, "blake2s", object_retain(rt, &blake2s_type.header)) < 0 ||
        add_limits(rt, module, &blake2b_type, "BLAKE2B", &limits_b) < 0)
        return -1;
    return add_limits(rt, module, &blake2s_type, "BLAKE2S", &limits_s);
}
