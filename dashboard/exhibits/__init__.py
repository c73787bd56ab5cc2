"""Records → Exhibits: a question, an answer, a drawing, the table behind it, its sources; no Dash and no SQL.

Channels (page, first paint, CSV, XLSX, API) enter with the exhibits that pages ask for."""
