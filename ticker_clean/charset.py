"""From bytes to text: in which charset was this page written?

The order of evidence, the first that speaks decides:

1. A byte order mark.
2. UTF-16 or UTF-32 without a mark: the pattern of zero bytes, or the container's word for it if the bytes bear it out.
   Zero bytes in any other pattern are no text.
3. What the bytes prove: well-formed UTF-8 with characters beyond ASCII is UTF-8 whatever is declared, for text in
   another charset does not come out well-formed by chance; a warning names the declaration that was wrong.
4. What the container or the HTTP header declares, if the bytes can be read so.
5. What the page declares in its first 4096 bytes: `<meta charset>`, `http-equiv`, the XML declaration.
6. UTF-8 with some damage: more well-formed characters than bad bytes. The bad bytes become U+FFFD, a warning counts
   them.
7. A guess from the letters, said in a warning: Shift-JIS, EUC-JP, GB18030, Big5 and EUC-KR by strict decodability and
   the share of common characters; windows-1251 against KOI8-R by letter frequency and case; else windows-1252.

Labels mean what they mean to browsers (https://encoding.spec.whatwg.org): `iso-8859-1` is windows-1252, `gb2312` is
GB18030.
"""

from __future__ import annotations

import codecs
import re

from ticker_clean.charset_tables import (
    ALIASES,
    BROWSER_CODEC,
    CODECS,
    COMMON_CHARACTERS,
    MAGIC,
    RUSSIAN_LETTERS_PER_MILLE,
)
from ticker_clean.errors import EmptyError, UnsupportedError

_HEAD = 4096
"""Bytes in which a page must declare its charset. HTML says 1024, browsers and saved pages with long comments go on."""
_SAMPLE = 1 << 16
"""Bytes from the first non-ASCII one on which a guess is made."""
_ASCII = bytes(range(128))
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b\x1a"})
"""ESC belongs to ISO-2022, and SUB ends texts of DOS and CP/M."""
_MOST_CONTROLS = 0.02
"""Share of control characters above which bytes are no text: it is 0 in pages, 0.1 in random bytes."""
_MAGIC = tuple(magic for magic, _ in MAGIC)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, of which it is an extension
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})  # both forms of meta
       | <\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPES_ONLY = {"iso-2022-jp", "hz-gb-2312"}
