"""What is held about one pupil: saying it, giving a copy of it, and erasing it.

The verbs work over every model there is, through Django's registry: what a foreign key leads to from a pupil is
the pupil's (`holdings`), a room declares what no key leads to (`traces`), and texts of the school that name the
pupil are searched for (`mentions`). What it all means in plain English stands in each room's `privacy.yaml`.
"""
