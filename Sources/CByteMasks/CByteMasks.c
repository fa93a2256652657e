#include "CByteMasks.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#if defined(__aarch64__)
#include <arm_neon.h>
#endif

// MARK: What all kernels share

/// The bits at odd places.
static const uint64_t odd_bits = 0xAAAAAAAAAAAAAAAAULL;

/// Bytes that a backslash escapes, given the backslashes; moves the carry on.
///
/// In a run of backslashes the first escapes the second, the third the fourth and so on; subtraction carries through
/// each run at once. Method: Langdale and Lemire, "Parsing Gigabytes of JSON per Second", section 3.1.1.
static inline uint64_t cbm_escaped(uint64_t backslash, uint64_t *carry) {
  uint64_t candidates = backslash & ~*carry;
  uint64_t after = (candidates << 1) | odd_bits;
  uint64_t ends = (after - candidates) ^ odd_bits;
  uint64_t escaped = ends ^ (backslash | *carry);
  *carry = (ends & backslash) >> 63;
  return escaped;
}

/// Every bit becomes the parity of the bits up to and including it: ones from an opening quote to before its close.
static inline uint64_t cbm_parity(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/// The five raw masks of a block become the six it is asked for. `width` is how many of its bytes are text.
///
/// `word` has the bytes above ':' in ASCII: letters and brackets, of which only the opening ones may stand before a string.
#define CBM_FINISH(PARITY, RESPELT)                                                   \
  do {                                                                                \
    uint64_t escaped = 0;                                                             \
    block->respelt = 0;                                                               \
    if (backslash | carry->escaped) {                                                 \
      escaped = cbm_escaped(backslash, &carry->escaped);                              \
      if (width < 64) carry->escaped = (escaped >> width) & 1;                        \
      block->respelt = escaped & (RESPELT);                                           \
    }                                                                                 \
    quote &= ~escaped;                                                                \
    uint64_t inside = PARITY(quote) ^ carry->in_string;                               \
    carry->in_string = (uint64_t)((int64_t)inside >> 63);                             \
    word &= ~open;                                                                    \
    block->misplaced = quote & inside & (word << 1 | carry->after_word);              \
    carry->after_word = (word >> (width - 1)) & 1;                                    \
    block->quote = quote;                                                             \
    block->open = open & ~inside;                                                     \
    block->close = close & ~inside;                                                   \
    block->backslash = backslash;                                                     \
    block->opens = (uint32_t)__builtin_popcountll(block->open);                       \
    block->closes = (uint32_t)__builtin_popcountll(block->close);                     \
  } while (0)

// MARK: Portable C

static uint64_t portable_equal(const uint8_t *text, uint8_t byte, uint8_t fold) {
  uint64_t mask = 0;
  for (int index = 0; index < 64; index++) mask |= (uint64_t)((text[index] | fold) == byte) << index;
  return mask;
}

static uint64_t portable_word(const uint8_t *text) {
  uint64_t mask = 0;
  for (int index = 0; index < 64; index++) mask |= (uint64_t)(text[index] > ':' && text[index] < 0x80) << index;
  return mask;
}

static void portable_block(const uint8_t *text, size_t width, cbm_carry *carry, cbm_block *block) {
  uint64_t quote = portable_equal(text, '"', 0);
  uint64_t backslash = portable_equal(text, '\\', 0);
  uint64_t open = portable_equal(text, '{', 0x20);
  uint64_t close = portable_equal(text, '}', 0x20);
  uint64_t word = portable_word(text);
  CBM_FINISH(cbm_parity, portable_equal(text, 'u', 0) | portable_equal(text, '/', 0));
}

static inline int stands(const uint8_t *text, const cbm_pair *pairs, size_t pair_count, size_t left) {
  for (size_t index = 0; index < pair_count; index++) {
    if (pairs[index].distance < left && text[0] == pairs[index].first &&
        text[pairs[index].distance] == pairs[index].second)
      return 1;
  }
  return 0;
}

static size_t portable_find(const uint8_t *text, size_t start, size_t count, const cbm_pair *pairs, size_t pair_count) {
  for (size_t index = start; index < count; index++)
    if (stands(text + index, pairs, pair_count, count - index)) return index;
  return count;
}

// MARK: x86-64

#if defined(__x86_64__)

static inline uint64_t sse2_equal(const __m128i *bytes, uint8_t byte) {
  __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int index = 0; index < 4; index++)
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes[index], wanted)) << (16 * index);
  return mask;
}

