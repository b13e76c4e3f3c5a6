/* A real trace is damaged at random, thousands of times: it is read to an answer or refused with a
 * clear sentence and the code of bad data, in bounded time and memory. */
#include "tests/fault/fault.h"

#include "base/memory.h"
#include "queries/engine/engine.h"
#include "queries/engine/verify.h"
#include "recorder/format/objects.h"
#include "recorder/format/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SECONDS                                                                                    \
    20 /* that reading one damaged trace may take, sanitizers and a busy machine allowed for */

static struct buffer read_file(const char *path)
{
    struct buffer bytes = BUFFER_EMPTY;
    FILE *file = fopen(path, "r");
    char part[4096];
    size_t got;
    while ((got = fread(part, 1, sizeof part, file)))
        buffer_append(&bytes, part, got);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const struct buffer *bytes)
{
    FILE *file = fopen(path, "w");
    fwrite(bytes->bytes, 1, bytes->size, file);
    fclose(file);
}

/* Some bytes are changed, a stretch is cleared or copied elsewhere, or the end is cut off. */
static void damage(struct buffer *bytes)
{
    size_t place = (size_t)rand() % bytes->size, other = (size_t)rand() % bytes->size;
    size_t stretch = (size_t)rand() % 512 + 1;
    if (place + stretch > bytes->size || other + stretch > bytes->size)
        stretch = 1;
    switch (rand() % 4) {
    case 0:
        for (int i = rand() % 20; i >= 0; i--)
            bytes->bytes[(size_t)rand() % bytes->size] = (uint8_t)rand();
        break;
    case 1:
        memset(bytes->bytes + place, 0, stretch);
        break;
    case 2:
        memmove(bytes->bytes + place, bytes->bytes + other, stretch);
        break;
    default:
        bytes->size = place;
    }
}

/* Exit code 0: read; ERROR_DATA: refused. Anything else is a failure, as is a signal. */
static int read_damaged(const char *path)
{
    struct error error = {0};
    struct verify_report report;
    struct engine *engine = engine_open(path, NULL, &error);
    if (!engine)
        return (int)error.code;
    static const char *const questions[] = {
        "SELECT count(*), sum(oid), sum(site) FROM event",
        "SELECT count(*), sum(size), max(died_seq) FROM object",
        "SELECT count(*), sum(oid), max(label) FROM reference(1)",
        "SELECT * FROM site JOIN function ON function.id = function_id",
    };
    int code = verify_trace(engine, &report, &error) ? 0 : (int)error.code;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        sqlite3_exec(engine_database(engine), questions[i], NULL, NULL, NULL);
    engine_close(engine);
    return code;
}

static void a_damaged_trace_is_answered_or_refused(void **state)
{
    (void)state;
    char *path = fault_path("good.db"), *damaged = fault_path("damaged.db");
    atomic_store(&fault_page->limit, 40000);
    struct recorder_outcome outcome;
    struct error error;
    assert_true(recorder_run(&(struct recorder_options){.file = path}, fault_program, NULL,
                             &outcome, &error));
    struct buffer good = read_file(path);
    unsigned rounds = fault_rounds(150, 2000), refused = 0;
    for (unsigned i = 0; i < rounds; i++) {
        srand(i);
        struct buffer bytes = BUFFER_EMPTY;
        buffer_append(&bytes, good.bytes, good.size);
        damage(&bytes);
        write_file(damaged, &bytes);
        buffer_release(&bytes);
        fflush(NULL);
        pid_t reader = fork();
        if (reader == 0) {
            alarm(SECONDS);
            _exit(read_damaged(damaged));
        }
        int status;
        waitpid(reader, &status, 0);
        if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != ERROR_DATA))
            fail_msg("damage %u: status %#x", i, (unsigned)status);
        refused += WEXITSTATUS(status) == ERROR_DATA;
    }
    assert_true(refused > rounds / 10);
    buffer_release(&good);
    memory_free(path);
    memory_free(damaged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_damaged_trace_is_answered_or_refused, fault_setup,
                                        fault_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
