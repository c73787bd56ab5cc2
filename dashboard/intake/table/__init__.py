"""A sheet becomes a grid with named columns: header, filters, fields, numbers, dates, totals."""
