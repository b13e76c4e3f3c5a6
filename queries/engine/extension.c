/* heapledger.so: the tables event, object, reference, and every stored query, in any SQLite
 * program.
 *
 *     $ sqlite3 run.db
 *     sqlite> .load ./heapledger
 *     sqlite> SELECT type, growth FROM growth('warm', 'exit');
 *
 * The main database of the connection must be a trace when the extension is loaded. The engine
 * lives as long as the connection: it is closed when the connection drops its functions.
 *
 * Limit. The extension shares the libsqlite3 of its host. A host that carries a SQLite of its own
 * inside is refused, since the two would not know each other's connections.
 */
#include "queries/engine/engine.h"

#include <sqlite3ext.h>

#include <string.h>

/* sqlite3ext.h replaces the names of the library by members of a table that we do not use. */
#undef sqlite3_create_function_v2
#undef sqlite3_mprintf
#undef sqlite3_libversion_number
#undef sqlite3_result_text

__attribute__((visibility("default"))) int
sqlite3_heapledger_init(sqlite3 *database, char **message, const sqlite3_api_routines *api);

/* The name of the program, where SQL wants to know whether it is there. */
static void show_name(sqlite3_context *result, UNUSED int count, UNUSED sqlite3_value **values)
{
    sqlite3_result_text(result, "heapledger", -1, SQLITE_STATIC);
}

static void close_engine(void *engine)
{
    engine_close(engine);
}

int sqlite3_heapledger_init(sqlite3 *database, char **message, const sqlite3_api_routines *api)
{
    struct error error = {0};
    if (api->libversion_number != sqlite3_libversion_number) {
        *message =
            sqlite3_mprintf("heapledger: this program carries a SQLite of its own; use one that "
                            "links libsqlite3");
        return SQLITE_ERROR;
    }
    struct engine *engine = engine_attach(database, &error);
    if (!engine) {
        *message = sqlite3_mprintf("heapledger: %s", error.message);
        return SQLITE_ERROR;
    }
    /* The function's end is the connection's: the only hook that SQLite 3.40 has for it. */
    return sqlite3_create_function_v2(database, "heapledger", 0, SQLITE_UTF8, engine, show_name,
                                      NULL, NULL, close_engine);
}
