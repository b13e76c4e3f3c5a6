/* The files that exports make.
 *
 * How it works. A file grows under another name beside its own, PATH.PID.part, and gets its name
 * when all of it is there: whoever finds PATH finds it whole, whatever stopped the export. What is
 * no regular file (a pipe, a device) is written as it is.
 */
#include "cli/export.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What lies at the path may be written to, or replaced. */
static bool check_path(const struct export_request *request, const char *path,
                       const struct stat *facts, struct error *error)
{
    if (session_is_trace(request->session, path))
        return error_set(error, ERROR_CANNOT_CREATE, "'%s' is the trace itself", path);
    if (S_ISDIR(facts->st_mode))
        return error_set(error, ERROR_CANNOT_CREATE, "'%s' is a directory", path);
    return !S_ISREG(facts->st_mode) || request->overwrite ||
           error_set(error, ERROR_CANNOT_CREATE, "'%s' exists (--force replaces it)", path);
}

static bool create_file(struct export_file *file, struct error *error)
{
    const char *path = file->temporary ? file->temporary : file->path;
    int flags = O_WRONLY | O_CLOEXEC | (file->temporary ? O_CREAT | O_EXCL : 0);
    int descriptor = open(path, flags, 0666);
    file->stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    return file->stream ||
           error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot create '%s'", file->path);
}

static void release(struct export_file *file)
{
    memory_free(file->path);
    memory_free(file->temporary);
    *file = (struct export_file){0};
}

bool export_file_open(struct export_file *file, const struct export_request *request,
                      const char *path, struct error *error)
{
    struct stat facts;
    *file = (struct export_file){.path = memory_copy_string(path)};
    bool is_there = stat(path, &facts) == 0;
    if (is_there && !check_path(request, path, &facts, error)) {
        release(file);
        return false;
    }
    char *target = is_there ? realpath(path, NULL) : NULL; /* a link stays one */
    if (!is_there || S_ISREG(facts.st_mode))
        file->temporary = memory_format("%s.%ld.part", target ? target : path, (long)getpid());
    if (target) {
        memory_free(file->path);
        file->path = memory_copy_string(target);
    }
    free(target);
    if (create_file(file, error))
        return true;
    release(file);
    return false;
}

bool export_file_close(struct export_file *file, bool is_whole, struct error *error)
{
    errno = 0;
    bool has_failed = ferror(file->stream) != 0;
    has_failed |= fclose(file->stream) != 0;
    if (is_whole && has_failed)
        error_set_errno(error, ERROR_IO, errno ? errno : EIO, "cannot write all of '%s'",
                        file->path);
    is_whole = is_whole && !has_failed;
    if (is_whole && file->temporary && rename(file->temporary, file->path) != 0)
        is_whole =
            error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot create '%s'", file->path);
    if (!is_whole && file->temporary)
        unlink(file->temporary);
    release(file);
    return is_whole;
}

bool export_text(const struct export_request *request,
                 bool (*write)(const struct export_request *request, FILE *stream,
                               struct error *error),
                 struct error *error)
{
    struct export_file file;
    error->code = ERROR_NONE;
    if (strcmp(request->path, "-") == 0) {
        errno = 0;
        bool is_written = write(request, stdout, error);
        bool has_failed = fflush(stdout) != 0 || ferror(stdout);
        return is_written && (!has_failed || error_set_errno(error, ERROR_IO, errno ? errno : EIO,
                                                             "cannot write to stdout"));
    }
    if (!export_file_open(&file, request, request->path, error))
        return false;
    bool is_written = write(request, file.stream, error);
    return export_file_close(&file, is_written, error);
}
