"""Draw the before and after pictures of the fictional works: `python data/demo/draw_pictures.py`.

Flat drawings, not photographs; every row of `pictures/photos.csv` says so. Needs Pillow.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1600, 1000
SKY, GRASS, HILL, EARTH = "#dfeaf2", "#a9c08f", "#9fb3a4", "#b79f7f"
ASPHALT, WALL, OLD_WALL, ROOF, OLD_ROOF = "#5b6068", "#f0e3c8", "#d8cdb8", "#a8483f", "#8d8479"
WATER, METAL, DARK, LAMP, WOOD = "#5f9fc4", "#7f8b95", "#33393f", "#f5cf5b", "#8a6a45"
COLUMNS = ("work", "file", "stage", "pair", "taken_on", "drawn", "alt_ky", "alt_ru", "alt_en")
Draw = ImageDraw.ImageDraw


def ground(draw: Draw) -> None:
    """Sky, hills and grass, the same in every picture."""
    draw.rectangle((0, 0, WIDTH, 560), fill=SKY)
    draw.polygon([(0, 560), (300, 330), (640, 560)], fill=HILL)
    draw.polygon([(420, 560), (900, 250), (1400, 560)], fill=HILL)
    draw.polygon([(1100, 560), (1450, 380), (1600, 470), (1600, 560)], fill=HILL)
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=GRASS)


def road(draw: Draw, after: bool) -> None:
    """A street with holes; asphalt with a line."""
    draw.polygon([(700, 560), (900, 560), (1400, 1000), (200, 1000)], fill=ASPHALT if after else EARTH)
    if after:
        for top in range(580, 1000, 90):
            half = (top - 520) // 40
            draw.polygon(
                [(800 - half, top), (800 + half, top), (800 + half, top + 45), (800 - half, top + 45)], fill="white"
            )
        return
    for x, y, size in ((760, 640, 30), (850, 720, 45), (640, 790, 60), (930, 880, 70), (520, 930, 60)):
        draw.ellipse((x - size, y - size // 3, x + size, y + size // 3), fill="#7d6a52")


def tap(draw: Draw, after: bool) -> None:
    """A ditch to carry water from; a tap with running water."""
    if not after:
        draw.polygon([(300, 1000), (620, 640), (760, 640), (700, 1000)], fill="#8fb0a8")
        draw.polygon([(980, 760), (1120, 760), (1100, 900), (1000, 900)], fill=METAL)
        draw.arc((980, 690, 1120, 830), 180, 360, fill=DARK, width=10)
        return
    draw.rectangle((620, 860, 1000, 900), fill="#c9c9c4")
    draw.rectangle((760, 520, 840, 870), fill=WATER)
    draw.rectangle((800, 560, 960, 600), fill=METAL)
    draw.rectangle((920, 600, 960, 640), fill=METAL)
    draw.rectangle((932, 640, 948, 800), fill="#8cc7e6")
    draw.polygon([(880, 790), (1000, 790), (985, 880), (895, 880)], fill=ROOF)


def lamp(draw: Draw, after: bool) -> None:
    """A dark street; the same street with lamps."""
    draw.rectangle((0, 0, WIDTH, 560), fill="#27344a")
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill="#3d4a3c" if not after else "#5d6b52")
    draw.polygon([(720, 560), (880, 560), (1300, 1000), (300, 1000)], fill="#3a3d42" if not after else ASPHALT)
    for x, foot, size in ((1000, 640, 260), (1180, 800, 420), (560, 700, 320)) if after else ():
        draw.polygon([(x, foot - size), (x - size // 3, foot + 40), (x + size // 3, foot + 40)], fill="#8f8a5f")
        draw.rectangle((x - 7, foot - size, x + 7, foot), fill=DARK)
        draw.ellipse((x - 34, foot - size - 34, x + 34, foot - size + 34), fill=LAMP)


def house(draw: Draw, wall: str, roof: str) -> None:
    """A low house with windows and a door."""
    draw.rectangle((400, 480, 1200, 820), fill=wall)
    draw.polygon([(340, 480), (480, 300), (1120, 300), (1260, 480)], fill=roof)
    for x in (460, 620, 900, 1060):
        draw.rectangle((x, 560, x + 90, 680), fill="#7fa3b8", outline="white", width=8)
    draw.rectangle((760, 600, 850, 820), fill=WOOD)


def roof(draw: Draw, after: bool) -> None:
    """A school whose roof has holes; the same with a new roof."""
    house(draw, WALL if after else OLD_WALL, ROOF if after else OLD_ROOF)
    if after:
        for x in range(520, 1120, 80):
            draw.line((x, 304, x + (x - 800) // 5, 476), fill="#8f3b34", width=6)
        return
    for hole in ((560, 350, 660, 420), (820, 330, 880, 400), (1010, 390, 1110, 450)):
        draw.ellipse(hole, fill=DARK)


def yard(draw: Draw, after: bool) -> None:
    """The bare yard of a kindergarten; the same with a slide and a sandbox."""
    house(draw, WALL, ROOF)
    draw.rectangle((0, 820, WIDTH, HEIGHT), fill="#c9b27c" if after else EARTH)
    if not after:
        for x in (180, 620, 1100, 1400):
            draw.ellipse((x, 880, x + 130, 915), fill="#8f7f66")
        return
    draw.rectangle((150, 700, 170, 960), fill=METAL)
    draw.rectangle((250, 700, 270, 960), fill=METAL)
    draw.polygon([(150, 700), (270, 700), (520, 950), (450, 950)], fill=LAMP)
    draw.rectangle((1000, 890, 1400, 970), fill="#ead9a0", outline=WOOD, width=14)
    draw.ellipse((1270, 760, 1330, 820), fill=ROOF)


def bridge(draw: Draw, after: bool) -> None:
    """A stream with two planks; a bridge with railings."""
    draw.polygon([(560, 560), (1040, 560), (1300, 1000), (300, 1000)], fill=WATER)
    if not after:
        for y in (740, 775):
            draw.line((330, y, 1270, y + 14), fill=WOOD, width=14)
        return
    draw.rectangle((220, 720, 1380, 800), fill="#b9bcbf")
    for x in (480, 780, 1080):
        draw.rectangle((x, 800, x + 50, 930), fill="#9a9da1")
    draw.rectangle((220, 630, 1380, 644), fill=DARK)
    for x in range(220, 1390, 116):
        draw.rectangle((x, 630, x + 12, 720), fill=DARK)


#: What is seen on a drawing, before and after, in Kyrgyz, Russian, English.
SEEN = {
    "road": (
        ("Оңдоого чейин: чуңкурлуу кара жол", "До ремонта: грунтовая улица с ямами",
         "Before: an earth street with holes"),
        ("Оңдоодон кийин: асфальтталган жол", "После ремонта: асфальтированная улица", "After: an asphalted street"),
    ),
    "tap": (
        ("Мурда: арыктан суу ташуу, чака", "Раньше: вода из арыка, ведро", "Before: water from a ditch, a bucket"),
        ("Азыр: көчөдөгү суу түтүкчөсү", "Теперь: уличная водоразборная колонка", "After: a water tap in the street"),
    ),
    "lamp": (
        ("Мурда: караңгы көчө", "Раньше: тёмная улица", "Before: a dark street"),
        ("Азыр: лампалар жарык кылган көчө", "Теперь: улица освещена лампами", "After: the street lit by lamps"),
    ),
    "roof": (
        ("Оңдоого чейин: мектептин чатыры тешик", "До ремонта: крыша школы с дырами",
         "Before: a school roof with holes"),
        ("Оңдоодон кийин: мектептин жаңы чатыры", "После ремонта: новая крыша школы", "After: a new school roof"),
    ),
    "yard": (
        ("Мурда: бала бакчанын бош короосу", "Раньше: пустой двор детского сада", "Before: the bare kindergarten yard"),
        ("Азыр: короодо сырганак жана кумдук", "Теперь: во дворе горка и песочница",
         "After: a slide and a sandbox in the yard"),
    ),
    "bridge": (
        ("Мурда: суунун үстүндө эки тактай", "Раньше: две доски через речку", "Before: two planks over the stream"),
        ("Азыр: тосмосу бар жаңы көпүрө", "Теперь: новый мост с перилами", "After: a new bridge with railings"),
    ),
}  # fmt: skip
#: How each drawing is made.
DRAWINGS: dict[str, Callable[[Draw, bool], None]] = {
    "road": road, "tap": tap, "lamp": lamp, "roof": roof, "yard": yard, "bridge": bridge,
}  # fmt: skip
#: Work and its drawing.
PICTURES = (
    ("demo-2023-01", "road"), ("demo-2023-02", "bridge"), ("demo-2023-05", "tap"), ("demo-2023-06", "lamp"),
    ("demo-2023-09", "roof"), ("demo-2023-10", "yard"), ("demo-2024-01", "road"), ("demo-2024-05", "lamp"),
    ("demo-2025-05", "tap"), ("demo-2025-09", "roof"),
)  # fmt: skip


def picture(name: str, after: bool, variant: int) -> Image.Image:
    """One drawing. `variant` places a tree, so that two drawings of a kind differ."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    ground(draw)
    DRAWINGS[name](draw, after)
    x = 60 + variant * 23
    draw.rectangle((x + 40, 520, x + 60, 640), fill=WOOD)
    draw.ellipse((x, 380, x + 100, 550), fill="#5f7f4f")
    return image.quantize(32, dither=Image.Dither.NONE)


def days(key: str) -> tuple[str, str]:
    """The days the plan and the end of a work carry in `works.csv`."""
    with (HERE / "works.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"] == key]
    return rows[0]["as_of"], rows[-1]["actual_end"]


def main() -> None:
    """Write the pictures and photos.csv into `pictures/`."""
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    rows = []
    for variant, (key, name) in enumerate(PICTURES):
        for after, (stage, day) in enumerate(zip(("before", "after"), days(key), strict=True)):
            file = f"{key}-{stage}.png"
            picture(name, bool(after), variant).save(folder / file, optimize=True)
            rows.append((key, file, stage, "1", day, "1", *SEEN[name][after]))
    with (folder / "photos.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
