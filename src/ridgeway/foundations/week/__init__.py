"""The week as a class teacher begins it: who practised in the last, who needs what next, and what to prepare."""
