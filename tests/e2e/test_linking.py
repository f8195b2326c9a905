"""What becomes a link: mentions of actors, wikilinks, citations, Markdown links, markers, files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.crawl import crawl
from support.sites import Built, Node, config, problems_in

Make = Callable[..., Built]

ACTORS = """
    bank: {name: Bank of Ostia, kind: organization, aliases: [OBK]}
    ostia: {name: Ostia, kind: state}
    river: {name: River Union, kind: group, aliases: [Union]}
    trade: {name: Trade Union, kind: group, aliases: [Union]}
    clash: {name: A clash, kind: group}
    tokyo: {name: 東京都, kind: state}
    """

HEAD = """---
title: {title}
date: 2024-02-03
summary: Short.
actors: [{actors}]
dates: [2024-02-03: {title} is written]
implications: [Nothing.]
{more}
---

"""


def brief(title: str, body: str, actors: str = "bank", more: str = "") -> str:
    return HEAD.format(title=title, actors=actors, more=more) + body


BODY = """
# Bank of Ostia in a heading

Opening words on [a page about Ostia](https://ostia.example/) and `Bank of Ostia`.

    The code says Bank of Ostia.

Then the Bank of Ostia spoke, and the Bank of Ostia spoke again. Later Ostia answered; Ostia rose.

The Union agreed. Nobody saw the Ostian fleet. It reads 東京都は and <b>Bank of Ostia</b>.
"""

WIKI = """
One [[mentions]], two [[mentions|a page of names]], three [[mentions#bank-of-ostia-in-a-heading|its heading]].

Four [[bank]], five [[actor:clash|the actor clash]], six [[clash|the brief clash]], seven [[money]],
eight [[topic:money|on money]], nine [[saga]], ten [[Bank of Ostia|by name]].

Cited [@ledger] and [@ledger, p. 4; @diary].

Eleven [a brief](mentions.md), twelve [a docs page](../docs/guide.md), thirteen
[a place there](../guide.md#deep), fourteen [an actor](../actors/bank.md), fifteen [data](files/data.csv).

![A map](files/map.svg)

`[[nothing]]` and `[@nobody]` are code.
"""

SOURCES = """topics: [money]
storyline: saga
sources:
  - {id: ledger, title: The ledger}
  - {id: diary, title: The diary, url: "https://diary.example/"}
"""

GUIDE = """
# Guide

See [[mentions|the brief]] and [the same](../briefs/mentions.md), and [its actor](actors/bank.md).

## Deep {#deep}

The Bank of Ostia is only named here.
"""


@pytest.fixture(scope="module")
def site(make: Make) -> Built:
    found = make(
        {
            "mkdocs.yml": config(more="markdown_extensions: [attr_list]"),
            "docs/guide.md": GUIDE.replace("../briefs/", "briefs/"),
            "briefs/actors.yml": ACTORS,
            "briefs/topics.yml": "money: {name: Money}\n",
            "briefs/storylines.yml": "saga: {name: The saga}\n",
            "briefs/mentions.md": brief("Mentions", BODY, "bank, ostia, river, tokyo"),
            "briefs/other.md": brief("Other", BODY.replace("# Bank", "## Bank"), "bank"),
            "briefs/all.md": brief("All", BODY, "bank, ostia, tokyo", "mentions: all"),
            "briefs/off.md": brief("Off", BODY, more="mentions: 'off'"),
            "briefs/clash.md": brief("Clash", "Words."),
            "briefs/wiki.md": brief("Wiki", WIKI.replace("../docs/", "../"), more=SOURCES),
            "briefs/files/data.csv": "a,b\n",
            "briefs/files/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        }
    )
    assert site_is_built(found), found.output
    return found


def site_is_built(found: Built) -> bool:
    return found.status == 0


def mentions(page: Node) -> list[tuple[str, str]]:
    """The links to actors in the running text of a brief, above its sections."""
    body = page.one(class_="b-body")
    return [(text, href) for text, href in body.links if "/actors/" in href]


def test_every_link_leads_somewhere(site: Built) -> None:
    assert crawl(site.folder).broken == []


def test_an_actor_is_linked_on_first_mention_in_running_text_only(site: Built) -> None:
    found = mentions(site.page("briefs/mentions/"))
    assert found == [
        ("Bank of Ostia", "../../actors/bank/"),
        ("Ostia", "../../actors/ostia/"),
        ("Union", "../../actors/river/"),
        ("東京都", "../../actors/tokyo/"),
    ]
    page = site.page("briefs/mentions/").article
    spoke = page.paragraph("Then the Bank of Ostia spoke")
    assert [text for text, _ in spoke.links] == ["Bank of Ostia", "Ostia"]
    assert not page.paragraph("Opening words").all("a", href="../../actors/ostia/")
    assert not [a for a in page.all("pre")[0].all("a") if "actors" in a.attrs["href"]]


def test_a_shared_alias_leads_to_the_actor_that_is_listed_else_to_none(site: Built) -> None:
    assert ("Union", "../../actors/river/") in mentions(site.page("briefs/mentions/"))
    assert "Union" not in [text for text, _ in mentions(site.page("briefs/other/"))]


def test_all_mentions_can_be_linked(site: Built) -> None:
    names = [text for text, _ in mentions(site.page("briefs/all/"))]
    assert names == ["Bank of Ostia", "Bank of Ostia", "Ostia", "Ostia", "東京都", "Bank of Ostia"]


def test_mentions_can_be_left_alone(site: Built) -> None:
    assert mentions(site.page("briefs/off/")) == []


def test_a_site_can_choose_for_all_its_briefs(make: Make) -> None:
    files = {"briefs/actors.yml": ACTORS, "briefs/a.md": brief("A", "The Bank of Ostia spoke.")}
    files["briefs/b.md"] = brief("B", "The Bank of Ostia spoke.", more="mentions: first")
    off = make({**files, "mkdocs.yml": config(briefs="today: 2024-06-01, mentions: 'off'")})
    assert off.status == 0, off.output
    assert mentions(off.page("briefs/a/")) == []
    assert mentions(off.page("briefs/b/")) == [("Bank of Ostia", "../../actors/bank/")]


def test_names_in_other_pages_are_left_alone(site: Built) -> None:
    guide = site.page("guide/").article
    assert not guide.paragraph("The Bank of Ostia is only named").links


@pytest.mark.parametrize(
    ("words", "href"),
    [
        ("Mentions", "../mentions/"),
        ("a page of names", "../mentions/"),
        ("its heading", "../mentions/#bank-of-ostia-in-a-heading"),
        ("Bank of Ostia", "../../actors/bank/"),
        ("the actor clash", "../../actors/clash/"),
        ("the brief clash", "../clash/"),
        ("Money", "../../topics/money/"),
        ("on money", "../../topics/money/"),
        ("The saga", "../../storylines/saga/"),
        ("by name", "../../actors/bank/"),
        ("a brief", "../mentions/"),
        ("a docs page", "../../guide/"),
        ("a place there", "../../guide/#deep"),
        ("an actor", "../../actors/bank/"),
        ("data", "../files/data.csv"),
    ],
)
def test_links_of_a_brief_reach_what_they_name(site: Built, words: str, href: str) -> None:
    assert site.page("briefs/wiki/").one(class_="b-body").href(words) == href


def test_pictures_and_data_beside_a_brief_are_published(site: Built) -> None:
    assert site.page("briefs/wiki/").article.one("img").attrs["src"] == "../files/map.svg"
    assert site.read("briefs/files/data.csv") == "a,b\n"


def test_citations_lead_to_the_numbered_source(site: Built) -> None:
    body = site.page("briefs/wiki/").article.one("div", class_="b-body")
    cited = body.paragraph("Cited")
    assert cited.links == [
        ("1", "#source-ledger"),
        ("1", "#source-ledger"),
        ("2", "#source-diary"),
    ]
    assert "p. 4" in cited.text


def test_brackets_in_code_stay(site: Built) -> None:
    text = site.page("briefs/wiki/").article.text
    assert "[[nothing]]" in text
    assert "[@nobody]" in text


@pytest.mark.parametrize(
    ("words", "href"),
    [
        ("the brief", "../briefs/mentions/"),
        ("the same", "../briefs/mentions/"),
        ("its actor", "../actors/bank/"),
    ],
)
def test_ordinary_pages_link_to_briefs_and_actors(site: Built, words: str, href: str) -> None:
    assert site.page("guide/").article.href(words) == href


def test_a_wikilink_that_leads_nowhere_stops_the_build_at_its_place(make: Make) -> None:
    text = brief("A", "Fine words.\n\nSee [[metnions]] there.\n")
    site = make(
        {
            "briefs/actors.yml": ACTORS,
            "briefs/a.md": text,
            "briefs/mentions.md": brief("Mentions", "Words."),
        }
    )
    assert site.status != 0
    line = text.splitlines().index("See [[metnions]] there.") + 1
    assert ("briefs/a.md", line, 5, "error", "B308") in problems_in(site.output)
    assert "Did you mean [[mentions]]?" in site.output


def test_a_citation_without_a_source_stops_the_build(make: Make) -> None:
    more = "sources: [{id: ledger, title: The ledger}]"
    text = brief("A", "Fine words [@leger].\n", more=more)
    site = make({"briefs/actors.yml": ACTORS, "briefs/a.md": text})
    assert site.status != 0
    assert [row[4] for row in problems_in(site.output)] == ["B303"]
    assert "Did you mean ledger?" in site.output


# names in fields

FIELDS = """---
title: {title}
date: 2024-02-03
summary: Ostia waits.
why_it_matters: Ostia pays, and so does the Bank of Ostia.
key_points:
  - Ostia opens its port; Ostia, `Ostia` and [Ostia](https://ostia.example/) stay.
  - "*Ostia* and the **Bank of Ostia** agree <b>on OBK</b>."
actors:
  - bank: Advises Ostia
  - ostia
dates:
  - 2024-02-01: Ostia opens its port to the River Union
  - 2024-02-02: Ostia and the Trade Union sign
implications:
  - Prices: Ostia and OBK set them.
  - Ports: Ostia builds them, as [[ostia]] says.
developments:
  - label: Strike
    text: Dockers in Ostia may strike.
    likelihood: 60%
    by: 2030-12
    resolves_if: The Bank of Ostia counts a strike in Ostia.
    signposts: [A vote in Ostia]
advice:
  - Ostia should talk to the Bank of Ostia.
figures:
  - {{label: Ships of Ostia, value: "12", attributed_to: clerks of the Bank of Ostia}}
unknowns: [What Ostia wants]
alternatives: [Ostia jokes]
methodology: Ostia was asked.
sources: [{{id: ledger, title: The ledger, note: Kept in Ostia}}]
updates:
  - {{date: 2024-02-05, kind: correction, text: Ostia was called Port.}}
  - {{date: 2024-02-04, text: Ostia answers.}}
{more}
---

Nothing here.
"""


@pytest.fixture(scope="module")
def fields(make: Make) -> Built:
    found = make(
        {
            "briefs/actors.yml": ACTORS,
            "briefs/fields.md": FIELDS.format(title="Fields", more=""),
            "briefs/every.md": FIELDS.format(title="Every", more="mentions: all"),
            "briefs/none.md": FIELDS.format(title="None", more="mentions: 'off'"),
            "docs/index.md": "# Home\n\n<!-- briefs:timeline -->\n\n<!-- briefs:outlook -->\n",
        }
    )
    assert site_is_built(found), found.output
    assert crawl(found.folder).broken == []
    return found


def names_in(node: Node) -> list[str]:
    return [link.text for link in node.all("a", class_="actor")]


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("glance", ["Ostia", "Bank of Ostia"]),
        ("timeline", ["Ostia", "River Union", "Trade Union"]),
        ("implications", ["Ostia", "OBK"]),
        ("outlook", ["Ostia", "Bank of Ostia"]),
        ("advice", ["Ostia", "Bank of Ostia"]),
        ("unknowns", ["Ostia"]),
        ("alternatives", ["Ostia"]),
        ("methodology", ["Ostia"]),
        ("updates", ["Ostia"]),
        ("involved", []),
        ("sources", []),
    ],
)
def test_a_name_in_a_field_is_linked_once_a_section(
    fields: Built, section: str, names: list[str]
) -> None:
    def of(page: str) -> Node:
        (found,) = (
            one
            for one in fields.page(f"briefs/{page}/").all("section")
            if one.attrs.get("aria-labelledby") == section
        )
        return found

    assert names_in(of("fields")) == names
    assert names_in(of("none")) == []
    assert {*names_in(of("every"))} >= {*names}


def test_titles_labels_and_summaries_stay_plain(fields: Built) -> None:
    page = fields.page("briefs/fields/").article
    for node in (page.one(class_="b-standfirst"), *page.all("h1"), *page.all("dt")):
        assert not names_in(node)


def test_who_says_a_figure_is_linked_by_its_name(fields: Built) -> None:
    says = fields.page("briefs/every/").one(class_="b-says")
    assert ("Bank of Ostia", "../../actors/bank/") in says.links
    assert "clerks of the Bank of Ostia" in says.text


def test_names_in_fields_link_wherever_the_text_stands(fields: Built) -> None:
    for path in (
        "timeline/2024/",
        "implications/",
        "outlook/",
        "corrections/",
        "actors/river/",
        "",
    ):
        page = fields.page(path).article
        assert "Ostia" in names_in(page), path


def test_an_actor_does_not_link_to_itself(fields: Built) -> None:
    for actor, other in (("ostia", "river"), ("river", "ostia")):
        links = fields.page(f"actors/{actor}/").article.all("a", class_="actor")
        targets = {link.attrs["href"] for link in links}
        assert f"../{other}/" in targets
        assert not {"./", f"../{actor}/"} & targets


def test_names_in_fields_are_linked_in_the_markdown_too(fields: Built) -> None:
    text = fields.read("briefs/fields/index.md")
    glance = text[text.index("## At a glance") : text.index("## Who is involved")]
    assert "- [Ostia](" in glance
    assert "**[Bank of Ostia](" in glance
    assert "clerks of the Bank of Ostia" in glance
    assert glance.count("/actors/ostia/)") == 1
    assert glance.count("/actors/bank/)") == 1
    assert "&lt;b>on OBK" in glance
    assert text.count("[OBK](") == 1
    assert (
        "]("
        not in fields.read("briefs/none/index.md")
        .partition("## Timeline")[2]
        .partition("## Implications")[0]
    )


def test_a_page_quotes_the_field_that_speaks_of_it(fields: Built) -> None:
    quotes = fields.page("actors/river/").one(class_="b-mentions")
    assert "Ostia opens its port to the River Union" in quotes.text
    assert {mark.text for mark in quotes.all("mark")} == {"River Union"}


# markers in ordinary pages


LISTS = """
# Lists

## Law

<!-- briefs:list topic='law' limit=1 -->

## One actor

<!-- briefs:timeline actor=council -->

## Open

<!-- briefs:outlook status=open -->

## Watched

<!-- briefs:outlook status=watch -->

## All

<!-- briefs:list -->

`<!-- briefs:list -->`
"""


@pytest.fixture(scope="module")
def lists(make: Make, story: Built) -> Built:
    files = {
        path.relative_to(story.project).as_posix(): path.read_text(encoding="utf-8")
        for path in (story.project / "briefs").rglob("*.*")
    }
    site = make({**files, "docs/deep/lists.md": LISTS})
    assert site.status == 0, site.output
    assert crawl(site.folder).broken == []
    return site


def after(page: Node, heading: str) -> str:
    """The text between a heading of the second level and the next."""
    text = ""
    taking = False
    (column,) = {node.parent for node in page.all("h2")}
    assert column
    for child in column.children:
        if isinstance(child, Node) and child.tag == "h2":
            taking = child.attrs["id"] == heading
        elif isinstance(child, Node) and taking:
            text += child.text + " "
    return text


def test_a_list_keeps_to_its_filters(lists: Built) -> None:
    page = lists.page("deep/lists/").article
    assert "A verdict on the pier" in after(page, "law")
    assert "Talks begin" not in after(page, "law")
    assert page.href("A verdict on the pier") == "../../briefs/verdict/"
    every = after(page, "all")
    for title in ("A verdict on the pier", "Talks begin in Lowhaven", "Harbour pilots walk out"):
        assert title in every


def test_a_timeline_of_an_actor_holds_its_events_in_order(lists: Built) -> None:
    text = after(lists.page("deep/lists/").article, "one-actor")
    places = [text.index(words) for words in ("The Council meets.", "The court decides")]
    assert places == sorted(places)
    assert "The walk-out begins" not in text


def test_an_outlook_keeps_to_its_status(lists: Built) -> None:
    page = lists.page("deep/lists/").article
    assert "A deal is signed." in after(page, "open")
    assert "Nothing may happen." in after(page, "watched")
    assert "A deal is signed." not in after(page, "watched")


def test_a_marker_in_code_stays_code(lists: Built) -> None:
    assert "<!-- briefs:list -->" in after(lists.page("deep/lists/").article, "all")


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ("briefs:lst", "did you mean briefs:list"),
        ("briefs:list tpic=law", "did you mean topic"),
        ("briefs:list topic=lwa", "lwa"),
        ("briefs:list limit=some", "“some”"),
        ("briefs:list law", "briefs:list knows no law"),
    ],
)
def test_a_marker_that_cannot_be_used_is_a_warning(make: Make, marker: str, words: str) -> None:
    files = {"docs/page.md": f"# Page\n\n<!-- {marker} -->\n", "briefs/actors.yml": ACTORS}
    files["briefs/topics.yml"] = "law: {name: The law}\n"
    site = make({**files, "briefs/a.md": brief("A", "Words.", more="topics: [law]")})
    assert site.status != 0
    assert "warning[B311]" in site.output
    assert "page.md" in site.output
    assert words in site.output


PLACED = """
Before.

<!-- briefs:timeline -->

Between.

<!-- briefs:actors -->

After.
"""


def test_sections_can_be_placed_by_hand(make: Make) -> None:
    site = make({"briefs/actors.yml": ACTORS, "briefs/a.md": brief("A", PLACED)})
    assert site.status == 0, site.output
    page = site.page("briefs/a/").article
    text = page.text
    order = ["Before.", "A is written", "Between.", "Who is involved", "After.", "Nothing."]
    places = [text.rindex(words) for words in order]
    assert places == sorted(places)
    assert text.count("A is written") == 1
    assert [h.text for h in page.all("h2")].count("Who is involved") == 1


HEADINGS = """
## الخلفية

## Timeline

See [above](#timeline), [[#timeline]] and [[#الخلفية]].

## 中国
"""
BESIDE = "\n## الخلفية\n\n## Timeline\n"


def heading_site(make: Make, toc: str) -> Built:
    return make(
        {
            "mkdocs.yml": config(more=f"markdown_extensions: [toc: {{{toc}}}]"),
            "docs/guide.md": BESIDE,
            "briefs/actors/bank.md": f"---\nname: Bank\nkind: organization\n---\n{BESIDE}",
            "briefs/a.md": brief("Alpha", HEADINGS).replace(
                "Alpha is written]", "Bank writes alpha]"
            ),
        }
    )


def heading_ids(page: Node) -> list[str]:
    """The ids of headings that authors wrote, each of which its permanent link names."""
    found = [one for one in page.all("h2") if one.all("a", class_="headerlink")]
    links = [one.one("a", class_="headerlink").attrs["href"] for one in found]
    assert links == [f"#{one.attrs['id']}" for one in found]
    return [str(one.attrs["id"]) for one in found]


def test_headings_have_ids_of_their_own_letters_and_give_way_with_their_links(make: Make) -> None:
    found = heading_site(make, "permalink: true")
    assert site_is_built(found), found.output
    assert not problems_in(found.output)
    page = found.page("briefs/a/")
    assert heading_ids(page) == ["الخلفية", "timeline_1", "中国"]
    assert heading_ids(found.page("actors/bank/")) == ["الخلفية", "timeline_1"]
    assert heading_ids(found.page("guide/")) == ["_1", "timeline"]
    links = dict(page.one(class_="b-body").links)
    assert (links["above"], links["timeline"]) == ("#timeline_1", "#timeline")
    contents = [one.attrs["href"] for one in page.all("a", class_="md-nav__link")]
    assert {"#الخلفية", "#timeline_1", "#中国", "#timeline"} <= {*contents}
    assert crawl(found.folder).broken == []


def test_a_site_may_make_ids_of_headings_in_its_own_way(make: Make) -> None:
    slugs = "slugify: !!python/name:markdown.extensions.toc.slugify"
    found = heading_site(make, f"permalink: true, {slugs} ")
    assert site_is_built(found), found.output
    assert not problems_in(found.output)
    assert heading_ids(found.page("briefs/a/")) == ["_1", "timeline_1", "_2"]
