"""What teacher and pupil decide about practice: every plan obeys it, and all of it can be seen and taken back."""
