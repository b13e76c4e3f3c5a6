/* Where the library of an installed Python 3.11 is: what programs import that this program does not
 * have itself comes from there. */
#ifndef RUNTIME_PYTHON_INSTALLED_LIBRARY_H
#define RUNTIME_PYTHON_INSTALLED_LIBRARY_H

/* The folder, without a slash at its end, owned by the caller; NULL: there is none. */
char *installed_library_find(void);

#endif
