"""Builds: reading the folder of briefs, the clock, caches and the files of a site."""
