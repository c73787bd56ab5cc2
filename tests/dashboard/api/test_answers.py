import csv
import io

import pytest

from dashboard.api.budget import decimal


@pytest.mark.parametrize(
    ("minor", "shown"),
    [(717610050, "7176100.50"), (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-12345, "-123.45"),
     (9_223_372_036_854_775_807, "92233720368547758.07"), (None, None)],
)  # fmt: skip
def test_minor_units_are_written_exactly(minor, shown):
    assert decimal(minor) == shown


def test_csv_survives_quotes_and_line_breaks(client):
    table = list(csv.reader(io.StringIO(client.get("/api/v1/budget.csv?place=first-aimak").text, newline="")))
    assert len({len(row) for row in table}) == 1
    assert any('«кавычки»; "x"\nсап' in cell for row in table for cell in row)
