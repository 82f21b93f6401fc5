"""The text of a page comes out the same from every charset that can hold it; noise is refused; damage is counted."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from newsroom import STORIES

from ticker_clean.charset import decode, encoding_name, looks_like_html
from ticker_clean.charset_tables import CODECS, MAGIC
from ticker_clean.errors import EmptyError, UnsupportedError

RUSSIAN = (
    "Паром через озеро снова ходит каждый день. Осенью его ставили на ремонт, и жители двух посёлков ездили кругом, "
    "по горной дороге. Билет подорожал на двадцать сомов, зато расписание стало удобнее."
)
FRENCH = "Le marché aux chevaux a été fermé après l’orage ; les éleveurs espèrent qu’il rouvrira dès la mi-août."
GERMAN = "Die Fähre über den großen Stausee fährt wieder täglich, sagte die Behörde – bei schönem Wetter öfter."
JAPANESE = "湖の渡し船は、今週からまた毎日動いています。冬の間は修理のために止まっていました。"
CHINESE = "湖上的渡船从本周起又每天开了。冬天的时候因为修理，两个村子的人都要走山路，来去不便。"
TAIWANESE = "湖上的渡船從本週起又每天開了。冬天的時候因為修理，兩個村子的人都要走山路，來去不便。"
KOREAN = "호수의 나룻배는 이번 주부터 다시 매일 다니고 있습니다. 겨울에는 수리를 하느라 사람들은 산길로 다녔습니다."

LANGUAGES = {
    "windows-1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "windows-1252": FRENCH,
    "shift_jis": JAPANESE,
    "euc-jp": JAPANESE,
    "gb18030": CHINESE,
    "big5": TAIWANESE,
    "euc-kr": KOREAN,
}


@pytest.mark.parametrize(("name", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_an_undeclared_charset_is_guessed_from_the_letters_and_said(name: str, text: str) -> None:
    decoded, used, warnings = decode(text.encode(CODECS[name]))
    assert (decoded, used) == (text, name)
    assert warnings == (f"No charset is declared; {name} was guessed from the letters.",)


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r"])
def test_forty_russian_letters_are_enough_for_a_guess(name: str) -> None:
    text = " ".join(line for story in STORIES if story.language == "ru" for line in story.lines)
    pieces = [text[at : at + 40].encode(CODECS[name], "ignore") for at in range(0, len(text), 40)]
    assert len(pieces) > 50
    assert {decode(piece)[1] for piece in pieces[:-1]} == {name}


@pytest.mark.parametrize(("name", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_a_page_wrongly_declared_as_utf8_is_read_by_its_letters(name: str, text: str) -> None:
    decoded, used, warnings = decode(f"<meta charset=utf-8><p>{text}".encode(CODECS[name]))
    assert (decoded, used) == (f"<meta charset=utf-8><p>{text}", name)
    assert warnings == (f"Declared as utf-8, but the bytes are {name}, which was used.",)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "gb2312", "Shift_JIS", "us-ascii", "utf-16"])
@pytest.mark.parametrize("text", [RUSSIAN, KOREAN])
def test_utf8_declared_as_something_else_is_read_as_utf8(declared: str, text: str) -> None:
    decoded, used, warnings = decode(text.encode(), declared)
    assert (decoded, used) == (text, "utf-8")
    assert warnings == (f"Declared as {encoding_name(declared)}, but the bytes are utf-8, which was used.",)


def test_one_typographic_apostrophe_proves_utf8_against_a_declared_western_charset() -> None:
    decoded, used, warnings = decode("The ferry’s engine".encode(), "ISO-8859-1")
    assert (decoded, used, len(warnings)) == ("The ferry’s engine", "utf-8", 1)


def test_cyrillic_declared_as_latin1_is_read_as_cyrillic() -> None:
    decoded, used, warnings = decode(RUSSIAN.encode("cp1251"), "iso-8859-1")
    assert (decoded, used) == (RUSSIAN, "windows-1251")
    assert warnings == ("Declared as windows-1252, but the bytes are windows-1251, which was used.",)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META CHARSET={}>",
        "<meta http-equiv=Content-Type content='text/html; charset={}'>",
        '<meta content="text/html; charset={}" http-equiv="content-type"/>',
        "<?xml version='1.0' encoding='{}'?><html>",
        "<!-- " + "a long comment " * 200 + '--><meta charset="{}">',
    ],
)
def test_the_page_declares_its_charset(head: str) -> None:
    page = head.format("windows-1250") + "<p>Žluté tramvaje jezdí častěji."
    assert decode(page.encode("cp1250")) == (page, "windows-1250", ())


def test_the_header_goes_before_the_meta_element_and_the_bytes_before_both() -> None:
    page = '<meta charset="iso-8859-2"><p>' + RUSSIAN
    assert decode(page.encode("koi8-r"), "koi8-r") == (page, "koi8-r", ())
    page = '<meta charset="euc-kr"><p>' + KOREAN
    assert decode(page.encode("cp949"), "shift_jis")[:2] == (page, "euc-kr")


@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, JAPANESE, "<html><body><p>Rates held."], ids=str.split)
@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "BOM"])
def test_wide_encodings_with_and_without_a_mark(text: str, name: str, mark: str) -> None:
    text += "\n" + " ".join(text.split()) + "\n\n• KGS/USD = 0.01144 0%"
    assert decode((mark + text).encode(name)) == (text, name, ())


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ascii", "windows-1252"),
        ("latin1", "windows-1252"),
        (" UTF8 ", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("iso-8859-9", "windows-1254"),
        ("tis-620", "windows-874"),
        ("ks_c_5601-1987", "euc-kr"),
        ("cp1251", "windows-1251"),
        ("x-x-big5", "big5"),
        ("rot13", None),
        ("zlib", None),
        ("", None),
        ("\0", None),
        ("é", None),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(label: str, name: str | None) -> None:
    assert encoding_name(label) == name


def test_every_charset_has_a_codec() -> None:
    assert all(codecs.lookup(codec) for codec in CODECS.values())


def test_an_unknown_label_is_said() -> None:
    assert decode("Rates held – mostly".encode(), "klingon") == (
        "Rates held – mostly",
        "utf-8",
        ("The charset “klingon” is not known.",),
    )


def test_bad_bytes_in_a_utf8_page_are_replaced_and_counted() -> None:
    data = RUSSIAN.encode()[:-1] + b"\xff and \xc3 more, and a real \xef\xbf\xbd"
    text, name, warnings = decode(data, "utf-8")
    assert name == "utf-8"
    assert text == RUSSIAN[:-1] + "\ufffd and \ufffd more, and a real \ufffd"
    assert warnings == ("2 malformed byte sequences in utf-8 text were replaced by U+FFFD.",)


def test_a_cut_last_character_is_counted() -> None:
    assert decode(RUSSIAN.encode()[:34])[1:] == (
        "utf-8",
        ("1 malformed byte sequences in utf-8 text were replaced by U+FFFD.",),
    )


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \0", b" "])
def test_nothing_to_read_is_its_own_failure(data: bytes) -> None:
    with pytest.raises(EmptyError):
        decode(data)


@pytest.mark.parametrize(("magic", "name"), MAGIC, ids=lambda part: repr(part)[:30])
def test_other_files_are_named(magic: bytes, name: str) -> None:
    with pytest.raises(UnsupportedError, match=name if b"\0" not in magic else "is|are"):
        decode(magic + bytes(range(256)) * 8)


@pytest.mark.parametrize(
    "noise",
    [
        bytes(range(256)) * 20,
        b"\0" * 4096,
        b"\x01\x02\x03\x04" * 200,
        b"header\0\0\0\0\x07\x03payload\xff\xfe\xfd" * 40,
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(range(200)) * 9,
    ],
    ids=["all bytes", "zeros", "controls", "records", "avif"],
)
def test_noise_is_unsupported(noise: bytes) -> None:
    with pytest.raises(UnsupportedError):
        decode(noise)


def test_a_stray_nul_is_taken_out_and_said() -> None:
    text, _, warnings = decode(RUSSIAN.encode() + b"\0")
    assert (text, warnings) == (RUSSIAN, ("1 NUL characters were taken out of the text.",))


TEXTS = st.text(
    st.sampled_from("abc XYZ.,\n«»— “”’éüñßÿàÇабвгдеёяЖЩЪюўғқұ的是了和日本語アのを。韓한국말다αβγ€№\u00a0"),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()) and not text.startswith("\ufeff"))


def is_utf8(data: bytes, name: str) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return text.isprintable() if name.startswith("utf-") else not text.isascii()


@given(TEXTS, st.sampled_from(sorted(CODECS)))
@example("Ârea", "windows-1252")
def test_a_text_is_the_same_from_every_charset_that_holds_it(text: str, name: str) -> None:
    try:
        data = text.encode(CODECS[name])
    except UnicodeEncodeError:
        assume(False)
    assume(name == "utf-8" or not is_utf8(data, name))  # what happens to be well-formed UTF-8 too is read as that
    assume(name != "windows-1252" or text.isascii() or " " in text)  # words of nothing but high letters: Cyrillic
    assert decode(data, name)[0] == data.decode(CODECS[name])


@given(TEXTS, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]), st.text(max_size=12))
def test_a_mark_overrules_every_declaration(text: str, name: str, declared: str) -> None:
    assert decode(("\ufeff" + text).encode(name), declared)[:2] == (text, name)


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=12), st.sampled_from(sorted(CODECS))))
def test_any_bytes_give_text_or_a_named_failure(data: bytes, declared: str | None) -> None:
    try:
        text, name, _ = decode(data, declared)
    except (EmptyError, UnsupportedError):
        return
    assert text.strip()
    assert name in CODECS


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\n<!DOCTYPE html>\n<html>", True),
        ("<html lang=ky>", True),
        ("<!-- saved from url=(0014)about:internet -->\n<HTML>", True),
        ("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>", True),
        ("<div class=news><p>One.</p></div>", True),
        ("<h1>One</h1>", True),
        ("Warning: cache is off\n<html><body>", True),
        ("Ferry is back <p>It sails daily.</p> <p>Twice on Sunday.</p> <p>See <a href=/x>more</a>.</p>", True),
        ("KGS/USD = 0.01144 0%\n\nFerry is back", False),
        ("How <b>bold</b> became <strong>strong</strong>: a story of tags", False),
        ("<KGS/USD> is 0.01144, and a < b", False),
        ("<people> who write in angle brackets", False),
        ("", False),
    ],
)
def test_html_is_known_by_its_markup(text: str, html: bool) -> None:
    assert looks_like_html(text) is html


def test_a_huge_single_line_is_read() -> None:
    line = (RUSSIAN * 40_000).encode("cp1251")
    text, name, _ = decode(line)
    assert (len(text), name) == (len(line), "windows-1251")
    assert not looks_like_html(text)
