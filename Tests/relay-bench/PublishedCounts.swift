/// How often the rules of event-ruler's benchmark hit the 213,068 lots of the shared generator, as event-ruler and
/// Quamina agree.
enum PublishedCounts {
    static let lots: [String: [Int]] = [
        "EXACT": [1, 101, 35, 655, 1],
        "WILDCARD": [274, 562, 852, 1446, 1],
        "PREFIX": [24, 442, 38, 2387, 328],
        "PREFIX_EIC": [24, 442, 38, 2387, 328],
        "SUFFIX": [21964, 1071, 51, 1963, 682],
        "SUFFIX_EIC": [21964, 1071, 51, 1963, 682],
        "EQUALS_IGNORE_CASE": [131, 211, 1758, 825, 114_793],
        "NUMERIC": [203, 120, 148_864, 64_204, 125_548],
        "ANYTHING_BUT": [211_158, 211_668, 98_275, 120, 210_667],
        "ANYTHING_BUT_IGNORE_CASE": [211_158, 211_668, 98_275, 120, 210_667],
        "ANYTHING_BUT_PREFIX": [211_158, 211_668, 98_275, 120, 210_199],
        "ANYTHING_BUT_SUFFIX": [211_158, 211_668, 93_372, 0, 208_676],
        "ANYTHING_BUT_WILDCARD": [212_794, 212_506, 212_216, 211_622, 213_067],
        "COMPLEX_ARRAYS": [203, 0, 149_191, 64_631, 126_018],
    ]
}
