#ifndef CBYTEMASKS_H
#define CBYTEMASKS_H

#include <stddef.h>
#include <stdint.h>

// Bit masks over blocks of 64 bytes of JSON text: bit n of a mask speaks of byte n of its block.
//
// Intrinsics live here because Swift's SIMD types compile to code an order of magnitude slower. There are
// portable C, a baseline (SSE2 on any x86-64, NEON on arm64), and two that are chosen at run time: wide (AVX2 with
// carry-less multiply) and widest (AVX-512BW). A test compares all that the processor has.

/// Which kernel to run. `CBM_BEST` picks the fastest that the processor has.
typedef enum { CBM_BEST = 0, CBM_PORTABLE = 1, CBM_BASELINE = 2, CBM_WIDE = 3, CBM_WIDEST = 4 } cbm_kernel;

/// What one block hands to the next. All zero before the first byte of a text.
typedef struct {
  /// All ones when the next byte stands inside a string, else zero.
  uint64_t in_string;
  /// One when a backslash escapes the next byte, else zero.
  uint64_t escaped;
  /// One when the byte before the next is one behind which no string can begin, else zero.
  uint64_t after_word;
} cbm_carry;

/// The masks of one block.
typedef struct {
  /// Quotation marks that open or close a string.
  uint64_t quote;
  /// `{` and `[` outside strings.
  uint64_t open;
  /// `}` and `]` outside strings.
  uint64_t close;
  /// Backslashes, wherever they stand.
  uint64_t backslash;
  /// The `u` and `/` of the escapes `\u` and `\/`, which spell characters that could stand unescaped.
  uint64_t respelt;
  /// Quotation marks that open a string right behind a letter or a closing bracket, where well-formed text has none: a
  /// quotation mark is missing before them, or was one too many. They fail to show where a digit or a sign stands.
  uint64_t misplaced;
  /// How many bits `open` and `close` have: counted here since Swift's baseline has no instruction for it.
  uint32_t opens, closes;
} cbm_block;

/// Fills `blocks` with one entry for each 64 bytes of `text`, the last possibly partial, and moves `carry` on.
void cbm_scan(const uint8_t *text, size_t count, cbm_carry *carry, cbm_block *blocks, cbm_kernel kernel);

/// Whether the processor can run a kernel.
int cbm_has(cbm_kernel kernel);

/// A literal to look for: two of its bytes, and how far the second stands behind the first.
typedef struct {
  uint8_t first;
  uint8_t second;
  uint16_t distance;
} cbm_pair;

/// The first index at or after `start` where some pair stands, both bytes inside the text; `count` when there is none.
size_t cbm_find_pair(const uint8_t *text, size_t start, size_t count, const cbm_pair *pairs, size_t pair_count,
                     cbm_kernel kernel);

#endif
