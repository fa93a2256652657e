#ifndef CBAREINFLATE_H
#define CBAREINFLATE_H

#include <stddef.h>
#include <stdint.h>

// The yardstick of the benchmark: zlib and nothing else.

/// Opens, reads and inflates one gzip file of one member, and throws the bytes away.
/// Returns how many there were, or -1 when the file cannot be read or is not sound.
int64_t cbi_inflate_file(const char *path);

/// Compresses `count` bytes as one gzip member at zlib's default level and writes them to a file.
/// Returns the compressed size, or -1.
int64_t cbi_write_gzip(const char *path, const uint8_t *bytes, size_t count);

#endif
