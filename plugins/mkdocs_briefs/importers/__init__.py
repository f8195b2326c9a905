"""Foreign texts -> drafts of briefs. Pure: text in, text out; nothing here touches the disk."""
