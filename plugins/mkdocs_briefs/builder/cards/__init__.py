"""Social cards: what they say, where they are, and how they are drawn."""
