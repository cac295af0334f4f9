"""The slip for parents: what a pupil is quick and sure of, what comes next, and games to play at home."""
