"""Pages of works: the register of a place, one work, what was promised and is not done."""
