"""The figures by which the programme's own evaluation judged it, for any network; each part with its limits."""
