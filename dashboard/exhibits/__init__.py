"""Records → Exhibits: a question, an answer, a drawing, the table behind it, its sources; no Dash and no SQL.

Only `view.exhibit(…)` makes an Exhibit. Channels, figures and pages may enter."""
