"""Many briefs together: references, names, mentions, backlinks, events, related briefs, rules."""