"""Charsets whose bytes are all ASCII."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """The text of a page, the name of the charset that read it, and warnings for people.

    `declared` is the charset that the container or the HTTP header names, as it stands there. Raises `EmptyError` for
    bytes that hold nothing but white space, `UnsupportedError` for bytes that are no text.

    >>> decode("Rates rose – a little".encode("utf-8"))
    ('Rates rose – a little', 'utf-8', ())
    >>> decode("Курс вырос".encode("cp1251"), "windows-1251")
    ('Курс вырос', 'windows-1251', ())
    """
    if not data or data.isspace():
        raise EmptyError("The page holds nothing but white space." if data else "The page holds no bytes.")
    text, name, warnings = _decode(data, declared)
    if b"\0" in data and "\0" in text:
        warnings = (*warnings, f"{text.count(chr(0))} NUL characters were taken out of the text.")
        text = text.replace("\0", "")
    if not text or text.isspace():
        raise EmptyError("The page holds nothing but white space.")
    return text, name, warnings


def _decode(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return _read(data[len(mark) :], marked, ())
    if b"\0" in data and (wide := _wide_encoding(data)):
        return _read(data, wide, ())
    if declared and (wide := _declared_wide(data, declared)):
        return _read(data, wide, ())
    refuse_noise(data)
    labels = (declared, _declared_in_page(data))
    names = [name for label in labels if label and (name := encoding_name(label))]
    unknown = tuple(f"The charset “{label}” is not known." for label in labels if label and not encoding_name(label))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _decode_legacy(data, names, unknown)
    name = names[0] if names else "utf-8"
    if name == "utf-8":
        return text, name, unknown
    if len(text) == len(data) and not name.startswith("utf-") and name not in _ESCAPES_ONLY:
        return text, name, unknown  # ASCII is the same in all of them
    if name.startswith("utf-") or _proves_utf8(data, len(text), name):
        return text, "utf-8", (*unknown, _wrongly_declared(name, "utf-8"))
    return _decode_legacy(data, names, unknown)


def _read(data: bytes, name: str, warnings: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """The text, with U+FFFD and a warning for what is malformed."""
    try:
        return data.decode(CODECS[name]), name, warnings
    except UnicodeDecodeError:
        text = data.decode(CODECS[name], "replace")
    bad = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0)
    return text, name, (*warnings, f"{bad} malformed byte sequences in {name} text were replaced by U+FFFD.")


def _decode_legacy(data: bytes, names: list[str], warnings: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """The text of bytes that are no well-formed UTF-8, or are declared to be something else."""
    refuse_noise(data, _SAMPLE)
    guess = None
    for position, name in enumerate(names):
        if name == "utf-8":
            continue
        try:
            text = data.decode(CODECS[name])
        except UnicodeDecodeError:
            continue
        if name == "windows-1252" and _is_written_in_high_letters(sample := _sample(data)):
            guess = _guess(sample)
            if guess != name and _is_decodable(data, guess):
                return _read(data, guess, (*warnings, _wrongly_declared(name, guess)))
        if position:
            warnings = (*warnings, _wrongly_declared(names[0], name))
        return text, name, warnings
    if _is_mostly_utf8(data):
        if names and "utf-8" not in names:
            warnings = (*warnings, _wrongly_declared(names[0], "utf-8"))
        return _read(data, "utf-8", warnings)
    if names and names[0] in COMMON_CHARACTERS and not _is_decodable(_sample(data), guess := _guess(_sample(data))):
        return _read(data, names[0], warnings)
    guess = guess or _guess(_sample(data))
    if not names:
        warnings = (*warnings, f"No charset is declared; {guess} was guessed from the letters.")
    elif guess not in names:
        warnings = (*warnings, _wrongly_declared(names[0], guess))
    return _read(data, guess, warnings)


def encoding_name(label: str) -> str | None:
    """The name of the charset that browsers take a label for, or None.

    >>> encoding_name("ISO-8859-1"), encoding_name("x-sjis"), encoding_name("utf8"), encoding_name("klingon")
    ('windows-1252', 'shift_jis', 'utf-8', None)
    """
    label = label.strip(" \t\r\n\"'").lower()
    if label in CODECS:
        return label
    if label in ALIASES:
        return ALIASES[label]
    try:
        return BROWSER_CODEC.get(codecs.lookup(label).name)
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return None


def _declared_in_page(data: bytes) -> str | None:
    """What the page says of itself. UTF-16 there is an error, since it could be read: browsers take it for UTF-8."""
    head = data[:_HEAD]
    if b"<" not in head or not (found := _META_CHARSET.search(head)):
        return None
    label = (found[1] or found[2]).decode("ascii", "replace")
    return "utf-8" if label.lower().startswith(("utf-16", "utf16", "unicode", "utf-32", "ucs-2")) else label


def _wrongly_declared(declared: str, used: str) -> str:
    return f"Declared as {declared}, but the bytes are {used}, which was used."


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by where zero bytes stand, if the text comes out without control characters."""
    head = data[: _HEAD * 4]
    quarters = [head[start::4].count(0) / max(1, len(head[start::4])) for start in range(4)]
    odd, even = quarters[1] + quarters[3], quarters[0] + quarters[2]
    if quarters[2] > 0.9 and quarters[3] == 1:
        name = "utf-32-le"
    elif quarters[0] == 1 and quarters[1] > 0.9:
        name = "utf-32-be"
    elif odd > 9 * even and odd > 0.02:  # a space every 100 characters, and next to no U+xx00
        name = "utf-16-le"
    elif even > 9 * odd and even > 0.02:
        name = "utf-16-be"
    else:
        return None
    text = head[: len(head) // 4 * 4].decode(name, "replace")
    strange = sum(text.count(chr(code)) for code in _CONTROLS) + text.count("\ufffd")
    return name if strange <= _MOST_CONTROLS * len(text) and (text.isascii() or _has_words(text)) else None


def _declared_wide(data: bytes, declared: str) -> str | None:
    """UTF-16 or UTF-32 that is declared, without a mark and with few zero bytes, if the bytes bear it out."""
    name = encoding_name(declared)
    if not name or not name.startswith(("utf-16", "utf-32")):
        return None
    try:
        text = data[: _HEAD * 4].decode(name)
    except UnicodeDecodeError:
        return None
    if sum(text.count(chr(code)) for code in _CONTROLS) > _MOST_CONTROLS * len(text):
        return None
    return None if _is_clean(data[:_HEAD]) and _is_decodable(data, "utf-8") else name


def _has_words(text: str) -> bool:
    return sum(map(str.isalnum, text)) + sum(map(str.isspace, text)) > len(text) / 2


def refuse_noise(data: bytes, size: int = 1024) -> None:
    """Raise `UnsupportedError` for how binary formats begin, and for control characters in the first `size` bytes."""
    if data.startswith(_MAGIC):
        name = next(name for magic, name in MAGIC if data.startswith(magic))
        raise UnsupportedError(f"This is {name}, not a page.")
    if data[4:8] == b"ftyp":
        raise UnsupportedError("This is a video or an image, not a page.")
    if not _is_clean(data[:size]) or (b"\0" in data and data.count(0) > _MOST_CONTROLS * len(data)):
        raise UnsupportedError("The bytes are no text: they hold NUL or other control characters.")


def _is_clean(data: bytes) -> bool:
    return len(data) - len(data.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(data)


def _proves_utf8(data: bytes, characters: int, declared: str) -> bool:
    """Whether well-formed UTF-8 outweighs the declaration of another charset.

    One character proves it against a charset of single bytes, if it is one that UTF-8 pages hold most (Latin-1
    letters, NBSP, typographic punctuation, Cyrillic): as windows-1252 it would be `Ã©` or `â€™`. East Asian charsets
    share the shapes of two bytes, so it takes a dozen.
    """
    if declared in _ESCAPES_ONLY:
        return characters < len(data)
    others = characters - (len(data) - len(data.translate(None, _ASCII)))
    if declared in COMMON_CHARACTERS:
        return others >= 12
    return others > 2 or any(lead in data for lead in (b"\xc2", b"\xc3", b"\xd0", b"\xd1", b"\xe2\x80"))


def _is_mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    others = len(text) - (len(data) - len(data.translate(None, _ASCII)))
    bad = text.count("\ufffd")
    return others - bad >= bad


def _sample(data: bytes) -> bytes:
    """The bytes from the first one beyond ASCII on, where a guess can be made."""
    found = re.search(rb"[\x80-\xff]", data)
    start = found.start() if found else 0
    return data[start : start + _SAMPLE]


def _is_decodable(data: bytes, name: str) -> bool:
    """Whether the bytes are well-formed, but for a character that is cut at their end."""
    try:
        codecs.getincrementaldecoder(CODECS[name])().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _is_written_in_high_letters(sample: bytes) -> bool:
    """Whether letters beyond ASCII stand side by side, as in Cyrillic. In western languages they stand alone."""
    high = len(re.findall(rb"[\xc0-\xff]", sample))
    in_runs = sum(map(len, re.findall(rb"[\xc0-\xff]{3,}", sample)))
    return high >= 8 and in_runs > 0.5 * high


def _guess(sample: bytes) -> str:
    """The likeliest charset of bytes that are no UTF-8; windows-1252 where nothing speaks for another."""
    shares = {name: _common_share(sample, name) for name in COMMON_CHARACTERS}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= 0.15:  # by chance it is 0.01 to 0.03, in the right charset 0.3 to 0.8
        return best
    high = re.findall(rb"[\xc0-\xff]+", sample)
    if sum(map(len, high)) > 2 * len(high) or _is_written_in_high_letters(sample):
        return max(("windows-1251", "koi8-r"), key=lambda name: _russian_likeness(sample, name))
    return "windows-1252"


def _common_share(sample: bytes, name: str) -> float:
    """Which share of the characters beyond ASCII is among the commonest of the charset's language; 0 if malformed."""
    try:
        text = codecs.getincrementaldecoder(CODECS[name])().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    others = [character for character in text if character > "\x7f"]
    common = COMMON_CHARACTERS[name]
    return sum(character in common for character in others) / max(2, len(others))


def _russian_likeness(sample: bytes, name: str) -> float:
    """How often the letters are the frequent ones, capitals inside words counting against it."""
    text = sample.decode(CODECS[name], "replace")
    likeness = 0
    before = " "
    for letter in text:
        if letter > "\x7f":
            frequency = RUSSIAN_LETTERS_PER_MILLE.get(letter.lower(), 0)
            likeness += -frequency if letter.isupper() and before.islower() else frequency
        before = letter
    return likeness


_TAGS = (
    "html|head|body|title|meta|link|script|style|base|main|article|section|header|footer|nav|aside|div|p|span|a|h[1-6]"
    "|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|img|br|hr|form|iframe|noscript"
    "|strong|em|b|i|u|font|center|time|button|input|picture|template|svg"
)
_OPENS_HTML = re.compile(rf"\s*(?:<!doctype\s|<!--|<\?xml\s|<(?:{_TAGS})(?=[\s/>]))", re.IGNORECASE)
_PAGE_TAG = re.compile(r"^[ \t]*<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,1000}})?/?>", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether the first 4096 characters are HTML, a whole page or a fragment, and not a text that mentions a tag.

    It is HTML if it opens with a tag, if a line opens with `<html>` or its like, or if it holds six tags and more.

    >>> looks_like_html("<!DOCTYPE html><title>Rates</title>"), looks_like_html("<p>One story</p> <p>Another</p>")
    (True, True)
    >>> looks_like_html("Write <b>bold</b> to print it bold.")
    False
    """
    head = text[:_HEAD]
    if "<" not in head:
        return False
    if _OPENS_HTML.match(head) or _PAGE_TAG.search(head):
        return True
    return sum(1 for _ in _TAG.finditer(head)) >= 6
