"""A school's own spelling lists: pasted once, printed on sheets, set on screen, and looked at word by word."""
