"""Words, numbers, dates and search in every language that has a catalogue.

Every layer may enter, by the names below; nothing here knows another part of the package.
"""

from dashboard.i18n.catalogue import DEFAULT, KNOWN, LANGUAGES, NAMED_IN, Lang, keys, t
from dashboard.i18n.coarse import iso, told, when
from dashboard.i18n.dates import day, long_day, moment, month_name, timestamp
from dashboard.i18n.fold import fold, fold_words, sort_key
from dashboard.i18n.formats import currency_word, money, money_axis, number, percent, points

__all__ = [
    "DEFAULT",
    "KNOWN",
    "LANGUAGES",
    "NAMED_IN",
    "Lang",
    "currency_word",
    "day",
    "fold",
    "fold_words",
    "iso",
    "keys",
    "long_day",
    "moment",
    "money",
    "money_axis",
    "month_name",
    "number",
    "percent",
    "points",
    "sort_key",
    "t",
    "timestamp",
    "told",
    "when",
]
