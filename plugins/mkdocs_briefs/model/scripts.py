"""Scripts that are written without spaces between words, as ranges of a regular expression.

Source: Unicode, Blocks.txt and Scripts.txt.
"""

from __future__ import annotations

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ideographs of Chinese and Japanese."""
CHINESE_JAPANESE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"  # radicals, marks of repetition, numerals
    "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Kana
) + HAN
"""As in theme/assets/briefs/search.js, which does to queries what is done to the index."""
UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17ff"  # Khmer
) + CHINESE_JAPANESE
