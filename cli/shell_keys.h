/* Keys for the line editor, and the signals that come while it waits for one. */
#ifndef CLI_SHELL_KEYS_H
#define CLI_SHELL_KEYS_H

#include "queries/engine/engine.h"

#include <histedit.h>
#include <wchar.h>

/* Before the first key and after the last: takes over, and gives back, SIGWINCH and SIGCONT. */
void shell_keys_open(struct engine *engine);
void shell_keys_close(void);

/* Around each line: between them a signal can come only while a key is waited for, so that none is
 * missed. */
void shell_keys_begin_line(void);
void shell_keys_end_line(void);

/* The editor's function to read a key (EL_GETCFN): 1 for a key, 0 at the end of the input, -1 where
 * the engine was cancelled, which is what Ctrl-C does. */
int shell_keys_read(EditLine *line, wchar_t *key);

#endif
