/* The plan of a statement, as the tree that it is. */
#include "cli/plan.h"

#include "base/vector.h"
#include "cli/text.h"

struct plan_node {
    int id;
    int parent;   /* id; 0: a root */
    char *detail; /* owned */
};

struct plan {
    VECTOR_OF(struct plan_node);
};

static bool is_last_child(const struct plan *plan, size_t place)
{
    for (size_t i = place + 1; i < plan->count; i++)
        if (plan->items[i].parent == plan->items[place].parent)
            return false;
    return true;
}

/* Prints the nodes below `parent`; `indent` is what stands to the left of them. Plans are as deep
 * as statements are nested, which SQLite limits. */
static void print_children(const struct plan *plan, struct output *output, int parent,
                           const char *indent)
{
    bool has_utf8 = output->terminal.has_utf8;
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].parent != parent || plan->items[i].id == parent)
            continue;
        bool is_last = is_last_child(plan, i);
        const char *branch = has_utf8 ? (is_last ? "└─ " : "├─ ") : (is_last ? "`- " : "|- ");
        const char *beside = is_last ? "   " : has_utf8 ? "│  " : "|  ";
        fprintf(output->stream, "%s%s%s\n", indent, branch, plan->items[i].detail);
        char *deeper = memory_format("%s%s", indent, beside);
        print_children(plan, output, plan->items[i].id, deeper);
        memory_free(deeper);
    }
}

bool plan_print(struct session *session, struct output *output, sqlite3_stmt *statement,
                struct error *error)
{
    struct plan plan = {0};
    error->code = ERROR_NONE;
    while (engine_step(session->engine, statement, error)) {
        struct buffer detail = BUFFER_EMPTY;
        text_append(&detail, (const char *)sqlite3_column_text(statement, 3),
                    (size_t)sqlite3_column_bytes(statement, 3), 0);
        vector_push(&plan, (struct plan_node){sqlite3_column_int(statement, 0),
                                              sqlite3_column_int(statement, 1),
                                              memory_copy_string(buffer_text(&detail))});
        buffer_release(&detail);
    }
    if (error->code == ERROR_NONE) {
        fputs("plan\n", output->stream);
        print_children(&plan, output, 0, "");
    }
    for (size_t i = 0; i < plan.count; i++)
        memory_free(plan.items[i].detail);
    vector_release(&plan);
    return error->code == ERROR_NONE;
}

bool plan_print_sql(struct session *session, struct output *output, const char *sql,
                    struct error *error)
{
    char *question = memory_format("EXPLAIN QUERY PLAN %s", sql);
    error->code = ERROR_NONE;
    sqlite3_stmt *statement = engine_prepare(session->engine, question, NULL, error);
    bool is_printed = statement && plan_print(session, output, statement, error);
    sqlite3_finalize(statement);
    memory_free(question);
    return is_printed;
}
