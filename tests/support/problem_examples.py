"""For each problem, an example that has it and one that does not: for the reference and for tests.

Texts are what an author would type. A `front` example is a few fields of a brief that has a title
and a date beside them; a `body` example is Markdown below such front matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["front", "body", "file", "name", "page", "registry"]
BRIEF = "briefs/2024-04-22-example.md"
HEAD = "title: Haliva resigns\ndate: 2024-04-22\n"


@dataclass(frozen=True, slots=True)
class Example:
    """`fails` has the problem and `fixed` does not; `beside` are other files of the site.

    `kind` says what the two texts are: fields, a body, a whole brief, the name of a file in
    `briefs/`, an ordinary page of the site, or `actors.yml`. `encoding` is what the failing one is saved in.
    """

    fails: str
    fixed: str
    kind: Kind = "front"
    beside: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    note: str = ""
    published: str = ""
    """The published text, for problems of `briefs guard`."""

    def files(self, *, right: bool) -> dict[str, bytes]:
        """Return the files of the site by path, with the right text or the wrong one."""
        text, encoding = (self.fixed, "utf-8") if right else (self.fails, self.encoding)
        found = {path: content.encode() for path, content in self.beside.items()}
        if self.kind == "name":
            return found | {f"briefs/{text}": f"---\n{HEAD}---\n".encode()}
        if self.kind == "registry":
            return found | {"briefs/actors.yml": text.encode()}
        if self.kind == "page":
            return found | {"docs/page.md": f"# Page\n\n{text}".encode()}
        whole = {
            "front": f"---\n{HEAD}{text}---\n\nText.\n",
            "body": f"---\n{HEAD}---\n\n{text}",
            "file": text,
        }[self.kind]
        return found | {BRIEF: whole.encode(encoding)}


FORECAST = """\
developments:
  - label: The port reopens
    text: The port takes ships again.
    likelihood: likely
    by: 2024-12-31
    resolves_if: The port authority announces it.
