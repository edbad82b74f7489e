"""Search over the words of messages: what a query says, and the place in a text that shows why it was found.

The indexes themselves are kept by the database; see ``cases/db/search``.
"""
