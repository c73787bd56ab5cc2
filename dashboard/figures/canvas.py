"""What a drawing is made for: the colours of the reader's theme, and one of three widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from dashboard.figures.theme import TOKENS, Theme

#: The room a drawing has: less than 560 px, up to 900 px, and more. `assets/js/drawing-room.js` names it.
Width = Literal["phone", "desk", "wide"]
WIDTHS: Final[tuple[Width, ...]] = get_args(Width)

_LETTER: Final = 7.4  # px
# Letters across the narrowest drawing of a width, and in a line of a name beside its bar.
_ACROSS: Final[dict[Width, int]] = {"phone": 28, "desk": 72, "wide": 116}
_NAME: Final[dict[Width, int]] = {"phone": 28, "desk": 26, "wide": 40}
_PLOT: Final[dict[Width, int]] = {"phone": 250, "desk": 360, "wide": 590}


@dataclass(frozen=True)
class Canvas:
    """The paper of one drawing."""

    theme: Theme = "light"
    width: Width = "phone"

    @property
    def colours(self) -> dict[str, str]:
        """Colours of the theme by name."""
        return TOKENS[self.theme]

    @property
    def letters(self) -> int:
        """How many letters a line across the drawing holds."""
        return _ACROSS[self.width]

    @property
    def name_letters(self) -> int:
        """How many letters of a row's name one line holds."""
        return _NAME[self.width]

    @property
    def plot(self) -> int:
        """Width (px) that is left beside the names, at least."""
        return _PLOT[self.width]

    @property
    def note_letters(self) -> int:
        """How many letters a line under the plot holds, which begins where the plot does."""
        return self.letters if self.width == "phone" else int(self.plot / _LETTER)

    @property
    def beside(self) -> bool:
        """Whether names stand to the left of what they name; on a phone they stand above it."""
        return self.width != "phone"
