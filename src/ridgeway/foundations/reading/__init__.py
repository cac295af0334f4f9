"""Reading rate: a teacher hears a pupil read aloud, and marks what was not read as it stands."""
