"""The nouns of the domain: briefs, actors, topics, dates, likelihoods. Frozen records, no input or output."""
