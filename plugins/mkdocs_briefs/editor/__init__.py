"""What an editor shows beside a text: completion, cards, the place of a definition. Pure."""
