"""Other ways to have typed a word: on the other keyboard layout, or in the other alphabet."""

LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
TO_RUSSIAN_KEYS = str.maketrans(LATIN_KEYS, RUSSIAN_KEYS)
TO_LATIN_KEYS = str.maketrans(RUSSIAN_KEYS, LATIN_KEYS)

# As people write Russian in Latin letters; the longest first.
TO_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "ё"), ("jo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ph", "ф"), ("ck", "к"), ("x", "кс"),
    ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"),
    ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"),
    ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("c", "к"), ("q", "к"), ("y", "ы"), ("'", "ь"),
)  # fmt: skip
TO_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip


def other_spellings(word: str) -> list[str]:
    """What may have been meant by a word nobody ever said: «wtyf» → «цена», "velosiped" → «велосипед»."""
    word = word.lower()
    if word.isascii():
        return [word.translate(TO_RUSSIAN_KEYS), cyrillic(word)]
    return [word.translate(TO_LATIN_KEYS), word.translate(TO_LATIN)]


def cyrillic(word: str) -> str:
    """A Russian word that was written in Latin letters."""
    made, at = "", 0
    while at < len(word):
        latin, letter = next(((a, b) for a, b in TO_CYRILLIC if word.startswith(a, at)), (word[at], word[at]))
        made += letter
        at += len(latin)
    return made
