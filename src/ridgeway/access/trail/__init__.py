"""The audit trail in words: who did what to whom, and when."""
