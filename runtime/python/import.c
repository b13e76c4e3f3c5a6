/* The import system: names → modules (interpreter.h).
 *
 * A module is looked for in this order: sys.modules; the modules in C that python3 has built in;
 * the folders of sys.path (of a submodule: its package's __path__); the other modules in C; the
 * Python library inside this program; the library of an installed Python 3.11
 * (installed_library.c), from which only source files are taken. So what this program has itself
 * always wins over what is installed. A library package has LIBRARY_ROOT in front of its __path__,
 * so that its submodules are looked for there too, and those that are not there in the installed
 * library's package of that name (logging.handlers). Parents are imported before their children,
 * and a child becomes an attribute of its parent. A module stands in sys.modules while it runs, and
 * leaves it when that fails. No compiled files are written.
 */
#include "base/buffer.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "runtime/python/compile.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/installed_library.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <sys/stat.h>

#define LIBRARY_ROOT   "<library>"   /* stands for the folder below in __file__ and __path__ */
#define LIBRARY_FOLDER "runtime/lib" /* of the embedded files' names */

/* Where a module was found. */
struct origin {
    const struct native_module *native;  /* or NULL */
    const struct embedded_file *library; /* or NULL */
    char *path;   /* of the source file, or of a folder without one; owned; NULL: none */
    char *folder; /* of a package; owned; NULL: a plain module */
    bool found;
};

static void release_origin(struct origin *origin)
{
    memory_free(origin->path);
    memory_free(origin->folder);
}

/* --- finding ---------------------------------------------------------------------------------- */

static const struct native_module *find_native(const char *name)
{
    for (const struct native_module *native = native_modules; native->name; native++) {
        if (strcmp(native->name, name) == 0)
            return native;
    }
    return NULL;
}

/* Modules that python3 has built in: no file can stand in their place. */
static bool is_built_in(const char *name)
{
    static const char *const names_built_in[] = {"atexit",     "builtins",  "errno", "gc",
                                                 "heapledger", "itertools", "sys",   "time"};
    if (name[0] == '_')
        return true;
    for (size_t i = 0; i < sizeof names_built_in / sizeof *names_built_in; i++) {
        if (strcmp(names_built_in[i], name) == 0)
            return true;
    }
    return false;
}

static const struct embedded_file *find_embedded(const char *path)
{
    for (const struct embedded_file *file = embedded_library; file->name; file++) {
        if (strcmp(file->name, path) == 0)
            return file;
    }
    return NULL;
}

/* `tail` under `folder`: a package or a module of the library. */
static bool find_in_library(const char *folder, const char *tail, struct origin *origin)
{
    const char *inner = folder + strlen(LIBRARY_ROOT);
    char *package = memory_format(LIBRARY_FOLDER "%s/%s/__init__.py", inner, tail);
    char *plain = memory_format(LIBRARY_FOLDER "%s/%s.py", inner, tail);
    origin->library = find_embedded(package);
    if (origin->library) {
        origin->path = memory_format("%s/%s/__init__.py", folder, tail);
        origin->folder = memory_format("%s/%s", folder, tail);
    } else if ((origin->library = find_embedded(plain)) != NULL) {
        origin->path = memory_format("%s/%s.py", folder, tail);
    }
    memory_free(package);
    memory_free(plain);
    return origin->found = origin->library != NULL;
}

static bool is_file(const char *path, mode_t type)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == type;
}

/* `tail` in a folder of the file system. A folder without __init__.py counts only if nothing better
 * is found elsewhere; it is kept in *bare. */
static bool find_in_folder(const char *folder, const char *tail, struct origin *origin, char **bare)
{
    const char *separator = *folder ? "/" : "";
    char *package = memory_format("%s%s%s", folder, separator, tail);
    char *file = memory_format("%s/__init__.py", package);
    if (is_file(file, S_IFREG)) {
        *origin = (struct origin){.path = file, .folder = package, .found = true};
        return true;
    }
    memory_free(file);
    file = memory_format("%s.py", package);
    if (is_file(file, S_IFREG)) {
        memory_free(package);
        *origin = (struct origin){.path = file, .found = true};
        return true;
    }
    memory_free(file);
    if (!*bare && is_file(package, S_IFDIR))
        *bare = package;
    else
        memory_free(package);
    return false;
}

