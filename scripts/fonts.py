"""Make the fonts of the social cards, from Debian's packages of the Noto fonts.

    apt-get download fonts-noto-core=20201225-1 fonts-noto-cjk=1:20220127+repack1-1
    for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    pip install fonttools==4.68.0
    python scripts/fonts.py unpacked

It keeps the characters of titles and removes the rest, also hints for screens. The same packages
and the same fonttools give the same bytes. It takes about two minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "plugins" / "mkdocs_briefs" / "builder" / "cards" / "fonts"
SHARE = Path("usr", "share", "fonts")
NOTO = SHARE / "truetype" / "noto"
CJK = SHARE / "opentype" / "noto" / "NotoSerifCJK-Bold.ttc"
CJK_SIMPLIFIED = 2
"""Index in the collection of the font with the forms of mainland China."""
LICENSE_OF = Path("usr", "share", "doc", "fonts-noto-cjk", "copyright")

LETTERS = (
    *range(0x20, 0x250),  # Latin
    *range(0x2B0, 0x370),  # signs that stand above and below
    *range(0x370, 0x530),  # Greek, Cyrillic
    *range(0x1E00, 0x2070),  # more Latin and Greek, punctuation
    *range(0x2070, 0x20C1),  # small numbers, currencies
    *range(0x2100, 0x2150),
    0x2212,
)
ARABIC = (*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D)
HEBREW = (*range(0x590, 0x600), 0x20AA)
SIGNS = (  # punctuation of Chinese, Japanese and Korean; kana
    0xB7,
    *range(0x2010, 0x2027),
    *range(0x3000, 0x3100),
    *range(0xFF00, 0xFFF0),
)
DOUBLE_BYTES = (
    # encoding, first bytes, second bytes
    ("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),  # simplified Chinese, both levels
    ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),  # traditional, level 1
    ("euc_jp", range(0xB0, 0xD0), range(0xA1, 0xFF)),  # Japanese, level 1
    ("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)),  # Korean syllables in common use
)
FONTS = {
    "NotoSerif-Bold": LETTERS,
    "NotoSans-Regular": LETTERS,
    "NotoSans-Bold": LETTERS,
    "NotoNaskhArabic-Bold": ARABIC,
    "NotoSansArabic-Regular": ARABIC,
    "NotoSansArabic-Bold": ARABIC,
    "NotoSerifHebrew-Bold": HEBREW,
    "NotoSansHebrew-Regular": HEBREW,
    "NotoSansHebrew-Bold": HEBREW,
}


def main(arguments: list[str]) -> int:
    """Write all fonts and the licence; return the exit code."""
    if len(arguments) != 1 or not (Path(arguments[0]) / CJK).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    unpacked = Path(arguments[0])
    TARGET.mkdir(exist_ok=True)
    for name, chars in FONTS.items():
        font = TTFont(unpacked / NOTO / f"{name}.ttf", recalcTimestamp=False)
        write(font, chars, TARGET / f"{name}.ttf", ["*"])
    font = TTFont(unpacked / CJK, fontNumber=CJK_SIMPLIFIED, recalcTimestamp=False)
    write(font, [*SIGNS, *common_characters()], TARGET / "NotoSerifSC-Bold.otf", [])
    write_license(unpacked / LICENSE_OF, TARGET / "OFL.txt")
    return 0


def write(font: TTFont, chars: Iterable[int], target: Path, features: list[str]) -> None:
    """Write the part of `font` for `chars`, with these layout features."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]  # who made it, and its licence
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG", "GDEF"] if not features else []
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=chars)
    subsetter.subset(font)
    font.save(target)
    print(f"{target.stat().st_size:>8} {target.name}", flush=True)


def common_characters() -> set[int]:
    """Return the characters of the double-byte encodings, which have the common ones."""
    found: set[str] = set()
    for encoding, first, second in DOUBLE_BYTES:
        for one in first:
            for other in second:
                found.update(bytes((one, other)).decode(encoding, "ignore"))
    return {ord(char) for char in found if ord(char) > 0x2FFF}


def write_license(source: Path, target: Path) -> None:
    """Write the licence from Debian's file, without the marks of its format."""
    lines = source.read_text(encoding="utf-8").splitlines()
    start = lines.index("License: SIL-1.1", lines.index("License: SIL-1.1") + 1) + 1
    end = lines.index("", start)
    text = ["" if line == " ." else line.removeprefix(" ") for line in lines[start:end]]
    target.write_text("\n".join([*text, ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
