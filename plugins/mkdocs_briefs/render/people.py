"""Lists of actors, and what ties them to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import escape

from mkdocs_briefs.pages.parts import ActorSummary, Companion, Edge, SmallGraph, StatedRelation
from mkdocs_briefs.render.addresses import rooted
from mkdocs_briefs.render.network import network_svg
from mkdocs_briefs.render.pieces import Pieces, Write


class People:
    """Writes lists of actors, for pages of one language."""

    def __init__(self, pieces: Pieces) -> None:
        self._p = pieces

    def names(self) -> Mapping[str, Write]:
        """What templates call them."""
        return {
            "faces": self.faces,
            "face_card": self.face_card,
            "companion_list": self.companion_list,
            "company": self.company,
            "stated": self.stated,
            "companions": self.companions,
            "network": self.network,
            "bonds": self.bonds,
        }

    def faces(self, them: Sequence[ActorSummary]) -> str:
        """The first actors of a brief: initials to the eye, names to everybody else."""
        if not them:
            return ""
        p = self._p
        rows = "".join([f"<li>{self._initials(face)}</li>\n" for face in them])
        return f'<ul class="b-faces" aria-label="{p.words["involved"]}"{p.ui}>\n{rows}</ul>\n'

    def _initials(self, face: ActorSummary) -> str:
        name = f'<bdi class="b-faces__name">{escape(face.name)}</bdi>'
        shown = f"{self._p.mono(face, 'small')}{name}"
        return f'<a href="{self._p.href(face.path)}">{shown}</a>' if face.path else shown

    def face_card(self, face: ActorSummary, note: str = "") -> str:
        """One actor with its role; `note` is plain text."""
        p, text = self._p, face.role or face.description
        said = f'<p class="b-small">{p.written(text)}</p>\n' if text else ""
        parts: list[str] = [escape(note)] if note else []
        if face.capacity:
            words = p.word("capacity", face.capacity)
            parts.append(f'<span class="b-capacity">{words}</span>')
        notes = f'<p class="b-small"{p.ui}>{" · ".join(parts)}</p>\n' if parts else ""
        return (
            f'<div class="b-face">{p.mono(face)}<div>\n<p class="b-face__name">{self._name(face)}'
            f"</p>\n{said}{notes}</div></div>\n"
        )

    def _name(self, face: ActorSummary) -> str:
        name = f"<bdi>{escape(face.name)}</bdi>"
        return f'<a href="{self._p.href(face.path)}">{name}</a>' if face.path else name

    def companion_list(self, them: Sequence[Companion]) -> str:
        """Actors as cards, each with the number of its briefs."""
        rows = "".join(
            [
                f"<li>{self.face_card(it.face, self._p.said.n('briefs', it.briefs))}</li>\n"
                for it in them
            ]
        )
        return f'<ul class="b-grid">\n{rows}</ul>\n'

    def company(self, them: Sequence[Companion]) -> str:
        """Actors in few words, for narrow columns."""
        return f'<ul class="b-company">\n{"".join(map(self._counted, them))}</ul>\n'

    def _counted(self, it: Companion) -> str:
        p = self._p
        number = f'<span class="b-count"{p.ui}>{p.count("briefs", it.briefs)}</span>'
        return f"<li>{p.mono(it.face, 'small')}<span>{self._name(it.face)} {number}</span></li>\n"

    def stated(self, them: Sequence[StatedRelation], one: str, other: str) -> str:
        """What the registry says of two actors of these names."""
        return "".join([self._stated(it, one, other) for it in them])

    def _stated(self, it: StatedRelation, one: str, other: str) -> str:
        p = self._p
        first, second = (one, other) if it.outward else (other, one)
        words = p.fill(
            "stated",
            one=_isolated(first),
            word=_isolated(it.label or p.said("tie_part_of")),
            other=_isolated(second),
        )
        return f'<p class="b-small">{words}</p>\n'

    def companions(self, them: Sequence[Companion], own: ActorSummary) -> str:
        """Those an actor appears with, why, and what the registry says of the two."""
        rows = "".join([self._companion(it, own) for it in them])
        return f'<ul class="b-ties">\n{rows}</ul>\n'

    def _companion(self, it: Companion, own: ActorSummary) -> str:
        p, face = self._p, it.face
        return (
            f"<li>{p.mono(face, 'small')}<div>\n"
            f'<p class="b-face__name">{p.link_to(face.name, face.path)}</p>\n'
            f"{self.stated(it.stated, own.name, face.name)}\n{self._shared(it)}</div></li>\n"
        )

    def _shared(self, it: Companion) -> str:
        if not it.shared:
            return ""
        p, more = self._p, it.briefs - len(it.shared)
        rows = "".join([f"<li>{p.link(brief)}</li>\n" for brief in it.shared])
        if more > 0:
            rows += f"<li{p.ui}>{p.count('shared_more', more)}</li>\n"
        return (
            f'<details class="b-small"><summary{p.ui}>{p.count("briefs", it.briefs)}</summary>\n'
            f'<ul id="with-{escape(it.face.id)}">\n{rows}</ul></details>\n'
        )

    def network(self, sketch: SmallGraph) -> str:
        """The drawing of who is tied to whom."""
        return network_svg(sketch, rooted, self._p.said)

    def bonds(self, sketch: SmallGraph) -> str:
        """The ties that a drawing shows between others than the actor in its middle."""
        p = self._p
        rows = [self._bond(it, sketch) for it in sketch.bonds if it.one >= sketch.centred]
        if not rows:
            return ""
        words = p.words["ties_around" if sketch.centred else "ties_between"]
        return (
            f'<details class="b-small b-bonds"><summary{p.ui}>{words}</summary>\n<ul>\n'
            f"{''.join(rows)}</ul></details>\n"
        )

    def _bond(self, it: Edge, sketch: SmallGraph) -> str:
        p, one, other = self._p, sketch.faces[it.one], sketch.faces[it.other]
        number = f": <span{p.ui}>{p.count('briefs', it.briefs)}</span>" if it.briefs else ""
        ends = f"{p.link_to(one.name, one.path)}, {p.link_to(other.name, other.path)}"
        return f"<li>{ends}{number}{self.stated(it.stated, one.name, other.name)}</li>\n"


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
