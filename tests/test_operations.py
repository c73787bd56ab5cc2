"""What stands around the program: the Makefile, the unattended run, the lock file and the built front-end."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import brotli
import pytest

from dashboard.assets_manifest import AssetManifest
from tests.conftest import not_here

ROOT = Path(__file__).resolve().parent.parent


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# As from a terminal, also when `make test` is what runs these tests.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}


def make(*arguments: str) -> str:
    return subprocess.check_output(["make", *arguments], cwd=ROOT, text=True, env=ENVIRONMENT)


def build() -> str:
    """Builds the front-end and gives what the build printed; a machine that cannot build skips, or fails if it must."""
    done = subprocess.run(["bash", "frontend/build.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        not_here(f"the front-end cannot be built here: {done.stderr[-400:]}")
    return done.stdout


@pytest.fixture(scope="module")
def manifest() -> AssetManifest:
    """The front-end as `make assets` leaves it."""
    build()
    return AssetManifest.load(ROOT / "build" / "assets")


def test_help_lists_every_target() -> None:
    makefile = text_of("Makefile")
    listed = set(re.findall(r"^  make (\S+)", make("help"), re.M))
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    declared = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    assert listed == targets == declared
    assert listed >= {"help", "run", "dev", "test", "check", "mutants", "bench", "assets", "clean"}


def test_make_alone_shows_the_help() -> None:
    assert make().startswith("  make help")


def test_the_run_for_developers_is_for_this_machine_only() -> None:
    assert "DASH_DEBUG=1 HOST=127.0.0.1 exec" in make("--dry-run", "dev", "HOST=0.0.0.0")


def test_the_forge_does_what_the_unattended_run_does() -> None:
    steps = text_of(".github/workflows/check.yml")
    assert "run: .ci/run" in steps
    assert "//" not in steps.replace("postgresql+psycopg://postgres@postgres/", ""), "names no registry"


def test_the_unattended_run_requires_every_group_of_tests(tmp_path: Path) -> None:
    output, status = unattended_run(tmp_path, 'test:\n\t@echo "all=$$REQUIRE_ALL"\n\t@echo 3 passed\n')
    assert (output, status) == ("checked\nall=1\n3 passed\n", 0)


def test_the_unattended_run_holds_the_tests_to_the_floor_of_coverage(tmp_path: Path) -> None:
    output, status = unattended_run(tmp_path, 'test:\n\t@echo "measured=$$COVERAGE"\n')
    assert (output, status) == ("checked\nmeasured=1\n", 0)
    assert "--cov" in make("--dry-run", "test", "COVERAGE=1") and "--cov" not in make("--dry-run", "test", "COVERAGE=")
    coverage = tomllib.loads(text_of("pyproject.toml"))["tool"]["coverage"]
    assert coverage["run"] == {"branch": True, "source": ["dashboard"]}
    assert coverage["report"]["fail_under"] > 0


def test_the_unattended_run_stops_at_what_needs_no_test(tmp_path: Path) -> None:
    output, status = unattended_run(tmp_path, "test:\n\t@echo 3 passed\n", check="@echo wrong type; exit 3")
    assert "3 passed" not in output
    assert status != 0


def test_the_unattended_run_ends_with_the_runner_and_fails_with_it(tmp_path: Path) -> None:
    output, status = unattended_run(tmp_path, "test:\n\t@echo 1 failed; exit 1\n")
    assert output == "checked\n1 failed\n"
    assert status != 0


def unattended_run(folder: Path, tests: str, check: str = "@echo checked") -> tuple[str, int]:
    """Runs a copy of .ci/run beside a Makefile with these rules; gives what it printed and its exit status."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    (folder / ".ci").mkdir()
    script = folder / ".ci" / "run"
    script.write_text(text_of(".ci/run"), encoding="utf-8")
    (folder / "Makefile").write_text(f"check:\n\t{check}\n\n{tests}", encoding="utf-8")
    done = subprocess.run(["bash", script], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    return done.stdout + done.stderr, done.returncode


def test_the_lock_file_has_checksums_and_no_download_addresses() -> None:
    packages = json.loads(text_of("package-lock.json"))["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert installed
    assert [name for name, entry in installed.items() if "resolved" in entry] == []
    assert [name for name, entry in installed.items() if not (entry.get("integrity") or entry.get("inBundle"))] == []


def test_direct_dependencies_are_pinned() -> None:
    package = json.loads(text_of("package.json"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    lines = [*text_of("requirements.txt").splitlines(), *text_of("requirements-dev.txt").splitlines()]
    lines += text_of("requirements-mutants.txt").splitlines()
    versions += [line.partition("==")[2] for line in lines if line and not line.startswith(("#", "-r"))]
    assert [version for version in versions if not re.fullmatch(r"\d+(\.\d+)+", version)] == []


def test_deployment_files_hold_no_password() -> None:
    settings = dict(re.findall(r"^(\w+)=(.*)$", text_of("deploy/openaimak.env.example"), re.M))
    assert settings["POSTGRES_PASSWORD"] == ""
    assert ":PASSWORD@" in settings["DATABASE_URL"]
    assert "PASSWORD" not in text_of("compose.yaml") + text_of("Dockerfile") + text_of("deploy/openaimak.service")


def test_the_health_check_of_the_image_is_a_program_that_compiles() -> None:
    command = json.loads(re.search(r"HEALTHCHECK.*CMD \\\n\s*(\[.*\])$", text_of("Dockerfile"), re.M)[1])
    assert command[:2] == ["python", "-c"]
    assert "/healthz" in command[2]
    compile(command[2], "HEALTHCHECK", "exec")


def test_the_build_has_the_parts_that_pages_link_to(manifest: AssetManifest) -> None:
    names = {"plotly", "runtime", "bootstrap", "fonts", "plotly-locale-ky", "plotly-locale-ru"}
    assert manifest.files.keys() >= names


def test_the_name_of_every_output_holds_the_hash_of_its_content(manifest: AssetManifest) -> None:
    for name, file in manifest.files.items():
        digest = hashlib.sha256((manifest.folder / file).read_bytes()).hexdigest()[:10]
        assert file.startswith(f"{name}-{digest}.")


def test_every_output_has_copies_that_unpack_to_the_same_bytes(manifest: AssetManifest) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for file in manifest.files.values():
        for encoding, unpacked in unpack.items():
            copy = manifest.path(file, encoding)
            assert copy is not None, f"{file} has no {encoding} copy"
            assert unpacked(copy.read_bytes()) == (manifest.folder / file).read_bytes()


def test_the_font_sheet_names_files_that_were_built(manifest: AssetManifest) -> None:
    sheet = (manifest.folder / manifest.files["fonts"]).read_text(encoding="utf-8")
    linked = set(re.findall(r"url\(([^)]+)\)", sheet))
    assert len(linked) == 6
    assert linked <= set(manifest.files.values())


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_plotly_speaks_the_languages_of_the_pages(manifest: AssetManifest, language: str) -> None:
    script = (manifest.folder / manifest.files[f"plotly-locale-{language}"]).read_text(encoding="utf-8")
    locale = json.loads(re.search(r"\)\((\{.*\})\);$", script.strip())[1])
    assert locale["name"] == language
    assert (locale["format"]["months"][0], locale["format"]["months"][11]) == ("январь", "декабрь")
    assert locale["format"]["days"][1] == {"ky": "дүйшөмбү", "ru": "понедельник"}[language]
    assert (locale["format"]["decimal"], locale["format"]["thousands"]) == (",", "\u00a0")
    assert all(re.search("[а-яөүң]", word.lower()) for word in locale["dictionary"].values())


def test_first_load_parts_stay_light(manifest: AssetManifest) -> None:
    sizes = {name: len((manifest.folder / f"{file}.br").read_bytes()) for name, file in manifest.files.items()}
    assert sizes["bootstrap"] <= 12_000
    assert sizes["runtime"] <= 4_000
    assert sizes["plotly"] <= 400_000


def test_a_second_build_finds_nothing_to_do() -> None:
    build()
    assert "brotli" not in build()


def test_classes_are_found_in_string_literals_only(manifest: AssetManifest) -> None:
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    program = 'import("./frontend/styles.mjs").then(m => console.log(JSON.stringify(m.selectorWords(process.argv[1]))))'
    source = "card = html.Table(className='row g-3')  # alert"
    words = json.loads(subprocess.check_output([node, "-e", program, source], cwd=ROOT, text=True))
    assert set(words) == {"row", "g-3", "table"}
