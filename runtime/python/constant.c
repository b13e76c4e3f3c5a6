/* Immortal constants and constant folding. See constant.h.
 *
 * Folding follows CPython's optimizer of the tree: the same operators, the same limits on the size
 * of the result; what would raise is left to run. The compiler works with the runtime unrecorded,
 * so that the short-lived results leave no trace in the ledger.
 */
#include "runtime/python/constant.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/bytes.h"
#include "runtime/types/complex.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define MAX_INT_BITS 128
#define MAX_TEXT     4096
#define MAX_ITEMS    256

borrowed constant_float(struct runtime *rt, double number)
{
    return constant_keep(rt, float_new(rt, number));
}

static borrowed immortal_complex(struct complex_number value)
{
    borrowed result = object_new_immortal(&complex_type, sizeof(struct complex_object));
    ((struct complex_object *)result)->value = value;
    return result;
}

borrowed constant_imaginary(struct runtime *rt, double number)
{
    (void)rt;
    return immortal_complex((struct complex_number){0, number});
}

borrowed constant_bytes(struct runtime *rt, const void *data, size_t size)
{
    (void)rt;
    struct bytes *bytes =
        (struct bytes *)object_new_immortal(&bytes_type, sizeof *bytes + size + 1);
    bytes->size = size;
    bytes->hash = -1;
    if (size)
        memcpy(bytes->data, data, size);
    bytes->data[size] = 0;
    return &bytes->header;
}

static borrowed immortal_int(const mpz_t number)
{
    if (mpz_fits_slong_p(number) && int_fits_tag(mpz_get_si(number)))
        return int_tag(mpz_get_si(number));
    struct int_object *result = (struct int_object *)object_new_immortal(&int_type, sizeof *result);
    mpz_init_set(result->value, number);
    return &result->header;
}

borrowed constant_int(struct runtime *rt, const char *digits, int base)
{
    (void)rt;
    mpz_t number;
    mpz_init_set_str(number, digits, base);
    borrowed result = immortal_int(number);
    mpz_clear(number);
    return result;
}

static borrowed keep_tuple(struct runtime *rt, borrowed value)
{
    size_t count = tuple_count(value);
    borrowed *items = memory_zeroed(count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = constant_keep(rt, object_retain(rt, tuple_item(value, i)));
        if (!items[i]) {
            memory_free(items);
            return NULL;
        }
    }
    borrowed result = tuple_immortal(rt, items, count);
    memory_free(items);
    return result;
}

borrowed constant_keep(struct runtime *rt, owned value)
{
    borrowed result = NULL;
    if (!object_is_counted(value))
        return value;
    if (value->type == &str_type) {
        result = str_intern(rt, value);
    } else if (value->type == &float_type) {
        result = object_new_immortal(&float_type, sizeof(struct float_object));
        ((struct float_object *)result)->value = float_value(value);
    } else if (value->type == &complex_type) {
        result = immortal_complex(complex_value(value));
    } else if (value->type == &int_type) {
        result = immortal_int(((struct int_object *)value)->value);
    } else if (value->type == &bytes_type) {
        result = constant_bytes(rt, ((struct bytes *)value)->data, ((struct bytes *)value)->size);
    } else if (value->type == &tuple_type) {
        result = keep_tuple(rt, value);
    }
    object_release(rt, value);
    return result;
}

borrowed constant_frozenset(struct runtime *rt, const borrowed *items, size_t count)
{
    bool enabled = gc_is_enabled(rt);
    gc_enable(rt, false);
    borrowed row = tuple_immortal(rt, items, count);
    owned set = frozenset_new(rt, row);
    gc_enable(rt, enabled);
    if (!set) {
        exception_clear(rt);
        return NULL;
    }
    gc_untrack(rt, set);
    set->count = OBJECT_IMMORTAL;
    return set;
}

bool constant_equal(borrowed left, borrowed right)
{
    if (left == right)
        return true;
    if (!object_is_pointer(left) || !object_is_pointer(right) || left->type != right->type)
        return false;
    if (left->type == &bytes_type) {
        const struct bytes *a = (struct bytes *)left, *b = (struct bytes *)right;
        return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
    }
    if (left->type == &int_type)
        return mpz_cmp(((struct int_object *)left)->value, ((struct int_object *)right)->value) ==
               0;
    if (left->type == &float_type) {
        double a = float_value(left), b = float_value(right);
        return memcmp(&a, &b, sizeof a) == 0;
    }
    if (left->type == &complex_type) {
        struct complex_number a = complex_value(left), b = complex_value(right);
        return memcmp(&a, &b, sizeof a) == 0;
    }
    if (left->type != &tuple_type || tuple_count(left) != tuple_count(right))
        return false;
    for (size_t i = 0; i < tuple_count(left); i++) {
        if (!constant_equal(tuple_item(left, i), tuple_item(right, i)))
            return false;
    }
    return true;
}

/* --- folding ---------------------------------------------------------------------------------- */

static struct node *replace(struct node *node, borrowed constant)
{
    if (constant) {
        node->kind = NODE_CONSTANT;
        node->constant = constant;
    }
    return node;
}

