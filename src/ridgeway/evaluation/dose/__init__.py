"""How much was practised beside how much was gained: a picture that describes, and cannot say why."""