/* Looks through a list of folders. */
static bool find_on_path(borrowed path, const char *tail, struct origin *origin)
{
    char *bare = NULL;
    for (size_t i = 0; !origin->found && list_check(path) && i < ((struct list *)path)->count;
         i++) {
        borrowed entry = ((struct list *)path)->items[i];
        if (!str_check(entry))
            continue;
        const char *folder = str_utf8(entry, NULL);
        if (strncmp(folder, LIBRARY_ROOT, strlen(LIBRARY_ROOT)) == 0)
            find_in_library(folder, tail, origin);
        else
            find_in_folder(folder, tail, origin, &bare);
    }
    if (!origin->found && bare)
        *origin = (struct origin){.folder = bare, .found = true};
    else
        memory_free(bare);
    return origin->found;
}

/* Looks in the library of an installed Python, under `folder` of it ("" or "/json"). */
static bool find_installed(struct interpreter *interpreter, const char *folder, const char *tail,
                           struct origin *origin)
{
    char *bare = NULL;
    if (!interpreter->looked_for_library)
        interpreter->installed_library = installed_library_find();
    interpreter->looked_for_library = true;
    if (interpreter->installed_library) {
        char *whole = memory_format("%s%s", interpreter->installed_library, folder);
        find_in_folder(whole, tail, origin, &bare);
        memory_free(whole);
    }
    memory_free(bare);
    return origin->found;
}

/* A package of the library inside this program may have more modules in the installed one. */
static bool find_installed_below(struct interpreter *interpreter, borrowed path, const char *tail,
                                 struct origin *origin)
{
    borrowed first =
        list_check(path) && ((struct list *)path)->count ? ((struct list *)path)->items[0] : NULL;
    const char *folder = first && str_check(first) ? str_utf8(first, NULL) : "";
    size_t size = strlen(LIBRARY_ROOT);
    return strncmp(folder, LIBRARY_ROOT, size) == 0 &&
           find_installed(interpreter, folder + size, tail, origin);
}

/* --- errors ----------------------------------------------------------------------------------- */

static owned raise_not_found(struct runtime *rt, borrowed name, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    owned message = str_format_list(rt, format, list);
    va_end(list);
    if (!message)
        return NULL;
    exception_raise_value(rt, &exception_ModuleNotFoundError, message);
    object_release(rt, message);
    if (runtime_has_error(rt) && exception_matches(rt, &exception_ModuleNotFoundError))
        slot_copy(rt, rt->error, &((struct exception *)rt->error)->value, name);
    return NULL;
}

/* A module that is nowhere. Where there is no installed library either, a note says so. */
static void raise_no_module(struct runtime *rt, borrowed name)
{
    raise_not_found(rt, name, "No module named %R", name);
    if (rt->interpreter->installed_library || !rt->error)
        return;
    owned error = exception_take(rt);
    owned note = str_from_text(
        rt, "No library of Python 3.11 is installed; $HEAPLEDGER_PYTHON_LIBRARY can name one.");
    owned result =
        note ? object_call_method(rt, error, str_intern_text(rt, "add_note"), &note, 1) : NULL;
    object_release_maybe(rt, result);
    object_release_maybe(rt, note);
    exception_restore(rt, error);
}

/* --- loading ---------------------------------------------------------------------------------- */

static bool read_file(struct runtime *rt, const char *path, struct buffer *text)
{
    char block[65536];
    size_t size;
    FILE *file = fopen(path, "rb");
    if (!file) {
        exception_raise_errno(rt, errno, path);
        return false;
    }
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        buffer_append(text, block, size);
    bool good = !ferror(file);
    if (!good)
        exception_raise_errno(rt, errno, path);
    fclose(file);
    return good;
}

