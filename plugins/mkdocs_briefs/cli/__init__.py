"""The command briefs."""
