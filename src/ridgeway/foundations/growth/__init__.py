"""Pictures of growth: what can be charted of pupils, the Standard Celeration Chart, and a class side by side."""
