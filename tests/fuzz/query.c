/* A stored query: its header.
 *
 * The bytes are a file `queries/q.sql`, as a user's folder or a trace from a stranger has it. A
 * header that parses keeps what query.h promises; what it gives is parsed again from the same text
 * and must be the same; and each of its default values is looked at as it would be for the help
 * page.
 */
#include "queries/engine/query.h"
#include "tests/fuzz/fuzz.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void require_promises(const struct query *query)
{
    require(strcmp(query->name, "q") == 0 && query->title[0] && query->help[0] && query->sql[0]);
    require(query->column_count > 0);
    for (size_t i = 0; i < query->parameter_count; i++) {
        const struct query_parameter *parameter = &query->parameters[i];
        require(parameter->type < QUERY_TYPE_COUNT);
        require(query_find_parameter(query, parameter->name) == parameter); /* distinct names */
    }
    for (size_t i = 0; i < query->column_count; i++)
        for (size_t j = 0; j < i; j++)
            require(strcmp(query->columns[i].name, query->columns[j].name) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = memory_copy_bytes(bytes, size);
    struct error error = {0}, again_error = {0};
    struct query *query = query_parse("queries/q.sql", text, QUERY_FOLDER, &error);
    struct query *again = query_parse("queries/q.sql", text, QUERY_FOLDER, &again_error);
    require(!query == !again);
    if (query) {
        require_promises(query);
        require(strcmp(query->help, again->help) == 0 && strcmp(query->sql, again->sql) == 0);
    } else {
        require(error.code == ERROR_DATA && error.message[0]);
        require(strcmp(error.message, again_error.message) == 0);
    }
    query_free(query);
    query_free(again);
    memory_free(text);
    return 0;
}
