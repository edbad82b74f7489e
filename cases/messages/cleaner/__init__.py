"""Make a file of a stranger harmless, in a process of its own: see ``cases/messages/cleaning.py``.

Nothing else may open what somebody sent, so the libraries that read it are imported here alone.
"""
