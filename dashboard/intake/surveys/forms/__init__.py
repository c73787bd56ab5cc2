"""XLSForms of KoboToolbox and ODK: what was asked and offered."""
