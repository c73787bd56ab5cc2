"""Where places lie and their villages: files that are right, and refusals that say where they are wrong."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dashboard.assets_manifest import AssetManifest
from dashboard.factory import BUILT_ASSETS
from dashboard.gazetteer import WrongGazetteer, points, read_points, read_villages, villages
from dashboard.outline import Outline
from tests.conftest import ROOT, not_here

HEAD = "municipality,latitude,longitude,settlement,geonameid\n"


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    with (ROOT / "data/reference/municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_every_point_and_every_village_belongs_to_a_known_place(places: dict[str, dict[str, str]]) -> None:
    assert len(points()) == 124 and len(villages()) == 1855
    assert {*points(), *(village.place for village in villages())} <= places.keys()
    assert not [code for code in points() if places[code]["is_fictional"] == "1"]


def test_a_village_has_the_code_of_its_place_in_its_own(places: dict[str, dict[str, str]]) -> None:
    with (ROOT / "data/reference/villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            above = places[row["municipality"]]["soate"]
            # Eleven digits name an aiyl aimak, twelve a town with its settlements, eight a city of an oblast.
            assert row["soate"].startswith(above.rstrip("0")), row


def test_every_rayon_outside_the_capital_has_its_centre(places: dict[str, dict[str, str]]) -> None:
    rayons = {code for code, row in places.items() if row["kind"] == "rayon" and row["parent"] != "bishkek"}
    assert rayons <= points().keys() and len(rayons) == 40


@pytest.mark.parametrize(
    ("code", "settlement", "oblast"),
    [
        ("manas-rayonu", "Pokrovka", "west"),
        ("jeti-oguz-rayonu", "Kyzyl-Suu", "east"),
        ("talas-shaary", "Talas", "west"),
    ],
)
def test_names_that_several_settlements_bear_mean_the_right_one(code: str, settlement: str, oblast: str) -> None:
    point = points()[code]
    assert point.settlement == settlement and (point.longitude < 74) == (oblast == "west")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,42,74,A,1\na,42,74,A,1\n", "line 3: municipality"),
        ("a,,74,A,1\n", "line 2: latitude"),
        ("a,42,181,A,1\n", "line 2: longitude"),
        ("a,42,nan,A,1\n", "line 2: longitude"),
        ("a,42,74,,1\n", "line 2: settlement"),
    ],
)
def test_a_wrong_point_is_refused_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "coordinates.csv"
    file.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(WrongGazetteer, match=re.escape(said)):
        read_points(file)


def test_a_village_without_a_name_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    file.write_text("soate,municipality,name_ru\n1,a,\n", encoding="utf-8")
    with pytest.raises(WrongGazetteer, match="line 2: name_ru"):
        read_villages(file)


def test_every_point_lies_on_the_outline_that_was_built() -> None:
    outline = Outline.load(AssetManifest.load(BUILT_ASSETS))
    if outline is None:
        not_here("the front-end was not built: `make assets` builds it")
    assert outline.width / outline.height == pytest.approx(1.98, abs=0.1), "no degree is stretched"
    rings = [_ring(part) for part in outline.path.split("z") if part]
    for code, point in points().items():
        x, y = outline.at(point.latitude, point.longitude)
        assert _near(x, y, rings), (code, point)


def test_without_a_build_there_is_no_outline(tmp_path: Path) -> None:
    assert Outline.load(AssetManifest.load(tmp_path)) is None


def _ring(path: str) -> list[tuple[int, int]]:
    start, steps = path.removeprefix("M").split("l")
    numbers = [int(each) for each in re.findall(r"-?\d+", steps)]
    ring = [tuple(map(int, start.split()))]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
    return [(x, y) for x, y in ring]


def _near(x: float, y: float, rings: list[list[tuple[int, int]]]) -> bool:
    """Whether the point, or one within three units of it, is inside: border towns stand on a thinned line."""
    return any(sum(_inside(x + dx, y + dy, ring) for ring in rings) % 2 == 1 for dx in (-3, 0, 3) for dy in (-3, 0, 3))


def _inside(x: float, y: float, ring: list[tuple[int, int]]) -> bool:
    crossed = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed
