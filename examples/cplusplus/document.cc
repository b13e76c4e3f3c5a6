/* A C++ program whose smart pointer keeps the ledger: who holds which reference, and where it was taken.
 *
 *     heapledger record -o document.db -- ./document
 *     heapledger snapshot document.db --at 400 --label end
 *     heapledger query document.db cycles_pending
 *
 * A document is a tree of elements, and each element holds its parent as well: the mistake. When the
 * document is dropped, elements and parents keep each other alive, and the ledger shows the cycle with the
 * line that closed it.
 *
 * How it works. A `ref` is a counted pointer that knows its holder: the object of which it is a member, or
 * nobody (0) where it is a local. Making one is an incref of that holder, its end a decref; nothing else in
 * the program says anything of references.
 *
 * Build: c++ document.cc $(pkg-config --cflags --libs librecorder)
 */
#include "recorder/recorder.h"

#include <cstdio>
#include <memory>
#include <vector>

/* --- what any program would add ---------------------------------------------------------------- */

static recorder *recording;
static thread_local recorder_lane *lane;

/* The caller's function and line. The recorder gives the same numbers for the same names. */
static uint32_t site_here(const char *function = __builtin_FUNCTION(), int line = __builtin_LINE())
{
    uint32_t id = recorder_function(lane, function, "document.cc", 0);
    return recorder_site(lane, 0, id, static_cast<uint32_t>(line));
}

/* Counted: it lives as long as a ref points to it. */
struct counted {
    const uint64_t oid; /* its number in the ledger */
    long count = 0;

    explicit counted(uint32_t type, size_t size, uint32_t site) : oid(recorder_alloc(lane, type, size, site)) {}
    counted(const counted &) = delete;
    virtual ~counted() { recorder_free(lane, oid, count, site_here()); }
};

template <class T> class ref {
    T *object = nullptr;
    int64_t holder = HOLDER_IN_FLIGHT;
    uint32_t site;

    void take(T *other)
    {
        object = other;
        if (!object)
            return;
        object->count++;
        recorder_incref(lane, object->oid, holder, site);
    }

public:
    /* Of the object `owner`, or a local. */
    explicit ref(const counted *owner = nullptr, uint32_t at = site_here())
        : holder(owner ? static_cast<int64_t>(owner->oid) : HOLDER_IN_FLIGHT), site(at)
    {
    }
    ref(const counted *owner, T *other, uint32_t at = site_here()) : ref(owner, at) { take(other); }
    ref(const ref &other) : holder(other.holder), site(other.site) { take(other.object); }
    ref(ref &&other) noexcept : object(other.object), holder(other.holder), site(other.site) { other.object = nullptr; }
    ~ref() { drop(); }
    ref &operator=(const ref &) = delete;

    void drop()
    {
        T *before = object;
        object = nullptr;
        if (!before)
            return;
        recorder_decref(lane, before->oid, holder, site);
        if (--before->count == 0)
            delete before;
    }
    T *get() const { return object; }
    T *operator->() const { return object; }
};

/* A birth comes with a reference in flight, which the first ref takes over. */
template <class T, class... A> static ref<T> make(uint32_t site, A... arguments)
{
    T *object = new T(arguments..., site);
    ref<T> first(nullptr, object, site);
    recorder_decref(lane, object->oid, HOLDER_IN_FLIGHT, site);
    return first;
}

/* --- the program ------------------------------------------------------------------------------- */

static uint32_t element_type;

struct element : counted {
    std::vector<ref<element>> children;
    ref<element> parent;

    element(element *above, uint32_t site)
        : counted(element_type, sizeof(element), site), parent(this, above, site_here()) /* the mistake */
    {
    }
    element *add(uint32_t site)
    {
        ref<element> child = make<element>(site, this);
        children.emplace_back(this, child.get(), site);
        return child.get();
    }
};

static void read_document()
{
    ref<element> root = make<element>(site_here(), static_cast<element *>(nullptr));
    for (int i = 0; i < 3; i++)
        root->add(site_here())->add(site_here());
}

int main()
{
    struct error error;
    recorder_options options = {};
    options.file = "document.db";
    options.program = "document";
    recording = recorder_start(&options, &error);
    lane = recording ? recorder_lane_open(recording, &error) : nullptr;
    if (!lane) {
        std::fprintf(stderr, "document: %s\n", error.message);
        return EXIT_FAILURE;
    }
    element_type = recorder_type(lane, "element");
    for (int i = 0; i < 10; i++)
        read_document();
    recorder_stop(recording);
    return EXIT_SUCCESS;
}