/// Signed, so that bytes outside ASCII are not above.
static inline uint64_t sse2_word(const __m128i *bytes) {
  uint64_t mask = 0;
  for (int index = 0; index < 4; index++)
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(bytes[index], _mm_set1_epi8(':'))) << (16 * index);
  return mask;
}

static inline void baseline_block(const uint8_t *text, size_t width, cbm_carry *carry, cbm_block *block) {
  __m128i bytes[4], folded[4];
  __m128i fold = _mm_set1_epi8(0x20);
  for (int index = 0; index < 4; index++) {
    bytes[index] = _mm_loadu_si128((const __m128i *)text + index);
    folded[index] = _mm_or_si128(bytes[index], fold);
  }
  uint64_t quote = sse2_equal(bytes, '"');
  uint64_t backslash = sse2_equal(bytes, '\\');
  uint64_t open = sse2_equal(folded, '{');
  uint64_t close = sse2_equal(folded, '}');
  uint64_t word = sse2_word(bytes);
  CBM_FINISH(cbm_parity, sse2_equal(bytes, 'u') | sse2_equal(bytes, '/'));
}

#define CBM_WIDE_TARGET __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt")))

CBM_WIDE_TARGET static inline uint64_t avx2_equal(__m256i low, __m256i high, uint8_t byte) {
  __m256i wanted = _mm256_set1_epi8((char)byte);
  uint64_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  uint64_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return first | second << 32;
}

__attribute__((target("pclmul"))) static inline uint64_t wide_parity(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

CBM_WIDE_TARGET static inline void wide_block(const uint8_t *text, size_t width, cbm_carry *carry, cbm_block *block) {
  __m256i low = _mm256_loadu_si256((const __m256i *)text);
  __m256i high = _mm256_loadu_si256((const __m256i *)text + 1);
  __m256i fold = _mm256_set1_epi8(0x20);
  __m256i low_folded = _mm256_or_si256(low, fold), high_folded = _mm256_or_si256(high, fold);
  uint64_t quote = avx2_equal(low, high, '"');
  uint64_t backslash = avx2_equal(low, high, '\\');
  uint64_t open = avx2_equal(low_folded, high_folded, '{');
  uint64_t close = avx2_equal(low_folded, high_folded, '}');
  __m256i colon = _mm256_set1_epi8(':');
  uint64_t word = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(low, colon));
  word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(high, colon)) << 32;
  CBM_FINISH(wide_parity, avx2_equal(low, high, 'u') | avx2_equal(low, high, '/'));
}

CBM_WIDE_TARGET static void wide_scan(const uint8_t *text, size_t full, cbm_carry *carry, cbm_block *blocks) {
  for (size_t index = 0; index < full; index++) wide_block(text + index * 64, 64, carry, blocks + index);
}

#define CBM_WIDEST_TARGET __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,bmi2,popcnt")))

CBM_WIDEST_TARGET static inline void widest_block(const uint8_t *text, size_t width, cbm_carry *carry,
                                                  cbm_block *block) {
  __m512i bytes = _mm512_loadu_si512(text);
  __m512i folded = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
  uint64_t quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
  uint64_t backslash = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
  uint64_t open = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('{'));
  uint64_t close = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('}'));
  uint64_t word = _mm512_cmpgt_epi8_mask(bytes, _mm512_set1_epi8(':'));
  CBM_FINISH(wide_parity, _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('u')) |
                              _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('/')));
}

CBM_WIDEST_TARGET static void widest_scan(const uint8_t *text, size_t full, cbm_carry *carry, cbm_block *blocks) {
  for (size_t index = 0; index < full; index++) widest_block(text + index * 64, 64, carry, blocks + index);
}

/// Tests 16 places at a time; the caller keeps `reach` bytes after them inside the text.
static size_t baseline_find(const uint8_t *text, size_t start, size_t end, const cbm_pair *pairs, size_t pair_count) {
  size_t index = start;
  for (; index + 16 <= end; index += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(text + index));
    __m128i found = _mm_setzero_si128();
    for (size_t pair = 0; pair < pair_count; pair++) {
      __m128i behind = _mm_loadu_si128((const __m128i *)(text + index + pairs[pair].distance));
      found = _mm_or_si128(found, _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)pairs[pair].first)),
                                                _mm_cmpeq_epi8(behind, _mm_set1_epi8((char)pairs[pair].second))));
    }
    uint32_t mask = (uint32_t)_mm_movemask_epi8(found);
    if (mask) return index + (size_t)__builtin_ctz(mask);
  }
  return index;
}

