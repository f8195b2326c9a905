"""Words with a capital that stand beside a name and do not belong to it, or that only seem not to.

They are those of the languages that most texts are in. A missing word costs a link, never a wrong
one.
"""

from __future__ import annotations


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
