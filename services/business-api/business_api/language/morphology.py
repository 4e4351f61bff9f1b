"""Russian word forms: the only importer of pymorphy3. Its dictionary (about 15 MB) is loaded at the first question."""

from functools import cache, lru_cache
from typing import Any

# An analysed word costs some 0.1 ms; a call has a few thousand different ones.
_KEPT = 20_000
_NAMES = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn"})
# Words whose other forms say the same: no pronouns, numerals, prepositions.
_INFLECTED = frozenset({"NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "GRND", "PRTF", "PRTS"})
# A form that is likeliest one word is hardly another that is less than half as likely: «стали» is no «сталь».
_NEARLY_AS_LIKELY = 0.5
_GENDERS = {"m": "masc", "f": "femn", "n": "neut"}


@cache
def _analyzer() -> Any:
    import pymorphy3  # type: ignore[import-untyped]  # noqa: PLC0415 - no types shipped; loaded when first needed

    return pymorphy3.MorphAnalyzer()


@lru_cache(_KEPT)
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(_analyzer().parse(word))


def warm_up() -> None:
    """Load the dictionary, which takes a third of a second."""
    _analyzer()


def is_word(word: str) -> bool:
    """Whether the dictionary holds a form."""
    return bool(_analyzer().word_is_known(word.lower()))


def lemma(word: str) -> str:
    """The dictionary form, in lower case, е for ё."""
    return str(_parses(word.lower())[0].normal_form).replace("ё", "е")


def lemmas(word: str) -> frozenset[str]:
    """All dictionary forms that a form may belong to, е for ё."""
    return frozenset(str(parse.normal_form).replace("ё", "е") for parse in _parses(word.lower()))


@lru_cache(_KEPT)
def part_of_speech(word: str) -> str:
    """The likeliest: NOUN, ADJF, VERB, PREP …; "" for what is no word."""
    return str(_parses(word.lower())[0].tag.POS or "")


@lru_cache(_KEPT)
def parts_of_speech(word: str) -> frozenset[str]:
    """All that a form can be."""
    return frozenset(str(parse.tag.POS or "") for parse in _parses(word.lower()))


@lru_cache(_KEPT)
def counted(word: str) -> bool:
    """Whether a form is likeliest a noun in the genitive, as behind a number: «пять метров»."""
    if len(word) < 3:
        return False
    return any(parse.tag.POS == "NOUN" and "gent" in parse.tag for parse in _parses(word.lower())[:2])


@lru_cache(_KEPT)
def counted_many(word: str) -> bool:
    """Whether a form is a noun in the genitive plural only, as before a number: «циклов двести»."""
    if len(word) < 3:
        return False
    return all(
        parse.tag.POS == "NOUN" and "gent" in parse.tag and "plur" in parse.tag for parse in _parses(word.lower())
    )


@lru_cache(_KEPT)
def is_pronoun(word: str) -> bool:
    """Adjectives that point instead of naming: «нашей», «этой», «какой»."""
    return any("Apro" in parse.tag for parse in _parses(word.lower()))


@lru_cache(_KEPT)
def is_adjective(word: str) -> bool:
    """Whether a form can be a whole adjective or participle."""
    return any(parse.tag.POS in {"ADJF", "PRTF"} for parse in _parses(word.lower()))


@lru_cache(_KEPT)
def adjective(word: str, gender: str) -> str:
    """The nominative of an adjective beside a noun of this gender (m, f, n); the word itself if it is none."""
    for parse in _parses(word.lower()):
        if parse.tag.POS in {"ADJF", "PRTF"}:
            found = parse.inflect({"nomn", "sing", _GENDERS[gender]})
            if found is not None:
                return str(found.word)
    return word.lower()


@lru_cache(_KEPT)
def nominative(word: str) -> str:
    """A noun's or adjective's nominative in the number and gender that it has; the word itself if there is none."""
    parse = _parses(word.lower())[0]
    found = parse.inflect({"nomn"})
    return str(found.word) if found is not None else word.lower()


@lru_cache(_KEPT)
def is_place_name(word: str) -> bool:
    """Whether a form is in the dictionary as a place's name only, or in none: «сокольниках», «бауманской»."""
    if word.endswith(("ской", "цкой")):
        return True
    parses = _parses(word.lower())
    return not _analyzer().word_is_known(word.lower()) or "Geox" in parses[0].tag


@lru_cache(_KEPT)
def is_genitive_name(word: str) -> bool:
    """Whether a form is a genitive of an adjective, a surname or a place: «мясницкой», «гагарина», «арбата»."""
    tags = [parse.tag for parse in _parses(word.lower())]
    return any("gent" in tag and (tag.POS == "ADJF" or "Surn" in tag or "Geox" in tag) for tag in tags)


@lru_cache(_KEPT)
def is_common(word: str) -> bool:
    """Whether a form is in the dictionary, and likeliest nobody's nor any place's name."""
    named = not _NAMES.isdisjoint(_parses(word.lower())[0].tag.grammemes)
    return bool(_analyzer().word_is_known(word.lower())) and not named


@lru_cache(_KEPT)
def is_past(word: str) -> bool:
    """Whether a form is a verb in the past tense."""
    tags = [parse.tag for parse in _parses(word.lower())]
    return any("past" in tag and tag.POS == "VERB" for tag in tags[:1]) and not any(tag.POS == "NOUN" for tag in tags)


@lru_cache(_KEPT)
def paradigm(word: str) -> tuple[str, ...]:
    """All forms of the words that a form likeliest is, but no participles; none of what is in no dictionary."""
    parses = _parses(word.lower())
    if not is_word(word) or parses[0].tag.POS not in _INFLECTED or "Apro" in parses[0].tag:
        return ()
    likely: dict[str, float] = {}
    for parse in parses:
        likely[parse.normal_form] = likely.get(parse.normal_form, 0) + parse.score
    least = max(likely.values()) * _NEARLY_AS_LIKELY
    # One parse of each word: all of its cases give the same forms.
    chosen = {parse.normal_form: parse for parse in reversed(parses) if likely[parse.normal_form] >= least}
    forms = [form for parse in reversed(chosen.values()) for form in parse.lexeme]
    return tuple(dict.fromkeys(str(form.word) for form in forms if form.tag.POS in _INFLECTED - {"PRTF", "PRTS"}))
