"""Fast Learning in a whole school: how much is practised, and what comes of it, for those who lead it."""
