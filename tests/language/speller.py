"""Says numbers in Russian, in all six cases, from paradigms of its own: what the reader must read back."""

NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, PREPOSITIONAL = CASES = range(6)

ONE = {
    "m": ("один", "одного", "одному", "один", "одним", "одном"),
    "f": ("одна", "одной", "одной", "одну", "одной", "одной"),
    "n": ("одно", "одного", "одному", "одно", "одним", "одном"),
}
TWO = {
    gender: (two, "двух", "двум", two, "двумя", "двух") for gender, two in {"m": "два", "f": "две", "n": "два"}.items()
}
THREE = ("три", "трёх", "трём", "три", "тремя", "трёх")
FOUR = ("четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх")
TO_TWENTY = ["пять", "шесть", "семь", "восемь", "девять", "десять"]
TO_TWENTY += [f"{start}надцать" for start in ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")]
TENS = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
SCALES = {
    10**9: ("m", ("миллиард", "миллиарда", "миллиарду", "миллиард", "миллиардом", "миллиарде"),
            ("миллиарды", "миллиардов", "миллиардам", "миллиарды", "миллиардами", "миллиардах")),
    10**6: ("m", ("миллион", "миллиона", "миллиону", "миллион", "миллионом", "миллионе"),
            ("миллионы", "миллионов", "миллионам", "миллионы", "миллионами", "миллионах")),
    10**3: ("f", ("тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"),
            ("тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах")),
}  # fmt: skip


def soft(word: str, case: int) -> str:
    """Words that end in a soft sign."""
    stem = "восьм" if word == "восемь" else word[:-1]
    return (word, stem + "и", stem + "и", word, word + "ю", stem + "и")[case]


def ten(word: str, case: int) -> str:
    """Twenty to ninety."""
    if case in {NOMINATIVE, ACCUSATIVE}:
        return word
    if word == "сорок":
        return "сорока"
    if word == "девяносто":
        return "девяноста"
    if word in {"двадцать", "тридцать"}:
        return soft(word, case)
    return soft(word.removesuffix("десят"), case) + soft("десять", case)


def hundred(at: int, case: int) -> str:
    """A hundred to nine hundred, by its figure."""
    if case in {NOMINATIVE, ACCUSATIVE}:
        return HUNDREDS[at - 1]
    if at == 1:
        return "ста"
    ending = ("", "сот", "стам", "", "стами", "стах")[case]
    return unit(at, case, "m") + ending


def unit(number: int, case: int, gender: str) -> str:
    """One to nineteen."""
    if number < 3:
        return (ONE if number == 1 else TWO)[gender][case]
    return (THREE[case], FOUR[case])[number - 3] if number < 5 else soft(TO_TWENTY[number - 5], case)


def below_thousand(number: int, case: int, gender: str) -> list[str]:
    words = [hundred(number // 100, case)] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        words.append(ten(TENS[rest // 10 - 2], case))
        rest %= 10
    return [*words, unit(rest, case, gender)] if rest else words


def scaled(count: int, scale: int, case: int) -> str:
    """«Две тысячи», «пять тысяч», «двадцать одной тысячей»."""
    gender, one, many = SCALES[scale]
    last = 0 if 10 < count % 100 < 20 else count % 10
    if last == 1:
        noun = one[case]
    elif case in {NOMINATIVE, ACCUSATIVE}:
        noun = one[GENITIVE] if 2 <= last <= 4 else many[GENITIVE]
    else:
        noun = many[case]
    return " ".join([*below_thousand(count, case, gender), noun])


def say(number: int, case: int = NOMINATIVE, gender: str = "m", bare: bool = False) -> str:
    """A number up to 10¹² in words; `bare`: «тысяча двести», not «одна тысяча двести»."""
    if not number:
        return ("ноль", "ноля", "нолю", "ноль", "нолём", "ноле")[case]
    words: list[str] = []
    rest = number
    for scale in SCALES:
        count, rest = divmod(rest, scale)
        if count:
            said = scaled(count, scale, case)
            words.append(said.split(" ", 1)[1] if bare and count == 1 and not words else said)
    return " ".join(words + below_thousand(rest, case, gender))


def hour_of(number: int) -> str:
    """The ordinal genitive by which half hours are named: «седьмого»."""
    stems = ("перв", "втор", "треть", "четвёрт", "пят", "шест", "седьм", "восьм", "девят", "десят")
    stem = (*stems, "одиннадцат", "двенадцат")[number - 1]
    return stem + ("его" if number == 3 else "ого")
