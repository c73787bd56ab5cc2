"""Is what is published still what was published? The audit trail, the seals in it and the sums are looked at again.

The door is `verify.verify`; a subject that publishes says in `proofs` how its releases are checked.
"""