CBM_WIDE_TARGET static size_t wide_find(const uint8_t *text, size_t start, size_t end, const cbm_pair *pairs,
                                        size_t pair_count) {
  size_t index = start;
  for (; index + 64 <= end; index += 64) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(text + index));
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + index + 32));
    __m256i low_found = _mm256_setzero_si256(), high_found = _mm256_setzero_si256();
    for (size_t pair = 0; pair < pair_count; pair++) {
      __m256i first = _mm256_set1_epi8((char)pairs[pair].first), second = _mm256_set1_epi8((char)pairs[pair].second);
      const uint8_t *behind = text + index + pairs[pair].distance;
      __m256i low_behind = _mm256_loadu_si256((const __m256i *)behind);
      __m256i high_behind = _mm256_loadu_si256((const __m256i *)(behind + 32));
      low_found = _mm256_or_si256(
          low_found, _mm256_and_si256(_mm256_cmpeq_epi8(low, first), _mm256_cmpeq_epi8(low_behind, second)));
      high_found = _mm256_or_si256(
          high_found, _mm256_and_si256(_mm256_cmpeq_epi8(high, first), _mm256_cmpeq_epi8(high_behind, second)));
    }
    if (!_mm256_testz_si256(_mm256_or_si256(low_found, high_found), _mm256_set1_epi8((char)0xFF))) {
      uint64_t mask = (uint32_t)_mm256_movemask_epi8(low_found) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high_found) << 32;
      return index + (size_t)__builtin_ctzll(mask);
    }
  }
  return index;
}

CBM_WIDEST_TARGET static size_t widest_find(const uint8_t *text, size_t start, size_t end, const cbm_pair *pairs,
                                            size_t pair_count) {
  size_t index = start;
  for (; index + 64 <= end; index += 64) {
    __m512i bytes = _mm512_loadu_si512(text + index);
    uint64_t found = 0;
    for (size_t pair = 0; pair < pair_count; pair++) {
      __m512i behind = _mm512_loadu_si512(text + index + pairs[pair].distance);
      __mmask64 first = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)pairs[pair].first));
      found |= _mm512_mask_cmpeq_epi8_mask(first, behind, _mm512_set1_epi8((char)pairs[pair].second));
    }
    if (found) return index + (size_t)__builtin_ctzll(found);
  }
  return index;
}

#endif

// MARK: arm64

#if defined(__aarch64__)

