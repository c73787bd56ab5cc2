import json
from pathlib import Path

import pytest

from dashboard.intake.files import Limits, Sheet, read_file
from dashboard.intake.problems import Refused

RECORDS = [{"code": "0701", "plan": {"approved": 12.5, "revised": None}}, {"code": "0702", "tags": ["a"], "done": True}]
ROWS = [
    ["code", "plan.approved", "plan.revised", "tags", "done"],
    ["0701", 12.5, None, None, None],
    ["0702", None, None, '["a"]', True],
]


def read(tmp_path: Path, text: str, limits: Limits | None = None) -> Sheet:
    path = tmp_path / "table.json"
    path.write_text(text, encoding="utf-8")
    (sheet,) = read_file(path, limits=limits).sheets
    return sheet


@pytest.mark.parametrize("wrapper", [None, "records", "data", "results"])
def test_records_become_a_grid_with_dotted_names_in_the_first_row(tmp_path: Path, wrapper: str | None) -> None:
    sheet = read(tmp_path, json.dumps(RECORDS if wrapper is None else {"count": 2, wrapper: RECORDS}))
    assert sheet.frame.to_numpy(dtype=object).tolist() == ROWS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 200_000, "json_too_deep"),
        ('[{"a":' + '{"a":' * 60 + "1" + "}" * 60 + "}]", "json_too_deep"),
        ('[{"a": 1,}]', "json_broken"),
        ('[{"a": NaN}]', "json_number"),
        (f'[{{"a": {"9" * 5000}}}]', "json_number"),
        ('[{"a": 1, "a": 2}]', "json_key_twice"),
        ('[{"a.b": 1, "a": {"b": 2}}]', "json_key_twice"),
        ("[]", "json_not_records"),
        ("[1, 2]", "json_not_records"),
        ('{"rows": []}', "json_not_records"),
        ('"text"', "json_not_records"),
    ],
)
def test_what_is_no_list_of_records_is_refused_by_name(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text)
    assert refusal.value.problems[0].code == code


def test_the_limits_hold_for_records_too(tmp_path: Path) -> None:
    for limits, code in ((Limits(rows=1), "sheet_too_big"), (Limits(columns=2), "too_many_columns")):
        with pytest.raises(Refused) as refusal:
            read(tmp_path, json.dumps(RECORDS), limits)
        assert refusal.value.problems[0].code == code