static struct code *compile_origin(struct runtime *rt, const struct origin *origin)
{
    struct compile_options options = {.file_name = origin->path,
                                      .sites = rt->interpreter->compile_sites};
    struct code *code = NULL;
    struct buffer text = BUFFER_EMPTY;
    if (origin->library)
        return compile_module(rt, origin->library->text, origin->library->size, &options);
    if (read_file(rt, origin->path, &text))
        code = compile_module(rt, buffer_text(&text), text.size, &options);
    buffer_release(&text);
    return code;
}

static size_t parent_size(const char *name) /* bytes before the last dot; 0: no parent */
{
    const char *dot = strrchr(name, '.');
    return dot ? (size_t)(dot - name) : 0;
}

/* __package__, __file__, __path__, __builtins__. */
static int describe(struct runtime *rt, borrowed module, const char *name,
                    const struct origin *origin)
{
    owned package = origin->folder ? str_from_text(rt, name) : str_new(rt, name, parent_size(name));
    if (module_set(rt, module, "__package__", package) < 0)
        return -1;
    if (origin->native)
        return 0;
    if (origin->path && module_set(rt, module, "__file__", str_from_text(rt, origin->path)) < 0)
        return -1;
    if (origin->folder) {
        owned folder = str_from_text(rt, origin->folder);
        if (!folder || module_set(rt, module, "__path__", list_from_owned(rt, &folder, 1)) < 0)
            return -1;
    }
    return module_set(rt, module, "__builtins__",
                      object_retain(rt, rt->interpreter->builtins_dict));
}

static int execute(struct runtime *rt, borrowed module, const struct origin *origin)
{
    if (origin->native)
        return origin->native->fill(rt, module);
    if (!origin->path)
        return 0;
    struct code *code = compile_origin(rt, origin);
    owned result = code ? evaluate_code(rt, code, module_dict(module), module_dict(module)) : NULL;
    if (!result)
        return -1;
    object_release(rt, result);
    return 0;
}

/* Removes a module whose execution failed, with the exception kept. */
static void forget(struct runtime *rt, borrowed name)
{
    owned error = exception_take(rt);
    owned module = dict_take(rt, rt->interpreter->modules, name);
    object_release_maybe(rt, module);
    exception_restore(rt, error);
}

/* Makes the module, enters it in sys.modules and runs it. */
static owned load(struct runtime *rt, borrowed name, const struct origin *origin)
{
    borrowed modules = rt->interpreter->modules;
    owned module = module_new(rt, str_utf8(name, NULL));
    if (!module)
        return NULL;
    if (describe(rt, module, str_utf8(name, NULL), origin) < 0 ||
        dict_set_copy(rt, modules, name, module) < 0) {
        object_release(rt, module);
        return NULL;
    }
    ((struct module *)module)->is_loading = true;
    int result = execute(rt, module, origin);
    ((struct module *)module)->is_loading = false;
    object_release(rt, module);
    if (result < 0) {
        forget(rt, name);
        return NULL;
    }
    borrowed loaded = dict_get(rt, modules, name); /* it may have replaced itself */
    return loaded ? object_retain(rt, loaded) : NULL;
}

static owned find_and_load(struct runtime *rt, borrowed name);

/* Looks for a submodule on its package's __path__ and loads it. */
static owned load_from_package(struct runtime *rt, borrowed name, const char *tail, borrowed parent,
                               borrowed parent_name)
{
    struct origin origin = {.native = find_native(str_utf8(name, NULL))};
    owned module = NULL;
    owned path = object_find_attribute(rt, parent, names.path);
    if (!path)
        return runtime_has_error(rt)
                   ? NULL
                   : raise_not_found(rt, name, "No module named %R; %R is not a package", name,
                                     parent_name);
    origin.found = origin.native != NULL;
    if (origin.found || find_on_path(path, tail, &origin) ||
        find_installed_below(rt->interpreter, path, tail, &origin))
        module = load(rt, name, &origin);
    else
        raise_not_found(rt, name, "No module named %R", name);
    release_origin(&origin);
    object_release(rt, path);
    return module;
}