static inline uint64_t neon_mask(const uint8x16_t *equal) {
  const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8(vandq_u8(equal[0], weights), vandq_u8(equal[1], weights));
  uint8x16_t high = vpaddq_u8(vandq_u8(equal[2], weights), vandq_u8(equal[3], weights));
  uint8x16_t sums = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

static inline uint64_t neon_equal(const uint8x16_t *bytes, uint8_t byte) {
  uint8x16_t equal[4];
  for (int index = 0; index < 4; index++) equal[index] = vceqq_u8(bytes[index], vdupq_n_u8(byte));
  return neon_mask(equal);
}

/// Signed, so that bytes outside ASCII are not above.
static inline uint64_t neon_word(const uint8x16_t *bytes) {
  uint8x16_t above[4];
  for (int index = 0; index < 4; index++) above[index] = vcgtq_s8(vreinterpretq_s8_u8(bytes[index]), vdupq_n_s8(':'));
  return neon_mask(above);
}

static inline void baseline_block(const uint8_t *text, size_t width, cbm_carry *carry, cbm_block *block) {
  uint8x16_t bytes[4], folded[4];
  for (int index = 0; index < 4; index++) {
    bytes[index] = vld1q_u8(text + 16 * index);
    folded[index] = vorrq_u8(bytes[index], vdupq_n_u8(0x20));
  }
  uint64_t quote = neon_equal(bytes, '"');
  uint64_t backslash = neon_equal(bytes, '\\');
  uint64_t open = neon_equal(folded, '{');
  uint64_t close = neon_equal(folded, '}');
  uint64_t word = neon_word(bytes);
  CBM_FINISH(cbm_parity, neon_equal(bytes, 'u') | neon_equal(bytes, '/'));
}

static size_t baseline_find(const uint8_t *text, size_t start, size_t end, const cbm_pair *pairs, size_t pair_count) {
  size_t index = start;
  for (; index + 16 <= end; index += 16) {
    uint8x16_t bytes = vld1q_u8(text + index);
    uint8x16_t found = vdupq_n_u8(0);
    for (size_t pair = 0; pair < pair_count; pair++) {
      uint8x16_t behind = vld1q_u8(text + index + pairs[pair].distance);
      found = vorrq_u8(found, vandq_u8(vceqq_u8(bytes, vdupq_n_u8(pairs[pair].first)),
                                       vceqq_u8(behind, vdupq_n_u8(pairs[pair].second))));
    }
    uint64_t nibbles = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
    if (nibbles) return index + (size_t)(__builtin_ctzll(nibbles) >> 2);
  }
  return index;
}

#endif

// MARK: Choosing a kernel

int cbm_has(cbm_kernel kernel) {
  switch (kernel) {
    case CBM_BEST:
    case CBM_PORTABLE:
      return 1;
    case CBM_BASELINE:
#if defined(__x86_64__) || defined(__aarch64__)
      return 1;
#else
      return 0;
#endif
    case CBM_WIDEST:
#if defined(__x86_64__)
      return cbm_has(CBM_WIDE) && __builtin_cpu_supports("avx512bw");
#else
      return 0;
#endif
    case CBM_WIDE:
#if defined(__x86_64__)
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
#else
      return 0;
#endif
  }
  return 0;
}

static cbm_kernel chosen(cbm_kernel kernel) {
  if (kernel != CBM_BEST) return cbm_has(kernel) ? kernel : CBM_PORTABLE;
  if (cbm_has(CBM_WIDEST)) return CBM_WIDEST;
  if (cbm_has(CBM_WIDE)) return CBM_WIDE;
  return cbm_has(CBM_BASELINE) ? CBM_BASELINE : CBM_PORTABLE;
}

void cbm_scan(const uint8_t *text, size_t count, cbm_carry *carry, cbm_block *blocks, cbm_kernel kernel) {
  size_t full = count / 64, left = count % 64;
  kernel = chosen(kernel);
  switch (kernel) {
#if defined(__x86_64__)
    case CBM_WIDEST:
      widest_scan(text, full, carry, blocks);
      break;
    case CBM_WIDE:
      wide_scan(text, full, carry, blocks);
      break;
#endif
#if defined(__x86_64__) || defined(__aarch64__)
    case CBM_BASELINE:
      for (size_t index = 0; index < full; index++) baseline_block(text + index * 64, 64, carry, blocks + index);
      break;
#endif
    default:
      for (size_t index = 0; index < full; index++) portable_block(text + index * 64, 64, carry, blocks + index);
  }
  if (left) {
    // Blanks after the end change neither the masks nor whether a string is open.
    uint8_t padded[64];
    memset(padded, ' ', sizeof padded);
    memcpy(padded, text + full * 64, left);
#if defined(__x86_64__) || defined(__aarch64__)
    if (kernel != CBM_PORTABLE) {
      baseline_block(padded, left, carry, blocks + full);
      return;
    }
#endif
    portable_block(padded, left, carry, blocks + full);
  }
}

size_t cbm_find_pair(const uint8_t *text, size_t start, size_t count, const cbm_pair *pairs, size_t pair_count,
                     cbm_kernel kernel) {
  size_t reach = 0;
  for (size_t index = 0; index < pair_count; index++)
    if (pairs[index].distance > reach) reach = pairs[index].distance;
  size_t end = count > reach ? count - reach : 0;
  size_t index = start;
  kernel = chosen(kernel);
#if defined(__x86_64__)
  if (kernel == CBM_WIDE || kernel == CBM_WIDEST) {
    index = kernel == CBM_WIDEST ? widest_find(text, index, end, pairs, pair_count)
                                 : wide_find(text, index, end, pairs, pair_count);
    if (index < end && stands(text + index, pairs, pair_count, count - index)) return index;
  }
#endif
#if defined(__x86_64__) || defined(__aarch64__)
  if (kernel != CBM_PORTABLE) {
    index = baseline_find(text, index, end, pairs, pair_count);
    if (index < end && stands(text + index, pairs, pair_count, count - index)) return index;
  }
#endif
  return portable_find(text, index, count, pairs, pair_count);
}
