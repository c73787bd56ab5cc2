"""From files that officials make to rows that have been checked, and releases made of them.

`registry` holds what can be imported, `subject` the contract, `run` the one way; `content` comes with the program.
Only the command line enters: by `registry`, `run` and `content`.
"""
