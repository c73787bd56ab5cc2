"""What a mapping says, as one typed schema, and how it is read from TOML."""
