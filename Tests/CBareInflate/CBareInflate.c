#include "CBareInflate.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { input_bytes = 64 * 1024, output_bytes = 128 * 1024 };

// One set of buffers and one stream for all files, as a careful program would have.
static uint8_t input[input_bytes], output[output_bytes];
static z_stream stream;
static int stream_is_ready;

int64_t cbi_inflate_file(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  if (stream_is_ready) {
    inflateReset(&stream);
  } else {
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return -1;
    stream_is_ready = 1;
  }
  int64_t total = 0;
  int result = Z_OK;
  stream.avail_in = 0;
  while (result != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      ssize_t count = read(file, input, input_bytes);
      if (count <= 0) break;
      stream.next_in = input;
      stream.avail_in = (uInt)count;
    }
    stream.next_out = output;
    stream.avail_out = output_bytes;
    result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) break;
    total += output_bytes - stream.avail_out;
  }
  close(file);
  return result == Z_STREAM_END ? total : -1;
}

int64_t cbi_write_gzip(const char *path, const uint8_t *bytes, size_t count) {
  z_stream writer;
  memset(&writer, 0, sizeof writer);
  if (deflateInit2(&writer, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return -1;
  size_t bound = deflateBound(&writer, count);
  uint8_t *compressed = malloc(bound);
  if (compressed == NULL) {
    deflateEnd(&writer);
    return -1;
  }
  writer.next_in = (Bytef *)bytes;
  writer.avail_in = (uInt)count;
  writer.next_out = compressed;
  writer.avail_out = (uInt)bound;
  int result = deflate(&writer, Z_FINISH);
  size_t size = bound - writer.avail_out;
  deflateEnd(&writer);
  int64_t written = -1;
  int file = result == Z_STREAM_END ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
  if (file >= 0) {
    if (write(file, compressed, size) == (ssize_t)size) written = (int64_t)size;
    close(file);
  }
  free(compressed);
  return written;
}
