"""Words that tell a heading, a title, an organisation or a beginning of a sentence. English."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUALIFIERS = _words(
    """
    & a actionable additional and anticipated broader business concrete cultural diplomatic direct
    domestic economic editorial environmental ethical expected expert financial foreseeable
    further future general global health humanitarian immediate indirect industry international
    its key lasting legal likely long long-term longer longer-term main major market medium
    medium-term mid mid-term military near near-term next of or other our overall plausible policy
    political possible potential practical probable projected public recommended regional
    scientific security short short-term shorter social societal some strategic technological term
    the their upcoming wider predicted emerging suggested proposed insights trends challenges
    opportunities risks lessons significant critical crucial important notable several more extended
    far-reaching wide-ranging geopolitical operational organizational organisational regulatory
    technical technological consumer investor community national local worldwide tactical helpful
    useful professional specific two three four five six seven top
    """
)
"""What may stand before the noun of a section's heading."""
TITLES = _words(
    """
    Admiral Ambassador Analyst Attorney Ayatollah Brigadier Brigadier-General CEO Captain Chair
    Chairman Chairwoman Chancellor Chief Col. Colonel Commander Congressman Congresswoman Dame
    Defence Defense Deputy Director Dr Dr. Economist Envoy Finance Foreign Former Gen. General
    Gov. Governor Interior Judge Justice King Lady Lieutenant Lieutenant-General Lord Lt. Maj.
    Major Major-General Marshal Mayor Minister Ministers Mr Mr. Mrs Mrs. Ms Ms. Pope Premier
    President Prime Prince Princess Prof Prof. Professor Queen Rep. Representative Secretary
    Secretary-General Sen. Senator Sergeant Sheikh Sir Spokesman Spokesperson Spokeswoman Vice
    Vice-President
    """
)
"""Titles and ranks before a person's name."""
ORGANIZATIONS = _words(
    """
    Agency Airlines Airways Alliance Army Assembly Association Authority Bank Board Brigade
    Brigades Bureau Center Centre Club Coalition College Commission Committee Company Congress
    Corp Corporation Corps Council Court Department Federation Force Forces Foundation Front Fund
    Group Guard Guards Hospital House Inc Institute Institution League Ministry Motors Movement
    Nations Navy News Office Organisation Organization Parliament Party Police Post Reserve School
    Senate Service Services Times Treasury Trust Union University
    """
)
"""Words that the names of organisations hold."""
NO_NAMES = _words(
    """
    AI AM Africa America April Asia August CEO CFO COVID COVID-19 CTO Central Christmas Covid DNA
    December East Easter Eastern Europe February Friday GDP God I ID Internet January July June
    Long-Term March May Middle Monday North Northern November October PM Ramadan Saturday
    September Short-Term South Southern Sunday TV Thursday Tuesday Wednesday West Western
    """
)
"""Capitalised words that name no actor."""
STARTERS = _words(
    """
    A According After Against All Although Among An And Any As At Because Before Between Both But
    By Despite During Each Earlier Every Following For From He Her Here His How However If In It
    Its Later Many Meanwhile Most My No Nor Not Now Of On Once Or Our Over Several She Since So
    Some That The Their Then There These They This Those Though To Today Under Until We What When
    Where Which While Who Why With Yesterday Yet You Your
    """
)
"""Words that are capitalised only because a sentence begins."""
SAYING = _words(
    """
    added adds are argued argues asked asks be explained explains is noted notes said say says
    stated states told warned warns was were writes wrote
    """
)
"""Verbs behind which a colon opens a quotation and ends no label."""
UNFINISHED = _words(
    """
    a an and are as at because but by for from in into is its of on or over than that the their
    to was were which while who will with without
    """
)
"""Words that end no label: the line goes on below."""
