"""Research data: pupils under pseudonyms, alike enough that none stands out, and a log of what was released."""
