"""Made-up sites in right-to-left languages and in several languages, for tests of what they look like.

The harbour town and everybody in it are invented; Latin names stand in the text on purpose.
"""

from __future__ import annotations

from support.sites import config

AR_ACTORS = """
port:
  name: هيئة ميناء الرملة
  kind: organization
  description: تدير الميناء منذ عام 2010.
  aliases: [الهيئة, Port of Ramla]
  part_of: council
  wikidata: Q42
  url: https://port.example/
  positions: [{title: مشغّل الميناء, organization: council, from: "2010"}]
mayor:
  name: سلمى الحداد
  kind: person
  description: رئيسة البلدية.
  positions: [{title: رئيسة البلدية, organization: council, from: 2019-05}]
council:
  name: المجلس البلدي
  kind: organization
pilots:
  name: مرشدو السفن
  kind: group
nordsee:
  name: Nordsee Shipping (Hamburg)
  kind: organization
  description: شركة نقل بحري.
ramla:
  name: الرملة
  kind: state
"""

AR_STRIKE = """
---
title: إضراب مرشدي السفن في ميناء الرملة
date: 2024-05-20
summary: توقف العمل ليلًا بعد خلاف مع شركة Nordsee Shipping (Hamburg).
why_it_matters: تمر عبر الميناء 80% من واردات القمح.
key_points:
  - توقفت 12 سفينة عن الدخول.
  - قالت شركة Nordsee إن الخسائر بلغت 3.5 ملايين دولار.
storyline: dispute
topics: [labour, trade]
authors: [ليلى منصور, Jan Petersen]
actors:
  - {id: pilots, role: بدأوا الإضراب عند منتصف الليل, capacity: subject}
  - {id: port, role: "رفضت مطلب زيادة الأجور (7%)", capacity: party}
  - {id: nordsee, role: أوقفت رحلاتها, capacity: affected}
  - {id: mayor, role: عرضت الوساطة, capacity: mediator}
  - {name: Jane O'Neil, kind: person, role: علّقت على الخلاف, capacity: commentator}
dates:
  - {id: walk-out, date: 2024-05-20, event: المرشدون يغادرون الرصيف, actors: [pilots], place: الرصيف 4}
  - {date: 2024-03~, event: "أول تحذير من نقابة ITF (London)", sources: [minutes]}
  - {date: 2023-10-07/2023-10-09, event: إغلاق قصير للميناء}
  - {date: 2024-07-01, event: جولة تفاوض ثانية, status: scheduled}
  - {date: 2024-04-10, event: اجتماع أُلغي, status: cancelled}
  - {event: زيارة وفد من Hamburg}
  - {date: 199X, event: تأسيس النقابة}
implications:
  - {label: كلفة, text: "السفن تنتظر في البحر، وترتفع الكلفة بنسبة 15–20%.", actors: [nordsee], horizon: short, confidence: high, sources: [minutes]}
  - {label: سابقة, text: موانئ أخرى تراقب ما يجري., actors: [mayor], horizon: long}
developments:
  - {label: اتفاق, text: يوقّع الطرفان اتفاقًا., likelihood: likely, by: 2024-12-31, resolves_if: توقيع الوثيقة., resolves_by: محضر المجلس., actors: [port], signposts: [عودة سفن Nordsee], confidence: moderate, revisions: [{date: 2024-05-25, likelihood: 70%, why: بعد لقاء أول.}]}
  - {label: تحكيم, text: يلجأ الطرفان إلى التحكيم., likelihood: unlikely, by: 2024-05-28, resolves_if: صدور قرار.}
  - {label: وساطة, text: تبدأ الوساطة., likelihood: 55-80%, by: 2024-05-30, resolves_if: لقاء أول., resolution: {outcome: "yes", date: 2024-05-24, note: اجتمع الطرفان.}}
  - فصل الشتاء: قد تهدأ الأمور.
advice:
  - {label: لقاءات, text: الاجتماع كل أسبوع., addresses: [سابقة], audience: [الطرفان, المجلس]}
figures:
  - {label: سفن تنتظر, value: 12, qualifier: more_than, unit: سفينة, attributed_to: port, as_of: 2024-05-21, sources: [minutes]}
  - {label: الخسائر, value: "3.5", qualifier: about, unit: مليون دولار, attributed_to: nordsee}
  - {label: المشاركون, value: 140, attributed_to: unattributed}
unknowns: [من سرّب الرسالة.]
alternatives: [قد يكون مجرد تأجيل.]
methodology: قُرئ محضر الاجتماع ونصّ بيان Nordsee.
as_of: 2024-05-21
sources:
  - {id: minutes, title: Minutes of the meeting (English), url: "https://docs.example/minutes", publisher: The registry, author: [Jane O'Neil], issued: 2024-05-21, accessed: 2024-05-22, kind: primary, reliability: B}
  - {id: statement, title: بيان الشركة, publisher: Nordsee Shipping (Hamburg), kind: official, archive_url: "https://archive.example/1"}
updates:
  - {date: 2024-05-23, kind: correction, text: ذُكر خطأً أن العدد 14.}
  - {date: 2024-05-24, kind: update, text: أُضيف خبر اللقاء.}
---

غادر مرشدو السفن الرصيف عند منتصف الليل [@minutes]. وقالت Nordsee Shipping (Hamburg) إنها «تأسف».

## ما الذي جرى

اقرأ أيضًا [[talks|المحادثات الأولى]]. وقال Jan Petersen (Hamburg): «نسبة 55–80% ممكنة».
"""

