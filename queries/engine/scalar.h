/* The functions that make numbers readable in SQL:
 *
 *   source(site)          'cache.py:12 in put': the line of a site; NULL where it is not known
 *   program_source(site)  the same; of a line in the library, the line of the program that led
 * there traceback(site)       'main.py:30 in <module>; cache.py:12 in put': the line with its
 * callers object_type(oid)      'dict'; NULL where it is not known holder_name(holder)   'dict 17',
 * 'in flight', or the name of a root: module globals epoch(seq)            how many collections had
 * begun when that event happened
 *
 * and one that keeps a query from answering what the trace cannot know:
 *
 *   recorded(what)        1 where the trace has 'references', or 'holders'; else the statement
 *                         fails and says why: WHERE oid = :object AND recorded('references')
 *   recorded('contents', snapshot)   1 where strings of that snapshot were compared, likewise
 */
#ifndef QUERIES_ENGINE_SCALAR_H
#define QUERIES_ENGINE_SCALAR_H

#include "queries/engine/engine.h"

bool scalar_register(struct engine *engine, struct error *error) MUST_CHECK;

#endif
