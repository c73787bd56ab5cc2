"""Words by which papers print totals, in Kyrgyz, Russian, Ukrainian, Spanish and English.

Two kinds: words that can only be a total («Бардык кирешелер», «Итого»), and words that name a whole side of a budget
(«Кирешелер бөлүгү», «Расходы»), which some papers print over everything and others give to one line.
"""

from __future__ import annotations

import re

from dashboard.i18n import fold

_BEGINS = (
    "баары", "баардыгы", "бардыгы", "барысы", "бардык киреше", "бардык чыгаша", "бардык чыгыша", "бардык каражат",
    "жалпысы", "жалпы баары", "жалпы бардыгы", "жалпы сумма", "жалпы суммасы", "жалпы киреше", "жалпы чыгаша",
    "жалпы чыгыша", "жалпы бюджет", "жыйынтык", "жыйынтыгы", "жыйынды",
    "всего", "итого", "итог", "общий итог", "общая сумма", "общий объем доходов", "общий объем расходов",
    "все доходы", "все расходы",
    "total", "grand total", "sum total", "all revenue", "all expenditure", "all income",
    "усього", "всього", "разом", "загальна сума", "загальний обсяг доходів", "загальний обсяг видатків",
    "totales", "suma total", "importe total",
)  # fmt: skip
_ENDS = (
    "баары", "баардыгы", "бардыгы", "жалпысы", "жалпы суммасы", "всего", "итого", "усього", "всього", "разом",
    "total", "in total",
)  # fmt: skip
BEGINS = tuple(map(fold, _BEGINS))

_KIRESHE = r"((киреше|чыгаша|чыгыша)(лер|лар)?|чыгымдар|чыгымдоолор|расходдор)(и|ы|у)?(нин|нын|нун)?"
_BUDGET = r"((жергиликтуу|шаардык|айылдык)? ?(бюджет(и|ин|тин|инин)?) ?(долбоору)? ?)"
_DRAFT = r"( (проекти|проектиси|долбоору|(болжол|божомол)у?|боюнча|болугу|болугунун|план|факт|проект|прогноз))*"
_OF_BUDGET = (
    r"( (местного|городского|районного|областного|республиканского|місцевого|міського))? бюджет[ау]( города| міста)?"
)
_OF = r" of the( (local|city|town|village|state))?( (budget|treasury))"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WITH = rf"( (forecast|draft|plan|planned|for \d{{4}}|in \d{{4}}|{_MONTHS}))*"
#: Matched against the words, each folded, without what stands in brackets.
_SIDES = tuple(
    re.compile(pattern)
    for pattern in (
        # Кирешелер; Чыгашалар бөлүгү; бюджетинин кирешелери; бюджет долбоору, киреше бөлүгү
        rf"{_BUDGET}?{_KIRESHE}{_DRAFT}",
        # бюджет кирешелер жана чыгашалар боюнча
        rf"{_BUDGET}?{_KIRESHE} жана {_KIRESHE}{_DRAFT}",
        # 2019-жылга бекитилген бюджет; жергиликтүү бюджеттин долбоору
        r"\d{4} жыл(га|дын|ы)? (бекитилген )?(жергиликтуу |шаардык )?бюджет(тин|инин)?( долбоору)?",
        r"(жергиликтуу |шаардык )?бюджет(тин|инин)? долбоору",
        r"(шаар|айыл|жергиликтуу|шаардык) бюджет(тин|инин) (такталган )?колому",
        # доходы бюджета города на 2026 год; доходная часть; видатки місцевого бюджету
        rf"(прошлогодние )?(доходи|доходы|расходы|видатки)({_OF_BUDGET})?( (на|за|в) \d{{4}} (год|году|рик))?{_DRAFT}",
        rf"(уточненный )?{fold('объем')} (местного|городского) бюджета",
        rf"бюджет (города|села) на ({fold('текущий')}|\d{{4}}) год",
        r"(доходная|расходная|дохідна|видаткова) (часть|частина)( бюджет[ау])?",
        # revenues of the city budget, January-August; local budget revenues; draft budget excluding transfers
        rf"(revenue|income|expenditure|expense|spending)s?({_OF})?{_WITH}",
        r"(revenue|income|expenditure|expense)s? of \w+ planned for \d{4}",
        rf"(local |city |town |state )?(draft )?budget( (revenue|income|expenditure|expense)s?)?"
        rf"( excluding transfers)?{_WITH}",
        # ingresos, presupuesto de gastos
        r"(presupuesto de )?(ingresos|gastos)( del presupuesto)?",
    )
)
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w+")
_ENDING = re.compile("(^| )(" + "|".join(" ".join(map(fold, words.split())) for words in _ENDS) + ")$")
#: Without one of these a label cannot be either; most labels are done with here.
_STEMS = re.compile("|".join(map(fold, (
    *_ENDS, "киреше", "чыгаша", "чыгыша", "чыгым", "доход", "расход", "видатк", "видатков", "бюджет", "budget",
    "revenue", "income", "expenditure", "expense", "spending", "ingresos", "gastos",
))))  # fmt: skip


def begins_as_total(text: str) -> bool:
    """Whether a text begins with «Бардык кирешелер», «Всего», “Total” …"""
    return fold(text).startswith(BEGINS)


def says_total(text: str) -> bool:
    """Whether a label of a budget can only be a total: it begins with such words or ends so («Доходы, всего»)."""
    folded = fold(text)
    if folded.startswith(BEGINS):
        return True
    return _STEMS.search(folded) is not None and _ENDING.search(_words(text)) is not None


def names_a_side(text: str) -> bool:
    """Whether a label names all revenue or all expenditure: a total in most papers, one of the lines in others."""
    if _STEMS.search(fold(text)) is None:
        return False
    words = _words(text)
    return any(pattern.fullmatch(words) for pattern in _SIDES)


def _words(text: str) -> str:
    """The words, each folded, without what stands in brackets."""
    return " ".join(map(fold, _WORD.findall(_BRACKETS.sub(" ", text))))
