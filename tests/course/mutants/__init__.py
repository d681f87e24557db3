"""One clean course and a table of seeded mistakes: what the linter is held to."""