/* Takes the result of an operation; what failed is forgotten and left to run time. */
static struct node *finish(struct unit *unit, struct node *node, owned result)
{
    if (!result) {
        exception_clear(unit->rt);
        return node;
    }
    return replace(node, constant_keep(unit->rt, result));
}

static size_t bits_of(struct runtime *rt, borrowed v)
{
    mpz_t number;
    if (!int_check(rt, v))
        return 0;
    int_get_mpz(v, number);
    size_t bits = mpz_sgn(number) ? mpz_sizeinbase(number, 2) : 0;
    mpz_clear(number);
    return bits;
}

static size_t items_of(borrowed v, size_t *limit)
{
    *limit = MAX_TEXT;
    if (str_check(v))
        return str_length(v);
    if (object_is_pointer(v) && v->type == &bytes_type)
        return ((struct bytes *)v)->size;
    *limit = MAX_ITEMS;
    return tuple_check(v) ? tuple_count(v) : 0;
}

static bool is_repeatable(borrowed v)
{
    return object_is_pointer(v) && (str_check(v) || v->type == &bytes_type || tuple_check(v));
}

/* Would the result be too large to be kept, or take long to compute? */
static bool is_too_large(struct runtime *rt, enum binary operation, borrowed left, borrowed right)
{
    size_t limit;
    if (operation == BINARY_MULTIPLY) {
        borrowed sequence = is_repeatable(left) ? left : is_repeatable(right) ? right : NULL;
        borrowed times = sequence == left ? right : left;
        if (sequence) {
            size_t count = items_of(sequence, &limit);
            return !int_is_tagged(times) || int_untag(times) < 0 ||
                   (count && (size_t)int_untag(times) > limit / count);
        }
        return bits_of(rt, left) + bits_of(rt, right) > MAX_INT_BITS;
    }
    if (operation == BINARY_POWER && int_check(rt, left) && int_check(rt, right)) {
        if (!int_is_tagged(right) || int_untag(right) < 0)
            return !int_is_tagged(right);
        return bits_of(rt, left) * (size_t)int_untag(right) > MAX_INT_BITS;
    }
    if (operation == BINARY_LSHIFT)
        return !int_is_tagged(right) || int_untag(right) < 0 ||
               bits_of(rt, left) + (size_t)int_untag(right) > MAX_INT_BITS;
    if (operation == BINARY_REMAINDER)
        return is_repeatable(left) && !tuple_check(left);
    return false;
}

uint64_t constant_hash(borrowed v)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (uint64_t)(uintptr_t)v;
    if (!object_is_pointer(v))
        return hash * odd;
    if (v->type == &bytes_type) {
        const struct bytes *bytes = (struct bytes *)v;
        hash = bytes->size;
        for (size_t i = 0; i < bytes->size; i++)
            hash = (hash ^ bytes->data[i]) * odd;
    } else if (v->type == &int_type) {
        hash = mpz_get_ui(((struct int_object *)v)->value);
    } else if (v->type == &float_type) {
        double number = float_value(v);
        memcpy(&hash, &number, sizeof hash);
    } else if (v->type == &complex_type) {
        struct complex_number number = complex_value(v);
        uint64_t parts[2];
        memcpy(parts, &number, sizeof parts);
        hash = parts[0] * odd ^ parts[1];
    } else if (v->type == &tuple_type) {
        hash = tuple_count(v);
        for (size_t i = 0; i < tuple_count(v); i++)
            hash = (hash ^ constant_hash(tuple_item(v, i))) * odd;
    }
    return hash * odd;
}

/* --- '…%s…' % (a, b) is an f-string ----------------------------------------------------------- */

struct format { /* what is left of a template, and the parts made so far */
    struct unit *unit;
    const char *next;
    const char *end;
    struct node_list parts;
    struct code_position position;
};

static struct node *add_part(struct format *format, enum node_kind kind)
{
    struct node *part = unit_allocate(format->unit, sizeof *part);
    part->kind = (uint8_t)kind;
    part->position = format->position;
    format->parts.items[format->parts.count++] = part;
    return part;
}

/* The text up to the next field; %% stands for one. */
static void read_text(struct format *format)
{
    char *text = unit_allocate(format->unit, (size_t)(format->end - format->next) + 1);
    size_t size = 0;
    while (format->next < format->end && (*format->next != '%' || format->next[1] == '%')) {
        format->next += *format->next == '%';
        text[size++] = *format->next++;
    }
    if (size > 0)
        add_part(format, NODE_CONSTANT)->constant = str_intern_bytes(format->unit->rt, text, size);
}

/* A number of the field into the specification; false where it is too long to be meant. */
static bool copy_digits(struct format *format, char *text, size_t *size)
{
    for (int digits = 0; *format->next >= '0' && *format->next <= '9'; digits++) {
        if (digits == 2)
            return false;
        text[(*size)++] = *format->next++;
    }
    return true;
}

