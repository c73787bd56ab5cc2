"""The state of a work: OC4IDS codes, and the words for them that registers print."""

from __future__ import annotations

from dashboard.i18n import fold
from dashboard.intake.table.columns import Coded
from dashboard.intake.works.texts import WorksTable
from dashboard.store.works_tables import STATUSES

_WORDS = {
    "identification": (
        "planned", "proposed", "idea", "пландалган", "пландалды", "пландалууда", "план боюнча", "сунушталган",
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
        "начато", "строится", "ремонтируется", "en proceso", "en ejecución", "en obra", "en curso", "iniciada",
    ),
    "completion": (
        "completed", "complete", "done", "finished", "closed", "built", "бүттү", "бүткөн", "бүтүрүлдү", "аяктады",
        "аяктаган", "аякталды", "курулду", "оңдолду", "аткарылды", "ишке берилди", "пайдаланууга берилди",
        "завершено", "завершен", "завершена", "закончено", "окончено", "выполнено", "выполнен", "выполнена",
        "построено", "построен", "сдано", "сдан в эксплуатацию", "исполнено", "finalizado", "finalizada",
        "terminado", "terminada", "concluida", "proyecto finalizado",
    ),
    "cancelled": (
        "canceled", "abandoned", "withdrawn", "жокко чыгарылды", "жокко чыгарылган", "токтотулду", "отменено",
        "отменен", "отменена", "отказано", "cancelada", "cancelado", "desestimada", "rescindida",
    ),
}  # fmt: skip
STATUS_WORDS = {fold(word): status for status, words in _WORDS.items() for word in words}
STATUS_WORDS |= {fold(status): status for status in STATUSES}


def read_statuses(table: WorksTable) -> Coded:
    """OC4IDS codes; a missing or unknown word is an error that names the row."""
    column = table.fields.get("status")
    if column is None:
        table.findings.add("field_missing", "error", column="status", field="status")
        return table.constant("")
    codes = column.map(lambda text: text if text in STATUSES else STATUS_WORDS.get(fold(text), ""))
    table.tell("field_missing", ~column.said, "status", field="status")
    table.tell("status_unknown", column.said & ~codes.said, "status", values=column)
    return codes
