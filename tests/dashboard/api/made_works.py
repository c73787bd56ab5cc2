"""Works that have everything the API can say about one."""

from __future__ import annotations

from datetime import date

from dashboard.store.publishing.photos import PhotoRow
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.work_records import Funding, Link

#: The day it is for the server under test: it decides which works are late.
TODAY = date(2025, 6, 1)
WORKS = [
    WorkRow(
        "first-aimak", "W-1/а", "Суу түтүгү", "works", date(2025, 5, 1), "completion", 2, title_ru="Водопровод",
        description="640 м", type="construction", sector="waterAndWaste", service="water", function="func.709",
        village="Өзөн", latitude=41.5, longitude=75.25, ocid="ocds-abcdef-1", quantity=640.5, quantity_unit="m",
        beneficiaries=120, planned_start=date(2024, 3, 1), planned_end=date(2024, 9, 1),
        actual_start=date(2024, 4, 2), actual_end=date(2024, 9, 15), planned_minor=210_000_050,
        contract_minor=200_000_000, paid_minor=0, contractor="=ЖЧК «Үлгү»", delay_reason="Жаан",
        note_ky="Эскертүү",
        fundings=(
            Funding("local_budget", "Жергиликтүү бюджет", 10_000_050), Funding("donor", "АРИС", 200_000_000),
            Funding("own_contribution", "", None),
        ),
        links=(Link("Акт", "https://example.org/act.pdf"), Link("", "javascript:alert(1)")),
    ),
    WorkRow(
        "first-aimak", "W-2", "Жол", "works", date(2025, 5, 1), "implementation", 3, type="repair",
        sector="transport.road", service="roads", village="Үңкүр", planned_end=date(2025, 5, 2),
        planned_minor=5_000_000, new_end=date(2025, 8, 1), delay_reason="Каражат жок",
    ),
    WorkRow("first-aimak", "W-3", "Көпүрө", "works", date(2025, 5, 1), "identification", 4, planned_end=TODAY),
    WorkRow("first-aimak", "W-4", "Мектеп", "works", date(2025, 5, 1), "preparation", 5, service="school"),
    WorkRow("first-aimak", "W-5", "Жарык", "works", date(2025, 5, 1), "cancelled", 6, planned_end=date(2023, 1, 1)),
    WorkRow("first-aimak", "W-6", "Парк", "works", date(2025, 5, 1), "maintenance", 7, actual_end=date(2023, 2, 3)),
    WorkRow("first-aimak", "G-1", "Үч айылга суу", "works", date(2025, 5, 1), "preparation", 8, role="group",
            planned_minor=900_000_000),
    WorkRow("first-aimak", "T-1", "Баары", "works", date(2025, 5, 1), "preparation", 9, role="total",
            planned_minor=1_100_000_000),
    WorkRow("second-aimak", "W-1/а", "Сугат", "works", date(2025, 5, 1), "implementation", 10, service="water"),
    WorkRow("made-up", "D-1", "Үлгү иш", "works", date(2025, 5, 1), "completion", 11, paid_minor=100),
]  # fmt: skip
#: What was said earlier about W-2: no longer counts.
WORKS_BEFORE = [WorkRow("first-aimak", "W-2", "Жол", "works-before", date(2024, 5, 1), "identification", 2)]
#: Pictures of W-1/а, the later one first; the second is a drawing.
PHOTOS = [
    PhotoRow(
        "first-aimak", "W-1/а", "b" * 64, "after", "1", date(2024, 9, 20), 1600, 1000, False, "Түтүк", "Труба", "Pipe"
    ),
    PhotoRow("first-aimak", "W-1/а", "a" * 64, "before", "1", None, 800, 600, True, "Арык", "Арык", "Арык"),
]  # fmt: skip