AR_TALKS = """
---
title: بدء المحادثات في الرملة
date: 2024-05-24
summary: التقى الطرفان لأول مرة.
storyline: dispute
topics: [labour]
type: report
actors:
  - mayor: ترأست المحادثات
  - pilots: أرسلوا أربعة مندوبين
  - port: حضرت
dates:
  - {id: walk-out, date: 2024-05-20, event: بداية الإضراب}
  - 2024-05-24: اللقاء الأول
implications:
  - ثقة: عاد الحوار بعد عام.
---

التقى الطرفان في الميناء.
"""

HE_BRIEF = """
---
title: שביתת נתבי האוניות בנמל רמלה
date: 2024-05-22
lang: he
translation_of: strike
summary: העבודה פסקה בלילה לאחר סכסוך עם Nordsee Shipping (Hamburg).
topics: [labour]
actors:
  - {id: pilots, role: פתחו בשביתה בחצות}
  - {name: נועה לוי, kind: person, role: "פרשנית, Haaretz Fiction (Tel Aviv)"}
dates:
  - {date: 2024-05-20, event: הנתבים עוזבים את הרציף}
  - {date: 2024-05-07/2024-05-09, event: שביתת אזהרה}
implications:
  - {label: מחיר, text: "האוניות ממתינות בים, והעלות עולה ב־15–20%.", horizon: short, confidence: low}
developments:
  - {label: הסכם, text: הצדדים חותמים., likelihood: likely, by: 2024-12-31, resolves_if: חתימה.}
---

הנתבים עזבו את הרציף בחצות.
"""

EN_BRIEF = """
---
title: "Pilots walk out in Ramla: why it matters"
date: 2024-05-21
lang: en
translation_of: strike
summary: Work stopped at night after a dispute with the port (again).
topics: [labour]
actors:
  - pilots: Walked out
dates:
  - {id: walk-out, date: 2024-05-20, event: The pilots leave the pier.}
implications:
  - Cost: Ships wait at sea.
developments:
  - {label: Deal, text: A deal is signed., likelihood: likely, by: 2024-12-31, resolves_if: A signature.}
---

The pilots left at midnight.
"""

AR_SITE = {
    "mkdocs.yml": config(theme="name: material, language: ar").replace(
        "The Harbour", "نشرة الميناء"
    ),
    "briefs/actors.yml": AR_ACTORS,
    "briefs/topics.yml": "labour: {name: العمل}\ntrade: {name: التجارة, description: كل ما يمر بالميناء.}\n",
    "briefs/storylines.yml": "dispute: {name: خلاف المرشدين, description: من الإضراب إلى المحادثات.}\n",
    "briefs/2024-05-20-strike.md": AR_STRIKE,
    "briefs/2024-05-24-talks.md": AR_TALKS,
    "briefs/2024-05-22-strike-he.md": HE_BRIEF,
    "briefs/2024-05-21-strike-en.md": EN_BRIEF,
}
"""A site in Arabic with a brief each in Hebrew and English, its translations."""

AR_PAGES = (
    "",
    "briefs/",
    "briefs/strike/",
    "briefs/talks/",
    "actors/",
    "actors/port/",
    "actors/nordsee/",
    "timeline/",
    "timeline/2024/",
    "implications/",
    "outlook/",
    "topics/",
    "topics/labour/",
    "storylines/",
    "storylines/dispute/",
    "corrections/",
    "search/",
)
"""A page of every kind whose words are all Arabic."""


def translated(lang: str, *, original: str = "", more: str = "", title: str = "") -> str:
    """A small brief in a language, perhaps a translation."""
    link = f"translation_of: {original}\n" if original else ""
    return f"""
---
title: {title or f"Brief in {lang}"}
date: 2024-05-20
lang: {lang}
{link}{more}
summary: A text that stands for one in {lang}.
actors:
  - {{name: Tide Office, kind: organization, role: Wrote it}}
dates:
  - 2024-05-20: An entry is made
implications:
  - So: It follows.
developments:
  - {{label: Next, text: More may follow., likelihood: likely, by: 2025-12-31, resolves_if: More follows.}}
---

A text.
"""


MANY_TONGUES = {
    "briefs/note.md": translated("en"),
    **{f"briefs/note-{lang}.md": translated(lang, original="note") for lang in
       ("ar", "fr", "de-AT", "ja", "pt-BR", "zh-TW", "fa", "ps")},
    "briefs/note-es.md": translated("es", original="note-fr"),
    "briefs/note-he.md": translated("he", original="note", more="draft: true\n"),
    "briefs/note-ru.md": translated("ru", original="note").replace("date: 2024-05-20", "date: 2025-05-20", 1),
    "briefs/alone.md": translated("de"),
}  # fmt: skip
"""An English site with a brief in many languages; the Hebrew one is a draft, the Russian not due."""