"""
ACTORS = {"briefs/actors.yml": "hamas: Hamas\nisrael: Israel\n"}
TWO_GUARDS = {
    "briefs/actors.yml": (
        "irgc: {name: Islamic Revolutionary Guard Corps, aliases: [the Guards]}\n"
        "guards: {name: Presidential Guard, aliases: [the Guards]}\n"
    )
}
OTHER = {"briefs/2023-10-08-the-attack.md": f"---\n{HEAD}---\n"}
OTHER_EVENT = {
    "briefs/2023-10-08-the-attack.md": (
        f"---\n{HEAD}dates:\n  - {{id: hamas-attacks, date: 2023-10-07, event: Hamas attacks}}\n---\n"
    )
}

EXAMPLES: dict[str, Example] = {
    "B101": Example(
        "summary: The café is closed.\n",
        "summary: The café is closed.\n",
        encoding="cp1252",
        note="The first file is saved as Windows-1252, the second as UTF-8.",
    ),
    "B102": Example(
        "title: Haliva resigns\ndate: 2024-04-22\n\nText.\n",
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\n---\n\nText.\n",
        kind="file",
    ),
    "B103": Example(
        "summary: Haliva resigns: the first to go\n",
        'summary: "Haliva resigns: the first to go"\n',
    ),
    "B104": Example(
        "summary: Haliva resigns.\nsummary: He is the first.\n",
        "summary: Haliva resigns. He is the first.\n",
    ),
    "B105": Example(
        "summary: &first Haliva resigns.\nwhy_it_matters: *first\n",
        "summary: Haliva resigns.\nwhy_it_matters: He is the first.\n",
    ),
    "B106": Example(
        "x_deep: [[[[[[[[[[[[deep]]]]]]]]]]]]\n",
        "x_deep: [deep]\n",
        note="A title or label has at most 300 characters, another text 20,000; a file 2 MB.",
    ),
    "B107": Example(
        "summary: He is #1 of the list.\n",
        'summary: "He is #1 of the list."\n',
    ),
    "B108": Example("what now?.md", "what-now.md", kind="name"),
    "B109": Example(
        "haliva-resigns.markdown",
        "haliva-resigns.md",
        kind="name",
        note="Also a brief among the ordinary pages, beside mkdocs.yml or among the profiles; a "
        "profile among the briefs; and a registry elsewhere or under another name. In the folder of "
        "briefs it is an error where the file is not read.",
    ),
    "B201": Example(
        "---\ntitle: Haliva resigns\n---\n",
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\n---\n",
        kind="file",
    ),
    "B202": Example(
        "summary:\nactors: []\ndates: []\nimplications: []\n",
        "summary: He steps down.\nactors: [hamas]\n"
        "dates:\n  - 2024-04-22: Haliva resigns\n"
        "implications:\n  - Accountability: Sets a precedent.\n",
        note="The option `require` of the site makes it an error.",
    ),
    "B203": Example("summry: He steps down.\n", "summary: He steps down.\n"),
    "B204": Example(
        "summary:\n  - He steps down.\n  - He is the first.\n",
        "summary: He steps down. He is the first.\n",
    ),
    "B205": Example("type: opinion\n", "type: analysis\n"),
    "B206": Example(
        "dates:\n  - 2024-04-31: Haliva resigns\n",
        "dates:\n  - 2024-04-30: Haliva resigns\n",
    ),
    "B207": Example('summary: ""\n', "summary: He steps down.\n"),
    "B208": Example(
        "sources:\n  - {title: Report, url: www.example.org/report}\n",
        "sources:\n  - {title: Report, url: https://www.example.org/report}\n",
    ),
    "B209": Example("slug: Haliva resigns!\n", "slug: haliva-resigns\n"),
    "B210": Example(
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: perhaps\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n",
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: unlikely\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n",
    ),
    "B211": Example(
        "developments:\n  - text: The Knesset is dissolved.\n    likelihood: 20%\n",
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: 20%\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n",
    ),
    "B301": Example(
        "actors:\n  - hamsa: Carried out the attack\n",
        "actors:\n  - hamas: Carried out the attack\n",
        beside=ACTORS,
    ),
    "B302": Example("related: [the-atack]\n", "related: [the-attack]\n", beside=OTHER),
    "B303": Example(
        "summary: He steps down. [@letter]\n",
        "summary: He steps down. [@letter]\nsources:\n  - {id: letter, title: The letter}\n",
    ),
    "B304": Example(
        "topics: [inteligence]\n",
        "topics: [intelligence]\n",
        beside={"briefs/topics.yml": "intelligence: Intelligence\n"},
    ),
    "B305": Example(
        "dates:\n"
        "  - {id: attack, date: 2023-10-07, event: Hamas attacks}\n"
        "  - {id: attack, date: 2024-04-01, event: Israel attacks in Damascus}\n",
        "dates:\n"
        "  - {id: hamas-attacks, date: 2023-10-07, event: Hamas attacks}\n"
        "  - {id: israel-attacks, date: 2024-04-01, event: Israel attacks in Damascus}\n",
    ),
    "B306": Example("slug: the-attack\n", "slug: the-resignation\n", beside=OTHER),
    "B307": Example("actors: [the Guards]\n", "actors: [irgc]\n", beside=TWO_GUARDS),
    "B308": Example("After [[the-atack]].\n", "After [[the-attack]].\n", "body", beside=OTHER),
    "B309": Example(
        "actors:\n  - {id: hamas, name: Hammas}\n",
        "actors:\n  - {id: hamas, name: Hamas}\n",
        beside=ACTORS,
    ),
    "B310": Example(
        "implications:\n  - Accountability: Sets a precedent.\n"
        "advice:\n  - {text: Appoint a commission., addresses: [acountability]}\n",
        "implications:\n  - Accountability: Sets a precedent.\n"
        "advice:\n  - {text: Appoint a commission., addresses: [accountability]}\n",
    ),
    "B311": Example(
        "<!-- briefs:list subject=intelligence -->\n",
        "<!-- briefs:list topic=intelligence -->\n",
        kind="page",
        beside={"briefs/topics.yml": "intelligence: Intelligence\n"},
    ),
    "B312": Example("After [[#involvd]].\n", "After [[#involved]].\n", "body"),
    "B313": Example(
        "![The front line](font.png)\n",
        "![The front line](front.png)\n",
        "body",
        beside={"briefs/front.png": "P"},
        note="This holds for links and pictures in fields, bodies and HTML. A path is counted from the "
        "folder of its file.",
    ),
    "B314": Example(
        "dates:\n  - {id: port-clozes}\n",
        "dates:\n  - {id: port-closes}\n",
        beside={"briefs/events.yml": "port-closes: {date: 2024-03-01, event: The port closes}\n"},
        note="A text that only looks like an id, as in `- port-clozes`, is a warning: it may be what "
        "happened.",
    ),
    "B315": Example(
        "sources: [gazette]\n",
        "sources: [gazette-2024]\n",
        beside={
            "briefs/one.md": f"---\n{HEAD}sources: [{{id: gazette, title: May issue}}]\n---\n",
            "briefs/two.md": f"---\n{HEAD}sources: [{{id: gazette, title: June issue}}]\n---\n",
            "briefs/sources.yml": "gazette-2024: June issue\n",
        },
    ),
    "B316": Example(
        FORECAST + "    attributed_to: port-authorty\n",
        FORECAST + "    attributed_to: port-authority\n",
        beside={
            "briefs/actors.yml": "port-authority: {name: Port authority, kind: organization}\n"
        },
        note="The score of a forecast counts for its forecaster, so words that name nobody are refused "
        "here. A figure may be attributed to any text.",
    ),
    "B317": Example(
        "image: harbor.png\n",
        "image: harbour.png\n",
        beside={"briefs/harbour.png": "(a picture)\n"},
        note="The picture of a brief lies beside it, that of an actor beside `actors.yml` or its profile.",
    ),
    "B320": Example(
        "translation_of: example\nlang: ar\n",
        "lang: ar\n",
    ),
    "B321": Example(
        "translation_of: haliva-resigns\n",
        "translation_of: haliva-resigns\nlang: ar\n",
        beside={"briefs/2024-04-22-haliva-resigns.md": f"---\n{HEAD}---\n"},
    ),
    "B401": Example(
        "dates:\n  - 2099-06-01: The commission reports\n",
        "dates:\n  - {date: 2099-06-01, event: The commission reports, status: scheduled}\n",
    ),
    "B402": Example(
        "dates:\n  - {id: hamas-attacks, date: 2023-10-08, event: Hamas attacks}\n",
        "dates:\n  - {id: hamas-attacks, date: 2023-10-07, event: Hamas attacks}\n",
        beside=OTHER_EVENT,
    ),
    "B403": Example("draft: true\n", "draft: false\n"),
    "B404": Example(
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: unlikely\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n"
        "    resolution: {outcome: no, date: 2023-12-31}\n",
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: unlikely\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n"
        "    resolution: {outcome: no, date: 2024-12-31}\n",
    ),
    "B501": Example(
        "figures:\n  - {label: Deaths, value: 1100, attributed_to: unattributed}\n",
        "figures:\n  - {label: Deaths, value: 1100, attributed_to: Health officials}\n",
    ),
    "B502": Example(
        "figures:\n  - {label: Deaths, value: 1200, attributed_to: Health officials}\n",
        "figures:\n  - {label: Deaths, value: 1100, attributed_to: Health officials}\n",
        beside={
            "briefs/2023-10-08-the-attack.md": (
                "---\ntitle: The attack\ndate: 2023-10-08\n"
                "figures:\n  - {label: Deaths, value: 1100, attributed_to: Health officials}\n---\n"
            )
        },
    ),
    "B503": Example(
        "dates:\n  - Israel launches a war on Gaza\n",
        "dates:\n  - 2023-10~: Israel launches a war on Gaza\n",
    ),
    "B504": Example(
        "developments:\n  - The Knesset may be dissolved.\n",
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: unlikely\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n",
    ),
    "B505": Example("summary: He steps down.\n", "sources:\n  - https://example.org/report\n"),
    "B506": Example("review_by: 2024-10-22\n", "review_by: 2099-10-22\n"),
    "B507": Example(
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\nactors: [israel]\n---\n\n"
        "It follows the attack by Hamas.\n",
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\nactors: [israel, hamas]\n---\n\n"
        "It follows the attack by Hamas.\n",
        kind="file",
        beside=ACTORS,
    ),
    "B508": Example(
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\nactors: [israel]\n---\n\n"
        "They met Yossi Mekelberg. Then Yossi Mekelberg spoke. We asked Yossi Mekelberg.\n",
        "---\ntitle: Haliva resigns\ndate: 2024-04-22\n"
        "actors:\n  - {name: Yossi Mekelberg, kind: person}\n---\n\n"
        "They met Yossi Mekelberg. Then Yossi Mekelberg spoke. We asked Yossi Mekelberg.\n",
        kind="file",
        beside=ACTORS,
    ),
    "B509": Example(
        "haliva: Aharon Haliva\nhaliwa: Aharon Haliwa\n",
        "haliva: {name: Aharon Haliva, aliases: [Aharon Haliwa]}\n",
        kind="registry",
    ),
    "B510": Example(
        "developments:\n  - {text: The Knesset is dissolved., by: 2024-12-31}\n",
        "developments:\n"
        "  - text: The Knesset is dissolved.\n"
        "    likelihood: unlikely\n"
        "    by: 2024-12-31\n"
        "    resolves_if: The Knesset passes a bill to dissolve itself.\n",
    ),
    "B511": Example(
        "haliva: Aharon Haliva\n",
        "haliva: {name: Aharon Haliva, kind: person}\n",
        kind="registry",
    ),
    "B512": Example(
        "dates:\n  - 2023-10-07: Hamas attacks south Israel\n",
        "dates:\n  - {id: hamas-attacks, date: 2023-10-07, event: Hamas attacks south Israel}\n",
        beside={
            path: text.replace("attacks}", "attacks southern Israel}")
            for path, text in OTHER_EVENT.items()
        },
    ),
    "B513": Example(
        "dates:\n  - 2024-03-01: The port closes\n",
        "dates:\n  - port-closes\n",
        beside={"briefs/events.yml": "port-closes: {date: 2024-03-01, event: The port closes}\n"},
    ),
    "B514": Example(
        "image: bridge.png\n",
        "image: {src: bridge.png, alt: The new bridge at dusk}\n",
        beside={"briefs/bridge.png": "(a picture)\n"},
    ),
    "B520": Example(
        f"lang: ar\ntranslation_of: port\n{FORECAST.replace('likely', '90%')}",
        f"lang: ar\ntranslation_of: port\n{FORECAST}",
        beside={"briefs/2024-04-22-port.md": f"---\n{HEAD}{FORECAST}---\n"},
    ),
    "B601": Example(
        FORECAST.replace("likely", "90%"),
        FORECAST
        + "    revisions:\n      - {date: 2024-05-02, likelihood: 90%, why: The strike ended.}\n",
        published=FORECAST,
    ),
    "B602": Example(
        FORECAST.replace("2024-12-31", "2025-12-31").replace("port", "airport"),
        FORECAST + "    resolution: {outcome: no, date: 2025-01-01}\n",
        published=FORECAST,
        note="As long as the id, or the forecast itself, stays, a new label or text is no loss.",
    ),
    "B603": Example(
        "slug: haliva\n",
        "slug: haliva\nredirect_from: [haliva-resigns]\n",
        published="slug: haliva-resigns\n",
        note="`briefs rename` writes this line by itself.",
    ),
    "B604": Example(
        "actors:\n  - {name: Israel Defense Forces, kind: organization}\n",
        "actors:\n  - {id: israeli-army, name: Israel Defense Forces, kind: organization}\n",
        published="actors:\n  - {name: Israeli army, kind: organization}\n",
    ),
    "B605": Example(
        "dates:\n  - 2024-04-22: Haliva resigns from his post\n",
        "dates:\n"
        "  - {id: haliva-resigns-2024-04-22, date: 2024-04-22, event: Haliva resigns from his post}\n",
        published="dates:\n  - 2024-04-22: Haliva resigns\n",
    ),
}
"""By number. A number that is missing here is declared and not yet raised anywhere."""
