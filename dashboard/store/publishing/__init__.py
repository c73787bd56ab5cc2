"""What an import hands over, written as one release in one transaction: a module per kind of content, and their frame.

`frame` is the transaction; `papers`, `bulk` and `numbering` serve the others and stay inside.
Intake and the command line enter by `publish_…` and `retract` of a kind; nothing that answers readers does.
"""
