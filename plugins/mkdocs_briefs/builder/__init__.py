"""The only room with side effects: reading the folder, the clock, the pipeline."""
