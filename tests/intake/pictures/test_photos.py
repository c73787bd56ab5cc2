"""Pictures are drawn anew without what a camera hides in them; hostile ones are refused by name; all or nothing."""

from __future__ import annotations

import csv
import io
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, func, select

from dashboard.intake.pictures import PHOTOS
from dashboard.intake.pictures.folder import LIST
from dashboard.intake.pictures.picture import PictureLimits, read_picture
from dashboard.intake.pictures.subject import PhotosSubject
from dashboard.intake.report import Report
from dashboard.store import audit
from dashboard.store.batch import Document
from dashboard.store.picture_files import SIZES, store_files
from dashboard.store.publishing import photos
from dashboard.store.publishing.photos import PhotoRow
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.publishing.works import publish_works
from dashboard.store.queries import works as queries
from dashboard.store.tables import release
from dashboard.store.work_records import Photo
from dashboard.store.works_tables import photo, work
from tests.importing import import_files
from tests.store.made import add_place, origin

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = ("work", "title", "village", "file", "stage", "pair", "taken_on", "drawn", "alt_ky", "alt_ru", "alt_en")
ROW = {"work": "w1", "file": "a.jpg", "stage": "before", "taken_on": "2025-05-01", "drawn": "0", "alt_ky": "Эски жол"}
GPS, ORIENTATION = 0x8825, 0x0112


