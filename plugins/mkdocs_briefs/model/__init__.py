"""The nouns of the domain: briefs, actors, dates, likelihoods; frozen, with no input or output."""
