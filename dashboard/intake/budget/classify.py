"""Where a line belongs in the classifications: by exact code, by the longest prefix, by national code, by label."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.i18n import fold
from dashboard.intake.mapping.schema import Classes
from dashboard.store.known import Known

#: Directions in which a classification means something.
DIRECTION_OF = {"source": "revenue", "function": "expenditure", "economic": "expenditure"}


@dataclass(frozen=True)
class Classifier:
    """Finds the class of lines in one classification ("source", "function" or "economic")."""

    kind: str
    spec: Classes
    known: Known

    def find(self, code: str, label: str) -> str:
        """Key of the class, or "" when nothing matches."""
        if code:
            if code in self.spec.exact:
                return self.spec.exact[code]
            for length in range(len(code), 0, -1):
                if code[:length] in self.spec.prefix:
                    return self.spec.prefix[code[:length]]
            if self.spec.national and (key := self.known.national.get((self.kind, code))):
                return key
        if self.spec.labels and label and (key := self.known.aliases.get((self.kind, fold(label)))):
            return key
        return self.spec.default

    def unknown_keys(self) -> tuple[str, ...]:
        """Keys the mapping names that the database does not have."""
        named = {*self.spec.exact.values(), *self.spec.prefix.values(), self.spec.default} - {""}
        return tuple(sorted(key for key in named if self.known.classes.get(key) != self.kind))