def picture(size: tuple[int, int] = (1200, 800), kind: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", size, "#336699")
    image.paste("#cc4433", (0, 0, size[0] // 4, size[1] // 4))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(GPS)[2] = (41.0, 25.0, 30.0)
    return picture(exif=exif)


def bomb() -> bytes:
    """A PNG of 60 000 × 60 000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    return made


@pytest.fixture
def place(engine: Engine) -> Engine:
    """A database with two works."""
    return with_works(engine)


@pytest.fixture
def small(sqlite_engine: Engine) -> Engine:
    return with_works(sqlite_engine)


def with_works(engine: Engine) -> Engine:
    add_place(engine)
    rows = [WorkRow("here", key, key, "paper", date(2025, 1, 1), "completion", 2) for key in ("w1", "w2")]
    publish_works(engine, rows, (Document("paper", "Paper"),), origin("works.csv", "works"))
    return engine


def write_list(folder: Path, *rows: dict[str, str]) -> None:
    with (folder / LIST).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def run(engine: Engine, folder: Path, **options: object) -> Report:
    return import_files(engine, kept_in(folder), folder, unit="here", **options)


def kept_in(folder: Path) -> PhotosSubject:
    return replace(PHOTOS, store=folder.parent / "store")


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.severity != "info"]


def test_a_work_without_a_number_is_found_by_its_title_and_village(small: Engine, folder: Path) -> None:
    made = WorkRow("here", "жол оңдоо-кызыл", "Жол  оңдоо", "paper", date(2025, 1, 1), "completion", 2, village="Кызыл")
    rows = [made, replace(made, key="жол оңдоо-чоң", village="Чоң")]
    publish_works(small, rows, (Document("paper", "Paper"),), origin("more.csv", "works"))
    (folder / "a.jpg").write_bytes(picture())
    told = {**ROW, "work": "", "title": "жол оңдоо"}
    write_list(folder, told)
    report = run(small, folder)
    (several,) = (problem for problem in report.problems if problem.severity == "error")
    assert (several.code, several.row, several.column) == ("photo_work_several", 2, "title")
    assert several.params == {"n": 2, "keys": "жол оңдоо-кызыл, жол оңдоо-чоң"}
    write_list(folder, {**told, "village": "Чоң"})
    assert run(small, folder).outcome == "published"
    assert len(shown_with(small, "жол оңдоо-чоң")) == 1 and shown_with(small, "жол оңдоо-кызыл") == ()


def stored(folder: Path) -> list[Path]:
    return sorted((folder.parent / "store").glob("*")) if (folder.parent / "store").exists() else []


def test_a_picture_is_stored_in_three_sizes_and_shown_with_its_work(place: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture((2000, 1250)))
    write_list(folder, ROW)
    report = run(place, folder)
    assert (report.outcome, codes(report)) == ("published", [])
    widths = {path.name.split("-")[1]: Image.open(path).size for path in stored(folder) if path.suffix == ".webp"}
    assert widths == {"480.webp": (480, 300), "960.webp": (960, 600), "1600.webp": (1600, 1000)}
    (shown,) = shown_with(place, "w1")
    with place.connect() as connection:
        assert audit.broken_at(connection) is None
    assert (shown.width, shown.height, shown.stage, shown.drawn) == (1600, 1000, "before", False)
    assert (shown.alt.ky, shown.alt.ru, shown.alt.en) == ("Эски жол", "Эски жол", "Эски жол")
    assert all(path.name.startswith(shown.file) and not path.name.startswith(".") for path in stored(folder))


def shown_with(engine: Engine, key: str) -> tuple[Photo, ...]:
    with engine.connect() as connection:
        work_id = connection.execute(select(work.c.id).where(work.c.key == key)).scalar_one()
        return queries.photos(connection, [work_id]).get(work_id, ())


def test_the_same_folder_again_changes_nothing_and_a_changed_picture_does(small: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, ROW)
    first = run(small, folder)
    assert (run(small, folder).outcome, run(small, folder).release) == ("same", first.release)
    (folder / "a.jpg").write_bytes(picture((1300, 800)))
    assert run(small, folder).outcome == "published"
    assert len(shown_with(small, "w1")) == 2


def test_pictures_that_were_lost_come_back_with_the_same_import(small: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, ROW)
    run(small, folder)
    files = stored(folder)
    for path in files:
        path.unlink()
    assert run(small, folder).outcome == "same"
    assert stored(folder) == files and rows_in(small) == 1


def test_new_words_for_a_known_picture_replace_the_old_ones(small: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, ROW)
    first = run(small, folder)
    write_list(folder, {**ROW, "alt_ky": "Мурунку жол"})
    second = run(small, folder)
    assert second.outcome == "published" and second.release is not None and first.release is not None
    photos.retract(small, second.release, actor="tester", reason="test")
    (shown,) = shown_with(small, "w1")
    assert shown.alt.ky == "Мурунку жол"
    photos.retract(small, first.release, actor="tester", reason="test")
    assert shown_with(small, "w1") == ()


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_camera_and_place_are_gone_and_the_picture_stands_upright(small: Engine, folder: Path, kind: str) -> None:
    (folder / "a.jpg").write_bytes(with_gps())
    write_list(folder, ROW)
    assert run(small, folder).outcome == "published"
    files = [path for path in stored(folder) if path.suffix == f".{kind}"]
    assert len(files) in ((3,) if kind == "webp" else (0, 3))
    for path in files:
        image = Image.open(path)
        assert image.height > image.width
        assert not image.getexif() and "exif" not in image.info and b"Secret" not in path.read_bytes()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_jpeg_png_and_webp_are_taken(kind: str, name: str) -> None:
    found = read_picture(picture(kind=kind))
    assert (found.width, found.height) == (1200, 800)
    assert {size for size, _, _ in found.files} == set(SIZES)


def test_transparency_becomes_white_and_a_small_picture_is_not_blown_up() -> None:
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    found = read_picture(out.getvalue())
    assert found.width == 300
    assert Image.open(io.BytesIO(found.files[0][2])).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def moving() -> bytes:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (bomb(), "picture_too_many_pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "picture_unknown_kind"),
        (b"GIF89a" + b"\0" * 100, "picture_unknown_kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "picture_unknown_kind"),
        (b"", "picture_unknown_kind"),
        (picture()[:3000], "picture_damaged"),
        (picture((100, 900)), "picture_too_small"),
        (moving(), "picture_moves"),
    ],
    ids=["bomb", "svg", "gif", "postscript", "empty", "cut", "small", "moving"],
)
def test_a_hostile_or_damaged_picture_is_refused_by_name(small: Engine, folder: Path, raw: bytes, code: str) -> None:
    (folder / "good.jpg").write_bytes(picture())
    (folder / "a.jpg").write_bytes(raw)
    write_list(folder, {**ROW, "file": "good.jpg"}, ROW)
    report = run(small, folder)
    assert report.outcome == "refused" and report.exit_code == 3
    found = [problem for problem in report.problems if problem.severity == "error"]
    assert [(problem.code, problem.value) for problem in found] == [(code, "a.jpg")]
    assert stored(folder) == [] and rows_in(small) == 0
    assert "a.jpg" in found[0].text("ky")


def rows_in(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(photo)).scalar_one())


def test_a_picture_that_needs_too_much_memory_kills_only_its_reader(small: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture((4000, 4000)))
    write_list(folder, ROW)
    limits = PictureLimits(memory_bytes=96 * 2**20)
    report = import_files(small, replace(kept_in(folder), limits=limits), folder, unit="here")
    assert report.outcome == "refused"
    assert codes(report)[0] in ("picture_kills_reader", "picture_damaged")


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"alt_ky": ""}, "field_missing", "alt_ky"),
        ({"file": "../a.jpg"}, "picture_bad_name", "file"),
        ({"file": "/etc/passwd.jpg"}, "picture_bad_name", "file"),
        ({"file": "a.svg"}, "picture_bad_name", "file"),
        ({"file": "other.jpg"}, "picture_missing", "file"),
        ({"work": "w9"}, "work_unknown", "work"),
        ({"work": ""}, "photo_work_missing", "work"),
        ({"work": "", "title": "w9"}, "work_unknown", "title"),
        ({"work": "w1", "title": "w2"}, "work_unknown", "work"),
        ({"alt_ky": "Байланыш: 0555 12-34-56"}, "photo_personal", "alt_ky"),
        ({"alt_ru": "ПИН 21203199500123"}, "photo_personal", "alt_ru"),
        ({"alt_en": "write to a.b@example.org"}, "photo_personal", "alt_en"),
        ({"stage": "later"}, "bad_choice", "stage"),
        ({"taken_on": "31.02.2025"}, "bad_date", "taken_on"),
        ({"drawn": "yes"}, "bad_choice", "drawn"),
    ],
)
def test_a_bad_row_is_refused_and_nothing_written(
    small: Engine, folder: Path, change: dict[str, str], code: str, column: str
) -> None:
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, {**ROW, **change})
    report = run(small, folder)
    errors = [(problem.code, problem.column) for problem in report.problems if problem.severity == "error"]
    assert report.outcome == "refused" and errors == [(code, column)]
    assert {problem.row for problem in report.problems if problem.severity == "error"} <= {2, None}
    assert code == "picture_missing" or any(problem.row == 2 for problem in report.problems)
    assert not any(told in problem.text("ky") for problem in report.problems for told in ("0555", "2120319", "@"))
    assert stored(folder) == [] and rows_in(small) == 0
    for lang in ("ky", "ru", "en"):
        assert all(problem.text(lang) for problem in report.problems)


def test_a_link_out_of_the_folder_is_not_followed(small: Engine, folder: Path) -> None:
    (folder.parent / "private.jpg").write_bytes(picture())
    (folder / "a.jpg").symlink_to(folder.parent / "private.jpg")
    write_list(folder, ROW)
    assert codes(run(small, folder)) == ["picture_missing"]


def test_a_folder_without_a_list_or_with_an_unknown_place_is_refused(small: Engine, folder: Path) -> None:
    assert codes(run(small, folder)) == ["file_not_readable"]
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, ROW)
    report = import_files(small, kept_in(folder), folder, unit="nowhere")
    assert codes(report) == ["place_unknown"]


def test_half_a_pair_and_a_forgotten_picture_are_told(small: Engine, folder: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(picture())
    write_list(folder, {**ROW, "pair": "1"})
    report = run(small, folder)
    assert report.outcome == "published" and sorted(codes(report)) == ["picture_not_listed", "picture_pair"]


def test_the_same_picture_before_and_after_is_refused_for_only_one_would_be_seen(small: Engine, folder: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(picture())
    pair = ({**ROW, "pair": "1"}, {**ROW, "pair": "1", "file": "b.jpg", "stage": "after"})
    write_list(folder, *pair)
    report = run(small, folder)
    (same,) = (problem for problem in report.problems if problem.severity == "error")
    assert (same.code, same.row, same.value, same.params["first"]) == ("picture_same", 3, "b.jpg", "a.jpg")
    write_list(folder, pair[0], {**pair[1], "work": "w2"})
    assert run(small, folder).outcome == "published", "of another work it may be the same"


def test_a_dry_run_writes_nothing(small: Engine, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture())
    write_list(folder, ROW)
    assert run(small, folder, dry_run=True).outcome == "checked"
    assert stored(folder) == [] and rows_in(small) == 0


_CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.importing import import_files
from dashboard.intake.pictures import PHOTOS
from dashboard.store.engine import writing_engine
print("ready", flush=True)
subject = replace(PHOTOS, store=Path(sys.argv[3]))
import_files(writing_engine(sys.argv[1]), subject, Path(sys.argv[2]), unit="here")
"""


def test_killed_at_any_moment_every_row_has_its_files(small: Engine, folder: Path) -> None:
    rows = []
    for at in range(6):
        (folder / f"{at}.jpg").write_bytes(picture((800 + at, 600)))
        rows.append({**ROW, "file": f"{at}.jpg"})
    write_list(folder, *rows)
    store = folder.parent / "store"
    seen = set()
    for delay in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.4):
        command = [sys.executable, "-c", _CHILD, str(small.url), str(folder), str(store)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        with small.connect() as connection:
            names = connection.execute(select(photo.c.file)).scalars().all()
            assert audit.broken_at(connection) is None
        assert len(names) in (0, 6)
        for name in names:
            assert all(Image.open(store / f"{name}-{size}.webp").verify() is None for size in SIZES)
        seen.add(len(names))
    assert 0 in seen
    assert run(small, folder).outcome in ("published", "same")


def test_names_follow_the_content_and_a_stored_file_is_never_written_again(tmp_path: Path) -> None:
    files = ((480, "webp", b"small"), (960, "webp", b"middle"))
    name = store_files(tmp_path, files)
    (tmp_path / f"{name}-480.webp").write_bytes(b"small but ours")
    assert store_files(tmp_path, files) == name
    assert (tmp_path / f"{name}-480.webp").read_bytes() == b"small but ours"
    assert store_files(tmp_path, ((480, "webp", b"other"),)) != name


def test_a_failure_while_writing_rows_leaves_no_row_and_no_release(small: Engine) -> None:
    row = PhotoRow("here", "w9", "f" * 64, "after", "", None, 480, 300, False, "а", "а", "а")
    with pytest.raises(KeyError):
        photos.publish_photos(small, [row], origin("photos.csv", "photos"))
    with small.connect() as connection:
        subjects = connection.execute(select(release.c.subject)).scalars().all()
    assert subjects == ["works"] and rows_in(small) == 0