/* %-5.3s with its value; false for a field that only % itself understands. */
static bool read_field(struct format *format, struct node *value)
{
    static const char letters[] = " sra"; /* by the number of the conversion */
    char text[16];
    size_t size = 0;
    bool left = *++format->next == '-';
    format->next += left;
    if (*format->next == '0')
        return false;
    if (!left && *format->next >= '1' && *format->next <= '9')
        text[size++] = '>';
    if (!copy_digits(format, text, &size))
        return false;
    if (*format->next == '.') {
        text[size++] = *format->next++;
        if (*format->next < '0' || *format->next > '9')
            text[size++] = '0';
        if (!copy_digits(format, text, &size))
            return false;
    }
    const char *letter =
        *format->next && *format->next != ' ' ? strchr(letters, *format->next) : NULL;
    if (!letter)
        return false;
    format->next++;
    struct node *field = add_part(format, NODE_FORMATTED);
    field->operation = (uint8_t)(letter - letters);
    field->formatted.value = value;
    if (size > 0) {
        struct node *specification = unit_allocate(format->unit, sizeof *specification);
        specification->kind = NODE_CONSTANT;
        specification->position = format->position;
        specification->constant = str_intern_bytes(format->unit->rt, text, size);
        field->formatted.specification = specification;
    }
    return true;
}

static struct node *fold_format(struct unit *unit, struct node *node)
{
    size_t size;
    const char *text = str_utf8(node->binary.left->constant, &size);
    const struct node_list *values = &node->binary.right->elements;
    struct format format = {
        .unit = unit, .next = text, .end = text + size, .position = node->position};
    format.parts.items =
        unit_allocate(unit, (2 * (size_t)values->count + 1) * sizeof(struct node *));
    for (uint32_t i = 0; i < values->count; i++) {
        read_text(&format);
        if (format.next == format.end || values->items[i]->kind == NODE_STARRED ||
            !read_field(&format, values->items[i]))
            return node;
    }
    read_text(&format);
    if (format.next < format.end)
        return node;
    node->kind = NODE_JOINED;
    node->elements = format.parts;
    return node;
}

/* --- operators -------------------------------------------------------------------------------- */

static struct node *fold_binary(struct unit *unit, struct node *node)
{
    const struct node *left = node->binary.left, *right = node->binary.right;
    struct runtime *rt = unit->rt;
    if (node->operation == BINARY_REMAINDER && left->kind == NODE_CONSTANT &&
        str_check(left->constant) && right->kind == NODE_TUPLE)
        return fold_format(unit, node);
    if (left->kind != NODE_CONSTANT || right->kind != NODE_CONSTANT ||
        is_too_large(rt, (enum binary)node->operation, left->constant, right->constant))
        return node;
    owned result =
        node->operation == BINARY_POWER
            ? object_power(rt, left->constant, right->constant, NONE)
            : object_binary(rt, left->constant, right->constant, (enum binary)node->operation);
    return finish(unit, node, result);
}

/* not a in b → a not in b; not a is b → a is not b */
static struct node *fold_not(struct unit *unit, struct node *node)
{
    struct node *operand = node->operand;
    if (operand->kind == NODE_CONSTANT) {
        int truth = object_is_true(unit->rt, operand->constant);
        return replace(node, bool_of(truth == 0));
    }
    if (operand->kind == NODE_COMPARE && operand->compare.rights.count == 1 &&
        operand->compare.operations[0] >= COMPARE_IS) {
        struct code_position position = node->position;
        bool flag = node->flag;
        static const uint8_t inverse[] = {[COMPARE_IS] = COMPARE_IS_NOT,
                                          [COMPARE_IS_NOT] = COMPARE_IS,
                                          [COMPARE_IN] = COMPARE_NOT_IN,
                                          [COMPARE_NOT_IN] = COMPARE_IN};
        operand->compare.operations[0] = inverse[operand->compare.operations[0]];
        *node = *operand;
        node->position = position;
        node->flag = flag;
    }
    return node;
}

static struct node *fold_tuple(struct unit *unit, struct node *node)
{
    uint32_t count = node->elements.count;
    borrowed *items = unit_allocate(unit, (count + 1) * sizeof *items);
    for (uint32_t i = 0; i < count; i++) {
        if (node->elements.items[i]->kind != NODE_CONSTANT)
            return node;
        items[i] = node->elements.items[i]->constant;
    }
    return replace(node, tuple_immortal(unit->rt, items, count));
}

static struct node *fold_subscript(struct unit *unit, struct node *node)
{
    const struct node *object = node->subscript.object, *index = node->subscript.index;
    if (object->kind != NODE_CONSTANT || index->kind != NODE_CONSTANT ||
        !is_repeatable(object->constant))
        return node;
    return finish(unit, node, object_get_item(unit->rt, object->constant, index->constant));
}

struct node *constant_fold(struct unit *unit, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_BINARY:
        return fold_binary(unit, node);
    case NODE_UNARY:
        if (node->operand->kind != NODE_CONSTANT)
            return node;
        return finish(unit, node,
                      object_unary(unit->rt, node->operand->constant, (enum unary)node->operation));
    case NODE_NOT:
        return fold_not(unit, node);
    case NODE_TUPLE:
        return fold_tuple(unit, node);
    case NODE_SUBSCRIPT:
        return fold_subscript(unit, node);
    default:
        return node;
    }
}
