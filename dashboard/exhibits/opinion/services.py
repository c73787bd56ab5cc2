"""Which function of the budget pays for a service, where the works of a place do not say it themselves."""

from __future__ import annotations

from typing import Final

#: Service → key of the classification. COFOG 1999 (United Nations) groups stand behind: roads, bridges and transport
#: 04.5, irrigation 04.2, waste 05.1, water supply 06.3, street lighting 06.4, health 07, sport and recreation 08.1,
#: culture 08.2, schools and kindergartens 09, general services 01.3. Others are in no single group and are left out.
FUNCTIONS: Final = {
    "roads": "func.704", "bridge": "func.704", "transport": "func.704", "irrigation": "func.704",
    "waste": "func.705", "water": "func.706", "lighting": "func.706", "health": "func.707", "sport": "func.708",
    "playground": "func.708", "culture": "func.708", "school": "func.709", "kindergarten": "func.709",
    "documents": "func.701",
}  # fmt: skip
