"""Which names in a text mention an actor, and which only look like it.

The actors that a brief lists may be meant by any of their names, all others only by a full name of
two words or more. A name that is part of a longer one (South China Sea, Jill Biden, Île-de-France)
means somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mkdocs_briefs.library.names import Match, Names, with_plain_signs
from mkdocs_briefs.model.texts import HAN


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CAPITAL_NOUNS = _words("de lb nds gsw")
"""Languages that write every noun with a capital."""
PARTICLES = _words("of de du des del di della dei van von do da dos das")
"""Words that join a name to what comes before it: Bank of China, Banque de France."""
ARTICLES = _words("the la le les los las der den het")
"""Words that may stand between such a word and a name."""
OFFICES = _words(
    "government gouvernement gobierno governo exteriores representante jefe dirigente dirigeant "
    "president president-elect minister secretary secretary-general chancellor premier leader "
    "chief head ceo director chairman chairwoman chair commissioner ambassador envoy spokesman "
    "spokeswoman spokesperson general gen colonel col major maj captain capt lieutenant lt "
    "admiral adm commander marshal sergeant king queen prince princess emperor tsar duke sultan "
    "emir sheikh shah pope cardinal bishop archbishop patriarch imam ayatollah rabbi mullah "
    "judge justice senator sen representative rep congressman congresswoman governor gov mayor "
    "speaker deputy vice former ex pm mp mep professor prof dr doctor mr mrs ms miss sir lord "
    "lady dame attorney counsel candidate republican democrat presidente presidenta ministro "
    "ministra canciller secretario secretaria señor señora don doña rey reina papa gobernador "
    "gobernadora senador senadora diputado coronel capitán président présidente ministre "
    "première chancelier chancelière monsieur madame m mme roi reine pape maire empereur "
    "sénateur général primeiro-ministro senhor cancelliere signor präsident präsidentin "
    "ministerin kanzler kanzlerin herr frau könig königin papst herrn staatschef kremlchef "
    "minister-president koning keizer paus meneer mevrouw presiden perdana menteri "
    "cumhurbaşkanı başbakan президент министр канцлер premierminister kaiser zar herzog fürst "
    "großherzog rei rainha capitão secretário secretária chanceler"
)
"""Titles and offices: President Biden, U.S. Senator, King of Jordan."""
OFFICE_ENDINGS = tuple(
    sorted(
        _words(
            "präsident minister kanzler chef führer sprecher sekretär general kommissar "
            "beauftragte beauftragter politiker vorsitzende vorsitzender vorsitzenden kandidat "
            "richter anwalt botschafter gouverneur senator direktor experte diplomat könig "
            "präsidenten ministers kanzlers chefs präsidentin ministerin kanzlerin chefin "
            "führerin sprecherin sekretärin kommissarin politikerin kandidatin richterin "
            "anwältin botschafterin gouverneurin senatorin"
        )
    )
)
"""Ends of German words for offices: Kremlchef Putin."""
INSTITUTIONS = ("kommission", "parlament", "rat", "gerichtshof", "bank", "agentur", "stiftung")
"""Ends of German words that make a name of a compound: EU-Kommission."""
STARTS = _words(
    "about above across along alongside amid among around behind below beside besides between "
    "beyond concerning considering do does following given had including inside leaving most "
    "off outside past regarding since throughout via versus vs was were perhaps maybe instead "
    "even thus therefore nevertheless nonetheless moreover furthermore additionally recently "
    "currently soon earlier later then once again often sometimes eventually finally initially "
    "officials leaders members parts people residents citizens soldiers troops supporters "
    "critics allies thousands hundreds dozens millions a according after against all also "
    "although an and another any as at because before both but by despite during each either "
    "every few first for from he her here his how however if in into it its last like many may "
    "meanwhile more much my near neither next no nor not now of on one only or other others our "
    "out over per several she so some still such than that the their them there these they this "
    "those though through to today toward towards two under unless unlike until up upon we what "
    "when where whereas whether which while who whose why will with within without would "
    "yesterday yet you said says is are has have can could should january february march april "
    "june july august september october november december jan feb aug sept sep oct nov dec "
    "monday tuesday wednesday thursday friday saturday sunday al ante antes aunque como con "
    "contra cuando de desde después donde durante el él ella en entre era es esta este esto "
    "hacia hasta la las lo los más mientras ni o para pero por porque que quien según ser si "
    "sin sobre su sus también tras un una y ya à après au aujourd'hui aussi avant avec car ce "
    "ces cette chez comme contre dans depuis des du elle et face il le les leur lors mais ne où "
    "ou par pendant pour puisque quand qui sans selon son sous sur une vers aber als am auch "
    "auf aus bei bis da dass dem den der die dies diese dieser doch durch ein eine einem einen "
    "einer er für gegen im ist laut mit nach nicht noch nun nur ob oder ohne seit sich sie "
    "sowie trotz über um und unter vom von vor während weil wenn wie wir wird wo zu zum zur "
    "zwischen dann denn dort deshalb dagegen damit daher danach dabei dazu jedoch trotzdem "
    "bislang bisher inzwischen zuvor heute gestern morgen beim com das dos em na nas nos os "
    "pela pelo se sem seu uma del della di e l nel nella sul tra aan bij dat een het hij met "
    "naar om onder op te tot uit van voor ze в и к на о по с у а но как что это если от из для "
    "при за"
)
"""Words that have a capital from the beginning of a sentence, and days and months."""
ENDS_OF_NAMES = _words("today now first one two next")
"""Those of them that end longer names: Russia Today."""
PARTS_OF_NAMES = _words(
    "south north east west southern northern eastern western central upper lower new old great "
    "grand united royal national federal saint san santa black white red inner outer free"
)
"""Words that begin longer names although a text writes them small, too: South Korea."""
COMMON = OFFICES | _words(
    "prime first foreign defence defense interior finance health supreme high federal national "
    "central security state armed air military civil human public ministry department court "
    "council senate parliament congress assembly government bank army navy police force forces "
    "guard agency commission committee union party board office house bureau authority chamber "
    "tribunal affairs"
)
"""Words of which alone no full name is made: Prime Minister, Supreme Court, Foreign Ministry."""


Mention = tuple[int, int, str]
"""Where a text mentions an actor, from one offset to another, and the id of the actor."""


def single_id(ids: Sequence[str], listed: Collection[str]) -> str | None:
    """Return the only one of `ids`, else the only one of them in `listed`, else None."""
    if len(ids) > 1:
        ids = [ident for ident in ids if ident in listed]
    return ids[0] if len(ids) == 1 else None


def find_mentions(
    text: str, names: Names, listed: Collection[str], lang: str = ""
) -> Iterator[Mention]:
    """Yield each mention of an actor in `text`, which is in the language `lang`.

    An actor in `listed` wins a name of several, and may be meant by any of its names.
    """
    for match in names_by_themselves(text, names, lang):
        ident = single_id(match.ids, listed)
        if ident and (ident in listed or is_full_name(match.text)):
            yield match.start, match.end, ident


def names_by_themselves(text: str, names: Names, lang: str = "") -> Iterator[Match]:
    """Yield each name in `text` that is no part of a longer name."""
    matches = [*names.find(text)]
    if not matches:
        return
    around = _Surroundings(text, matches, names, lang)
    for match in matches:
        if not around.continue_name(match):
            yield match


_BETWEEN_WORDS = re.compile(r"[\s·・‧•]+")
_HAN = re.compile(f"[{HAN}]")
MIN_HAN = 4
"""Han characters that make a full name: most words have two."""


def is_full_name(name: str) -> bool:
    """Return whether a name has two words of its own or more, or four Han characters.

    Articles, particles (the, von, bin) and common words of offices (Supreme Court) do not count.
    """
    words = [word for word in _BETWEEN_WORDS.split(name) if word and not word[0].islower()]
    own = [word for word in words if word.casefold().strip(".") not in COMMON]
    if len(words) - (words[:1] == ["The"]) < 2:
        return len(_HAN.findall(name)) >= MIN_HAN
    return bool(own)


_SPACE = r"(?:[^\S\r\n]+(?:\r?\n[^\S\r\n]*)?|\r?\n[^\S\r\n]*)"
_WORD_AT_END = re.compile(r"[^\W\d_](?:[\w&'’.-]*[\w.’'])?\Z")
_RIGHT = re.compile(rf"{_SPACE}((?:[^\W\d_])[\w'’-]*)")
_PERSONS = frozenset(("person", None))
"""The kinds of actors that may be persons; None stands for an unknown kind."""
_CHARACTERS_BEFORE = 80
_ELISION = re.compile(r"\A(?:[cdjlmnst]|qu)'", re.IGNORECASE)
_DEMONYM = re.compile(r".(?:[ei]an|ese|ish|ican|[lnqrt]i|french|dutch|greek|german|swiss|thai)\Z")
_GAP = re.compile(r"[\s-]")
_LETTERS = re.compile(r"\w+")
_ELIDED = re.compile(r"(?<!\w)([dl]|dell)'\Z")
_INITIAL = re.compile(r"[^\W\d_]\.\Z")
_MID_SENTENCE = re.compile(r"[\w,%)’'»”\]][^\S\r\n]*(?:\r?\n[^\S\r\n]*)?\Z")


class _Surroundings:
    """The words of a text around its names."""

    def __init__(self, text: str, matches: Sequence[Match], names: Names, lang: str) -> None:
        self._text = with_plain_signs(text)
        self._starts = {match.start for match in matches}
        self._kinds_of = names.kinds
        self._ends_of_persons = {it.end for it in matches if _PERSONS & names.kinds(it.ids)}
        self._capital_nouns = lang.partition("-")[0].casefold() in CAPITAL_NOUNS

    def continue_name(self, match: Match) -> bool:
        """Return whether the words around a name make it part of a longer one."""
        kinds = self._kinds_of(match.ids)
        may_be_person, is_person = bool(_PERSONS & kinds), "person" in kinds
        text, start, end = self._text, match.start, match.end
        if text[start - 1 : start] == "-" and text[max(0, start - 2)].isalnum() and start > 1:
            return True
        name = text[start:end]
        if not any(char.isupper() for char in name):
            return False
        if text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper():
            return end + 1 not in self._starts and not self._is_common(
                end + 1, may_be_person=may_be_person
            )
        before = self._goes_on_before(start, name, may_be_person=may_be_person, is_person=is_person)
        return before or self._goes_on_after(
            end, name, may_be_person=may_be_person, is_person=is_person
        )

    def _is_common(self, start: int, *, may_be_person: bool) -> bool:
        """Return whether the word behind a hyphen is no part of a name: Ukraine-Krieg."""
        found = _LETTERS.match(self._text, start)
        word = found[0] if found else ""
        if self._capital_nouns:
            return not may_be_person and not word.casefold().endswith(INSTITUTIONS)
        return self._is_written_small(word)

    def _goes_on_before(
        self, start: int, name: str, *, may_be_person: bool, is_person: bool
    ) -> bool:
        """Return whether the words before a name, from `start`, make it part of a longer one."""
        alone = not _GAP.search(name)
        if may_be_person and not alone:
            return False  # Israeli Prime Minister Benjamin Netanyahu
        joined = False
        word, at = self._before(start)
        if not (is_person or self._capital_nouns):
            word, at, joined = self._before_particles(start)
        if not word[:1].isupper():
            return False
        bare = word.casefold().rstrip(".")
        if word.endswith(".") and not _INITIAL.match(word):
            return False  # a sentence ends, or a title is cut short
        if bare.endswith(("'s", "s'")):
            return False
        # Will and April are names, too.
        if bare in STARTS and (not may_be_person or self._is_first(at) or bare.endswith("day")):
            return False
        if joined:
            of_person = at + len(word) in self._ends_of_persons  # Joe Biden of the United States
            return not (of_person or bare in OFFICES or self._starts_sentence(word, at))
        last = bare.rpartition("-")[2]
        if self._capital_nouns:
            return may_be_person and not (last in OFFICES or last.endswith(OFFICE_ENDINGS))
        if may_be_person and (bare in OFFICES or last in OFFICES):
            return False
        if not may_be_person and bare.endswith("ing") and self._is_first(at):
            return False  # Supporting Iran
        if not may_be_person and alone and _DEMONYM.search(bare):
            return name.casefold() in COMMON  # Lebanese Hezbollah, but not Lebanese Army
        return not self._starts_sentence(word, at)

    def _before_particles(self, start: int) -> tuple[str, int, bool]:
        """Return the word before a name, its start, and whether `of` or the like joins the two."""
        elided = _ELIDED.search(self._text, max(0, start - 6), start)
        word, at = self._before(elided.start() if elided else start)
        if not elided and word in ARTICLES:
            word, at = self._before(at)
            if word not in PARTICLES:
                return "", start, False
        if word in PARTICLES:
            return *self._before(at), True
        return word, at, elided is not None and elided[1] == "d"

    def _goes_on_after(self, end: int, name: str, *, may_be_person: bool, is_person: bool) -> bool:
        """Return whether the words behind a name, until `end`, make it part of a longer one."""
        alone = not _GAP.search(name)
        found = _RIGHT.match(self._text, end)
        if found is None:
            return False
        word = found[1]
        if word in PARTICLES and alone and not (is_person or self._capital_nouns):
            found = _RIGHT.match(self._text, found.end())
            if found and found[1] in ARTICLES:
                found = _RIGHT.match(self._text, found.end())
            return bool(found) and found[1][0].isupper()  # type: ignore[index]
        bare = word.casefold()
        if not word[0].isupper() or (bare in STARTS and bare not in ENDS_OF_NAMES):
            return False
        if self._capital_nouns and not (may_be_person and alone):
            return False
        return is_person or bare.partition("-")[0] not in OFFICES

    def _before(self, start: int) -> tuple[str, int]:
        """Return the word before an offset, with nothing but a space between, and its start."""
        window = self._text[max(0, start - _CHARACTERS_BEFORE) : start]
        before = window.rstrip()
        if len(before) == len(window) or window.count("\n", len(before)) > 1:
            return "", start
        found = _WORD_AT_END.search(before[before.rfind(" ") + 1 :])
        word = _ELISION.sub("", found[0]) if found else ""
        return word, start - (len(window) - len(before)) - len(word)

    def _is_first(self, at: int) -> bool:
        """Return whether a sentence begins at an offset."""
        return not _MID_SENTENCE.search(self._text[max(0, at - 10) : at])

    def _starts_sentence(self, word: str, at: int) -> bool:
        """Return whether a word has its capital from the beginning of a sentence alone."""
        if not self._is_first(at):
            return False
        return word.casefold() not in PARTS_OF_NAMES and self._is_written_small(word)

    def _is_written_small(self, word: str) -> bool:
        """Return whether the text has a word without a capital, too."""
        return bool(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", self._text))
