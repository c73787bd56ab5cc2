"""STUDY.toml: who was asked and how, and what the columns mean."""
