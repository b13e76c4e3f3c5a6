/* Compression of the packed data (pack.h), by zstd.
 *
 * Level 1: the columns are already predicted, what is left is repetition.
 */
#include "recorder/format/pack.h"

#include "base/memory.h"

#include <zstd.h>

#define LEVEL 1

struct packer {
    ZSTD_CCtx *compression;   /* owned; made when it is first needed */
    ZSTD_DCtx *decompression; /* likewise */
};

struct packer *pack_new(void)
{
    return memory_zeroed(1, sizeof(struct packer));
}

void pack_free(struct packer *packer)
{
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->compression);
    ZSTD_freeDCtx(packer->decompression);
    memory_free(packer);
}

static ZSTD_CCtx *compression_of(struct packer *packer)
{
    if (!packer->compression) {
        packer->compression = ZSTD_createCCtx();
        REQUIRE(packer->compression, "out of memory");
        ZSTD_CCtx_setParameter(packer->compression, ZSTD_c_compressionLevel, LEVEL);
        ZSTD_CCtx_setParameter(packer->compression, ZSTD_c_checksumFlag, 1);
    }
    return packer->compression;
}

void pack_compress(struct packer *packer, const uint8_t *bytes, size_t size, struct buffer *out)
{
    size_t bound = ZSTD_compressBound(size);
    buffer_reserve(out, bound);
    size_t written =
        ZSTD_compress2(compression_of(packer), out->bytes + out->size, bound, bytes, size);
    REQUIRE(!ZSTD_isError(written), ZSTD_getErrorName(written));
    out->size += written;
}

bool pack_expand(struct packer *packer, const uint8_t *frame, size_t size, size_t maximum,
                 struct buffer *out)
{
    out->size = 0;
    unsigned long long expanded = ZSTD_getFrameContentSize(frame, size);
    if (expanded == ZSTD_CONTENTSIZE_ERROR || expanded == ZSTD_CONTENTSIZE_UNKNOWN ||
        expanded > maximum || ZSTD_findFrameCompressedSize(frame, size) != size)
        return false;
    if (!packer->decompression)
        packer->decompression = ZSTD_createDCtx();
    buffer_reserve(out, (size_t)expanded + 1);
    size_t written =
        ZSTD_decompressDCtx(packer->decompression, out->bytes, (size_t)expanded, frame, size);
    if (ZSTD_isError(written) || written != expanded)
        return false;
    out->size = written;
    return true;
}
