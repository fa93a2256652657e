#include "CChecksum.h"

#include <zlib.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static uint32_t zlib_crc32(uint32_t crc, const uint8_t *text, size_t count) {
  return (uint32_t)crc32_z(crc, text, count);
}

#if defined(__x86_64__)

#define CCK_FAST_TARGET __attribute__((target("pclmul,sse4.1")))

/// One step of folding: what `sum` stands for, moved behind by the distance of the two `factors`.
CCK_FAST_TARGET static inline __m128i fold(__m128i sum, __m128i factors, __m128i next) {
  __m128i low = _mm_clmulepi64_si128(sum, factors, 0x00);
  __m128i high = _mm_clmulepi64_si128(sum, factors, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

CCK_FAST_TARGET static inline __m128i load(const uint8_t *text) { return _mm_loadu_si128((const __m128i *)text); }

/// `count` is a multiple of 16 and at least 64. `state` is the complement of the checksum so far, as is the result.
///
/// Method and constants: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction",
/// Intel 2009: four lanes of 16 bytes are folded onto the next four, at last onto each other, and the rest is reduced
/// after Barrett. The constants are powers of x modulo gzip's polynomial, bits reflected.
CCK_FAST_TARGET static uint32_t fast_state(uint32_t state, const uint8_t *text, size_t count) {
  const __m128i by_64_bytes = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4);
  const __m128i by_16_bytes = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);
  const __m128i by_4_bytes = _mm_set_epi64x(0, 0x0163CD6124);
  const __m128i polynomial = _mm_set_epi64x(0x01F7011641, 0x01DB710641);
  const __m128i low_words = _mm_setr_epi32(-1, 0, -1, 0);

  __m128i lanes[4];
  for (int lane = 0; lane < 4; lane++) lanes[lane] = load(text + 16 * lane);
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128((int)state));
  for (text += 64, count -= 64; count >= 64; text += 64, count -= 64)
    for (int lane = 0; lane < 4; lane++) lanes[lane] = fold(lanes[lane], by_64_bytes, load(text + 16 * lane));

  __m128i sum = lanes[0];
  for (int lane = 1; lane < 4; lane++) sum = fold(sum, by_16_bytes, lanes[lane]);
  for (; count >= 16; text += 16, count -= 16) sum = fold(sum, by_16_bytes, load(text));

  // 128 bits become 64, and these 32.
  sum = _mm_xor_si128(_mm_srli_si128(sum, 8), _mm_clmulepi64_si128(sum, by_16_bytes, 0x10));
  sum = _mm_xor_si128(_mm_srli_si128(sum, 4),
                      _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), by_4_bytes, 0x00));
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), polynomial, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), polynomial, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(sum, quotient), 1);
}

int cck_is_fast(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }

uint32_t cck_crc32(uint32_t crc, const uint8_t *text, size_t count) {
  size_t folded = count & ~(size_t)15;
  if (folded < 64 || !cck_is_fast()) return zlib_crc32(crc, text, count);
  return zlib_crc32(~fast_state(~crc, text, folded), text + folded, count - folded);
}

#else

int cck_is_fast(void) { return 0; }

uint32_t cck_crc32(uint32_t crc, const uint8_t *text, size_t count) { return zlib_crc32(crc, text, count); }

#endif
