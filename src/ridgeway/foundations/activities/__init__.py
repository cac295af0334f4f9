"""What a teacher sets for a class beside daily practice: a timed probe, a rehearsal of the tables check."""
