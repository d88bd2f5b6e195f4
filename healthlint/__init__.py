"""An editorial linter for health content."""