/* The parent is imported first, and may enter the module itself. */
static owned load_submodule(struct runtime *rt, borrowed name)
{
    const char *text = str_utf8(name, NULL);
    const char *tail = text + parent_size(text) + 1;
    owned parent_name = str_new(rt, text, parent_size(text));
    owned parent = parent_name ? find_and_load(rt, parent_name) : NULL;
    owned module = NULL;
    if (!parent) {
        object_release_maybe(rt, parent_name);
        return NULL;
    }
    borrowed present = dict_get(rt, rt->interpreter->modules, name);
    if (present)
        module = object_retain(rt, present);
    else
        module = load_from_package(rt, name, tail, parent, parent_name);
    object_release(rt, parent_name);
    if (module && !present &&
        object_set_attribute(rt, parent, str_intern_text(rt, tail), module) < 0) {
        object_release(rt, module);
        module = NULL;
    }
    object_release(rt, parent);
    return module;
}

static owned load_top(struct runtime *rt, borrowed name)
{
    struct origin origin = {0};
    const char *text = str_utf8(name, NULL);
    owned module = NULL;
    if (is_built_in(text))
        origin.native = find_native(text);
    if (!origin.native && !find_on_path(rt->interpreter->path, text, &origin))
        origin.native = find_native(text);
    if (origin.native)
        origin.found = true;
    if (origin.found || find_in_library(LIBRARY_ROOT, text, &origin) ||
        find_installed(rt->interpreter, "", text, &origin))
        module = load(rt, name, &origin);
    else
        raise_no_module(rt, name);
    release_origin(&origin);
    return module;
}

/* The module with this absolute name. */
static owned find_and_load(struct runtime *rt, borrowed name)
{
    borrowed module = dict_get(rt, rt->interpreter->modules, name);
    if (module == NONE)
        return raise_not_found(rt, name, "import of %U halted; None in sys.modules", name);
    if (module)
        return object_retain(rt, module);
    if (runtime_has_error(rt))
        return NULL;
    if (rt->interpreter->has_lost_modules)
        return exception_raise(rt, &exception_ImportError,
                               "sys.meta_path is None, Python is likely shutting down");
    if (!protocol_enter(rt, " while importing a module"))
        return NULL;
    owned result =
        parent_size(str_utf8(name, NULL)) ? load_submodule(rt, name) : load_top(rt, name);
    protocol_leave(rt);
    return result;
}

/* --- relative names --------------------------------------------------------------------------- */

/* The package that relative imports of a module with these globals start from; a str. */
static owned find_package(struct runtime *rt, borrowed globals)
{
    borrowed package = globals ? dict_get(rt, globals, names.package) : NULL;
    if (package && package != NONE) {
        if (!str_check(package))
            return exception_raise(rt, &exception_TypeError, "package must be a string");
        return object_retain(rt, package);
    }
    borrowed name = globals ? dict_get(rt, globals, names.name) : NULL;
    if (!name)
        return runtime_has_error(rt)
                   ? NULL
                   : exception_raise(rt, &exception_KeyError, "'__name__' not in globals");
    if (!str_check(name))
        return exception_raise(rt, &exception_TypeError, "__name__ must be a string");
    if (dict_get(rt, globals, names.path))
        return object_retain(rt, name);
    const char *text = str_utf8(name, NULL);
    return str_new(rt, text, parent_size(text));
}

/* `level` dots and `name`, seen from a module with these globals, as an absolute name. */
static owned resolve(struct runtime *rt, borrowed name, borrowed globals, int64_t level)
{
    owned package = find_package(rt, globals);
    if (!package)
        return NULL;
    size_t size;
    const char *text = str_utf8(package, &size);
    if (size == 0) {
        object_release(rt, package);
        return exception_raise(rt, &exception_ImportError,
                               "attempted relative import with no known parent package");
    }
    for (; level > 1; level--) {
        const char *dot = memrchr(text, '.', size);
        if (!dot) {
            object_release(rt, package);
            return exception_raise(rt, &exception_ImportError,
                                   "attempted relative import beyond top-level package");
        }
        size = (size_t)(dot - text);
    }
    owned base = str_new(rt, text, size);
    owned result = base && str_length(name) > 0 ? str_format(rt, "%U.%U", base, name)
                                                : object_retain(rt, base);
    object_release_maybe(rt, base);
    object_release(rt, package);
    return result;
}

