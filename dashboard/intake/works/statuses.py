"""The state of a work: OC4IDS codes, and the words for them that registers print."""

from __future__ import annotations

from collections import Counter

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.table.columns import Coded
from dashboard.intake.works.texts import WorksTable
from dashboard.store.works_tables import STATUSES

_WORDS = {
    "identification": (
        "planned", "plan", "proposed", "idea", "план", "планда", "пландалган",
        "пландалды", "пландалууда", "план боюнча", "сунушталган",
        "планируется", "запланировано", "запланирован", "в плане", "предложено", "proyectada", "en proyecto",
        "planificada", "prevista",
    ),
    "preparation": (
        "being prepared", "approved", "tender", "tendering", "in procurement", "procurement", "awarded", "design",
        "даярдалууда", "бекитилген", "тендер", "тендер жүрүүдө", "сатып алуу", "долбоорлоо", "келишим түзүлдү",
        "подготовка", "готовится", "утверждено", "тендер объявлен", "закупка", "конкурс", "проектирование",
        "договор заключен", "en licitación", "licitación", "adjudicada", "en armado", "en preparación",
    ),
    "implementation": (
        "under way", "underway", "ongoing", "in progress", "in execution", "started", "active", "жүрүүдө",
        "иш жүрүүдө", "аткарылууда", "аткарылып жатат", "курулууда", "курулуп жатат", "оңдолууда", "башталды",
        "башталган", "уланууда", "в работе", "в процессе", "выполняется", "ведется", "ведутся работы", "идет",
        "начато", "начат", "начата", "в ходе", "в стадии выполнения", "строится",
        "ремонтируется", "en proceso", "en ejecución", "en obra", "en curso", "iniciada",
    ),
    "completion": (
        "completed", "complete", "done", "finished", "closed", "built", "бүттү", "бүткөн", "бүтүрүлдү", "аяктады",
        "аяктаган", "аякталды", "курулду", "оңдолду", "аткарылды", "ишке берилди", "пайдаланууга берилди",
        "завершено", "завершен", "завершена", "закончено", "окончено", "выполнено", "выполнен", "выполнена",
        "построено", "построен", "сдано", "сдан в эксплуатацию", "исполнено", "finalizado", "finalizada",
        "terminado", "terminada", "concluida",
    ),
    "cancelled": (
        "canceled", "abandoned", "withdrawn", "жокко чыгарылды", "жокко чыгарылган", "токтотулду", "отменено",
        "отменен", "отменена", "отказано", "cancelada", "cancelado", "desestimada", "rescindida",
    ),
}  # fmt: skip
STATUS_WORDS = {fold(word): status for status, words in _WORDS.items() for word in words}
STATUS_WORDS |= {fold(status): status for status in STATUSES}


def read_statuses(table: WorksTable, roles: Coded) -> Coded:
    """OC4IDS codes. A missing word is an error that names the row; an unknown one an error that names its first row and
    how many have it. A total has no state of its own, so it needs no word: it counts as planned.
    """
    column = table.fields.get("status")
    if column is None:
        table.findings.add("field_missing", "error", column="status", field="status")
        return table.constant("")
    totals = roles.isin(("total",))
    codes = column.map(lambda text: text if text in STATUSES else STATUS_WORDS.get(fold(text), ""))
    table.tell("field_missing", ~column.said & ~totals, "status", field="status")
    unknown = column.said & ~codes.said & ~totals
    words = column.to_numpy()
    for word, rows in Counter(words[unknown].tolist()).items():
        first = np.zeros(len(table), dtype=bool)
        first[np.flatnonzero(unknown & (words == word))[0]] = True
        table.tell("status_unknown", first, "status", values=column, n=rows)
    return codes.where(~codes.said & totals, table.constant("identification"))
