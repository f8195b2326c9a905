"""A small site with one of everything: three invented briefs about a harbour, and their registries."""

from __future__ import annotations

from support.sites import TODAY, config

ACTORS = """\
mayor:
  name: Mira Okafor
  kind: person
  description: Mayor of the *port* town.
  aliases: [Okafor, the mayor of Lowhaven]
  wikidata: Q42
  positions: [{title: Mayor, organization: council, from: 2019}]
council:
  name: Town Council
  kind: organization
  aliases: [the council]
pilots:
  name: Harbour pilots
  kind: group
"""

STRIKE = """\
---
title: Harbour pilots walk out
date: 2024-03-04
summary: Pilots stopped work over night shifts.
storyline: pilots-dispute
topics: [labour]
actors:
  - id: pilots
    role: Stopped work at **midnight**
    capacity: subject
  - mayor: Offered to mediate
dates:
  - {id: walk-out, date: 2024-03-04, event: Pilots leave the pier}
  - 2024-03-05: The council meets
  - 2024-02-20: A ballot is held
implications:
  - Cost: Ships wait at sea.
---

The pilots' case is older: Mira Okafor knew of it. Nobody wrote it down.
"""

TALKS = """\
---
title: Talks begin in Lowhaven
date: 2024-03-06
summary: Both sides met for the first time.
storyline: pilots-dispute
topics: [labour]
authors: [Ada Writer]
why_it_matters: It is the first meeting in a year.
key_points: [Both sides came.]
actors:
  - mayor: Chairs the talks
  - pilots: Sent four delegates
  - council: Pays for the room
dates:
  - {id: walk-out, date: 2024-03-04, event: The walk-out begins, actors: [pilots]}
  - {date: 2024-03-05, event: The Council meets., actors: [council]}
  - 2024-02-21: A ballot is held
  - {date: 2024-07-01, event: A second round, status: scheduled}
implications:
  - {label: Precedent, text: Other ports *watch*., actors: [mayor], horizon: long, sources: [minutes]}
developments:
  - {label: Deal, text: A deal is signed., likelihood: 70%, by: 2024-12-31, resolves_if: The paper is signed., actors: [mayor]}
  - Drift: Nothing may happen.
advice:
  - {label: Meet, text: Meet every week., addresses: [precedent], audience: [Both sides]}
figures:
  - {label: Ships waiting, value: 12, qualifier: more_than, unit: ships, attributed_to: port, sources: [minutes]}
unknowns: [Who leaked the letter.]
alternatives: [It may be a delay.]
methodology: Read from the minutes.
sources:
  - {id: minutes, title: Minutes of the meeting, url: "https://docs.example/minutes", publisher: The registry, reliability: B}
updates:
  - {date: 2024-03-09, kind: correction, text: An earlier version said *five* delegates.}
---

They met at the pier. See [[harbour-pilots-walk-out|how the walk-out began]] for more. It rained [@minutes].
"""

VERDICT = """\
---
title: A verdict on the pier
date: 2024-05-02
summary: A court decided who owns the pier.
type: report
topics: [law]
related:
  - talks-begin: follows
actors:
  - council: Won
dates:
  - {date: 2024-05-02, event: The court decides, actors: [council]}
implications:
  - Leases: Leases will be written anew.
---

The judge quoted nobody.
"""

STORY = {
    "briefs/2024-03-04-harbour-pilots-walk-out.md": STRIKE,
    "briefs/2024-03-06-talks-begin.md": TALKS,
    "briefs/2024-05-02-verdict.md": VERDICT,
    "briefs/actors.yml": ACTORS,
    "briefs/actors/port.md": """\
---
name: Port of Lowhaven
kind: organization
part_of: council
---

The port opened long ago. More on [[mayor|its mayor]].
""",
    "briefs/topics.yml": "labour: {name: Labour}\nlaw: {name: The law}\n",
    "briefs/storylines.yml": "pilots-dispute: {name: The pilots' dispute, description: Night shifts.}\n",
}

BARE = {
    "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202]"),
    "briefs/2024-03-04-fog.md": """\
---
title: Fog over Lowhaven
date: 2024-03-04
summary: The lighthouse is out of sight.
actors: [{name: Lighthouse keeper, kind: person}]
dates: [The fog rolls in]
---

Nobody knows when it began.
""",
}
"""A site whose one event has no date, and which has no outlook, no correction, no topic and no storyline."""