/* --- the result of the statement -------------------------------------------------------------- */

/* A name of the from list that is no attribute yet may be a submodule; it need not exist. */
static int import_from_package(struct runtime *rt, borrowed package_name, borrowed package,
                               borrowed name)
{
    owned value = object_find_attribute(rt, package, name);
    if (value || runtime_has_error(rt)) {
        object_release_maybe(rt, value);
        return value ? 0 : -1;
    }
    owned full_name = str_format(rt, "%U.%U", package_name, name);
    owned module = full_name ? find_and_load(rt, full_name) : NULL;
    int result = module ? 0 : -1;
    if (!module && full_name && exception_matches(rt, &exception_ModuleNotFoundError)) {
        borrowed missing = ((struct exception *)rt->error)->value;
        if (missing && str_check(missing) && str_equal(missing, full_name)) {
            exception_clear(rt);
            result = 0;
        }
    }
    object_release_maybe(rt, module);
    object_release_maybe(rt, full_name);
    return result;
}

static int import_names(struct runtime *rt, borrowed package_name, borrowed package,
                        borrowed fromlist, bool is_all)
{
    for (size_t i = 0;; i++) {
        bool tuple = tuple_check(fromlist);
        if (!tuple && !list_check(fromlist))
            return 0;
        if (i >= (tuple ? tuple_count(fromlist) : ((struct list *)fromlist)->count))
            return 0;
        borrowed name = tuple ? tuple_item(fromlist, i) : ((struct list *)fromlist)->items[i];
        if (!str_check(name)) {
            exception_raise(rt, &exception_TypeError, "Item in ``from list'' must be str, not %T",
                            name);
            return -1;
        }
        if (!str_equal_text(name, "*")) {
            if (import_from_package(rt, package_name, package, name) < 0)
                return -1;
            continue;
        }
        owned all = is_all ? NULL : object_find_attribute(rt, package, names.all);
        int result = all                     ? import_names(rt, package_name, package, all, true)
                     : runtime_has_error(rt) ? -1
                                             : 0;
        object_release_maybe(rt, all);
        if (result < 0)
            return -1;
    }
}

/* import a.b.c gives a; from . import, seen relatively, likewise what the first name of `name`
 * stands for. */
static owned front_of(struct runtime *rt, borrowed name, borrowed full_name, owned module)
{
    const char *text = str_utf8(name, NULL);
    const char *dot = strchr(text, '.');
    if (!dot)
        return module;
    size_t full_size, cut = strlen(dot);
    const char *full_text = str_utf8(full_name, &full_size);
    object_release(rt, module);
    owned front = str_new(rt, full_text, full_size - cut);
    owned result = front ? find_and_load(rt, front) : NULL;
    object_release_maybe(rt, front);
    return result;
}

owned import_module(struct runtime *rt, borrowed name, borrowed globals, borrowed fromlist,
                    int64_t level)
{
    bool wants_names = fromlist && fromlist != NONE && object_is_true(rt, fromlist) == 1;
    if (level < 0)
        return exception_raise(rt, &exception_ValueError, "level must be >= 0");
    if (level == 0 && str_length(name) == 0)
        return exception_raise(rt, &exception_ValueError, "Empty module name");
    owned full_name = level > 0 ? resolve(rt, name, globals, level) : object_retain(rt, name);
    owned module = full_name ? find_and_load(rt, full_name) : NULL;
    if (module && !wants_names) {
        module = front_of(rt, name, full_name, module);
    } else if (module) {
        owned path = object_find_attribute(rt, module, names.path);
        if (runtime_has_error(rt) ||
            (path && import_names(rt, full_name, module, fromlist, false) < 0)) {
            object_release(rt, module);
            module = NULL;
        }
        object_release_maybe(rt, path);
    }
    object_release_maybe(rt, full_name);
    return module;
}
